"""The pictures of shared links: one for each lesson, with words that can be read in a preview."""

import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, ImageColor

from playground.look.theme import THEMES
from playground.settings.lessons import FIRST, LESSONS
from tools.in_pyodide import cards
from tools.in_pyodide.places import CARD_FONT
from tools.setup.compiled import ENGINE
from tools.setup.runtime import RUNTIME

FONT = RUNTIME / CARD_FONT
HEADLINES = [*(lesson.question for lesson in LESSONS), cards.TITLE]
NAMES = [*(lesson.name for lesson in LESSONS), "playground"]
PREVIEW = 300  # pixels across, in a chat
COLUMN = cards.WIDTH - cards.HEIGHT


def opened(name):
    with Image.open(ENGINE / "cards" / f"{name}.png") as image:
        assert image.mode == "P"  # few colours
        return np.asarray(image.convert("RGB")).astype(int)


def test_every_lesson_has_one_and_so_has_the_site():
    assert {path.stem for path in (ENGINE / "cards").iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_stand_at_the_left_and_keep_their_distance(name):
    pixels = opened(name)
    assert pixels.shape == (cards.HEIGHT, cards.WIDTH, 3)
    ground = ImageColor.getrgb(THEMES[cards.THEME].ground)
    rows, columns = np.nonzero((pixels[:, :COLUMN] != ground).any(axis=2))
    assert columns.min() >= cards.LEFT - 2
    assert columns.max() <= COLUMN - 32
    assert rows.min() >= 40
    assert rows.max() <= cards.HEIGHT - 40


@pytest.mark.parametrize("headline", HEADLINES)
def test_no_word_runs_into_the_plane_or_into_another(headline):
    figure = cards.lettering(headline, FONT)
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in figure.texts]
    assert all(box.x1 < COLUMN - 32 for box in boxes)
    tops_down = sorted(boxes, key=lambda box: -box.y1)
    assert all(upper.y0 > lower.y0 + 20 for upper, lower in itertools.pairwise(tops_down))


def test_in_a_preview_its_words_are_as_large_as_those_around_it():
    assert cards.HEADLINE_SIZE * PREVIEW / cards.WIDTH > 15
    assert cards.TITLE_SIZE * PREVIEW / cards.WIDTH >= 8


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_is_broken_between_words(headline):
    lines = cards.lines_of(headline)
    assert " ".join(lines) == headline
    assert 1 < len(lines) <= 4
    assert max(map(len, lines)) <= cards.MOST_LETTERS


def test_the_plane_is_that_of_the_trained_lesson():
    session = cards.trained(FIRST)
    assert session.metrics()["train_accuracy"] == 1
    made = cards.image_of(cards.plane(session))
    assert made.size == (cards.HEIGHT, cards.HEIGHT)
    difference = np.abs(np.asarray(made, int) - opened(FIRST.name)[:, COLUMN:])
    assert difference.mean() < 2  # of 255: Pyodide trains it, in few colours


def test_the_font_has_every_letter_of_the_headlines():
    from fontTools.ttLib import TTFont

    letters = TTFont(FONT).getBestCmap()
    assert {ord(letter) for letter in "".join((*HEADLINES, cards.SUBTITLE))} <= letters.keys()
