"""matplotlib's picture on its canvas: layers in their order, and the browser's names of units."""

from fake_browser import Canvas, Worker

from playground.data import generate
from playground.network import Network


def test_names_lie_over_the_lines_and_below_the_points_and_rings():
    with Worker().importing("engine.canvas.boundary_plot") as module:
        canvas = Canvas()
        plot = module.BoundaryPlot(canvas, 300, 2, "light")
        plot.show_data(*generate("moons"))
        plot.show_network(Network((2, 3, 1), seed=1), mistakes=True)
        plot.paint()
    surface, lines, *labels, frame, rings = canvas.context.named("drawImage")
    assert surface[1][-4:] == (0, 0, 600, 600)
    places = [arguments[1:] for _, arguments, _ in labels]
    assert places == [label.box[:2] for label in plot.plane.prediction.labels]
    assert len(places) == 3
    for _, (layer, *place), _ in (lines, frame, rings):
        assert (layer.width, layer.height, *place) == (600, 600, 0, 0)


def test_matplotlib_leaves_the_names_to_the_browser():
    with Worker().importing("engine.canvas.boundary_plot") as module:
        plot = module.BoundaryPlot(Canvas(), 300, 1, "light")
        plot.show_data(*generate("moons"))
        plot.show_network(Network((2, 3, 1), seed=1))
        opacity = plot.lines(with_labels=False)[..., 3].copy()
        for label in plot.plane.prediction.labels:
            left, top, width, height = label.box
            box = opacity[top : top + height, left : left + width]
            assert (box > 0).mean() < 0.5  # the line alone
        assert plot.lines()[..., 3].sum() > opacity.sum()
