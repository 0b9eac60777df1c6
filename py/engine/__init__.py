"""The page's worker: Pyodide, in a thread of its own.

Messages in; training, pictures and numbers out. Only `main`, `later_import` and what lies in
`canvas` know that there is a browser: all else also runs in the tests' Python.
"""
