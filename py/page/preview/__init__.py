"""The dialog in which a reader sees what a table would become, before it counts."""
