"""The lesson: a neural network built from scratch with NumPy, and the data it learns from.

One module for each idea, read in this order:

``data``
    the points: blobs, circles or moons, each with its true label;
``network``
    the network: forward pass, loss and backward pass;
``training``
    gradient descent: repeat forward, backward, update;
``plane``, ``ticks``
    what a picture shows, as numbers, in the colours of ``theme``;
``figure``, ``chart``
    the pictures, drawn by matplotlib in ``layers``;
``settings``, ``session``, ``timeline``
    what a reader can set, what becomes of it, and how to go back in time;
``fast``
    the same descent without waste, for a page that trains while one watches.

Nothing in this package knows of browsers. This file imports nothing, so that whoever needs
one module loads only that.
"""
