"""The buttons over the drawn network, and the window with the numbers of one unit."""
