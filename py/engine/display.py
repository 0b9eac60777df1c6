"""What is on the page's canvases: the picture, the network drawn, and the chart of the loss.

All of them are drawn by the browser itself, which takes no time to load; of the picture matplotlib
takes over as soon as it is there.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.inbox import Message
from engine.units import Place
from playground.custom.scale import PLANE
from playground.picture import view_choices
from playground.picture.plane import Plane
from playground.session.dataset import Dataset
from playground.session.session import Session

Maker = Callable[..., Any]
"""Makes a painter; what it has to take and to give is said where it is asked for."""


class Display:
    """Shows a session on its canvases; each has one painter at a time.

    Parameters
    ----------
    canvases, view : dict
        The messages of these names: where to paint; how large, how dense, in which colours. What
        is to be enlarged is painted smaller by as much, in a higher density.
    make_picture : callable
        ``make_picture(canvas, size, density, theme, enlarged)`` returns what paints the plane, a
        `Painter` with a `name` and a method `paint`.
    make_network : callable
        ``make_network(canvas, width, height, density, theme)`` returns what draws the network.
    make_chart : callable
        ``make_chart(canvas, width, height, density, theme)`` returns what draws the losses:
        ``paint(session)`` tells whether these were all.
    make_cells : callable
        ``make_cells(canvas, width, height, density, theme)`` returns what paints the cells of the
        listing's lines; it is made once the page says where they are.
    make_views : callable
        ``make_views(canvas)`` returns what paints the drawings of the views beside the listing,
        by ``paint(drawing, size, density)``; it is asked for with the first of them.

    Attributes
    ----------
    is_stale : bool
        Whether nothing is on the screen yet of what was made last.
    is_chart_complete : bool
        Whether the chart shows all that there is.
    """

    def __init__(
        self,
        canvases: Message,
        view: Message,
        make_picture: Maker,
        make_network: Maker,
        make_chart: Maker,
        make_cells: Maker,
        make_views: Maker,
    ) -> None:
        self._canvases, self._view = canvases, view
        self._make_picture = make_picture
        self._make_network, self._make_chart = make_network, make_chart
        self._make_cells = make_cells
        self._cells: Any = None  # once it is needed
        self._lines: Message = {"size": [0, 0], "rows": []}  # where they are
        self._make_views: Maker = make_views
        self._views: Any = None
        self._picture = self._new_picture()
        self._network, self._chart = self._new("network"), self._new("chart")
        # What the picture has of the data.
        self._data: tuple[Dataset, dict[str, Any]] | None = None
        self.is_stale, self.is_chart_complete = True, False

    @property
    def plane(self) -> Plane:
        """What the picture shows, as numbers."""
        return self._picture.plane

    @property
    def size(self) -> float:
        """Width of the picture in CSS pixels."""
        return self._view["size"]

    @property
    def is_calm(self) -> bool:
        """Whether the reader wants to see no motion."""
        return bool(self._view["is_calm"])

    @property
    def painter(self) -> str:
        """The name of what paints the picture."""
        return self._picture.name

    def axes(self, session: Session) -> list[list[float]]:
        """Return from where to where x₁ and x₂ go on the picture, in the numbers beside them."""
        scale = session.dataset.scale or PLANE
        return [
            axis.to_own(np.array(ends)).tolist()
            for axis, ends in zip(scale, self.plane.data.limits, strict=True)
        ]

    def change_view(self, view: Message) -> None:
        """Paint with another size, density or theme from now on."""
        self._view = view
        self._network, self._chart = self._new("network"), self._new("chart")
        self.is_chart_complete = False
        self._cells = None
        self.use_picture(self._make_picture)

    def use_picture(self, make_picture: Maker) -> None:
        """Paint the picture with another painter from now on; as of `Display`."""
        data = self.plane.data
        self._make_picture = make_picture
        self._picture, self._data = self._new_picture(), None
        # Until it is painted, it is still that plane on which a reader draws.
        self.plane.data = data
        self.is_stale = True

    def paint_again(self) -> None:
        """Let all of it be painted once more, since it would look better now."""
        self.is_stale, self.is_chart_complete = True, False

    def show(self, session: Session, unit: Place | None, numbers: Any = None) -> None:
        """Paint the data of a session and its network, or one *unit* of it alone.

        The network is drawn with *numbers*, of `DrawnNumbers`, or with its own.
        """
        dataset, choices = session.dataset, view_choices.of_data(session)
        if self._data is None or self._data[0] is not dataset or self._data[1] != choices:
            points = dataset.X, dataset.y, dataset.X_test, dataset.y_test
            self._picture.show_data(*points, **choices)
            self._data = dataset, choices
        self._picture.show_network(
            session.network, session.inputs, unit=unit, **view_choices.of_network(session)
        )
        self._picture.paint()
        self._network.paint(session.network, self.plane.prediction.maps, unit, numbers)
        self.is_stale = False

    def show_chart(self, session: Session) -> None:
        """Paint the losses of a session, as many of them as there is time for in a frame."""
        self.is_chart_complete = self._chart.paint(session)

    def show_drawing(self, drawing: list[Any], size: tuple[float, float]) -> None:
        """Paint what the view that is open wants painted."""
        if self._views is None:
            self._views = self._make_views(self._canvases["view"])
        self._views.paint(drawing, size, self._look[0])

    @property
    def theme(self) -> str:
        """The name of the colours."""
        return self._view["theme"]

    @property
    def lines_width(self) -> float:
        """Of the canvas with the cells of the lines, as it is painted."""
        return self.smaller(self._lines["size"])[0]

    def place_lines(self, cells: Message) -> None:
        """Paint the cells of the lines at other places from now on."""
        if cells["size"] != self._lines["size"]:
            self._cells = None
        self._lines = cells

    def show_lines(self, cells_of: Callable[[str], Any]) -> None:
        """Paint the `LineCells` that each line has, by its quantity; None is none."""
        if not self.lines_width:
            return  # the page has not said yet where they are
        if self._cells is None:
            canvas = self._canvases["cells"]
            self._cells = self._make_cells(canvas, *self.smaller(self._lines["size"]), *self._look)
        rows = [(name, self.smaller(place)) for name, *place in self._lines["rows"]]
        lines = [(*place, cells_of(name)) for name, place in rows]
        self._cells.paint([line for line in lines if line[2]])

    def smaller(self, lengths: Sequence[float]) -> tuple[float, ...]:
        """Return *lengths* on the screen as they are painted, before they are enlarged."""
        return tuple(length / self._view["enlarged"] for length in lengths)

    @property
    def _look(self) -> tuple[float, str]:
        return self._view["density"] * self._view["enlarged"], self._view["theme"]

    def _new_picture(self) -> Any:
        (size,) = self.smaller([self.size])
        canvas = self._canvases["picture"]
        return self._make_picture(canvas, size, *self._look, self._view["enlarged"])

    def _new(self, name: str) -> Any:
        """Return a new painter of the canvas that has a width and a height of its own."""
        make = {"network": self._make_network, "chart": self._make_chart}[name]
        return make(self._canvases[name], *self.smaller(self._view[name]), *self._look)
