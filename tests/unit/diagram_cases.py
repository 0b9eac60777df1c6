"""What a diagram makes of several networks, as text: the same in CPython and in MicroPython."""

import time

from playground.look.diagram import Diagram

NETWORKS = (
    ((2, 1), 640, 260),
    ((2, 3, 1), 588, 260),
    ((7, 16, 16, 16, 16, 16, 16, 1), 356, 220),
    ((2, 16, 16, 1), 488, 154),
    ((2, 3, 4, 1), 622, 240),
    ((1, 1, 16, 2, 1), 501.3, 300),
)


def report():
    """Return the places, the curves and the nearest connections, a line for each."""
    lines = []
    for sizes, width, height in NETWORKS:
        diagram = Diagram(sizes, width, height)
        for index, column in enumerate(diagram.columns):
            lines.append(f"{column.x:.6f} {column.top:.6f} {column.pitch} {column.side}")
            lines.append(f"{column.ranks} {column.across}")
            lines.append(str(index and diagram.bias_place(index, 0)))
            lines.append(str(diagram.place(index, column.units - 1)[1]))
        for layer in range(len(sizes) - 1):
            lines.append(diagram.curve(layer, sizes[layer] - 1, 0))
            place = diagram.number_place(layer, sizes[layer] - 1, 0)
            lines.append(f"{place[0]:.6f} {place[1]:.6f}" if place else "")
        for x in range(0, int(width), 7):
            for y in range(0, int(height), 23):
                found = diagram.nearest(x, y, 9)
                lines.append(f"{x} {y} {found and tuple(found)}")
    return "\n".join(lines)


def milliseconds():
    """Return how long it takes to find one of 256 connections."""
    diagram = Diagram((2, 16, 16, 1), 640, 260)
    x, rounds = diagram.columns[1].x + 60, 200
    begin = time.time()
    for turn in range(rounds):
        diagram.nearest(x, turn, 9)
    return 1000 * (time.time() - begin) / rounds
