"""Lines and points: what the engine makes of the messages about them, and when it computes."""

import asyncio

import numpy as np
import pytest
from stage import VIEW, Plot, Stage, scene

from engine import inside as inside_module
from engine import line_numbers
from engine.engine import NOT_INSIDE
from engine.inspection import Inspector
from playground.custom import codec
from playground.inspection import inspect
from playground.settings.table import CUSTOM, NOISE

ROWS = [["z1", 0, 25], ["a1", 25, 25], ["loss", 50, 25], ["dW1", 75, 25], ["db2", 100, 25]]
FEW = codec.pack(np.array([[-0.5, 0.5, 0.1], [0.0, 0.25, -0.4]]), np.array([0, 1, 1]))


@pytest.fixture
def inspections(monkeypatch):
    """Count how often the inside of the network is computed."""
    made = []
    monkeypatch.setattr(
        line_numbers, "inspect", lambda *arguments: made.append(1) or inspect(*arguments)
    )
    return made


@pytest.fixture
def clock(monkeypatch):
    """Let a test say what time it is for the engine; a frame lasts no time otherwise."""
    now = [1000.0]
    monkeypatch.setattr(inside_module, "perf_counter", lambda: now[0])
    return now


def watch(stage, view="lines"):
    stage.post("watch", view=view, size=[300, 200])


def place_rows(stage, rows=ROWS):
    stage.post("cells", size=[240, 125], rows=rows)


async def open_lines(stage, **changed):
    await stage.open(**changed)
    watch(stage)
    place_rows(stage)
    await stage.rest()


def place_of(stage, index):
    """Return where a point is on the picture, as shares of it."""
    plane = stage.display.plane
    return (plane.to_pixels(stage.session.dataset.X[:, [index]]) / plane.pixels)[:, 0]


def pick(stage, across, down):
    stage.post("pick", across=float(across), down=float(down))


def probe(stage, quantity, across=-1, down=-1, cell=-1):
    stage.post("probe", quantity=quantity, across=across, down=down, cell=cell)


def inside(stage):
    """Return what there is inside of the network that is on the screen."""
    session = stage.session
    X = session.inputs.transform(session.dataset.X)
    return inspect(session.network, X, session.dataset.y)


# --- nobody watches --------------------------------------------------------------------


@scene
async def test_nothing_is_computed_while_nobody_watches(stage, inspections):
    await stage.open(speed="fast", epochs=40)
    place_rows(stage)
    for view in ("check", "space", "surface", ""):
        watch(stage, view)
        await stage.rest()
    stage.post("line", quantity="dz1")
    probe(stage, "dz1")
    stage.post("act", action="run")
    await stage.rest()
    assert stage.last()["state"] == "done"
    assert inspections == []
    assert stage.display.cells is None
    assert stage.display.network.shown is None
    assert stage.last()["point"] is None
    assert not stage.all_of("told")


@scene
async def test_it_ends_when_the_tab_is_left_and_no_point_is_picked(stage, inspections):
    await open_lines(stage)
    stage.post("line", quantity="dz1")
    await stage.rest()
    assert inspections
    assert stage.display.network.shown is not None
    watch(stage, "")
    await stage.rest()
    before, painted = len(inspections), stage.display.cells.painted
    stage.post("act", action="step")
    await stage.rest()
    assert (len(inspections), stage.display.cells.painted) == (before, painted)
    assert stage.display.network.shown is None


def test_without_what_looks_inside_the_lesson_goes_on_and_that_is_said_once(capsys, inspections):
    async def play():
        async with Stage(inside=OSError("no such file")) as stage:
            await stage.open()
            watch(stage)
            stage.post("point", index=3)
            stage.post("watch", view="check", size=[300, 200])
            stage.choose(hidden_units=2)
            await stage.rest()
            assert [notice["text"] for notice in stage.all_of("notice")] == [NOT_INSIDE]
            assert not stage.all_of("fault")
            assert stage.last()["sizes"] == [2, 2, 1]
            assert not inspections
            await stage.frame(5)
            assert stage.waiting == []

    asyncio.run(play())
    assert "no such file" in capsys.readouterr().out


