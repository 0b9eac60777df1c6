"""The lesson: a neural network built from scratch with NumPy, and the data it learns from.

One module for each idea, read in this order:

``data``, ``shapes``
    the points, each with its true label;
``features``
    what the network is told about a point;
``network``
    the network: forward pass, loss and backward pass;
``training``, ``optimizers``, ``regularization``
    gradient descent: repeat forward, backward, update; and what others have made of it;
``plane``, ``surface``, ``unit_lines``, ``grid``, ``window``, ``ticks``
    what a picture shows, as numbers, in the colours of ``theme`` and the sizes of ``style``;
``diagram``, ``strength``
    the network drawn: where its parts lie, and how strong a line each weight has;
``figure``, ``chart``
    the pictures, drawn by matplotlib in ``layers``;
``table``, ``settings``
    what a reader can set;
``session``, ``samples``, ``course``, ``endings``, ``timeline``
    what becomes of it: data, training, its end, and how to go back in time;
``own``, ``csv_file``
    points of one's own, drawn or read from a table;
``fast``, ``recipes``, ``updates``, ``answers``
    the same descent and forward pass without waste, for a page that trains while one watches.

Nothing in this package knows of browsers. This file imports nothing, so that whoever needs
one module loads only that.
"""
