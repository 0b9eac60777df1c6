"""What is taken home: fetched when somebody wants a file (MicroPython)."""
