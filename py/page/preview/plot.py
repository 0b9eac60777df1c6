"""The points of a table in little, in the shapes and colours of the picture (MicroPython)."""

from pyscript import document

SVG = "http://www.w3.org/2000/svg"
RADIUS = 0.035


def draw(plot, points):
    """Draw *points*, each with its place and its class, into the SVG element *plot*."""
    plot.replaceChildren()
    for label, outline in enumerate((circle, triangle)):
        places = [point[:2] for point in points if point[2] == label]
        path = document.createElementNS(SVG, "path")
        path.setAttribute("class", f"class-{label}")
        path.setAttribute("d", "".join([outline(across, -up) for across, up in places]))
        plot.append(path)


def circle(x, y):
    """Return a circle around a place, as part of a path."""
    turn = f"a{RADIUS} {RADIUS} 0 1 0 "
    return f"M{x - RADIUS:.3f} {y:.3f}{turn}{2 * RADIUS} 0{turn}{-2 * RADIUS} 0Z"


def triangle(x, y):
    """Return a triangle around a place, as part of a path."""
    half = 1.15 * RADIUS
    return f"M{x:.3f} {y - half:.3f}l{half:.3f} {2 * half:.3f}h{-2 * half:.3f}Z"
