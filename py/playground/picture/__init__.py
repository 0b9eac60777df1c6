"""What a picture shows, as numbers, and how matplotlib draws it (which only this room imports)."""
