"""What is on the screen, to take away: a script and a notebook that need only NumPy and matplotlib.

``replay`` finds out whether they can take the path of the training again; ``chapters`` puts the
lesson together from what ``data_code``, ``network_code``, ``training_code`` and ``picture_code``
write; ``script`` and ``notebook`` bind it.
"""
