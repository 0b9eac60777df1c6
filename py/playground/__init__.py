"""A neural network built from scratch with NumPy, and the data it learns from: the article.

One module for each idea, read in this order:

``data``, ``shapes``
    the points, each with its true label;
``features``
    what the network is told about a point;
``network``, ``activations``, ``outputs``
    the network: forward pass, loss and backward pass;
``training``, ``optimizers``, ``regularization``
    gradient descent: repeat forward, backward, update; and what others have made of it;
``inspection``, ``hidden_space``, ``loss_surface``
    a look inside: all numbers, how the last hidden layer sees the points, the loss as a landscape;
``gradient_check``, ``mistakes``, ``health``
    whether the backward pass is right, how it can be wrong, and what keeps a network from learning.

``parameters`` and ``checks`` serve them all; ``naming``, ``stacks`` and ``jobs`` those that look
inside. The rooms serve a page that shows it:

``settings``
    what a reader can set;
``session``
    what becomes of it: data, a network, its training, and how to go back in time;
``fast``
    the same training without waste, for a page that trains while one watches;
``picture``, ``look``
    what is seen: as numbers, in colours and sizes, and drawn by matplotlib;
``custom``
    points of one's own, drawn or read from a table;
``export``
    every file that can be taken home: a script and a notebook that come to the same weights and
    the same picture without the playground, tables, weights, a sheet to print;
``cli``
    the command line: training, files and sweeps over settings, without a page.

Nothing in this package knows of browsers. This file imports nothing, so that whoever needs
one module loads only that.
"""