@pytest.mark.parametrize("plot", [Plot, ImportError("no such file")])
def test_what_is_watched_from_the_start_comes_after_all_that_the_start_brings(plot, inspections):
    async def play():
        async with Stage(plot=plot) as stage:
            stage.post_opening()
            watch(stage)
            place_rows(stage)
            stage.post("point", index=3)
            await stage.settle()
            while len(stage.sent) < 3:  # the first picture, that it is shown, and a better one
                assert not inspections
                assert stage.display.cells is None
                await stage.frame()
            await stage.rest()
            assert len(inspections) == 1
            assert len(stage.display.cells.lines) == len(ROWS)
            assert stage.last()["point"]["index"] == 3
            await stage.frame(5)
            assert stage.waiting == []

    asyncio.run(play())


@scene
async def test_without_points_the_engine_rests(stage):
    await open_lines(stage, shape=CUSTOM, points="", noise=NOISE[CUSTOM])
    before = len(stage.sent)
    await stage.frame(5)
    assert stage.waiting == []
    assert len(stage.sent) == before


# --- cells -----------------------------------------------------------------------------


@scene
async def test_the_lines_have_the_numbers_of_the_network_on_the_screen(stage):
    await open_lines(stage)
    for _ in range(2):
        found, lines = inside(stage), stage.display.cells.lines
        assert [line[:2] for line in lines] == [(top, height) for _, top, height in ROWS]
        assert stage.display.cells.size == (240, 125)
        z1, a1, loss, dW1, db2 = [cells.values for *_, cells in lines]
        assert z1 == pytest.approx(found.trace.z[0])
        assert a1 == pytest.approx(found.trace.a[1])
        assert loss[0] == pytest.approx(found.losses)
        assert dW1 == pytest.approx(found.gradients.dW[0])
        assert db2 == pytest.approx(found.gradients.db[1])
        stage.post("act", action="step")
        await stage.rest()


@scene
async def test_the_inputs_are_what_the_network_is_told_and_the_plane_what_the_reader_sees(stage):
    await open_lines(stage, features="x2,x1_squared", standardize="on")
    X = stage.session.dataset.X
    stage.post("point", index=3)
    await stage.rest()
    picked = stage.last()["point"]
    assert [picked["across"], picked["down"]] == pytest.approx(place_of(stage, 3))
    inputs = np.array([X[1], X[0] ** 2])
    inputs = (inputs - inputs.mean(axis=1, keepdims=True)) / inputs.std(axis=1, keepdims=True)
    network = stage.session.network
    z1 = network.weights[0] @ inputs[:, 3] + network.biases[0][:, 0]
    assert stage.display.cells.lines[0][2].values[:, 0] == pytest.approx(z1)


@scene
async def test_lines_of_another_network_have_no_cells(stage):
    await open_lines(stage)
    stage.choose(layers=0)
    await stage.rest()
    assert [line[0] for line in stage.display.cells.lines] == [0, 25, 50, 75]  # all but db2
    assert not stage.all_of("fault")


@scene
async def test_without_points_there_are_no_numbers(stage):
    await open_lines(stage, shape=CUSTOM, points="", noise=NOISE[CUSTOM])
    stage.post("point", index=0)
    pick(stage, 0.5, 0.5)
    probe(stage, "z1")
    await stage.rest()
    assert stage.display.cells.lines == []
    assert stage.last()["point"] is None
    assert not stage.all_of("told")


# --- pace ------------------------------------------------------------------------------


@scene
async def test_while_it_runs_numbers_come_at_most_fifteen_times_a_second(stage, inspections, clock):
    await open_lines(stage, speed="slow", epochs=1000)
    stage.post("act", action="run")
    await stage.settle()
    before, painted, pictures = len(inspections), stage.display.cells.painted, len(stage.pictures)
    for _ in range(60):
        clock[0] += 1 / 60
        await stage.frame()
    assert stage.last()["state"] == "running"
    assert len(stage.pictures) == pictures + 60
    assert 11 <= len(inspections) - before <= 15
    assert stage.display.cells.painted - painted == len(inspections) - before


