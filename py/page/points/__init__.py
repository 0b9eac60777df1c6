"""The reader's own points: drawn, loaded, undone, kept for the next visit."""
