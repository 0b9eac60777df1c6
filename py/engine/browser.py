"""What the engine needs of a browser, for which the tests have stand-ins."""

import contextlib
import traceback
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, NamedTuple

# Announced before work during which nothing can be answered: longer than it may take on a slow
# phone. Who says nothing for long without that counts as dead (page/engine_link.py).
SECONDS_OF_SILENCE = 60


class Browser(NamedTuple):
    """The functions of a browser that the engine is given."""

    send: Callable[..., None]  # send(kind, **fields) tells the page something
    next_frame: Callable[[], Awaitable[None]]  # waits until the next frame is about to be shown
    # Returns what makes the painter of the picture with matplotlib, once it is there.
    import_plot: Callable[[], Awaitable[Callable[..., Any]]]
    load_inside: Callable[[], Awaitable[None]]  # brings the modules that look inside the network
    load_exports: Callable[[], Awaitable[None]]  # brings the modules that make files
    # make_address(content, name) returns where the page finds these bytes as a file
    make_address: Callable[[bytes, str], str]
    # decode(content, encoding, errors) returns the text of these bytes: Pyodide lacks encodings
    decode: Callable[[bytes, str, str], str]
    mark: Callable[[str], Any]  # notes the time under a name, for measurements


@contextlib.contextmanager
def reporting(send: Callable[..., None]) -> Iterator[None]:
    """End at an exception, and tell the page of it: in a worker nobody else would see it."""
    try:
        yield
    except Exception:
        send("fault", text=traceback.format_exc())
