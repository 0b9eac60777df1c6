"""What runs inside Pyodide, under Node, while the site is set up."""
