"""What a reader can set: the table, what its rows can be, and the values.

Runs in both Pythons, the page's and the engine's.
"""
