"""Entry of `python3 py serve|test|build|bench`."""

# This file alone has to be readable by every Python, so that an old one gets a clear answer.
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Python 3.11 or newer is needed; this is Python " + sys.version.split()[0] + ".")

from tools.cli import main

sys.exit(main())
