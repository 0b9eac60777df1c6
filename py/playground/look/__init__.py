"""How things look: colours, sizes, and where the parts of a drawn network lie.

Runs in both Pythons, the page's and the engine's.
"""
