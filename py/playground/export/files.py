"""Every file that can be made of a session, by what it is about and how it is written."""

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

from playground.custom import weights as packed_weights
from playground.session.dataset import Values
from playground.session.session import Session
from playground.settings.link_file import as_file
from playground.settings.words import file_name

Steps = Generator[float, None, bytes]
"""As `playground.jobs.Job` takes them: the share that is done, and at the end the file."""

SAID_BY_ENDING = ("picture", "code")
"""What a file is about whose name says no more than its ending."""


class Wish(NamedTuple):
    """What somebody wants of a session.

    Attributes
    ----------
    subject, file_format : str
        What the file is about and how it is written: a key of `MAKERS`.
    theme : str
        Of a picture: "light" or "dark".
    scale : float
        Of a PNG: its pixels per CSS pixel.
    caption : str
        What stands below a picture, or "".
    address, fragment : str
        Of the page, and what follows ``#`` in a link to what is there.
    title, task : str
        Of a sheet.
    runs : sequence of sequence of str
        Of a sheet: rows of a table, the first of which names its columns. None leaves it blank.
    """

    subject: str
    file_format: str
    theme: str = "light"
    scale: float = 1
    caption: str = ""
    address: str = ""
    fragment: str = ""
    title: str = ""
    task: str = ""
    runs: Sequence[Sequence[str]] = ()

    def file_name(self, values: Values) -> str:
        """Return what the file is called, of a session with these settings."""
        subject = "" if self.subject in SAID_BY_ENDING else self.subject
        return file_name(values, subject, self.file_format)

    @property
    def link(self) -> str:
        """The address that leads back to what is there."""
        return f"{self.address}#{self.fragment}"


def steps(session: Session, wish: Wish) -> Steps:
    """Make the file that somebody wishes for, in slices, between which the session has to rest.

    Yields
    ------
    float
        The share that is done.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If there is no such file, or none of such a session; says why.
    """
    if (wish.subject, wish.file_format) not in MAKERS:
        raise ValueError(f"there is no {wish.file_format} of the {wish.subject}")
    content = yield from MAKERS[wish.subject, wish.file_format](session, wish)
    return content.encode() if isinstance(content, str) else content


def record(session: Session, wish: Wish) -> str:
    """Return the line by which the page finds in a file where it comes from (`link_file`).

    Where the settings alone do not lead there, since they have changed on the way or weights were
    set by hand, it brings the weights, with all digits.
    """
    fragment = wish.fragment
    if not session.training.is_straight(session.epoch):
        parts = [one for one in fragment.split("&") if not one.startswith(("weights=", "epoch="))]
        try:
            code = packed_weights.pack(session.training.parameters, packed_weights.WHOLE)
        except ValueError:
            return as_file(wish.address, fragment)  # weights that nobody may set by hand
        fragment = "&".join([*parts, f"epoch={session.epoch}", f"weights={code}"])
    return as_file(wish.address, fragment)


# ---- One function for each file, which imports what nobody else needs


def _picture(session: Session, wish: Wish) -> Steps:
    from playground.picture.files import picture_file

    yield 0.0
    return picture_file(
        session,
        wish.subject,
        wish.file_format,
        scale=wish.scale,
        theme=wish.theme,
        caption=wish.caption and f"{wish.caption}\n{wish.link}",
        record=record(session, wish),
        address=wish.link,
    )


def _film(session: Session, wish: Wish) -> Steps:
    from playground.picture.animation import animation

    return (yield from animation(session, theme=wish.theme, record=record(session, wish)))


def _data(session: Session, wish: Wish) -> Generator[float, None, str]:
    from playground.export.tables import data_csv

    yield 0.0
    return data_csv(session)


def _run(session: Session, wish: Wish) -> Generator[float, None, str]:
    from playground.export.tables import run_csv

    return (yield from run_csv(session))


def _weights(session: Session, wish: Wish) -> Generator[float, None, str | bytes]:
    from playground.export.weights import weights_json, weights_npz

    yield 0.0
    write = weights_json if wish.file_format == "json" else weights_npz
    content: str | bytes = write(session, record(session, wish))
    return content


def _code(session: Session, wish: Wish) -> Generator[float, None, str]:
    from playground.export.notebook import notebook
    from playground.export.replay import obstacle_steps
    from playground.export.script import script

    write = {"py": script, "ipynb": notebook}[wish.file_format]
    obstacle = yield from obstacle_steps(session)
    return write(session, record(session, wish), obstacle)


def _sheet(session: Session, wish: Wish) -> Generator[float, None, str]:
    from playground.export.sheet import Figure, sheet
    from playground.picture.files import picture_file

    figures = []
    for done, subject in enumerate(("picture", "network", "curve")):
        yield done / 3
        svg = picture_file(session, subject, "svg")
        figures.append(Figure(svg, {"picture": wish.caption}.get(subject, f"The {subject}.")))
    return sheet(
        *(wish.title, wish.task, figures, wish.caption, wish.link, wish.runs),
        record=record(session, wish),
    )


MAKERS: dict[tuple[str, str], Callable[[Session, Wish], Generator[float, None, str | bytes]]] = {
    ("picture", "png"): _picture,
    ("picture", "svg"): _picture,
    ("picture", "gif"): _film,
    ("curve", "png"): _picture,
    ("curve", "svg"): _picture,
    ("network", "png"): _picture,
    ("network", "svg"): _picture,
    ("data", "csv"): _data,
    ("run", "csv"): _run,
    ("weights", "json"): _weights,
    ("weights", "npz"): _weights,
    ("code", "py"): _code,
    ("code", "ipynb"): _code,
    ("sheet", "html"): _sheet,
}
