"""Links to what is seen, and the lines for somebody's own page (MicroPython)."""
