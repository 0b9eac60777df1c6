"""What paints on the page's canvases, and so imports what only a browser has."""
