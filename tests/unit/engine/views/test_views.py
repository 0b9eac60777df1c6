"""The views in an engine: only what is open is computed; the page hears what is new."""

import re
import sys

import numpy as np
import pytest
from stage import scene

from engine.views.views import NO_POINTS

SIZE = [600, 280]


def watch(stage, view, size=SIZE):
    stage.post("watch", view=view, size=size)


def views_of(stage):
    return stage.all_of("view")


@scene
async def test_what_is_open_is_painted_and_told(stage):
    await stage.open(epochs=40)
    watch(stage, "check")
    await stage.rest()
    told = stage.last("view")
    assert (told["view"], told["progress"], told["pointed"], told["at"]) == ("check", 1, "", [])
    assert told["text"].startswith("After epoch 40: All 13 derivatives agree")
    assert re.search(r"error: \d × 10⁻", told["text"])
    assert stage.display.views.size == (600, 280)
    assert stage.display.views.drawing


@scene
async def test_nothing_is_imported_or_computed_before_a_view_is_opened(stage, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("engine.views.")]:
        monkeypatch.delitem(sys.modules, name)
    await stage.open(epochs=40)
    assert not [name for name in sys.modules if name.startswith("engine.views.")]
    watch(stage, "space")
    await stage.rest()
    assert "engine.views.space" in sys.modules
    assert "engine.views.check" not in sys.modules
    assert stage.display.views.painted


@scene
async def test_with_the_lines_open_there_is_no_drawing_and_no_word_of_a_healthy_network(stage):
    watch(stage, "lines")
    await stage.open(epochs=40)
    watch(stage, "lines")
    await stage.rest()
    assert stage.display.views is None
    assert [message["findings"] for message in stage.all_of("health")] == [[]]


@scene
async def test_what_ails_a_network_is_told_once_with_its_lesson(stage):
    await stage.open(epochs=40, initialization="zeros")
    watch(stage, "lines")
    await stage.rest()
    ((sentence, _),) = stage.last("health")["findings"][:1]
    assert "alike" in sentence or "No gradient" in sentence or "answer" in sentence
    assert {name for _, name in stage.last("health")["findings"]} <= {"zeros", ""}
    before = len(stage.all_of("health"))
    watch(stage, "lines")
    await stage.rest()
    assert len(stage.all_of("health")) == before
    stage.choose(epochs=40)
    await stage.rest()
    assert stage.last("health")["findings"] == []


@scene
async def test_an_untrained_network_is_not_diagnosed_and_a_refused_one_neither(stage):
    await stage.open(begins=0, epochs=40, initialization="zeros")
    watch(stage, "lines")
    await stage.rest()
    assert stage.last("health")["findings"] == []
    stage.choose(epochs=40, mistake="no_transpose")
    await stage.rest()
    assert stage.last("health")["findings"] == []


@scene
async def test_a_view_follows_the_timeline(stage):
    await stage.open(epochs=40, hidden_units=2)
    watch(stage, "space")
    await stage.rest()
    stage.post("go_to", epoch=3)
    await stage.rest()
    assert "After epoch 3," in stage.last("view")["text"]


@scene
async def test_the_pointer_moves_no_picture_and_no_chart(stage):
    await stage.open(epochs=40)
    watch(stage, "check")
    await stage.rest()
    pictures, charts = len(stage.pictures), stage.display.chart.painted
    stage.post("hover", across=0.02, down=0.15)
    await stage.rest()
    assert stage.last("view")["pointed"].startswith("W₁[1, 1]: ")
    stage.post("move", across=1, down=0)
    await stage.rest()
    assert stage.last("view")["pointed"].startswith("W₁[1, 2]: ")
    stage.post("hover", across=-1, down=-1)
    await stage.rest()
    assert stage.last("view")["pointed"] == ""
    assert (len(stage.pictures), stage.display.chart.painted) == (pictures, charts)


@scene
async def test_the_page_is_told_where_on_the_picture_the_point_is_that_is_pointed_at(stage):
    await stage.open(epochs=40, hidden_units=2)
    watch(stage, "space")
    await stage.rest()
    stage.post("move", across=1, down=0)
    stage.post("follow", across=-1, down=-1)  # the first one, which is pointed at
    await stage.rest()
    picked, told = stage.pictures[-1]["point"], stage.last("view")
    assert picked["index"] == 0
    assert told["at"] == pytest.approx([picked["across"], picked["down"]])
    stage.post("hover", across=-1, down=-1)
    await stage.rest()
    assert stage.last("view")["at"] == []


@scene
async def test_a_click_follows_the_point_that_lies_there_and_no_other(stage):
    await stage.open(epochs=40, hidden_units=2)
    watch(stage, "space")
    await stage.rest()
    picked = set()
    for across in np.arange(0.1, 0.9, 0.02):  # the points lie along a line, if not on it
        stage.post("follow", across=across, down=across)
        await stage.rest()
        point = stage.last()["point"]
        if stage.last("view")["at"]:
            assert stage.last("view")["pointed"].startswith(f"Point {point['index'] + 1} of 100:")
            picked.add(point["index"])
    assert len(picked) > 1
    stage.post("follow", across=-1, down=-1)
    await stage.rest()
    stage.choose(hidden_units=2, n_samples=30)
    await stage.rest()
    assert stage.last("view")["at"] == []  # another point 40, or none


