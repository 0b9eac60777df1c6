"""What is on the screen, to take away: files that elsewhere say, and do, the same.

``files`` is the door: it makes every file that somebody may wish for. ``tables`` and ``weights``
hold the numbers, ``sheet`` is for a lesson on paper. ``script`` and ``notebook`` train the same
network with NumPy alone: ``replay`` finds out whether they can take the path of the training again,
and ``chapters`` puts the lesson together from what ``data_code``, ``network_code``,
``training_code`` and ``picture_code`` write.
"""