@scene
async def test_at_rest_the_numbers_are_always_the_newest(stage, clock):
    await open_lines(stage, speed="slow", epochs=1000)
    stage.post("act", action="run")
    await stage.settle()
    await stage.frame(5)
    assert stage.display.cells.lines[0][2].values != pytest.approx(inside(stage).trace.z[0])
    stage.post("act", action="pause")
    await stage.rest()
    assert stage.display.cells.lines[0][2].values == pytest.approx(inside(stage).trace.z[0])


@scene
async def test_what_is_picked_while_it_runs_is_shown_at_once(stage, clock):
    await open_lines(stage, speed="slow", epochs=1000)
    stage.post("act", action="run")
    await stage.settle()
    stage.post("point", index=4)
    await stage.frame()
    assert stage.last()["point"]["index"] == 4
    assert stage.display.cells.lines[0][2].values.shape == (3, 1)
    stage.choose(hidden_units=5, epochs=1000, speed="slow")
    await stage.frame()
    assert stage.last()["state"] == "running"
    assert stage.display.cells.lines[0][2].values.shape == (5, 1)


@scene
async def test_the_numbers_of_the_drawing_stay_until_the_next_are_due(stage, clock):
    await open_lines(stage, speed="slow", epochs=1000)
    stage.post("line", quantity="z1")
    stage.post("act", action="run")
    await stage.settle()
    seen = [stage.display.network.shown.units[:3].tolist()]
    for _ in range(3):
        await stage.frame()
        seen.append(stage.display.network.shown.units[:3].tolist())
    clock[0] += 0.07
    await stage.frame()
    seen.append(stage.display.network.shown.units[:3].tolist())
    assert seen[0] == seen[3] != seen[4]


@scene
async def test_what_is_asked_of_the_cells_paints_no_picture_and_computes_nothing(
    stage, inspections
):
    await open_lines(stage)
    pictures, computed = len(stage.pictures), len(inspections)
    painted, charts = stage.display.cells.painted, stage.display.chart.painted
    for _ in range(5):
        probe(stage, "a1", 0.5, 0.5)
        await stage.rest()
    assert len(stage.all_of("told")) == 5
    assert (stage.display.cells.painted, stage.display.chart.painted) == (painted, charts)
    place_rows(stage, [["z1", 0, 30]])
    await stage.rest()
    assert stage.display.cells.lines[0][:2] == (0, 30)
    assert (len(stage.pictures), len(inspections)) == (pictures, computed)


# --- points ----------------------------------------------------------------------------


@scene
async def test_the_point_nearest_to_a_place_is_picked_and_told(stage):
    await stage.open()
    for index in (17, 99, 0):
        pick(stage, *place_of(stage, index))
        await stage.rest()
        point, found = stage.last()["point"], inside(stage).of_point(index)
        assert (point["index"], point["n"]) == (index, 100)
        assert point["label"] == stage.session.dataset.y[index] == found.y
        assert [point["across"], point["down"]] == pytest.approx(place_of(stage, index))
        assert point["words"].startswith(f"Point {index + 1} of 100: x = (")
        assert f"class {point['label']}, probability " in point["words"]


@scene
async def test_a_place_far_from_all_points_lets_go(stage):
    await stage.open()
    places = np.array([place_of(stage, index) for index in range(100)])
    target = places[:, 0].argmin()
    across, down = places[target]
    pick(stage, across - 19 / VIEW["size"], down)
    await stage.rest()
    assert stage.last()["point"]["index"] == target
    pick(stage, across - 21 / VIEW["size"], down)
    await stage.rest()
    assert stage.last()["point"] is None


@scene
async def test_points_for_the_test_are_not_picked(stage):
    await stage.open(test_fraction=0.5)
    dataset, plane = stage.session.dataset, stage.display.plane
    for across, down in (plane.to_pixels(dataset.X_test) / plane.pixels).T[:10]:
        pick(stage, across, down)
        await stage.rest()
        point = stage.last()["point"]
        assert point is None or point["index"] < dataset.y.size == point["n"]


