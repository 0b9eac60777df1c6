"""Pictures as files: PNG and SVG that say what they show, and from which settings they come.

Equal sessions give equal bytes: no file has a date in it.
"""

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from playground.checks import check_choice, check_number
from playground.look.theme import THEMES, Theme
from playground.picture import view_choices
from playground.picture.chart_figure import chart_figure
from playground.picture.figure import Picture
from playground.picture.network_figure import network_figure
from playground.picture.plane import Plane
from playground.picture.surface import Pixels
from playground.session.session import Session
from playground.settings.words import as_percent, describe, say_names

SUBJECTS = ("picture", "curve", "network")
FORMATS = ("png", "svg")
MIN_SCALE, MAX_SCALE = 0.1, 4
SOFTWARE = "Neural Network Playground"

WIDTH = 480
"""Of the picture of the plane, in CSS pixels."""

# What is a picture in an SVG, as the colours of the plane, has so many pixels for one.
SVG_DENSITY = 2
# matplotlib's own names of the parts of an SVG are drawn by lot; these follow from what they name.
# And letters become outlines: a viewer that lacks the font would set others, and letters that are
# wider would leave their boxes.
SVG_STYLE = {"svg.hashsalt": SOFTWARE, "svg.fonttype": "path", "svg.image_inline": True}
# Of a caption, in CSS pixels: letters, from line to line, around it; and how many lines at the
# most, and letters in each.
LETTERS, LINE, PADDING, MAX_LINES, MAX_IN_LINE = 10.5, 15, 10, 16, 200


class Marks(NamedTuple):
    """What a file says of itself."""

    title: str
    description: str
    record: str  # the text of `settings.link_file.as_file`, or ""
    address: str  # of the page with these settings, or ""


def picture_file(
    session: Session,
    subject: str = "picture",
    file_format: str = "png",
    scale: float = 1,
    theme: str = "light",
    caption: str = "",
    record: str = "",
    address: str = "",
) -> bytes:
    """Return a picture of a *session* as the content of a file.

    Parameters
    ----------
    session : Session
        Where it stands is what is shown; it stays as it is.
    subject : str
        One of `SUBJECTS`: the plane, the curve of the loss, or the network drawn.
    file_format : str
        One of `FORMATS`.
    scale : float
        Pixels of a PNG for each CSS pixel, from 0.1 to 4. An SVG has no pixels.
    theme : str
        A key of `theme.THEMES`.
    caption : str
        What is written below the picture, which stays as it is; it is broken into lines.
    record : str
        One line of JSON, the settings as `settings.link_file.as_file` writes them. It can be found
        as it is in the bytes of a PNG, and of an SVG but for ``&``, which XML writes ``&amp;``.
    address : str
        Of the page with these settings.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If an argument is not allowed.
    """
    check_choice("file_format", file_format, FORMATS)
    check_number("scale", scale, MIN_SCALE, MAX_SCALE)
    density = scale if file_format == "png" else SVG_DENSITY
    figure = figure_of(session, subject, density, theme)
    marks = Marks(title_of(session, subject), description_of(session), record, address)
    pixels = pixels_of(figure) if file_format == "png" else None
    if caption:
        add_caption(figure, caption, density, THEMES[theme])
    if pixels is None:
        return svg(figure, marks, density)
    return png(with_caption(pixels, figure) if caption else pixels, marks)


def figure_of(session: Session, subject: str, density: float, theme: str) -> Figure:
    """Return a *subject* of a *session* as a figure; the parameters are those of `picture_file`."""
    check_choice("subject", subject, SUBJECTS)
    check_choice("theme", theme, THEMES)
    if subject == "curve":
        return chart_figure(session, density=density, theme=theme)
    if subject == "network":
        plane = Plane(WIDTH, 1, theme)
        show_on(plane, session)
        maps = plane.prediction.maps
        return network_figure(session.network, maps, session.inputs, density, theme)
    picture = Picture(WIDTH, density, theme)
    show_on(picture, session)
    picture.figure.patch.set(facecolor=THEMES[theme].ground, alpha=1)
    return picture.figure


def show_on(painter: Picture | Plane, session: Session) -> None:
    """Let *painter* show all that the page's picture shows of a *session*."""
    data = session.dataset
    points = data.X, data.y, data.X_test, data.y_test
    painter.show_data(*points, **view_choices.of_data(session))
    painter.show_network(session.network, session.inputs, **view_choices.of_network(session))


# ---- What a file says


def title_of(session: Session, subject: str) -> str:
    """Say what is in the file: "Moons, 3 hidden units: loss by epoch"."""
    what = {
        "picture": "what the network believes",
        "curve": "loss by epoch",
        "network": "the network and its weights",
    }
    return f"{describe(session.values)}: {what[subject]}"


def description_of(session: Session) -> str:
    """Say where the training stands: "Epoch 40: loss 0.123, 96 % correct."."""
    metrics = session.metrics()
    if metrics["train_loss"] is None:
        return session.problem or "There are no points yet."
    share = as_percent(metrics["train_accuracy"] or 0)
    words = f"loss {metrics['train_loss']:.3g}, {share} % correct"
    if metrics["test_loss"] is not None:
        share = as_percent(metrics["test_accuracy"] or 0)
        words += f"; of the test points: loss {metrics['test_loss']:.3g}, {share} % correct"
    names = "".join(one for one in say_names(session.values) if one.isprintable())  # as XML can
    return f"Epoch {session.epoch}: {words}.{names}"


