"""The page in a frame on somebody else's page (MicroPython)."""