@scene
async def test_a_point_is_picked_by_its_number_and_others_are_none(stage):
    await stage.open()
    for asked, index in ((0, 0), (99, 99)):
        stage.post("point", index=asked)
        await stage.rest()
        assert stage.last()["point"]["index"] == index
    for asked in (100, -1):
        stage.post("point", index=3)
        stage.post("point", index=asked)
        await stage.rest()
        assert stage.last()["point"] is None


@scene
async def test_a_pick_survives_training_and_another_network(stage):
    await stage.open(speed="fast", epochs=40)
    stage.post("point", index=42)
    await stage.rest()
    first = stage.last()["point"]["words"]
    stage.post("act", action="run")
    await stage.rest()
    stage.choose(hidden_units=2, epochs=5)
    await stage.rest()
    assert stage.last()["point"]["index"] == 42
    assert stage.last()["point"]["words"] != first


@scene
async def test_a_pick_is_let_go_of_when_there_are_fewer_points(stage):
    await stage.open()
    stage.post("point", index=99)
    await stage.rest()
    stage.choose(n_samples=99)
    await stage.rest()
    assert stage.last()["point"] is None
    stage.choose(n_samples=100)
    await stage.rest()
    assert stage.last()["point"] is None


@scene
async def test_a_class_is_called_as_in_the_readers_table(stage):
    names = "length,width,aster,rose"
    await stage.open(shape=CUSTOM, points=FEW, names=names, noise=NOISE[CUSTOM])
    stage.post("point", index=1)
    await stage.rest()
    point = stage.last()["point"]
    assert f", {('aster', 'rose')[point['label']]}, probability" in point["words"]


@scene
async def test_a_picked_point_is_followed_in_the_drawing(stage, inspections):
    await stage.open()
    stage.post("point", index=8)
    await stage.rest()
    found = inside(stage).of_point(8)
    assert stage.display.network.shown.units == pytest.approx([*found.a[1], found.p])
    assert stage.display.cells is None  # nobody looks at the lines
    stage.post("point", index=-1)
    await stage.rest()
    before = len(inspections)
    stage.post("act", action="step")
    await stage.rest()
    assert len(inspections) == before


@scene
async def test_points_picked_one_after_the_other_come_in_their_order(stage):
    await stage.open()
    pick(stage, *place_of(stage, 3))
    stage.post("point", index=-1)
    pick(stage, *place_of(stage, 5))
    await stage.rest()
    assert stage.last()["point"]["index"] == 5


# --- words -----------------------------------------------------------------------------


@scene
async def test_a_probe_is_answered_with_the_number_that_is_pointed_at(stage):
    await open_lines(stage)
    probe(stage, "a1", 0.415, 0.5)
    await stage.rest()
    told = stage.last("told")
    assert told["quantity"] == "a1"
    assert told["text"].startswith("a₁ of unit 2 at point 42: ")
    probe(stage, "z1")
    await stage.rest()
    assert stage.last("told")["text"].startswith("z₁ over 100 points: unit 1 from ")
    stage.post("point", index=16)
    probe(stage, "a1", 50 / 240, 0.5)
    await stage.rest()
    assert stage.last("told")["text"].startswith("a₁ of unit 2 at point 17: ")
    probe(stage, "a1", 0.99, 0.5)  # beside the cells
    await stage.rest()
    assert stage.last("told")["text"].startswith("a₁ at point 17: unit 1 ")