# ---- Files


def png(pixels: Pixels, marks: Marks) -> bytes:
    """Return *pixels*, (height, width, 3), as PNG."""
    info = PngInfo()
    for key, text in (
        ("Title", marks.title),
        ("Description", marks.description),
        ("Source", marks.address),
        ("Software", SOFTWARE),
        ("Comment", marks.record),
    ):
        if text:  # in UTF-8 where it has more than Latin letters
            info.add_text(key, text)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png", pnginfo=info)
    return buffer.getvalue()


def pixels_of(figure: Figure) -> Pixels:
    """Draw a *figure* and return its colours, without opacity: (height, width, 3) uint8."""
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[:, :, :3])


def with_caption(pixels: Pixels, figure: Figure) -> Pixels:
    """Return the *pixels* of a *figure* before it had a caption, and below them the caption.

    Drawn in another place, a letter may be rounded to the next pixel: these stay as they are.
    """
    for axes in figure.axes:
        axes.set_visible(False)
    return np.concatenate([pixels, pixels_of(figure)[len(pixels) :]])


def svg(figure: Figure, marks: Marks, density: float) -> bytes:
    """Return a *figure* as SVG, so large as it is with so many pixels for one of CSS."""
    metadata = {
        "Title": marks.title,
        "Description": marks.description,
        "Source": marks.address or None,
        "Identifier": marks.record or None,
        "Creator": SOFTWARE,
        "Date": None,
    }
    buffer = io.StringIO()
    width, height = size_of(figure, density)
    with rc_context(SVG_STYLE):
        FigureCanvasSVG(figure).print_svg(buffer, metadata=metadata)
    text = buffer.getvalue()
    # matplotlib takes its points for points; here they are pixels.
    for name, length in (("width", width), ("height", height)):
        text = re.sub(rf'(<svg[^>]* {name}=)"[^"]*"', rf'\1"{length:g}"', text, count=1)
    return text.encode()


def size_of(figure: Figure, density: float) -> tuple[float, float]:
    """Return width and height of a *figure* in CSS pixels."""
    return round(figure.bbox.width) / density, round(figure.bbox.height) / density


# ---- The caption


def add_caption(figure: Figure, caption: str, density: float, theme: Theme) -> None:
    """Make a *figure* higher and write a *caption* below what is there, which stays as it is."""
    width, _ = size_of(figure, density)
    font = FontProperties(size=LETTERS)
    lines = wrapped(caption, width - 2 * PADDING, font)
    below = 2 * PADDING + LINE * len(lines)
    total = grow(figure, below, density)
    enlarged = figure.dpi / 72 / density
    font.set_size(LETTERS / enlarged)
    for number, line in enumerate(lines):
        baseline = below - PADDING - LETTERS - LINE * number
        x, y = PADDING / width, baseline / total
        figure.text(x, y, line, fontproperties=font, color=theme.numbers, parse_math=False)


def grow(figure: Figure, below: float, density: float) -> float:
    """Make a *figure* higher, so that there is room *below* its axes; return how high it is.

    All lengths are in CSS pixels.
    """
    _, height = size_of(figure, density)
    total = height + below
    for axes in figure.axes:
        box = axes.get_position()
        bottom, up = (box.y0 * height + below) / total, box.height * height / total
        axes.set_position((box.x0, bottom, box.width, up))
    # A little more than whole pixels, since matplotlib cuts fractions off.
    figure.set_figheight((round(total * density) + 1e-6) / figure.dpi)
    return total


def wrapped(text: str, width: float, font: FontProperties) -> list[str]:
    """Break *text* into lines of this *width* at the most; what has no spaces breaks anywhere.

    A line has at most `MAX_IN_LINE` letters. Of a text that does not fit into `MAX_LINES` lines,
    the end is left out, and costs nothing.
    """
    lines = list(islice(_lines(text, width, font), MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], "…"]
    return lines


def _lines(text: str, width: float, font: FontProperties) -> Iterator[str]:
    """Give the lines of *text*, one after another."""
    for paragraph in text.splitlines():
        paragraph = "".join(one for one in paragraph if one.isprintable())  # what XML can hold
        line = ""
        for piece in _pieces(paragraph):
            if line and not _fits(line + piece, width, font):
                yield line.rstrip()
                line = ""
            line += piece
            while not _fits(line, width, font):
                fits = _fitting(line, width, font)
                yield line[:fits]
                line = line[fits:]
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Give the parts of *text* between which a line may end: words, and the parts of a link."""
    return (found[0] for found in re.finditer(r"[^\s&]*(?:&|\s+|$)", text))


def _fits(line: str, width: float, font: FontProperties) -> bool:
    """Tell whether a *line* has room; what is longer than any line is not measured."""
    line = line.rstrip()
    return len(line) <= MAX_IN_LINE and _width(line, font) <= width


def _fitting(text: str, width: float, font: FontProperties) -> int:
    """Return how many characters of *text* there is room for, at least one."""
    low, high = 1, min(len(text), MAX_IN_LINE)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _width(text[:middle], font) <= width else (low, middle - 1)
    return low


def _width(text: str, font: FontProperties) -> float:
    if not text:
        return 0.0
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width)
