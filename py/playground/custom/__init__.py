"""Points of one's own: drawn, packed into text for a link, or read from a table."""
