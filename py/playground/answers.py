"""What a network answers to the same points, again and again while it trains."""


class Answers:
    """Asks networks about the points *X*, of shape (inputs, n)."""

    def __init__(self, X):
        self._X = X

    def of(self, network):
        """Return the activations of every layer: X, those of the hidden layers, p."""
        return network.forward(self._X).a
