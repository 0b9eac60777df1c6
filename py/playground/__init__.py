"""The lesson: a neural network built from scratch with NumPy, and the data it learns from.

One module for each idea, read in this order:

``data``, ``shapes``
    the points of two classes, and how each shape draws them;
``features``
    what the network is told about each point;
``network``, ``regularization``
    the network: forward pass, loss and backward pass, and what large weights cost;
``training``, ``optimizers``
    repeat forward, backward, update, and what becomes of a gradient;
``plane``, ``ticks``
    what a picture shows, as numbers, in the colours of ``theme``;
``figure``, ``chart``
    the pictures, drawn by matplotlib in ``layers``;
``settings``, ``session``, ``timeline``
    what a reader can set, what becomes of it, and how to go back in time;
``fast``, ``recipes``, ``updates``, ``answers``
    the same mathematics without waste, for a page that trains while one watches.

Nothing in this package knows of browsers. This file imports nothing, so that whoever needs
one module loads only that.
"""
