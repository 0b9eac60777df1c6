"""Python runs this when it starts, before any other code: let it read less."""

import sys

# What Python has imported until now can only come from its zip file; in_pyodide/trace.py asks.
BEFORE = tuple(sys.modules)

import archive_importer
import lazy_list
import lazy_modules
import patches

sys.meta_path.insert(0, lazy_modules.Finder(lazy_list.PUT_OFF, patches.CHANGES))
archive_importer.install()
