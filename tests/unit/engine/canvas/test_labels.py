"""The names of units on a canvas: drawn once each, copied to their places with every picture."""

import pytest
from fake_browser import Context, Worker

from playground.look.style import LABEL_OPACITY
from playground.look.theme import THEMES
from playground.picture.unit_labels import UnitLabel


@pytest.fixture
def stamps():
    """Stamps for labels, in a worker."""
    with Worker().importing("engine.canvas.labels") as module:
        yield module.LabelStamps(2, "dark")


LABELS = [
    UnitLabel("unit 1", "#7a2f9e", (30, 8, 97, 38)),
    UnitLabel("unit 2", "#006b54", (9, 90, 97, 38)),
]


def test_each_label_lies_at_its_place(stamps):
    context = Context()
    stamps.draw(context, LABELS)
    drawn = context.named("drawImage")
    assert [arguments[1:] for _, arguments, _ in drawn] == [(30, 8), (9, 90)]
    assert all((arguments[0].width, arguments[0].height) == (97, 38) for _, arguments, _ in drawn)


def test_a_label_has_letters_in_the_colour_of_its_unit_on_a_raised_ground(stamps):
    context = Context()
    stamps.draw(context, LABELS[:1])
    stamp = context.calls[0][1][0].context
    (_, _, ground), (_, (text, x, y), letters) = stamp.named("fill", "fillText")
    assert (ground["fillStyle"], ground["globalAlpha"]) == (THEMES["dark"].raised, LABEL_OPACITY)
    assert (text, letters["fillStyle"], letters["globalAlpha"]) == ("unit 1", "#7a2f9e", 1)
    assert (letters["textAlign"], x) == ("center", 97 / 2)
    assert 19 < y == int(y) < 38


def test_it_is_drawn_once(stamps):
    before, after = Context(), Context()
    stamps.draw(before, LABELS)
    moved = [label._replace(box=(5, 5, 97, 38)) for label in LABELS]
    stamps.draw(after, moved)
    canvases = [[arguments[0] for _, arguments, _ in one.calls] for one in (before, after)]
    assert canvases[0] == canvases[1]
    assert len(set(canvases[0])) == 2
