"""The views beside the listing: which one is open, what it says, and when it is painted."""

from collections.abc import Callable
from typing import Any, Protocol

from engine.inbox import Message
from engine.views.drawing import Drawing, Size
from engine.views.scene import Scene, scene_of
from engine.views.table import Table
from playground.picture.plane import Plane
from playground.session.session import Session

NO_NUMBERS = "There are no numbers here."
NO_POINTS = "There are no points to learn from yet."


class View(Protocol):
    """One of the views; it says and shows what it has of the newest scene."""

    name: str
    point: int  # the number of the training point that is pointed at, from 0, or -1
    picked: int  # and of the one that is followed through the network

    @property
    def progress(self) -> float:
        """The share of its work that is done."""

    @property
    def text(self) -> str:
        """What there is to say of all of it."""

    @property
    def pointed(self) -> str:
        """What there is to say of what is pointed at; "" if nothing is."""

    def follow(self, scene: Scene) -> bool:
        """Work for a few milliseconds on a *scene*; tell whether there is more to be shown."""

    def is_done_with(self, scene: Scene) -> bool:
        """Tell whether there is nothing more to do for a *scene*."""

    def forget(self) -> None:
        """Forget what it has found: the points that it was of are gone."""

    def choose(self, message: Message) -> None:
        """Show what the page has chosen, by the message that is called as the view is."""

    def hover(self, across: float, down: float) -> None:
        """Point at a place, in CSS pixels; negative ones are nowhere."""

    def move(self, across: int, down: int) -> None:
        """Point at what lies next in a direction."""

    def table(self) -> Table | None:
        """Return its numbers as a table; None if there are none."""

    def drawing(self, size: Size, theme: str) -> Drawing:
        """Return what is to be painted."""


# Each is imported when it is first opened.


def _check() -> View:
    from engine.views.check import CheckView

    return CheckView()


def _space() -> View:
    from engine.views.space import SpaceView

    return SpaceView()


def _surface() -> View:
    from engine.views.surface import SurfaceView

    return SurfaceView()


MAKERS = {"check": _check, "space": _space, "surface": _surface}


class Views:
    """Keeps the view that is open up to date; what is not open costs nothing.

    Parameters
    ----------
    send : callable
        ``send(kind, **fields)`` tells the page something.
    show : callable
        ``show(drawing, size)`` paints a drawing on the views' canvas.
    """

    def __init__(self, send: Callable[..., None], show: Callable[[Drawing, Size], None]) -> None:
        self._send, self._show = send, show
        self._views: dict[str, View] = {}
        self._open, self._size = "", (1.0, 1.0)
        self._scene: Scene | None = None
        self._is_stale = False
        self._said: dict[str, Any] = {}  # the last message of each kind
        self._diagnosed: Scene | None = None  # the scene whose findings the page knows

    # ---- From the page

    def watch(self, message: Message) -> None:
        """Show another view, or the same in another size."""
        if message["view"] != self._open:
            self._said.pop("view", None)
        self._open, self._size = message["view"], tuple(message["size"])
        self._is_stale = True

    def choose(self, message: Message) -> None:
        """Show what the page has chosen for the view that is called as the message is."""
        self._view_of(message["kind"]).choose(message)
        self._is_stale = True

    def hover(self, message: Message) -> None:
        """Point at a place on the canvas, given in shares of it."""
        view, (width, height) = self._opened(), self._size
        if view:
            view.hover(message["across"] * width, message["down"] * height)
            self._is_stale = True

    def move(self, message: Message) -> None:
        """Point at what lies next in a direction."""
        view = self._opened()
        if view:
            view.move(int(message["across"]), int(message["down"]))
            self._is_stale = True

    def table(self) -> Message | None:
        """Return the numbers of the view that is open, for the page; None if none is."""
        view = self._opened()
        if view is None:
            return None
        table = view.table() or Table(NO_NUMBERS, [], [])
        return {"kind": "table", "view": self._open, **table._asdict()}

    @property
    def point(self) -> int:
        """The number of the training point that is pointed at, or -1."""
        view = self._opened()
        return view.point if view else -1

    def paint_again(self) -> None:
        """Paint what is open once more, since density or colours are others."""
        self._is_stale = True

    # ---- In each turn of the engine

    def is_idle(self, session: Session) -> bool:
        """Tell whether there is nothing to do."""
        if self._open == "" or self._is_stale:
            return not self._is_stale
        if session.dataset.is_empty:
            return self._scene is None
        scene, view = scene_of(session, self._scene), self._opened()
        return view.is_done_with(scene) if view else scene.is_like(self._diagnosed)

    def turn(self, session: Session, theme: str, plane: Plane, picked: int = -1) -> None:
        """Work a little for what is open, paint it if it looks otherwise, and tell the page.

        Parameters
        ----------
        session : Session
            What is looked at.
        theme : str
            The name of the colours.
        plane : Plane
            Where the points are on the picture.
        picked : int
            The number of the training point that the reader follows through, or -1.
        """
        view = self._opened()
        if view and picked != view.picked:
            view.picked, self._is_stale = picked, True
        if session.dataset.is_empty:
            self._leave_empty(view)
        elif view:
            self._scene = scene_of(session, self._scene)
            if view.follow(self._scene) or self._is_stale:
                drawing = view.drawing(self._size, theme)
                self._show(drawing, self._size)
                self._tell(view, _place(view.point, session, plane), is_blank=not drawing)
            elif view.progress != self._said["view"]["progress"]:
                self._say("view", **{**self._said["view"], "progress": view.progress})
        elif self._open == "lines":
            self._diagnose(scene_of(session, self._scene))
        self._is_stale = False

    def _opened(self) -> View | None:
        """Return the view that is open, if one is."""
        return self._view_of(self._open) if self._open in MAKERS else None

    def _view_of(self, name: str) -> View:
        if name not in self._views:
            self._views[name] = MAKERS[name]()
        return self._views[name]

    def _tell(self, view: View, at: list[float], is_blank: bool) -> None:
        self._say(
            "view",
            view=view.name,
            text=view.text,
            pointed=view.pointed,
            at=at,
            is_blank=is_blank,
            progress=view.progress,
        )

    def _leave_empty(self, view: View | None) -> None:
        """Say that there are no points; of a network without any, nothing ails it."""
        is_news = self._is_stale or self._scene is not None
        for one in self._views.values():
            one.forget()
        self._scene = None
        if view and is_news:
            self._show([], self._size)
            nothing = {"pointed": "", "at": [], "is_blank": True, "progress": 1}
            self._say("view", view=view.name, text=NO_POINTS, **nothing)
        self._say("health", findings=[])

    def _diagnose(self, scene: Scene) -> None:
        """Tell what ails the network, once it rests."""
        self._scene = scene
        if not scene.has_same_run(self._diagnosed):
            self._say("health", findings=[])  # what was said was said of another network
        if not scene.is_running and not scene.is_like(self._diagnosed):
            from engine.views.health import findings_of

            self._diagnosed = scene
            self._say("health", findings=findings_of(scene))

    def _say(self, kind: str, **fields: Any) -> None:
        """Tell the page something, unless it was the last that was told."""
        if fields != self._said.get(kind):
            self._said[kind] = fields
            self._send(kind, **fields)


def _place(point: int, session: Session, plane: Plane) -> list[float]:
    """Return where a point is on the picture, as shares of it; nothing if there is no such."""
    if not 0 <= point < session.dataset.y.size:
        return []
    places = plane.to_pixels(session.dataset.X[:, [point]]) / plane.pixels
    return [float(share) for share in places[:, 0]]
