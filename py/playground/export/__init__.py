"""What is taken home: files that say elsewhere what the playground shows."""
