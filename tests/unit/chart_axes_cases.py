"""Where epochs lie along the axis of time, as text: the same in CPython and in MicroPython."""

from playground.look.chart_axes import epoch_at, room, share_of

LASTS = (1, 2, 10, 1000, 10000)
SCALES = ("log", "linear")


def report():
    """Return the room of some charts, and the places of some epochs with the way back."""
    lines = [f"{width} {room(width)}" for width in (120, 299, 299.5, 300, 480)]
    for scale in SCALES:
        for last in LASTS:
            for tenth in range(-1, 12):
                epoch = epoch_at(tenth / 10, last, scale)
                share = round(1e9 * share_of(epoch, last, scale))
                lines.append(f"{scale} {last} {tenth} {epoch} {share}")
    return "\n".join(lines) + "\n"
