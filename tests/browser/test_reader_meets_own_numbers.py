"""A reader with a table meets its own numbers and names again: on the picture and in words."""

import numpy as np
import pytest
from playwright.sync_api import expect

from playground.custom import codec
from playground.custom.scale import scale_of_values
from playground.picture.plane import Plane

# Far from zero, far apart, and one of them farther than all others.
NUMBERS = np.array(
    [
        [1700000000001.0, 1700000000009.0, 1700000000017.0, 1700000000020.0],
        [-1.5, 20.25, 3.0, 1e9],
    ]
)
LABELS = np.array([0, 1, 1, 0])
CODE = codec.pack_table(NUMBERS, LABELS, scale_of_values(NUMBERS))


@pytest.fixture
def owner(new_reader):
    """A reader with a table."""
    new_reader.open_and_wait(f"shape=custom&points={CODE}&names=time,size,no,yes&epochs=20")
    return new_reader


def on_screen(reader, place):
    """Return where a place of the plane is on the screen, in CSS pixels."""
    box = reader.canvas.bounding_box()
    plane = Plane(round(box["width"]), 1.0, "light")
    plane.show_data(np.zeros((2, 0)), np.zeros(0, int), limits=((-1.2, 1.2), (-1.2, 1.2)))
    across, down = plane.to_pixels(np.array([place]).T)[:, 0]
    return box["x"] + float(across), box["y"] + float(down)


def test_a_point_that_is_picked_is_told_in_the_numbers_of_the_table(owner):
    owner.opens_tab("listing")
    owner.page.locator("[data-view=lines]").click()
    for at, (time, size, name) in enumerate(
        [("1700000000001", "−1.5", "no"), ("1700000000009", "20.25", "yes")]
    ):
        X, _ = codec.unpack(CODE)
        owner.page.mouse.click(*on_screen(owner, X[:, at]))
        told = owner.page.locator("#told")
        expect(told).to_contain_text(f"time = {time}, size = {size}, {name}, probability")


def test_legend_and_sentence_have_the_names_of_the_table(owner):
    expect(owner.status).to_contain_text("The classes are “no” and “yes”")
    expect(owner.status).to_contain_text("the axes “time” and “size”")
    expect(owner.page.locator("#legend [data-class='1']")).to_have_text("yes")
    expect(owner.page.locator("#scale")).to_have_attribute(
        "aria-label", "Colours: the probability of yes, from 0 in blue to 1 in orange"
    )


def test_drawing_beside_them_changes_none_of_the_numbers(owner):
    owner.opens_tab("data")
    owner.page.locator("#own").get_by_role("button", name="Draw").click()
    owner.page.mouse.click(*on_screen(owner, (0.5, 0.5)))
    points = owner.page.locator("[name=points]")
    expect(points).not_to_have_value(CODE)
    own = codec.read(points.input_value())
    assert own.values[:, :4].tolist() == NUMBERS.tolist()
    assert own.y.tolist() == [0, 1, 1, 0, 0]
    assert np.abs(own.X[:, 4] - 0.5).max() < 0.01
