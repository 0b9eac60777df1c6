"""Where the parts of a drawn network lie, in CSS pixels.

The engine paints the connections and the units' small pictures there, the page lays its
buttons over them and finds the connection under the pointer. So it runs under MicroPython
(the page) and CPython (the engine, the tests), and both get the same places.
"""

import math
from collections import namedtuple

# Of the drawing's width: where the columns of the inputs and of the output have their middle.
# The inputs' names stand to the left of theirs.
FIRST, LAST = 0.16, 0.91
# Above and below the hidden columns, for the buttons that add and remove units.
STRIP = 30
# From one unit to the next, and of a unit's picture, at the most.
PITCH, SIDE = 50, 40
# The same of an input's picture, which never changes, and has its name beside it.
INPUT_SIDE = 28
# Of a picture: how much it takes of the way to the next unit, and to the next column.
SHARE_DOWN, SHARE_ACROSS = 0.8, 0.6
# A connection as straight lines, to measure how far the pointer is from it: enough to be wrong
# by less than a quarter of a pixel in a drawing 500 pixels high.
PIECES = 48

# One layer of units: the x of their middles, the y of the first one's, the way from one to the
# next, the side of their square pictures, and how many they are.
Column = namedtuple("Column", ("x", "top", "pitch", "side", "units"))
# The connection from unit `source` of the column `layer` to `unit` of the next column.
Connection = namedtuple("Connection", ("layer", "source", "unit"))


class Diagram:
    """The drawing of one network.

    Parameters
    ----------
    sizes : sequence of int
        Number of inputs, of units in each hidden layer, and of outputs.
    width, height : float
        Of the drawing.

    Attributes
    ----------
    width : float
        As given.
    columns : list of Column
        From the inputs to the output.
    """

    def __init__(self, sizes: list | tuple, width: float, height: float) -> None:
        self.width = width
        spacing = width * (LAST - FIRST) / (len(sizes) - 1)
        self.columns = []
        for column, units in enumerate(sizes):
            # Whole pixels, so that all pictures of a column look alike.
            pitch = min(PITCH, int((height - 2 * STRIP) / units))
            largest = SIDE if column else INPUT_SIDE
            side = int(min(largest, SHARE_DOWN * pitch, SHARE_ACROSS * spacing))
            top = height / 2 - pitch * (units - 1) / 2
            x = width * FIRST + column * spacing
            self.columns.append(Column(x, top, pitch, side, units))

    def place(self, column: int, unit: int) -> tuple[float, float]:
        """Return x and y of the middle of a unit; column 0 has the inputs."""
        x, top, pitch, _, _ = self.columns[column]
        return x, top + unit * pitch

    def curve(self, layer: int, source: int, unit: int) -> str:
        """Return a `Connection` as SVG path: it leaves and arrives level."""
        begin, end = self._ends(layer)
        y0, y1 = self.place(layer, source)[1], self.place(layer + 1, unit)[1]
        middle = (begin + end) / 2
        return f"M{begin:g} {y0:g}C{middle:g} {y0:g} {middle:g} {y1:g} {end:g} {y1:g}"

    def nearest(self, x: float, y: float, within: float) -> Connection | None:
        """Return the `Connection` nearest to a point, or None if all are further than *within*.

        Only those between the two columns beside the point are looked at. Connections to the
        same unit do not cross, so only the one above and the one below the point can be the
        nearest of them: the work grows with the units, not with the connections.
        """
        for layer in range(len(self.columns) - 1):
            begin, end = self._ends(layer)
            if begin <= x <= end:
                return self._nearest_in(layer, x, y, within)
        return None

    def _nearest_in(self, layer: int, x: float, y: float, within: float) -> Connection | None:
        sources, targets = self.columns[layer : layer + 2]
        begin, end = self._ends(layer)
        t = parameter_at((x - begin) / (end - begin))
        share = rise_at(t)
        best = None
        for unit in range(targets.units):
            target = targets.top + unit * targets.pitch
            # Where a source would have to be for its connection to run through the point.
            ideal = (y - share * target) / max(1 - share, 1e-9)
            row = (ideal - sources.top) / sources.pitch
            row = int(min(max(row, 0), sources.units - 1))
            for source in (row, min(row + 1, sources.units - 1)):
                begin_y = sources.top + source * sources.pitch
                apart = abs(begin_y + share * (target - begin_y) - y)
                # A connection is nowhere steeper than this: most are too far away to be measured.
                steepest = 2 * (target - begin_y) / (end - begin)
                if apart <= within * math.sqrt(1 + steepest**2):
                    connection = Connection(layer, source, unit)
                    distance = self._distance(connection, x, y)
                    if distance <= within:
                        best, within = connection, distance
        return best

    def _distance(self, connection: Connection, x: float, y: float) -> float:
        """Return how far a point is from a connection, taken as `PIECES` straight lines."""
        layer, source, unit = connection
        begin, end = self._ends(layer)
        y0, y1 = self.place(layer, source)[1], self.place(layer + 1, unit)[1]
        least = float("inf")
        # The point as seen from where each piece begins.
        before = (x - begin, y - y0)
        for across, rise in _CORNERS:
            after = (x - begin - across * (end - begin), y - y0 - rise * (y1 - y0))
            dx, dy = before[0] - after[0], before[1] - after[1]
            along = (before[0] * dx + before[1] * dy) / (dx * dx + dy * dy)
            along = min(max(along, 0), 1)
            square = (before[0] - along * dx) ** 2 + (before[1] - along * dy) ** 2
            least = min(least, square)
            before = after
        return math.sqrt(least)

    def _ends(self, layer: int) -> tuple[float, float]:
        """Return the x at which the connections out of column *layer* begin and end."""
        begin, end = self.columns[layer : layer + 2]
        return begin.x + begin.side / 2, end.x - end.side / 2


def rise_at(t: float) -> float:
    """Return the share of its way down, or up, that a connection has gone at its parameter t."""
    return t * t * (3 - 2 * t)


def across_at(t: float) -> float:
    """Return the share of its way across; both handles of the curve are in the middle."""
    return t * (1.5 - t * (1.5 - t))


def parameter_at(across: float) -> float:
    """Return the parameter t at which a connection has gone this share of its way across.

    With t = v + 1/2, `across_at` is v³ + 3/4 v + 1/2, and the hyperbolic sine solves it, since
    4 sinh³ u + 3 sinh u = sinh 3u.
    """
    return 0.5 + math.sinh(math.asinh(4 * across - 2) / 3)


# Where the pieces of a connection end, as shares of its way across and down.
_CORNERS = [(across_at(piece / PIECES), rise_at(piece / PIECES)) for piece in range(1, PIECES + 1)]
