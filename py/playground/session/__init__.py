"""What becomes of the settings: data, a network and its training, and how to go back in time."""
