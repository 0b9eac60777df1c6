"""A Jupyter notebook of what is on the screen, which needs only NumPy and matplotlib.

The format is nbformat 4.5, written without the package of that name, which no browser has.
"""

import json

from playground.export.chapters import IMPORTS, about, chapters, title_of
from playground.session.session import Session

VERSION = (4, 5)
KEY = "playground"
"""Where the metadata hold the record by which the page reads the notebook again."""


def notebook(session: Session, record: str, obstacle: str = "") -> str:
    """Return the JSON of a notebook with the same code as the script; parameters as of `script`."""
    parts = chapters(session, obstacle, ["plt.show()"])
    cells = [
        _markdown(
            f"# {title_of(session)}\n\n{about(session)} Run all cells, with NumPy and matplotlib."
            "\n\nDrop this file onto the playground to go on where it was."
        ),
        _code("\n".join(IMPORTS)),
    ]
    for part in parts:
        formulas = f"\n\n$${part.formulas}$$" if part.formulas else ""
        cells += [_markdown(f"## {part.title}\n\n{part.text}{formulas}"), _code(part.code)]
    return json.dumps(
        {
            "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells, 1)],
            "metadata": {
                "kernelspec": {
                    "display_name": "Python 3",
                    "language": "python",
                    "name": "python3",
                },
                "language_info": {"name": "python"},
                KEY: json.loads(record),
            },
            "nbformat": VERSION[0],
            "nbformat_minor": VERSION[1],
        },
        indent=1,
    )


def _markdown(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(text)}


def _code(source: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": _lines(source),
    }


def _lines(text: str) -> list[str]:
    """Return the lines of a *text*, each with its end, as notebooks have them."""
    return text.splitlines(keepends=True)