@pytest.mark.parametrize(
    ("view", "columns", "rows"), [("check", 4, 9), ("space", 5, 100), ("surface", 10, 9)]
)
@scene
async def test_the_numbers_of_a_view_are_a_table_for_whoever_asks(stage, view, columns, rows):
    await stage.open(epochs=40, hidden_units=2)
    stage.post("table")
    watch(stage, view)
    await stage.rest()
    assert not stage.all_of("table")
    stage.post("table")
    await stage.rest()
    table = stage.last("table")
    assert table["view"] == view
    assert [len(row) for row in (table["head"], *table["rows"])] == [columns] * (rows + 1)
    if view == "check":
        assert table["rows"][0][0] == "W₁[1, 1]"
        assert table["rows"][0][1] == table["rows"][0][2]


@scene
async def test_a_long_table_says_what_it_leaves_out(stage):
    await stage.open(epochs=5, n_samples=300, hidden_units=2)
    watch(stage, "space")
    await stage.rest()
    stage.post("table")
    await stage.rest()
    assert stage.last("table")["caption"].endswith("The first 200 of 300 rows.")
    assert len(stage.last("table")["rows"]) == 200


@scene
async def test_what_is_chosen_counts(stage):
    await stage.open(epochs=40, hidden_units=8)
    watch(stage, "surface")
    stage.post("surface", first=1, second=2)
    await stage.rest()
    assert "W₁[1, 2] and b₁[1]" in stage.last("view")["text"]
    watch(stage, "space")
    stage.post("space", first=5, second=1, turn=0)
    await stage.rest()
    words = [one.text for one in stage.display.views.drawing if hasattr(one, "text")]
    assert "a₁ of unit 6" in words


@scene
async def test_a_choice_before_a_view_is_open_is_no_harm(stage):
    stage.post("surface", first=1, second=2)
    await stage.open(epochs=5)
    stage.post("surface", first=1, second=2)
    stage.post("hover", across=0.5, down=0.5)
    stage.post("move", across=1, down=0)
    watch(stage, "")
    await stage.rest()
    assert views_of(stage) == []


@scene
async def test_progress_is_told_and_a_closed_view_costs_nothing(stage, monkeypatch):
    monkeypatch.setattr("engine.views.work.SECONDS_A_FRAME", 0)
    await stage.open(epochs=5, n_samples=1000)
    watch(stage, "surface")
    await stage.frame(5)
    shares = [message["progress"] for message in views_of(stage)]
    assert 0 < shares[-1] < 1
    assert shares == sorted(shares)
    watch(stage, "")
    await stage.rest()
    before = len(stage.sent)
    await stage.frame(5)
    assert stage.waiting == []
    assert len(stage.sent) == before


@scene
async def test_without_points_that_is_said(stage):
    await stage.open(shape="custom", points="")
    for view in ("check", "space", "surface"):
        watch(stage, view)
        await stage.rest()
        assert stage.last("view")["text"] == NO_POINTS
        assert stage.display.views.drawing == []
    watch(stage, "lines")
    await stage.rest()


@scene
async def test_another_size_or_theme_is_painted_anew(stage):
    await stage.open(epochs=5)
    watch(stage, "space")
    await stage.rest()
    painted = stage.display.views.painted
    watch(stage, "space", [330, 240])
    await stage.rest()
    assert stage.display.views.size == (330, 240)
    assert stage.display.views.painted > painted


@scene
async def test_while_it_trains_every_view_goes_on(stage):
    await stage.open(epochs=300, speed="slow")
    stage.post("act", action="run")
    for view in ("check", "space", "surface", "lines"):
        watch(stage, view)
        await stage.frame(5)
        assert stage.last()["state"] == "running"
    assert {message["view"] for message in views_of(stage)} == {"check", "space", "surface"}


@pytest.mark.parametrize("mistake", ["no_transpose", "no_keepdims"])
@scene
async def test_a_refusal_is_told_with_the_picture_and_in_the_check(stage, mistake):
    await stage.open(epochs=40, mistake=mistake)
    assert stage.last()["state"] == "paused"
    assert "NumPy says: “" in stage.last()["problem"]
    watch(stage, "check")
    await stage.rest()
    assert "NumPy says: “" in stage.last("view")["text"]
    stage.choose(epochs=40)
    await stage.rest()
    assert (stage.last()["state"], stage.last()["problem"]) == ("done", "")
    assert "agree with the loss" in stage.last("view")["text"]


@pytest.mark.parametrize("view", ["check", "space", "surface"])
@scene
async def test_nothing_is_left_of_a_network_whose_points_are_gone(stage, view):
    await stage.open(epochs=40, hidden_units=2)
    watch(stage, view)
    await stage.rest()
    assert not stage.last("view")["is_blank"]
    stage.choose(shape="custom", hidden_units=2)
    await stage.rest()
    assert stage.last("view")["text"] == NO_POINTS
    assert stage.last("view")["is_blank"]
    assert stage.display.views.drawing == []
    stage.post("table")
    await stage.rest()
    assert stage.last("table")["rows"] == []


@scene
async def test_a_mistake_that_changes_nothing_is_called_that(stage):
    await stage.open(epochs=40, layers=0, mistake="no_derivative")
    watch(stage, "check")
    await stage.rest()
    assert stage.last("view")["text"].endswith(" The mistake changes no gradient here.")


@scene
async def test_a_hidden_layer_that_separates_nothing_is_not_praised(stage):
    await stage.open(epochs=40, hidden_units=2, initialization="zeros")
    watch(stage, "space")
    await stage.rest()
    assert "here it does not, or not yet" in stage.last("view")["text"]
