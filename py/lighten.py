"""Let matplotlib start faster. To be imported before any other part of matplotlib.

A third of what its import does in the browser is of no use to a page: it composes the
documentation of every artist's `set` method, and it reads modules that nothing here calls.
The former is left out; the latter are read when somebody first uses them, for instance a
reader's own code.
"""

import importlib.util
import sys

import matplotlib.artist

USED_LATER = ("backend_tools", "dates", "mlab", "quiver", "widgets")


def put_off(name):
    """Have the module *name* read at its first use instead of its import."""
    spec = importlib.util.find_spec(name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    package, _, child = name.rpartition(".")
    setattr(sys.modules[package], child, module)


matplotlib.artist.Artist._update_set_signature_and_docstring = classmethod(lambda cls: None)
matplotlib.artist.kwdoc = lambda artist: ""
for name in USED_LATER:
    put_off(f"matplotlib.{name}")
