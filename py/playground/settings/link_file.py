"""A link in a file: for points that are too many for any address, and in all that is exported.

Runs in both Pythons.
"""

import json

from playground.settings.json_text import read_json

# The first key of the file says what it is; its value is the version of the format.
MARK, VERSION = "neural_network_playground", 1
NAME = "playground.json"


def as_file(address: str, fragment: str) -> str:
    """Return the text of a file that brings what a *fragment* says.

    Parameters
    ----------
    address : str
        Of the page, for who finds the file and wonders what it is.
    fragment : str
        What would follow ``#``, of any length.
    """
    text = json.dumps({MARK: VERSION, "address": address, "fragment": fragment})
    # So it has no braces but its own, and is found in whatever stands around it.
    return "{" + text[1:-1].replace("{", "\\u007b").replace("}", "\\u007d") + "}"


def fragment_in(text: str) -> str:
    """Return the fragment that a file brings; "" if this is another file, or none that is known.

    The record that `as_file` has written may stand alone, or anywhere in a file that the
    playground has exported: a script, a notebook, weights, a picture. It is looked for, and nothing
    else of the file is read. What it says is as little to be trusted as that of any link:
    `read_link` checks it.

    Parameters
    ----------
    text : str
        All of a file; of one that is no text, with a letter for each byte.
    """
    at = text.find(f'"{MARK}"')
    begin, end = text.rfind("{", 0, max(at, 0)), text.find("}", max(at, 0))
    if at < 0 or begin < 0 or end < 0:
        return ""
    content = read_json(text[begin : end + 1])
    if not isinstance(content, dict) or content.get(MARK) != VERSION:
        return ""
    fragment = content.get("fragment")
    return fragment if isinstance(fragment, str) else ""
