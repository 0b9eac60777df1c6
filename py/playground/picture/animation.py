"""The training as an animation: the picture after ever more epochs, as a GIF."""

import io
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import Rectangle
from PIL import Image, ImageColor

from playground.look.chart_axes import LOG, epoch_at, share_of
from playground.look.theme import THEMES, Theme
from playground.network import Network
from playground.parameters import parameters
from playground.picture import view_choices
from playground.picture.figure import Picture
from playground.picture.files import grow, pixels_of, show_on
from playground.picture.surface import Pixels
from playground.session.losses import Evaluation
from playground.session.session import Session
from playground.settings.words import as_percent

FRAMES = 40
"""So many pictures, at the most, evenly spaced along the logarithmic axis of time."""

WIDTH = 440
"""Of the animation, in pixels."""

# Milliseconds that the first picture, those between, and the last one are shown.
FIRST, BETWEEN, LAST = 500, 90, 2500
# Below the picture: how high the strip is with the words and with the bar of the time; how high
# that is; the words' size, their distance from the left, and of their baseline from below.
STRIP, BAR = 34, 3
LETTERS, LEFT, BASELINE = 13, 12, 11
# All pictures have the same colours, or else some would flicker; they are found on a few of them.
COLORS, LOOKED_AT = 128, 8
# A file that is larger has half as many pictures, but not fewer than these.
MAX_BYTES, MIN_FRAMES = 1_500_000, 10
# Of the work: what drawing the pictures, and bringing them to few colours, takes.
DRAWING, REDUCING = 0.85, 0.08


class Moment(NamedTuple):
    """What is to be seen after an epoch."""

    epoch: int
    share: float  # of the way along the axis of time
    network: Network
    achieved: Evaluation


def animation(
    session: Session, theme: str = "light", record: str = ""
) -> Generator[float, None, bytes]:
    """Draw the training of a *session*, up to the last epoch that it has come to.

    All that it needs of the session it takes at the first step, and it leaves it as it is: the
    reader may go on meanwhile.

    Parameters
    ----------
    session : Session
        Which need not stand at its end.
    theme : str
        A key of `theme.THEMES`.
    record : str
        Put into the file as `gif` does.

    Yields
    ------
    float
        The share of the work that is done: for `jobs.Job`.

    Returns
    -------
    bytes
        The content of a GIF that repeats for ever.
    """
    moments, canvas = list(moments_of(session)), _Canvas(session, theme)
    frames = []
    for number, moment in enumerate(moments, 1):
        frames.append(canvas.draw(moment))
        yield DRAWING * number / len(moments)
    palette = palette_of(frames, THEMES[theme])
    reduced = []
    for number, frame in enumerate(frames, 1):
        reduced.append(Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE))
        yield DRAWING + REDUCING * number / len(frames)
    return small_gif(reduced, record)


def moments_of(session: Session) -> Iterator[Moment]:
    """Give the moments of the training of a *session* that are drawn, in order."""
    timeline, network = session.training.timeline, session.network
    shares = np.linspace(0, 1, FRAMES).tolist() if timeline.last else [0.0]
    wanted = [epoch_at(share, max(timeline.last, 1), LOG) for share in shares]
    n_parameters = session.training.parameters.size
    for epoch in dict.fromkeys(timeline.nearest(epoch) for epoch in wanted):
        theta = timeline.state(epoch)[:n_parameters].copy()
        twin = network.with_parameters(*parameters(theta, network.layer_sizes))
        share = share_of(epoch, max(timeline.last, 1), LOG)
        yield Moment(epoch, share, twin, session.training.evaluation(epoch))


class _Canvas:
    """Draws the picture of one session again and again, with other networks."""

    def __init__(self, session: Session, theme: str) -> None:
        self._picture = Picture(WIDTH, 1, theme)
        show_on(self._picture, session)
        self._inputs, self._looks = session.inputs, view_choices.of_network(session)
        self._has_points = not session.dataset.is_empty
        colors, figure = THEMES[theme], self._picture.figure
        figure.patch.set(facecolor=colors.ground, alpha=1)
        height = grow(figure, STRIP, 1)
        self._words: Any = figure.text(
            LEFT / WIDTH, BASELINE / height, "", fontsize=LETTERS, color=colors.line
        )
        bottom, up = (STRIP - BAR) / height, BAR / height
        axis, self._bar = (
            Rectangle((0, bottom), 1, up, facecolor=color, linewidth=0)
            for color in (colors.rule, colors.line)
        )
        figure.add_artist(axis)
        figure.add_artist(self._bar)

    def draw(self, moment: Moment) -> Pixels:
        """Return the pixels of a *moment*."""
        self._picture.show_network(moment.network, self._inputs, **self._looks)
        self._bar.set_width(moment.share)
        self._words.set_text(words_of(moment, self._has_points))
        return pixels_of(self._picture.figure).copy()


def words_of(moment: Moment, has_points: bool) -> str:
    """Say what a *moment* has achieved: "epoch 12   loss 0.312   97 % correct"."""
    words = f"epoch {moment.epoch}"
    if not has_points:
        return words
    achieved = moment.achieved
    words += f"   loss {achieved.train_loss:.3g}   {as_percent(achieved.train_accuracy)} % correct"
    if not np.isnan(achieved.test_loss):
        words += f"   test loss {achieved.test_loss:.3g}"
    return words


def palette_of(frames: list[Pixels], theme: Theme) -> Image.Image:
    """Return an image with the colours for all *frames*; those of the *theme* are exact."""
    exact = [
        ImageColor.getrgb(color)
        for part in theme
        for color in ([part] if isinstance(part, str) else part)
    ]
    exact = list(dict.fromkeys(exact))
    chosen = frames[:: max(1, len(frames) // LOOKED_AT)] + frames[-1:]
    # Every second pixel of every second row tells enough of the colours.
    sample = np.concatenate([frame[::2, ::2] for frame in chosen])
    few = Image.fromarray(sample).quantize(COLORS - len(exact), Image.Quantize.MEDIANCUT)
    colors = [*(part for color in exact for part in color[:3]), *(few.getpalette() or [])]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colors[: 3 * COLORS])
    return palette


def small_gif(frames: list[Image.Image], record: str) -> bytes:
    """Return *frames* as GIF: all of them, or every second one if the file would be too large."""
    between = BETWEEN
    content = gif(frames, between, record)
    while len(content) > MAX_BYTES and len(frames) > MIN_FRAMES:
        frames, between = [*frames[:-1:2], frames[-1]], 2 * between
        content = gif(frames, between, record)
    return content


def gif(frames: list[Image.Image], between: int, record: str) -> bytes:
    """Return *frames* with the same palette as GIF; most are shown for *between* milliseconds.

    The *record* stands behind the last byte of the picture, where browsers and Pillow read no more.
    In a comment, which is cut into pieces of 255 bytes, it would not be found as it is.
    """
    durations = [FIRST, *[between] * (len(frames) - 2), LAST] if len(frames) > 1 else [LAST]
    first, *others = frames
    buffer = io.BytesIO()
    first.save(
        buffer,
        "gif",
        save_all=True,
        append_images=others,
        duration=durations,
        loop=0,
        optimize=False,
        disposal=1,
    )
    return buffer.getvalue() + record.encode()
