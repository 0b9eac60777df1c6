"""The loss as sound; it comes when somebody first wants to hear it (MicroPython)."""
