"""The playground without a page: ``python -m playground train`` and ``sweep``.

``main`` reads the command, ``options`` makes the options from the table of settings and links,
``training`` trains, ``outputs`` writes files, and ``sweep`` trains for many settings and seeds.
"""