@scene
async def test_a_cell_that_the_keyboard_has_reached_is_told_and_marked(stage):
    def marked():
        return [cells.marked for *_, cells in stage.display.cells.lines]

    await open_lines(stage)
    probe(stage, "a1", cell=141)
    await stage.rest()
    assert stage.last("told")["text"].startswith("a₁ of unit 2 at point 42: ")
    assert marked() == [-1, 141, -1, -1, -1]
    probe(stage, "dW1", cell=5)
    await stage.rest()
    assert stage.last("told")["text"].startswith("dW₁ of unit 3 from x₂, ")
    assert marked() == [-1, -1, -1, 5, -1]
    probe(stage, "a1", cell=141)
    stage.post("point", index=3)  # now there are three cells
    await stage.rest()
    assert stage.last("told")["text"].startswith("a₁ at point 4: unit 1 ")
    assert marked() == [-1] * 5
    probe(stage, "a1", cell=2)
    probe(stage, "a1")
    await stage.rest()
    assert marked() == [-1] * 5


@scene
async def test_a_probe_is_told_after_the_picture_that_it_belongs_to(stage):
    await open_lines(stage)
    stage.post("act", action="step")
    probe(stage, "db2")
    await stage.rest()
    kinds = [message["kind"] for message in stage.sent if message["kind"] != "chart"]
    assert kinds[-2:] == ["picture", "told"]


@scene
async def test_what_was_asked_for_is_told_again_at_rest_when_it_has_changed(stage):
    await open_lines(stage, speed="fast", epochs=40)
    probe(stage, "dW1")
    await stage.rest()
    (first,) = stage.all_of("told")
    stage.post("look", layer=0, unit=1)
    await stage.rest()
    assert len(stage.all_of("told")) == 1
    stage.post("act", action="run")
    await stage.settle()
    await stage.frame()
    assert stage.last()["state"] == "running"
    assert len(stage.all_of("told")) == 1
    stage.post("go_to", epoch=7)
    await stage.rest()
    assert len(stage.all_of("told")) == 2
    assert stage.last("told")["text"] != first["text"]


@pytest.mark.parametrize(
    "leave",
    [
        {"kind": "line", "quantity": ""},
        {"kind": "watch", "view": "check", "size": [300, 200]},
    ],
)
@scene
async def test_nothing_more_is_told_of_a_line_that_was_left(stage, leave):
    await open_lines(stage)
    stage.post("point", index=1)
    stage.post("line", quantity="dW1")
    probe(stage, "dW1")
    await stage.rest()
    assert len(stage.all_of("told")) == 1
    stage.post(**leave)
    stage.post("act", action="step")
    await stage.rest()
    assert len(stage.all_of("told")) == 1


@scene
async def test_what_is_there_no_longer_is_told_as_nothing(stage):
    await open_lines(stage)
    probe(stage, "dW1")
    await stage.rest()
    stage.choose(mistake="no_transpose")
    await stage.rest()
    first, last = stage.all_of("told")
    assert first["text"]
    assert (last["quantity"], last["text"]) == ("dW1", "")


@scene
async def test_another_point_is_told_at_once_also_while_it_runs(stage, clock):
    await open_lines(stage, speed="slow", epochs=1000)
    probe(stage, "a1")
    stage.post("act", action="run")
    await stage.settle()
    stage.post("point", index=4)
    await stage.frame(2)
    assert stage.last()["state"] == "running"
    assert stage.last("told")["text"].startswith("a₁ at point 5: ")


@scene
async def test_the_line_of_the_update_is_told_and_drawn(stage):
    await open_lines(stage)
    stage.post("line", quantity="update")
    probe(stage, "update")
    await stage.rest()
    assert stage.last("told")["text"].startswith("One update from all points: ")
    assert stage.display.network.shown.lit.all()
    stage.post("line", quantity="z1")
    probe(stage, "update")  # which is not pointed at
    await stage.rest()
    assert [told["text"] for told in stage.all_of("told")][1:] == [""]


@scene
async def test_a_line_of_another_network_is_not_told(stage):
    await open_lines(stage)
    probe(stage, "z3", 0.5, 0.5)
    stage.post("line", quantity="z3")
    await stage.rest()
    assert not stage.all_of("told")
    assert stage.display.network.shown is None


def test_a_new_inspector_watches_nothing():
    inspector = Inspector()
    assert (inspector.line, inspector.point, inspector.shows_lines) == ("", None, False)
    assert inspector.cells("z1") is None
    assert inspector.drawn() is None
