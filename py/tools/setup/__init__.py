"""Set up: fetch what is pinned, slim it, compile the engine."""
