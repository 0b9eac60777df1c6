"""What a picture shows, as numbers; that it is drawn truly is for test_figure.py to say."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import LinearSegmentedColormap

from playground.data import generate
from playground.network import Network
from playground.plane import Plane
from playground.surface import color_table
from playground.theme import THEMES
from tools.environment import ROOT

COLOR = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
VALUES = np.concatenate([np.linspace(0, 1, 2001), np.arange(257) / 256, [np.nextafter(1, 0)]])


def shown(units=3, density=1.0, theme="light", **options):
    """Return a plane with the moons, a third of them kept for the test, and a network."""
    plane = Plane(300, density, theme)
    X, y = generate("moons")
    plane.show_data(X[:, :60], y[:60], X[:, 60:], y[60:])
    plane.show_network(Network((2, units, 1), seed=1), **options)
    return plane


def test_a_plane_needs_no_matplotlib():
    code = "import sys, playground.plane; print('matplotlib' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT / "py", capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_are_matplotlibs_to_the_last_bit(theme):
    colors = THEMES[theme].surface
    plane = Plane(theme=theme)
    plane.values = VALUES[:, None]
    true = LinearSegmentedColormap.from_list("", colors)(VALUES[::-1, None], bytes=True)
    assert np.array_equal(plane.colors(), true)


@settings(deadline=None)
@given(colors=st.lists(COLOR, min_size=2, max_size=5))
def test_any_scale_of_colours_is_matplotlibs(colors):
    true = LinearSegmentedColormap.from_list("", colors)(np.arange(256), bytes=True)
    assert np.array_equal(color_table(colors), true)


def test_points_lie_where_they_belong_on_the_picture():
    plane = shown(density=2)
    left, top, width, height = plane.box
    (low1, high1), (low2, high2) = plane.window
    ends = np.array([[low1, high1], [low2, high2]])
    assert plane.to_pixels(ends).tolist() == [[left, left + width], [top + height, top]]


def test_points_kept_for_the_test_are_hollow_and_over_the_others():
    plane = shown()
    groups = [(points.label, points.is_filled) for points in plane.points]
    assert groups == [(0, True), (1, True), (0, False), (1, False)]
    assert [points.X.shape[1] for points in plane.points[:2]] != [0, 0]
    assert sum(points.X.shape[1] for points in plane.points) == 100
    X, y = generate("moons")
    plane.show_data(X[:, :60], y[:60], X[:, 60:], y[60:], draw_test=False)
    assert [points.is_filled for points in plane.points] == [True, True]


def test_there_are_as_many_lines_as_asked_for():
    assert len(shown(3).units) == 3
    assert shown(3, unit_lines=False).units == []
    one = shown(3, unit=(0, 1))
    assert len(one.units) == 1
    assert one.boundary == []
    assert shown(3).boundary
