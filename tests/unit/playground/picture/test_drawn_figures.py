"""The chart and the network as matplotlib draws them: the numbers of the page, in their places."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from playground.features import FeatureTransform
from playground.look.theme import THEMES, unit_look
from playground.network import Network
from playground.picture.chart_figure import chart_figure, chart_of
from playground.picture.network_figure import network_figure
from playground.picture.number_text import number_text
from playground.picture.weight_style import levels, styles
from playground.session.session import Session
from playground.settings.address import from_fragment

pytestmark = pytest.mark.filterwarnings("error")
SIDE = 21


def session_of(fragment):
    session = Session(from_fragment(fragment)[0])
    session.begin()
    session.advance(float("inf"))
    return session


def drawn(network, features=None, theme="light"):
    counts = np.cumsum([0, *network.layer_sizes])
    answers = [np.arange(a, b) / 100 for a, b in pairwise(counts)]
    maps = [np.tile(one[:, None, None], (1, SIDE, SIDE)) for one in answers]
    return network_figure(network, maps, features, 1.0, theme)


def texts_of(figure):
    (axes,) = figure.axes
    return [text.get_text() for text in axes.texts]


def curves_of(figure):
    """Return colour, width and number of the paths of each group that is stroked."""
    (axes,) = figure.axes
    return [
        (to_hex(group.get_edgecolor()[0]), group.get_linewidth()[0], len(group.get_paths()))
        for group in axes.collections
        if isinstance(group, PathCollection) and len(group.get_edgecolor())
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_connections_have_the_width_and_the_colour_of_their_weights(theme):
    network = Network((2, 3, 1), seed=0)
    network.weights[0][:], network.weights[1][:] = [[9, -0.5], [0, 0], [0, 0]], 0
    found = curves_of(drawn(network, theme=theme))
    looks = styles(THEMES[theme])
    strong, weak = (looks[int(level)] for level in levels(np.array([9, -0.5])))
    assert (*strong, 1) in found
    assert (*weak, 1) in found
    assert (*looks[0], 7) in found


def test_units_of_the_first_layer_are_framed_like_their_lines():
    found = curves_of(drawn(Network((2, 3, 2, 1))))
    frames = [color for color, _, count in found if count == 1][-6:]
    control = THEMES["light"].control
    assert frames == [unit_look("light", unit)[0] for unit in range(3)] + [control] * 3


def test_weights_and_biases_are_written_and_inputs_have_their_names():
    network = Network((2, 3, 1), seed=3)
    network.biases[0][:] = [[0.25], [-1.5], [12]]
    features = FeatureTransform(("x1_squared", "sin_x2"))
    found = texts_of(drawn(network, features))
    numbers = [W.ravel() for W in network.weights] + [b.ravel() for b in network.biases]
    for number in np.concatenate(numbers):
        assert number_text(number) in found
    assert {"x₁²", "sin x₂", "inputs X", "hidden z₁ a₁", "output a₂", "W₁ b₁"} <= set(found)


def test_of_a_large_network_numbers_are_left_out():
    found = texts_of(drawn(Network((7, 16, 16, 1))))
    assert not [text for text in found if text.replace(".", "").replace("−", "").isdigit()]


@pytest.mark.parametrize("sizes", [(2, 1), (2, 16, 1), (7, 16, 16, 16, 16, 16, 16, 1), (1, 1, 1)])
def test_all_that_is_written_stays_within_the_drawing(sizes):
    check_letters(drawn(Network(sizes, seed=1)))


@pytest.mark.parametrize(
    "fragment",
    ["epochs=100", "epochs=10000&target_loss=0.3", "test_fraction=0.3&loss_scale=log", "epochs=1"],
)
def test_all_that_is_written_stays_within_the_chart(fragment):
    check_letters(chart_figure(session_of(fragment)))


def check_letters(figure):
    figure.canvas.draw()
    width, height = figure.bbox.size
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width
        assert box.y1 <= height, text.get_text()


def test_the_chart_is_that_of_the_page():
    session = session_of("epochs=200&test_fraction=0.3")
    session.go_to(50)
    figure = chart_figure(session, (640, 280))
    (axes,) = figure.axes
    shown = chart_of(session, (axes.get_xlim()[1] - 7, axes.get_ylim()[0] - 7))
    found = [np.column_stack(line.get_data()) for line in axes.lines]
    for curve in shown.past + shown.future:
        assert any(len(one) == len(curve) and np.allclose(one, curve) for one in found)
    written = texts_of(figure)
    assert {tick.text for tick in shown.time_ticks + shown.loss_ticks} <= set(written)
    assert {"training", "test"} <= set(written)


def test_the_chart_of_a_broken_network_shows_the_healthy_one():
    assert "without the mistake" in texts_of(chart_figure(session_of("mistake=doubled&epochs=50")))


def test_a_chart_without_points_has_only_its_axes():
    figure = chart_figure(session_of("shape=custom"))
    assert "1000 epochs" in texts_of(figure)
