"""Where things lie inside Pyodide: the folders of Python itself, and what the tools mount."""

import pathlib
import sys

_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
STDLIB = f"/lib/python{_VERSION}/"
STDLIB_IN_ZIP = f"/lib/python{_VERSION.replace('.', '')}.zip/"
SITE_PACKAGES = STDLIB + "site-packages/"
FONT_FOLDER = "matplotlib/mpl-data/fonts/ttf/"

# Members of the archives that are no files of Python's (static/untar.mjs).
STDLIB_ZIP, LOCK = "python_stdlib.zip", "pyodide-lock.json"

# See `assemble.run_in_pyodide`; /in and /out are what is read and what is made.
PY, IN, OUT = (pathlib.Path("/", name) for name in ("py", "in", "out"))
# In the runtime, but not on the site: what cards are lettered with. Their size is the one that
# Open Graph's readers expect; the pages of the lessons say it, too (site/cards.py).
CARD_FONT, CARD_SIZE = "lettering/headline.ttf", (1200, 630)
# What trace.py has found out.
NOTES = OUT / ".needs.json"
