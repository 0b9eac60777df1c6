"""A Python script of what is on the screen, which needs only NumPy and matplotlib."""

import itertools
import textwrap

from playground.export.chapters import IMPORTS, about, chapters, title_of
from playground.export.source import WIDTH, Chapter
from playground.session.session import Session
from playground.settings.link_file import MARK

SHOWING = [
    "if sys.argv[1:]:",
    "    figure.savefig(sys.argv[1])",
    "else:",
    "    plt.show()",
]


def script(session: Session, record: str, obstacle: str = "") -> str:
    """Return the source of a script that trains the network of a session anew, and draws it.

    Parameters
    ----------
    session : Session
        The epoch that it shows is the one that the script leads to; it stays as it is.
    record : str
        One line, as `link_file.as_file` returns it: by this the page reads the script again.
    obstacle : str
        Why the training cannot be taken again, as `replay.obstacle_steps` finds out; then the
        script begins with the weights that there are.
    """
    name = session.values["shape"]
    head = [
        "# Drop this file onto the playground to go on where it was.",
        f"# {MARK}: {record}",
        f'"""{title_of(session)}.',
        "",
        *textwrap.wrap(f"{about(session)} Run it with NumPy and matplotlib:", WIDTH),
        "",
        f"    python {name}.py              # shows the picture",
        f"    python {name}.py picture.png  # saves it instead",
        '"""',
        "",
        "import sys",
        "",
        *IMPORTS,
    ]
    blocks = ["\n".join(head), *map(_section, chapters(session, obstacle, SHOWING))]
    # After a function, two lines are empty.
    ends = ["\n\n\n" if block.splitlines()[-1].startswith(" ") else "\n\n" for block in blocks]
    return "".join(itertools.chain(*zip(blocks, ends, strict=True))).rstrip() + "\n"


def _section(part: Chapter) -> str:
    """Return a chapter with its text as comments."""
    rule = f"# ---- {part.title} ".ljust(WIDTH, "-")
    text = [f"# {line}" for line in textwrap.wrap(part.text, WIDTH - 2)]
    # A function wants two empty lines before it.
    gap = "\n\n\n" if part.code.startswith("def ") else "\n"
    return "\n".join([rule, *text]) + gap + part.code
