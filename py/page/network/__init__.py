"""The buttons over the drawn network, its steppers, and the card with the numbers of one unit."""
