"""Which tones a curve of losses is: as high as the curve on the chart, along the chart's time.

Nothing here knows of a browser (MicroPython).
"""

from playground.look.chart_axes import loss_limits, loss_share, share_of

# From the bottom of the chart to its top, in hertz: three octaves, which any loudspeaker has.
LOWEST, HIGHEST = 220, 1760
STEPS = 200  # tones of a curve; one glides into the next


def voices_of(curve, last_epoch, time_scale, loss_scale):
    """Return the frequencies of the training, and those of the test if there is one.

    Parameters
    ----------
    curve : dict
        Epochs, and the losses `train` and `test` after each; None is a loss beyond all numbers, or
        no test.
    last_epoch : int
        At the right end of the chart.
    time_scale, loss_scale : str
        "log" or "linear".
    """
    sets = [curve["train"]]
    if any(loss is not None for loss in curve["test"]):
        sets.append(curve["test"])
    known = [loss for losses in sets for loss in losses if loss is not None]
    limits = loss_limits(min(known), max(known), loss_scale) if known else (0.0, 1.0)
    places = [share_of(epoch, last_epoch, time_scale) for epoch in curve["epochs"]]
    voices = []
    for losses in sets:
        heights = [1 if loss is None else loss_share(loss, limits, loss_scale) for loss in losses]
        voices.append([_frequency(height) for height in _evenly(places, heights)])
    return voices


def _evenly(places, heights):
    """Return the heights at `STEPS` places at equal distances, from the first to the last."""
    start, end, right = places[0], places[-1], 1
    found = []
    for step in range(STEPS):
        place = start + (end - start) * step / (STEPS - 1)
        while right < len(places) - 1 and places[right] < place:
            right += 1
        left, gap = places[right - 1], places[right] - places[right - 1]
        share = min(max((place - left) / gap, 0), 1) if gap else 1
        found.append(heights[right - 1] + share * (heights[right] - heights[right - 1]))
    return found


def _frequency(height):
    """Return the frequency of a *height* on the chart, 0 to 1: equal steps are equal intervals."""
    return LOWEST * (HIGHEST / LOWEST) ** height
