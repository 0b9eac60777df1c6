"""Forward and backward, live: the tab's toolbar, its lines, what they say, and the walk."""
