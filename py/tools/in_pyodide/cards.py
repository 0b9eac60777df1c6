"""Draw the card of each lesson: its picture where a link to it is shared. Runs *inside* Pyodide.

Chats and feeds show it beside the lesson's title, often no wider than 300 pixels: hence few and
large words, and nothing on the plane that would be too small to be read, as its numbers.
"""

import pathlib
import textwrap

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from playground.look.theme import THEMES
from playground.session.session import Session
from playground.settings.lessons import FIRST, LESSONS, Lesson
from tools.in_pyodide.first_picture import picture, untrained_session
from tools.in_pyodide.places import CARD_FONT, CARD_SIZE, IN, OUT
from tools.in_pyodide.posters import palette_of, reduced

WIDTH, HEIGHT = CARD_SIZE
# Nobody knows whether a preview will stand on a dark ground.
THEME = "light"
# The plane is a square at the right, drawn so large that its points are seen in a preview.
DENSITY = 3
TITLE, SUBTITLE = "Neural Network Playground", "real Python, in your browser"
# Lengths in pixels: from the left edge, and from the lower one to the baselines of title and
# subtitle; sizes of letters, and the distance of lines as a share of that.
LEFT, TITLE_UP, SUBTITLE_UP = 56, 100, 60
HEADLINE_SIZE, TITLE_SIZE, SUBTITLE_SIZE, LEADING = 62, 32, 28, 1.18
MOST_LETTERS = 16  # in a line of the headline


def main() -> None:
    """Write one PNG for each lesson, and one for the whole site, into `OUT`."""
    folder, font = OUT / "cards", IN / CARD_FONT
    folder.mkdir()
    for lesson in LESSONS:
        save(card(lesson.question, trained(lesson), font), folder / f"{lesson.name}.png")
    save(card(TITLE, trained(FIRST), font), folder / "playground.png")


def trained(lesson: Lesson) -> Session:
    """Return the session of a *lesson* at the end of its training."""
    session = untrained_session(lesson)
    session.advance(float("inf"))
    return session


def card(headline: str, session: Session, font: pathlib.Path) -> Image.Image:
    """Return the card of a *session*: the words at the left, the plane at the right."""
    made = image_of(lettering(headline, font))
    made.paste(image_of(plane(session)), (WIDTH - HEIGHT, 0))
    return made


def lettering(headline: str, font: pathlib.Path) -> Figure:
    """Return a figure of the words alone; below the *headline* stands whose card it is."""
    theme = THEMES[THEME]
    # A hundred dots an inch and 72 points: what is meant in pixels has to be given in points.
    figure = Figure((WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=theme.ground)

    def write(text: str, up: float, size: float, color: str) -> None:
        place = LEFT / WIDTH, up / HEIGHT
        figure.text(*place, text, size=0.72 * size, color=color, font=font, parse_math=False)

    for number, line in enumerate(lines_of(headline)):
        up = HEIGHT - LEFT - HEADLINE_SIZE * (0.8 + LEADING * number)
        write(line, up, HEADLINE_SIZE, theme.line)
    if headline != TITLE:
        write(TITLE, TITLE_UP, TITLE_SIZE, theme.line)
    write(SUBTITLE, SUBTITLE_UP, SUBTITLE_SIZE, theme.numbers)
    return figure


def lines_of(text: str) -> list[str]:
    """Break a *text* into as few lines as there can be, about equally long."""
    fewest = len(textwrap.wrap(text, MOST_LETTERS))
    broken = (textwrap.wrap(text, width) for width in range(1, MOST_LETTERS + 1))
    return next(lines for lines in broken if len(lines) == fewest)


def plane(session: Session) -> Figure:
    """Return the picture of a *session* without what is too small for a card."""
    figure = picture(session, HEIGHT // DENSITY, DENSITY, THEME).figure
    (axes,) = figure.axes
    axes.set(xticks=[], yticks=[])
    for small in (*axes.texts, *axes.artists):  # the names of inputs and of units
        small.set_visible(False)
    return figure


def image_of(figure: Figure) -> Image.Image:
    """Return the pixels of a *figure*."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def save(image: Image.Image, path: pathlib.Path) -> None:
    """Write an *image* in few colours, as the posters are."""
    reduced(image, palette_of(image, THEME)).save(path, compress_level=9)


if __name__ == "__main__":
    main()
