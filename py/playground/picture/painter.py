"""What matplotlib's picture and the browser's sketch have in common: they paint a plane."""

from collections.abc import Sequence

from playground.checks import Array, Labels
from playground.custom.scale import Scale
from playground.features import FeatureTransform
from playground.look.style import AXES
from playground.look.theme import THEMES
from playground.network import Network
from playground.picture.limits import Limits
from playground.picture.plane import Plane


class Painter:
    """Whatever paints a plane: what it is told to show, it tells its `plane`, and then draws it.

    Parameters
    ----------
    size : int
        Width and height in CSS pixels.
    density : float
        Device pixels per CSS pixel; the picture is ``round(size * density)`` pixels wide.
    theme : str
        A key of `theme.THEMES`.
    enlarged : float, default 1
        How much larger than usual it all is to be seen; *size* and *density* are of before.

    Attributes
    ----------
    plane : Plane
        What it shows, as numbers.
    """

    def __init__(self, size: int, density: float, theme: str, enlarged: float = 1.0) -> None:
        self.plane = Plane(size, density, theme, enlarged)
        self._theme = THEMES[theme]

    def show_data(
        self,
        X: Array,
        y: Labels,
        X_test: Array | None = None,
        y_test: Labels | None = None,
        draw_test: bool = True,
        limits: Limits | None = None,
        names: Sequence[str] = AXES,
        scale: Scale | None = None,
    ) -> None:
        """Place the points, and the axes around them; as `Plane.show_data`."""
        self.plane.show_data(X, y, X_test, y_test, draw_test, limits, names, scale)
        self.draw_data()

    def show_network(
        self,
        network: Network,
        features: FeatureTransform | None = None,
        surface: str = "probability",
        unit_lines: bool = True,
        unit: tuple[int, int] | None = None,
        mistakes: bool = False,
    ) -> None:
        """Show what *network*, or one of its units, makes of the plane; as `Plane.show_network`."""
        self.plane.show_network(network, features, surface, unit_lines, unit, mistakes)
        self.draw_network()

    def draw_data(self) -> None:
        """Draw what the plane has of the data."""
        raise NotImplementedError

    def draw_network(self) -> None:
        """Draw what the plane has of the network."""
        raise NotImplementedError
