"""Where the parts of a drawn network lie, in CSS pixels.

The engine paints the connections and the units' small pictures there, the page lays its
buttons over them and finds the connection under the pointer. So it runs under MicroPython
(the page) and CPython (the engine, the tests), and both get the same places.
"""

import math
from collections import namedtuple

from playground.look.naming import subscript

# Drawings narrower than this are narrow, or tiny; the others are wide.
NARROW, TINY = 400, 260
# How far from the edges the inputs and the output have their middle, for each of these. The
# inputs' names stand to the left of theirs.
LEFT = {"wide": 60, "narrow": 46, "tiny": 34}
RIGHT = {"wide": 54, "narrow": 30, "tiny": 22}
# Above the pictures, for the names of the layers; and below, for the buttons that add and remove
# units where several layers have their own.
TOP, FOOT = 20, 28
# What two such buttons need from one column to the next.
ROOM_FOR_BUTTONS = 51
# From one unit to the next, at the most; and how far pictures are apart, at the least.
PITCHES = {"inputs": 80, "wide": 78, "narrow": 58, "tiny": 58}
GAP = 2
# Of a picture, at the most: an input never changes, the output matters most.
INPUT_SIDE, SIDE, OUTPUT_SIDE = 32, 46, 52
# A layer with smaller pictures than this, or more units, stands in two ranks, or in three.
MIN_SIDE, MAX_IN_ONE_RANK, MAX_RANKS = 14, 8, 3
# How much of the way to the next column the pictures of a column may take.
SHARE_ACROSS = 0.6
# Numbers on connections: their height and width, how much of a column's way they need, and up to
# how many units their layers have.
NUMBER_HEIGHT, NUMBER_WIDTH, MIN_ACROSS, MAX_NUMBERED = 14, 34, 72, 4
# Where they stand on connections to a layer of one unit, as parameter of the curve.
MIDDLE = 0.5
# The bias stands beside its unit if there is so much room before the next column.
ROOM_FOR_BIAS = 110
# What names of layers with words, and the names of weights between them, need from one column to
# the next.
ROOM_FOR_WORDS, ROOM_FOR_WEIGHTS, ROOM_FOR_SUMS = 134, 84, 40
# A connection as straight lines, to measure how far the pointer is from it: enough to be wrong
# by less than a quarter of a pixel in a drawing 500 pixels high.
PIECES = 48

# The connection from unit `source` of the column `layer` to `unit` of the next column.
Connection = namedtuple("Connection", ("layer", "source", "unit"))


