"""The site: which files it has, their hashes, and the markup that follows from the settings."""
