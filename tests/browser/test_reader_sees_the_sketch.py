"""The first pictures are sketched without matplotlib; nobody sees where the one ends."""

import lesson
import numpy as np
import pytest
from playwright.sync_api import expect
from reader import DEFAULTS, SAME_PICTURE, TRAINED

MATPLOTLIB = "**/matplotlib.tar.gz"
CHOICES = [
    # density, each with a page of its own; settings, theme, the unit that is looked at
    (1, "shape=moons&hidden_units=3", "light", None),
    (1, "shape=circles&hidden_units=3&test_fraction=0.3", "dark", None),
    (1, "shape=moons&hidden_units=16&test_fraction=0.3", "light", None),
    (1, "shape=circles&hidden_units=9&test_fraction=0.2&test_points=off", "light", None),
    (1, "noise=0.3&surface=decision&mistakes=on&test_fraction=0.3", "light", None),
    (1, "shape=moons&hidden_units=16", "light", 0),
    (1, "shape=moons&hidden_units=16", "light", 12),
    (1.5, "shape=blobs&hidden_units=1&test_fraction=0.5", "light", None),
    (2, "shape=moons&hidden_units=3", "dark", None),
    (2, "shape=circles&hidden_units=16&test_fraction=0.3", "light", None),
    (2, "noise=0.3&surface=confidence&mistakes=on&features=x1,x2_squared,x1_x2", "dark", None),
    (2, "shape=circles&layers=3&widths=8-6-4&surface=confidence", "light", None),
    (2.5, "shape=blobs&hidden_units=5&unit_lines=off", "dark", None),
]
# On few pixels the browser's rougher way of smoothing edges adds up to a little more; the two
# most similar pictures of this page are 0.01 apart.
ROUGHLY_THE_SAME = 1.5 * SAME_PICTURE
# No pixel of a line, a point or a number is out of place: those would be 0.6 and more away. Of what
# is in place, the inner corner of a hollow triangle differs most (0.46): the browser fills it more.
SMOOTHING = 0.5


@pytest.fixture
def sketched(reader_with):
    """Opens the page and gives a reader who will see the sketch until matplotlib comes."""

    def open_page(**options):
        reader = reader_with(**options)
        reader.held = []
        reader.page.route(MATPLOTLIB, lambda route: reader.held.append(route))
        reader.open(TRAINED, wait_until="commit")
        reader.sees_state("ready")
        reader.sees_painter("sketch")
        return reader

    return open_page


def lets_matplotlib_come(reader):
    """Answer the page's request for matplotlib, which it makes after its first picture."""
    while not reader.held:
        reader.page.wait_for_timeout(50)
    reader.held.pop().continue_()
    reader.page.unroute(MATPLOTLIB)


def lets_matplotlib_go(reader):
    """Refuse this and every further request for matplotlib."""
    while not reader.held:
        reader.page.wait_for_timeout(50)
    reader.page.route(MATPLOTLIB, lambda route: route.abort())
    reader.held.pop().abort()


def settled_picture(reader, unlike):
    """Return the picture once it is another one and stays: the browser shows it a little later."""
    for _ in range(100):
        before = reader.picture()
        reader.page.wait_for_timeout(200)
        shown = reader.picture()
        if np.array_equal(before, shown) and not np.array_equal(shown, unlike):
            return shown
    raise AssertionError("no other picture comes")


def pictures_of(reader, choices, shown):
    """Return the picture of each of some *choices* in turn, where another one is *shown* so far."""
    for fragment, theme, unit in choices:
        reader.page.emulate_media(color_scheme=theme)
        reader.page.evaluate("document.activeElement.blur()")
        reader.follow(fragment)
        reader.has_settled()
        if unit is not None:
            shown = settled_picture(reader, unlike=shown)  # of the whole network
            reader.page.locator(f"[data-layer='0'][data-unit='{unit}']").focus()
        shown = settled_picture(reader, unlike=shown)
        yield shown


def sees_sketch_of(reader, shape, hidden_units, theme="light"):
    """Wait for the result and compare the sketch with the picture that the tests' Python draws."""
    reader.sees_result_of(shape, hidden_units)
    true = reader.true_pictures(shape, hidden_units, theme=theme)
    for _ in range(100):
        shown = reader.picture()
        if any(lesson.difference(shown, one) < ROUGHLY_THE_SAME for one in true):
            return reader.sees_painter("sketch")
        reader.page.wait_for_timeout(100)
    raise AssertionError("the canvas shows another picture")


@pytest.mark.parametrize("density", sorted({density for density, *_ in CHOICES}))
def test_matplotlib_takes_over_without_a_visible_jump(sketched, density):
    choices = [choice for at, *choice in CHOICES if at == density]
    reader = sketched(device_scale_factor=density)
    nothing = np.zeros_like(reader.picture())
    sketches = list(pictures_of(reader, choices, nothing))
    reader.sees_painter("sketch")
    lets_matplotlib_come(reader)
    reader.sees_painter("matplotlib")
    pictures = pictures_of(reader, choices, sketches[-1])
    for choice, sketch, true in zip(choices, sketches, pictures, strict=True):
        assert sketch.shape == true.shape
        assert not np.array_equal(sketch, true), choice
        apart = np.abs(lesson.on_paper(sketch) - lesson.on_paper(true))
        mean, most = lesson.difference(sketch, true), float(apart.max())
        print(f"{choice}: on average {mean:.5f}, at most {most:.2f}")
        fragment, _, unit = choice
        is_dense = "=16" in fragment and unit is None and density == 1
        assert mean < (ROUGHLY_THE_SAME if is_dense else SAME_PICTURE), choice
        assert most < SMOOTHING, choice


def test_everything_works_while_matplotlib_has_not_come(sketched):
    reader = sketched()
    reader.sees_result_of(*DEFAULTS)
    reader.page.locator("[data-action=reset]").click()
    expect(reader.page.locator("output[name=epoch]")).to_have_text("0")
    reader.follow("shape=circles&hidden_units=2")
    sees_sketch_of(reader, "circles", 2)
    reader.page.emulate_media(color_scheme="dark")
    sees_sketch_of(reader, "circles", 2, theme="dark")
    lets_matplotlib_come(reader)
    reader.sees_painter("matplotlib")
    reader.sees_picture_of("circles", 2, theme="dark")


def test_without_matplotlib_the_lesson_goes_on_and_that_is_explained(sketched):
    reader = sketched()
    lets_matplotlib_go(reader)
    expect(reader.status).to_contain_text("sketch of the picture goes on", timeout=20_000)
    expect(reader.status).to_contain_text("again")
    reader.choose_shape("circles")
    sees_sketch_of(reader, "circles", 3)
    expect(reader.status).to_contain_text("sketch of the picture goes on")
    expect(reader.alert).to_be_hidden()
    reader.journal.forgive("matplotlib.tar.gz", "ERR_FAILED")