class Column(namedtuple("Column", ("x", "top", "step", "side", "units", "ranks", "across"))):
    """One layer of units: where their square pictures lie.

    In several ranks, each next unit stands in the next rank and a little lower, like boards of
    a fence, so that a picture can be larger than the step from one unit to the next.

    Attributes
    ----------
    x : float
        The middle of its ranks.
    top : float
        The y of the first unit's middle.
    step : float
        How much lower each next unit lies.
    side : int
        Of a picture.
    units, ranks : int
        How many.
    across : float
        From one rank to the next.
    """

    def place(self, unit: int) -> tuple[float, float]:
        """Return x and y of the middle of a unit."""
        rank = unit % self.ranks - (self.ranks - 1) / 2
        return self.x + rank * self.across, self.top + unit * self.step

    @property
    def pitch(self) -> float:
        """From one unit to the next of its rank."""
        pitch: float = self.step * self.ranks
        return pitch

    @property
    def width(self) -> float:
        """Of all ranks together."""
        width: float = self.side + (self.ranks - 1) * self.across
        return width


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
    kind : str
        "wide", "narrow" or "tiny".
    spacing : float
        From one column to the next.
    has_buttons : bool
        Whether there is room for buttons below the columns.
    columns : list of Column
        From the inputs to the output.
    """

    def __init__(self, sizes: list | tuple, width: float, height: float) -> None:
        self.width = width
        self.kind = "tiny" if width < TINY else "narrow" if width < NARROW else "wide"
        left, right = LEFT[self.kind], RIGHT[self.kind]
        self.spacing = (width - left - right) / (len(sizes) - 1)
        is_wide = self.kind == "wide"
        self.has_buttons = is_wide and len(sizes) > 3 and self.spacing >= ROOM_FOR_BUTTONS
        room = max(height - TOP - (FOOT if self.has_buttons else 0), 1)
        self.columns = []
        for index, units in enumerate(sizes):
            x = left + index * self.spacing
            if index == 0:
                column = self._column(x, room, units, 1, PITCHES["inputs"], INPUT_SIDE)
            elif index == len(sizes) - 1:
                largest = min(OUTPUT_SIDE, room / 2.2, 2 * right - 4)
                column = self._column(x, room, units, 1, PITCHES["inputs"], largest)
            else:
                column = self._hidden_column(x, room, units)
            self.columns.append(column)

    def _hidden_column(self, x: float, room: float, units: int) -> Column:
        """Return a column in as few ranks as its pictures need to be large enough."""
        columns: list[Column] = []
        for ranks in range(2 if units > MAX_IN_ONE_RANK else 1, MAX_RANKS + 1):
            columns.append(self._column(x, room, units, ranks, PITCHES[self.kind], SIDE))
            if columns[-1].side >= MIN_SIDE or units <= ranks:
                break
        return max(columns, key=lambda column: column.side)

    def _column(
        self, x: float, room: float, units: int, ranks: int, most: float, largest: float
    ) -> Column:
        # The last picture ends where the room does. Whole pixels: all pictures look alike then.
        pitch = max(int(min(most, (room + GAP) / ((units - 1) / ranks + 1))), 3)
        gap = max(GAP, 0.12 * pitch)
        # Two pictures side by side have as much between them as half of one.
        widest = SHARE_ACROSS * self.spacing / (1 + 1.5 * (ranks - 1))
        side = max(int(min(largest, pitch - gap, widest)), 1)
        step = pitch / ranks
        top = TOP + room / 2 - step * (units - 1) / 2
        return Column(x, top, step, side, units, ranks, 1.5 * side)

    def place(self, column: int, unit: int) -> tuple[float, float]:
        """Return x and y of the middle of a unit; column 0 has the inputs."""
        return self.columns[column].place(unit)

    def curve(self, layer: int, source: int, unit: int) -> str:
        """Return a `Connection` as SVG path: it leaves and arrives level."""
        begin, y0, end, y1 = self.ends(layer, source, unit)
        middle = (begin + end) / 2
        return f"M{begin:g} {y0:g}C{middle:g} {y0:g} {middle:g} {y1:g} {end:g} {y1:g}"

    def captions(self) -> list[tuple[float, str, str]]:
        """Return the names above the columns: the middle, a word if there is room, symbols."""
        last, found = len(self.columns) - 1, []
        has_words = self.kind == "wide" and self.spacing >= ROOM_FOR_WORDS
        for index, column in enumerate(self.columns):
            n = subscript(index)
            if index and self.spacing >= ROOM_FOR_WEIGHTS:
                found.append((column.x - self.spacing / 2, "", f"W{n} b{n}"))
            if index == 0:
                word, symbols = "inputs", "X"
            elif index == last:
                word, symbols = "output", f"a{n}"
            else:
                word = "hidden"
                symbols = f"z{n} a{n}" if self.spacing >= ROOM_FOR_SUMS else f"a{n}"
            found.append((column.x, word if has_words else "", symbols))
        return found

    # ---- Numbers

    def number_place(self, layer: int, source: int, unit: int) -> tuple[float, float] | None:
        """Return the middle of a `Connection`'s number, or None where there is no room for it."""
        t = self._number_parameter(layer)
        if t is None:
            return None
        begin, y0, end, y1 = self.ends(layer, source, unit)
        return begin + across_at(t) * (end - begin), y0 + rise_at(t) * (y1 - y0)

    def bias_place(self, column: int, unit: int) -> tuple[float, float] | None:
        """Return the middle of a unit's bias as a number, or None where there is no room for it."""
        if self._number_parameter(column - 1) is None:
            return None
        x, y = self.place(column, unit)
        side, half = self.columns[column].side, NUMBER_HEIGHT / 2
        if column == len(self.columns) - 1:
            return x, y + side / 2 + half + 1
        has_room = self._way(column) >= ROOM_FOR_BIAS and self._number_parameter(column) is not None
        if self.kind != "wide" or not has_room:
            return None
        # Beside the corner: connections leave in the middle, and turn inwards.
        is_lower = unit > (self.columns[column].units - 1) / 2
        corner = y + side / 2 - half if is_lower else y - side / 2 + half
        return x + side / 2 + NUMBER_WIDTH / 2 + 3, corner

    def input_place(self, source: int) -> tuple[float, float] | None:
        """Return the middle of an input as a number, or None where there is no room for it."""
        x, y = self.place(0, source)
        column = self.columns[0]
        needed = column.side + NUMBER_HEIGHT + 2
        has_room = column.units == 1 or column.pitch >= needed
        return (x, y + (needed - 1) / 2) if self.kind == "wide" and has_room else None

    def _number_parameter(self, layer: int) -> float | None:
        """Return the parameter at which numbers stand on the connections to column *layer* + 1.

        The numbers of one unit stand one below the other, those of the next unit below them.
        """
        sources, targets = self.columns[layer : layer + 2]
        if self._way(layer) < MIN_ACROSS or max(sources.units, targets.units) > MAX_NUMBERED:
            return None
        if sources.units == 1:
            t, fits = MIDDLE, rise_at(MIDDLE) * targets.step >= NUMBER_HEIGHT
        elif targets.units == 1:
            t, fits = MIDDLE, (1 - rise_at(MIDDLE)) * sources.step >= NUMBER_HEIGHT
        else:
            share = max(1 - (NUMBER_HEIGHT + 0.5) / sources.step, MIDDLE)
            # The inverse of `rise_at`.
            t = 0.5 - math.sin(math.asin(1 - 2 * share) / 3)
            apart = (1 - share) * sources.step
            height = apart * (sources.units - 1) + NUMBER_HEIGHT
            fits = apart >= NUMBER_HEIGHT and share * targets.step >= height
        return t if fits or sources.units == targets.units == 1 else None

    def _way(self, layer: int) -> float:
        """Return how far it is from the pictures of one column to those of the next."""
        sources, targets = self.columns[layer : layer + 2]
        return self.spacing - (sources.width + targets.width) / 2

    # ---- What is meant by a point

    def nearest(self, x: float, y: float, within: float) -> Connection | None:
        """Return the `Connection` nearest to a point, or None if all are further than *within*.

        Of the connections from one rank to one unit none cross, so only the one above and the
        one below the point can be the nearest of them: the work grows with the units, not with
        the connections.
        """
        best = None
        for layer in range(len(self.columns) - 1):
            sources, targets = self.columns[layer : layer + 2]
            begin = sources.x + (sources.side - sources.width) / 2
            if begin <= x <= targets.x + targets.width / 2:
                for unit in range(targets.units):
                    for rank in range(sources.ranks):
                        found = self._nearest_of(layer, rank, unit, x, y, within)
                        if found:
                            best, within = found
        return best

    def _nearest_of(
        self, layer: int, rank: int, unit: int, x: float, y: float, within: float
    ) -> tuple[Connection, float] | None:
        """Return the nearest connection from one rank to one unit, and how far it is."""
        sources, best = self.columns[layer], None
        first = sources.top + rank * sources.step
        begin, _, end, target = self.ends(layer, rank, unit)
        if not begin <= x <= end or rank >= sources.units:
            return None
        share = rise_at(parameter_at((x - begin) / (end - begin)))
        # Where a source would have to be for its connection to run through the point.
        ideal = (y - share * target) / max(1 - share, 1e-9)
        last = (sources.units - 1 - rank) // sources.ranks
        row = int(min(max((ideal - first) / sources.pitch, 0), last))
        for source_row in (row, min(row + 1, last)):
            begin_y = first + source_row * sources.pitch
            apart = abs(begin_y + share * (target - begin_y) - y)
            # A connection is nowhere steeper than this: most are too far away to be measured.
            steepest = 2 * (target - begin_y) / (end - begin)
            if apart <= within * math.sqrt(1 + steepest**2):
                connection = Connection(layer, rank + source_row * sources.ranks, unit)
                distance = self._distance(connection, x, y)
                if distance <= within:
                    best, within = (connection, distance), distance
        return best

    def _distance(self, connection: Connection, x: float, y: float) -> float:
        """Return how far a point is from a connection, taken as `PIECES` straight lines."""
        begin, y0, end, y1 = self.ends(*connection)
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

    def ends(self, layer: int, source: int, unit: int) -> tuple[float, float, float, float]:
        """Return x and y at which a connection begins, and at which it ends."""
        sources, targets = self.columns[layer : layer + 2]
        begin, y0 = sources.place(source)
        end, y1 = targets.place(unit)
        return begin + sources.side / 2, y0, end - targets.side / 2, y1


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
