"""The pictures that lessons begin with: one of each size, and few colours that look like all."""

import numpy as np
import pytest
from PIL import Image, ImageColor

from playground.look.theme import THEMES
from playground.settings.lessons import LESSONS
from tools.in_pyodide import posters
from tools.in_pyodide.first_picture import untrained_session
from tools.setup.compiled import ENGINE

NAMES = [lesson.name for lesson in LESSONS]


def test_every_lesson_has_one_of_each_size_in_both_themes():
    made = {path.name for path in ENGINE.glob("*.png")}
    assert made == {
        f"{name}-{theme}-{size}x{density}.png"
        for name in NAMES
        for theme in THEMES
        for size, density in posters.SIZES
    }


@pytest.mark.parametrize("lesson", NAMES)
def test_each_is_as_large_as_its_name_says_and_has_few_colours(lesson):
    for theme in THEMES:
        for size, density in posters.SIZES:
            with Image.open(ENGINE / f"{lesson}-{theme}-{size}x{density}.png") as image:
                assert image.size == (size * density, size * density)
                assert image.mode == "P"
                assert len(image.getpalette()) <= 3 * posters.COLORS


@pytest.mark.parametrize("theme", THEMES)
def test_the_markers_of_the_classes_keep_their_colours(theme):
    with Image.open(ENGINE / f"three_lines-{theme}-468x2.png") as image:
        counted = {color: count for count, color in image.convert("RGB").getcolors()}
    for color in THEMES[theme].classes:
        assert counted[ImageColor.getrgb(color)] > 1000  # pixels


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_they_are_drawn_before_the_training(lesson):
    session = untrained_session(lesson)
    assert session.epoch == 0
    assert len(session.dataset.y) > 0


def test_each_pixel_gets_the_nearest_colour():
    pixels = np.array([[[0, 0, 0], [9, 0, 0]], [[250, 255, 255], [0, 200, 0]]], np.uint8)
    palette = np.array([[255, 255, 255], [0, 0, 0], [0, 255, 0]])
    small = posters.reduced(Image.fromarray(pixels), palette)
    assert np.asarray(small).tolist() == [[1, 1], [0, 2]]
    assert small.convert("RGB").getpixel((0, 1)) == (255, 255, 255)


def test_few_colours_are_almost_all_colours():
    # The page opens with this one.
    images = [posters.draw(untrained_session(LESSONS[2]), *one, "light") for one in posters.SIZES]
    palette = posters.palette_of(images[0], "light")
    for image in images:
        small = posters.reduced(image, palette).convert("RGB")
        differences = np.abs(np.asarray(small, int) - np.asarray(image, int))
        assert differences.mean() < 1  # of 255
