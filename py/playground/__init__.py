"""The lesson: a neural network built from scratch with NumPy, and the data it learns from.

One module for each idea, read in this order:

``data``
    the points: blobs, circles or moons, each with its true label;
``network``
    the network: forward pass, loss and backward pass;
``training``
    gradient descent: repeat forward, backward, update.

Nothing in this package knows of browsers. This file imports nothing, so that the page's
small MicroPython can load the modules it shares without loading NumPy.
"""
