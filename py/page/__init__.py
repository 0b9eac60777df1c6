"""The page's own thread: MicroPython, which is there in a fraction of a second.

It reads the form and the address, tells the engine what the reader wants, and shows numbers and
sentences. It computes nothing and draws nothing: there is no NumPy here. Besides its own rooms it
imports `messages`, `playground.settings` and `playground.look`, which run in both Pythons.
"""
