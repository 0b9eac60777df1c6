"""The gradient check as a picture: a cell for each parameter, and words for each."""

import math

import numpy as np
import pytest
from engine_scenes import SIZE, looked, session_of

from engine.views import check as module
from engine.views.check import CheckView, layout
from engine.views.drawing import Letters, Shape
from engine.views.scene import scene_of
from playground.look.theme import THEMES
from playground.settings.mistakes import BROKEN

WRONG = THEMES["light"].classes[1]


def crossed(drawing):
    """Return how many cells are marked as wrong, by colour and by a cross."""
    count = {
        shape.outline.count("M")
        for shape in drawing
        if isinstance(shape, Shape) and shape.fill == WRONG
    }
    crosses = [
        shape.outline.count("M")
        for shape in drawing
        if isinstance(shape, Shape) and shape.stroke == THEMES["light"].ground and not shape.fill
    ]
    assert sorted(count) == crosses
    return crosses[0] if crosses else 0


def cells(drawing):
    """Return how many cells there are of any kind."""
    return sum(
        shape.outline.count("M") for shape in drawing if isinstance(shape, Shape) and shape.fill
    )


def test_a_healthy_network_has_a_quiet_cell_for_each_parameter():
    view = CheckView()
    drawing = looked(view, session_of())
    assert cells(drawing) == 13
    assert crossed(drawing) == 0
    assert view.text.startswith("After epoch 40: All 13 derivatives agree with the loss.")
    names = [one.text for one in drawing if isinstance(one, Letters)]
    assert names == ["W₁", "b₁", "W₂", "b₂"]
    assert view.progress == 1


@pytest.mark.parametrize(("mistake", "wrong"), [("no_mean", 13), ("doubled", 3)])
def test_a_mistake_is_crossed_out(mistake, wrong):
    view, session = CheckView(), session_of(3, mistake=mistake)
    session.go_to(0)
    drawing = looked(view, session)
    assert crossed(drawing) == wrong
    assert f"{wrong} of 13 derivatives wrong" in view.text


def test_a_forgotten_slope_is_wrong_below_the_last_layer_alone():
    view = CheckView()
    assert 0 < crossed(looked(view, session_of(3, mistake="no_derivative"))) <= 9


@pytest.mark.parametrize("mistake", ["no_transpose", "no_keepdims"])
def test_what_numpy_refuses_is_said_instead(mistake):
    view = CheckView()
    assert looked(view, session_of(mistake=mistake)) == []
    assert "NumPy says: “" in view.text
    assert BROKEN[mistake].sentence in view.text
    assert view.pointed == ""


def test_a_refusal_of_a_healthy_network_is_an_error(monkeypatch):
    def fail(*_arguments):
        raise ValueError("of mine")
        yield

    monkeypatch.setattr(module, "check_in_slices", fail)
    with pytest.raises(ValueError, match="of mine"):
        looked(CheckView(), session_of())


def test_the_penalty_is_part_of_what_is_checked():
    view = CheckView()
    looked(view, session_of(regularization="l2", regularization_rate=0.5))
    assert "All 13 derivatives agree" in view.text


def test_it_invites_to_break_a_line_where_nothing_is_broken():
    view = CheckView()
    looked(view, session_of(3))
    assert view.text.endswith(". Break a line on purpose and see.")
    looked(view, session_of(3, mistake="doubled"))
    assert "on purpose" not in view.text


def test_the_pointer_finds_every_cell_and_none_between_them():
    view, session = CheckView(), session_of()
    looked(view, session)
    side, blocks = layout(session.network.layer_sizes, SIZE)
    found = []
    for block in blocks:
        rows, columns = block.indices.shape
        for row in range(rows):
            for column in range(columns):
                view.hover(block.left + (column + 0.5) * side, block.top + (row + 0.5) * side)
                found.append(view.pointed.split(":")[0])
    expected = [f"W₁[{unit}, {source}]" for unit in (1, 2, 3) for source in (1, 2)]
    expected += ["b₁[1]", "b₁[2]", "b₁[3]", "W₂[1, 1]", "W₂[1, 2]", "W₂[1, 3]", "b₂[1]"]
    assert found == expected
    for place in ((1, 1), (599, 279), (-600, -280)):
        view.hover(*place)
        assert view.pointed == ""


def test_a_cell_says_both_numbers_and_the_factor():
    view = CheckView()
    looked(view, session_of(3, mistake="doubled"))
    side, blocks = layout((2, 3, 1), SIZE)
    view.hover(blocks[2].left + side / 2, blocks[2].top + side / 2)
    assert view.pointed.startswith("W₂[1, 1]: ")
    assert "by the backward pass" in view.pointed
    assert view.pointed.endswith(": 2 times what it should be.")
    view.hover(blocks[0].left + 1, blocks[0].top + 1)
    assert view.pointed.endswith("; the same.")


