"""Files that take a session elsewhere: tables, weights, scripts and notebooks."""
