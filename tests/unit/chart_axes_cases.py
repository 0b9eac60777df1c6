"""Where epochs and losses lie along their axes, as text: the same in both Pythons."""

from playground.look.chart_axes import epoch_at, loss_limits, loss_share, room, share_of

LASTS = (1, 2, 10, 1000, 10000)
SCALES = ("log", "linear")


def report():
    """Return the room of some charts, the places of some epochs with the way back, and losses."""
    lines = [f"{width} {room(width)}" for width in (120, 299, 299.5, 300, 480)]
    for scale in SCALES:
        for last in LASTS:
            for tenth in range(-1, 12):
                epoch = epoch_at(tenth / 10, last, scale)
                share = round(1e9 * share_of(epoch, last, scale))
                lines.append(f"{scale} {last} {tenth} {epoch} {share}")
        for low, high in ((0, 0.7), (0.003, 0.9), (0.02, 55.0), (1e-20, 1e305)):
            limits = loss_limits(low, high, scale)
            shares = [loss_share(loss, limits, scale) for loss in (low, 0.1, high)]
            lines.append(
                f"{scale} {limits[0]:.6g} {limits[1]:.6g} {[int(1e9 * s) for s in shares]}"
            )
    return "\n".join(lines) + "\n"
