"""Write what an embedded playground understands into its element and into the README.

The element, `static/embed.js`, cannot read Python: it gets lists between two comments. The README
gets tables of the same.
"""

import json
import re

from playground.settings import lessons
from playground.settings.table import SETTINGS
from tools.site import embedding

ELEMENT = "static/embed.js"
_LISTS = re.compile(r"( *)(// lists:[^\n]*\n).*?// end\n", re.DOTALL)
_TABLE = re.compile(r"<!-- embed: (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def with_lists(script: str) -> str:
    """Return the text of the element's *script* with the lists that follow from the tables."""
    lists = {
        "SETTINGS": " ".join([*(setting.name for setting in SETTINGS), "epoch"]),
        "FRAME": " ".join(name for name in embedding.IN_THE_ADDRESS if name != "theme"),
        "CALLS": " ".join(
            method.name
            for method in embedding.METHODS
            if method.name not in embedding.OF_THE_ELEMENT
        ),
        "EVENTS": " ".join(event.name for event in embedding.EVENTS),
    }
    lines = [f'const {name} = {json.dumps(words)}.split(" ");' for name, words in lists.items()]
    lines += [
        f"const LESSONS = {json.dumps(_posters(), indent=2)};",
        f"const MEGABYTES = {embedding.MEGABYTES};",
        "// end",
    ]

    def filled(place: re.Match[str]) -> str:
        text = "\n".join(lines).replace("\n", "\n" + place[1])
        return f"{place[1]}{place[2]}{place[1]}{text}\n"

    return _LISTS.sub(filled, script)


def _posters() -> dict[str, str]:
    """Return the name of each lesson by its settings, in the order of the alphabet."""
    return {"&".join(sorted(one.settings.split("&"))): one.name for one in lessons.LESSONS}


def with_tables(readme: str) -> str:
    """Return the text of the `readme` with the tables of attributes, methods and events."""
    tables: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
        "attributes": (
            ("attribute", "what it can be", "default", ""),
            [(f"`{a.name}`", a.allowed, a.default, a.help) for a in embedding.ATTRIBUTES],
        ),
        "methods": (
            ("method", "its promise brings", ""),
            [(f"`{m.call}`", m.answers, m.help) for m in embedding.METHODS],
        ),
        "events": (
            ("event", "`event.detail`", ""),
            [(f"`{e.name}`", e.detail, e.help) for e in embedding.EVENTS],
        ),
    }

    def filled(place: re.Match[str]) -> str:
        head, rows = tables[place[1]]
        lines = [_row(head), "|" + "---|" * len(head), *map(_row, rows)]
        return "\n".join([f"<!-- embed: {place[1]} -->", *lines, "<!-- end -->"])

    return _TABLE.sub(filled, readme)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