def test_the_arrow_keys_lead_through_all_matrices_and_stop_at_the_ends():
    view = CheckView()
    view.move(1, 0)  # nothing is there yet
    looked(view, session_of())
    names = []
    for _ in range(9):
        view.move(1, 0)
        names.append(view.pointed.split(":")[0])
    assert names == [
        *("W₁[1, 1]", "W₁[1, 2]", "b₁[1]", "W₂[1, 1]", "W₂[1, 2]", "W₂[1, 3]", "b₂[1]"),
        *("b₂[1]", "b₂[1]"),
    ]
    for _ in range(4):
        view.move(-1, 0)
    view.move(0, 1)
    assert view.pointed.startswith("b₁[2]")
    view.move(0, -1)
    view.move(0, -1)
    assert view.pointed.startswith("b₁[1]")


def test_what_is_pointed_at_has_the_highlighter_and_ink_around_it():
    view, session = CheckView(), session_of()
    before = looked(view, session)
    view.move(1, 0)
    drawing = view.drawing(SIZE, "dark")
    assert len(drawing) == len(before) + 2
    assert [shape.stroke for shape in drawing[-2:]] == [THEMES["dark"].mark, THEMES["dark"].line]


@pytest.mark.parametrize("width", [220, 360, 430, 600])
def test_the_biases_of_a_layer_stand_beside_its_weights(width):
    _, blocks = layout((2, 3, 4, 1), (width, 280))
    for W, b in zip(blocks[::2], blocks[1::2], strict=True):
        assert W.top == b.top
        assert W.left < b.left


@pytest.mark.parametrize("layers", [0, 1, 3, 6])
@pytest.mark.parametrize("size", [(600, 280), (330, 240), (330, 700)])
def test_all_cells_have_room_on_any_canvas(layers, size):
    side, blocks = layout((2, *[16] * layers, 1), size)
    taken = [
        (
            *(block.left, block.top, block.left + block.indices.shape[1] * side),
            block.top + block.indices.shape[0] * side,
        )
        for block in blocks
    ]
    for left, _, right, bottom in taken:
        assert left >= 0
        assert right <= size[0]
        assert bottom <= size[1]
    count = sum(block.indices.size for block in blocks)
    every = np.concatenate([block.indices.ravel() for block in blocks])
    assert sorted(every.tolist()) == list(range(count))
    for at, one in enumerate(taken):
        for other in taken[:at]:
            apart = one[0] >= other[2] or other[0] >= one[2]
            assert apart or one[1] >= other[3] or other[1] >= one[3]


def test_a_kink_is_hatched_and_no_mistake():
    session = session_of(1, activation="relu")
    network = session.network
    X = session.inputs.transform(session.dataset.X)
    # Unit 1 is 0 at the first point to the last digit: there the loss bends.
    network.biases[0][0] = -network.weights[0][0] @ X[:, 0]
    view = CheckView()
    drawing = looked(view, session)
    hatched = [one for one in drawing if isinstance(one, Shape) and one.dashes]
    assert hatched
    assert crossed(drawing) == 0
    assert "at a kink" in view.text
    index = next(
        index
        for index, (is_kink, differs) in enumerate(
            zip(view._work.result.has_kink, view._work.result.differs, strict=True)
        )
        if is_kink and differs
    )
    view._at = index
    assert "a difference may be honest" in view.pointed


def test_any_change_at_rest_cancels_the_check_and_begins_another(monkeypatch):
    begun = []
    steps = module.check_in_slices
    monkeypatch.setattr(
        module, "check_in_slices", lambda *arguments: begun.append(1) or steps(*arguments)
    )
    view, session = CheckView(), session_of(layers=6, hidden_units=16, n_samples=500, epochs=1)
    monkeypatch.setattr("engine.views.work.SECONDS_A_FRAME", 0)
    first = scene_of(session, None)
    view.follow(first)
    assert 0 < view.progress < 1
    assert not view.is_done_with(first)
    session.set_weight(0, 0, 0, 1.5)
    view.follow(scene_of(session, first))
    assert len(begun) == 2
    view.follow(scene_of(session, first))
    assert len(begun) == 2


def test_while_it_trains_it_is_done_once_a_second_at_most(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("engine.views.work.perf_counter", lambda: clock[0])
    view, session = CheckView(), session_of(epochs=1000)
    session.run()
    epochs = []
    for _ in range(50):
        session.training.train(1)
        scene = scene_of(session, None)
        assert scene.is_running
        view.follow(scene)
        epochs.append(view.text.split(":")[0])
        clock[0] += 0.1
    assert len(set(epochs)) in (5, 6)
    session.pause()
    looked(view, session)
    assert view.text.startswith(f"After epoch {session.epoch}:")


def test_the_colours_tell_errors_apart_that_are_far_apart():
    view = CheckView()
    looked(view, session_of())
    check = view._work.result
    errors = np.logspace(-13, math.log10(9e-6), check.error.size)
    view._work.result = check._replace(error=errors)
    fills = {shape.fill for shape in view.drawing(SIZE, "light") if isinstance(shape, Shape)}
    assert len(fills - {"", WRONG}) == module.LEVELS
