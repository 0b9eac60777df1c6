"""The page's first pictures, made by the code that makes them there. Runs *inside* Pyodide.

posters.py saves the picture of each lesson; trace.py notes what they need of the library.
"""

from typing import TYPE_CHECKING

from playground.custom import codec, points
from playground.picture.chart import Chart, chart
from playground.picture.painter import Painter
from playground.picture.plane import Plane
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.lessons import Lesson
from playground.settings.values import defaults

# What the first of all pictures does without is imported later.
if TYPE_CHECKING:
    from playground.picture.figure import Picture

TABLE = 'x,y,label\n0.5,"1.5",a\n-1,2,b\n'


def trained_session() -> Session:
    """Return the session of the default settings at the end of its training."""
    session = Session()
    session.apply(defaults())
    session.advance(float("inf"))
    return session


def untrained_session(lesson: Lesson) -> Session:
    """Return the session of a *lesson* before its training."""
    session = Session()
    session.apply(from_fragment(lesson.settings)[0])
    return session


def plane(session: Session, size: int, density: float, theme: str) -> Plane:
    """Return all that the browser needs for its sketch of a *session*."""
    shown = Plane(size, density, theme)
    _show(session, shown)
    shown.colors()
    return shown


def picture(session: Session, size: int, density: float, theme: str) -> "Picture":
    """Return matplotlib's picture of a *session*."""
    from playground.picture.figure import Picture

    shown = Picture(size, density, theme)
    _show(session, shown)
    return shown


def loss_chart(session: Session, scale: str) -> Chart:
    """Return the chart of the loss of a *session*, as numbers."""
    metrics = session.metrics()
    now = session.epoch, metrics["train_loss"] or 0.0, float("nan")
    epochs, losses = session.training.curve.points()
    return chart((480, 100), (epochs, losses), now, session.values["epochs"], scale, scale)


def draw_points(session: Session) -> None:
    """Take the points of a *session* for one's own, draw one more, and read them from a link."""
    data = session.dataset
    X, y = points.add(data.X, data.y, (0.0, 0.0), 1)
    codec.unpack(codec.pack(*points.erase(X, y, (0.0, 0.0), 0.1)))


def read_points() -> None:
    """Read points of one's own from a table."""
    from playground.custom.csv_table import read_table

    read_table(TABLE)


def _show(session: Session, view: Painter | Plane) -> None:
    data = session.dataset
    view.show_data(data.X, data.y, data.X_test, data.y_test)
    view.show_network(session.network, session.inputs)
