"""The numbers of each line, against a computation of one point at a time, in plain numbers."""

import math

import numpy as np
import pytest

from engine.line_numbers import LineNumbers, place_of
from playground.mistakes import BrokenNetwork
from playground.session.session import Session
from playground.settings.values import defaults


def trained(**changed):
    session = Session({**defaults(), "epochs": 20, "n_samples": 30, **changed})
    session.advance(math.inf)
    return session


def of_one_point(network, x, y):
    """Return z, a and dz of each layer as lists, for tanh and the sigmoid at the end."""
    W = [w.tolist() for w in network.weights]
    b = [bias[:, 0].tolist() for bias in network.biases]
    z, a = [], [list(x)]
    for layer, (rows, biases) in enumerate(zip(W, b, strict=True)):
        sums = [
            sum(w * v for w, v in zip(row, a[-1], strict=True)) + bias
            for row, bias in zip(rows, biases, strict=True)
        ]
        is_last = layer == len(W) - 1
        z.append(sums)
        a.append([1 / (1 + math.exp(-s)) if is_last else math.tanh(s) for s in sums])
    dz = [[a[-1][0] - y]]
    for layer in range(len(W) - 1, 0, -1):
        back = [
            sum(W[layer][k][j] * dz[0][k] for k in range(len(W[layer]))) * (1 - a[layer][j] ** 2)
            for j in range(len(a[layer]))
        ]
        dz.insert(0, back)
    return z, a, dz


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("features", ["x1,x2", "x1,x2,x1_squared"])
def test_all_numbers_are_those_of_a_computation_by_hand(layers, features):
    session = trained(layers=layers, features=features, standardize="on")
    network, y = session.network, session.dataset.y
    X = session.inputs.transform(session.dataset.X)
    points = [of_one_point(network, X[:, i], y[i]) for i in range(y.size)]
    everybody = LineNumbers(session, None)
    for layer in range(layers + 1):
        name = str(layer + 1)
        for index in (0, 7, y.size - 1):
            numbers = LineNumbers(session, index)
            z, a, dz = points[index]
            assert numbers.values("z" + name)[:, 0] == pytest.approx(z[layer])
            assert numbers.values("a" + name)[:, 0] == pytest.approx(a[layer + 1])
            assert numbers.values("dz" + name)[:, 0] == pytest.approx(dz[layer])
        assert everybody.values("z" + name).shape == (network.layer_sizes[layer + 1], y.size)
        dW = np.mean([np.outer(dz[layer], a[layer]) for _, a, dz in points], axis=0)
        db = np.mean([dz[layer] for *_, dz in points], axis=0)
        for numbers in (everybody, LineNumbers(session, 3)):
            assert numbers.values("dW" + name) == pytest.approx(dW)
            assert numbers.values("db" + name)[:, 0] == pytest.approx(db)
    losses = [
        -math.log(a[-1][0] if label else 1 - a[-1][0])
        for (_, a, _), label in zip(points, y, strict=True)
    ]
    assert everybody.values("loss")[0] == pytest.approx(losses)
    assert LineNumbers(session, 5).values("loss").tolist() == [[pytest.approx(losses[5])]]


def test_a_network_has_only_the_quantities_of_its_layers():
    numbers = LineNumbers(trained(), None)
    assert all(numbers.has(one) for one in ("z1", "a2", "dz2", "dW1", "db2", "loss"))
    assert not any(numbers.has(one) for one in ("z3", "a17", "W1", "", "update"))
    assert place_of("dW12") == ("dW", 11)


def test_the_numbers_stay_while_the_training_goes_on():
    session = trained()
    numbers = LineNumbers(session, 4)
    before = numbers.values("z1").copy(), numbers.drawn("").connections.copy()
    session.step()
    after = numbers.values("z1"), numbers.drawn("").connections
    assert all((one == other).all() for one, other in zip(before, after, strict=True))


# --- cells -----------------------------------------------------------------------------


def test_of_all_points_what_has_columns_for_them_is_a_map():
    everybody, one = LineNumbers(trained(), None), LineNumbers(trained(), 2)
    for quantity in ("z1", "a1", "dz1", "loss", "a2"):
        assert everybody.cells(quantity).is_map
        assert not one.cells(quantity).is_map
        assert one.cells(quantity).values.shape[1] == 1
    for numbers in (everybody, one):
        assert not numbers.cells("dW1").is_map
        assert not numbers.cells("db1").is_map
        assert numbers.cells("dW1").values.shape == (3, 2)


def test_colours_go_to_the_largest_number_of_a_line_or_as_far_as_an_activation_can():
    numbers = LineNumbers(trained(), None)
    greatest = np.abs(numbers.values("dz1")).max()
    assert numbers.cells("dz1").bounds == (-greatest, greatest)
    assert numbers.cells("a1").bounds == (-1, 1)
    assert numbers.cells("a2").bounds == (0, 1)
    assert LineNumbers(trained(activation="sigmoid"), None).cells("a1").bounds == (0, 1)
    relu = LineNumbers(trained(activation="relu"), None)
    assert relu.cells("a1").bounds[1] == relu.values("a1").max()


def test_a_point_has_the_colours_that_it_has_among_all_points():
    everybody, one = LineNumbers(trained(), None), LineNumbers(trained(), 5)
    for quantity in ("z1", "dz1", "loss", "a2"):
        shares = one.cells(quantity).shares[:, 0]
        assert shares == pytest.approx(everybody.cells(quantity).shares[:, 5])


def test_a_line_of_zeros_has_the_middle_colour():
    numbers = LineNumbers(trained(initialization="zeros"), None)
    assert (numbers.cells("dW1").shares == 0.5).all()


def test_only_the_units_of_the_first_hidden_layer_have_lines_in_the_picture():
    numbers = LineNumbers(trained(layers=2), 0)
    with_lines = [name for name in ("z1", "dW1", "db1", "z2", "loss", "a3") if numbers.has(name)]
    assert [name for name in with_lines if numbers.cells(name).has_lines] == ["z1", "dW1", "db1"]
    assert not LineNumbers(trained(layers=0), 0).cells("z1").has_lines


# --- the drawing -----------------------------------------------------------------------


def joined(arrays):
    return np.concatenate([array.ravel() for array in arrays])


def test_without_line_and_point_the_drawing_has_its_own_numbers():
    assert LineNumbers(trained(), None).drawn("") is None
    assert LineNumbers(trained(), 3).drawn("update") is None
    assert LineNumbers(trained(), 3).drawn("z9") is None


def test_of_a_point_the_units_say_a_and_the_connections_what_they_carry():
    session = trained()
    drawn = LineNumbers(session, 6).drawn("")
    (x1, x2), (W1, W2) = session.dataset.X[:, 6], session.network.weights
    z, a, _ = of_one_point(session.network, (x1, x2), session.dataset.y[6])
    assert drawn.units == pytest.approx(a[1] + a[2])
    assert drawn.inputs == pytest.approx([x1, x2])
    carried = [w * x for row in W1 for w, x in zip(row, (x1, x2), strict=True)]
    assert drawn.connections == pytest.approx(
        carried + [w * v for w, v in zip(W2[0], a[1], strict=True)]
    )
    sums = drawn.connections[:6].reshape(3, 2).sum(axis=1) + session.network.biases[0][:, 0]
    assert sums == pytest.approx(z[0])
    assert drawn.lit is None
    assert drawn.columns is None


@pytest.mark.parametrize("penalty", ["none", "l2"])
@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
def test_the_line_of_the_update_says_how_far_the_next_one_moves_each_parameter(optimizer, penalty):
    session = trained(optimizer=optimizer, regularization=penalty, regularization_rate=0.1)
    network = session.network
    drawn = LineNumbers(session, 3, "update").drawn("update")
    before = joined(network.weights), joined(network.biases)
    session.step()
    after = joined(network.weights), joined(network.biases)
    assert drawn.connections == pytest.approx(after[0] - before[0], abs=1e-12)
    assert drawn.units == pytest.approx(after[1] - before[1], abs=1e-12)
    assert drawn.lit.all()
    assert drawn.columns == (0, 1, 2)


def test_an_update_that_cannot_be_made_is_none():
    assert LineNumbers(broken("no_transpose"), None, "update").drawn("update") is None
    session = trained(activation="linear")
    session.network.weights[1][:] = 1e3
    session.values["learning_rate"] = 1e308
    assert LineNumbers(session, None, "update").update is None


@pytest.mark.parametrize("point", [None, 6])
def test_a_line_has_its_own_numbers_and_lights_what_it_touches(point):
    session = trained()
    numbers, (W1, W2) = LineNumbers(session, point), session.network.weights
    expected = {
        # Layers of connections that are lit, columns of units.
        "z1": ([0], {0, 1}),
        "a1": ([], {1}),
        "z2": ([1], {1, 2}),
        "a2": ([], {2}),
        "loss": ([], {2}),
        "dz2": ([], {2}),
        "dW2": ([1], {1, 2}),
        "db2": ([], {2}),
        "dz1": ([1], {1, 2}),
        "dW1": ([0], {0, 1}),
        "db1": ([], {1}),
    }
    for line, (layers, columns) in expected.items():
        drawn = numbers.drawn(line)
        lit = [np.full(W.shape, layer in layers) for layer, W in enumerate((W1, W2))]
        assert (drawn.lit == joined(lit)).all()
        assert set(drawn.columns) == columns
        values = numbers.values(line)
        if line.startswith("dW"):
            assert np.isnan(drawn.units).all()
            assert drawn.connections[drawn.lit] == pytest.approx(values.ravel())
        else:
            written = drawn.units[np.isfinite(drawn.units)]
            assert written == pytest.approx(values.mean(axis=1))
        assert not np.isfinite(drawn.connections[~drawn.lit]).any()
    assert numbers.drawn("dz1").connections[6:] == pytest.approx(W2.ravel())
    carried = W1 if point is None else W1 * session.dataset.X[:, point]
    assert numbers.drawn("z1").connections[:6] == pytest.approx(carried.ravel())


def test_weights_beyond_all_measure_are_no_error():
    session = trained(activation="relu", layers=3)
    for W in session.network.weights:
        W[:] = 1e200
    numbers = LineNumbers(session, None)
    for quantity in ("z3", "a3", "dW1", "loss", "dz1"):
        shares = numbers.cells(quantity).shares
        assert ((shares >= 0) & (shares <= 1)).all()


def broken(mistake):
    session = trained()
    session.network = BrokenNetwork(session.network, mistake)
    return session


def test_a_bias_gradient_that_has_lost_a_dimension_is_still_one_number_a_unit():
    right, wrong = (LineNumbers(one, None) for one in (trained(), broken("no_keepdims")))
    for quantity in ("db1", "db2"):
        assert wrong.values(quantity) == pytest.approx(right.values(quantity))


def test_the_numbers_are_those_of_a_network_that_is_broken_on_purpose():
    right, wrong = (LineNumbers(one, None) for one in (trained(), broken("doubled")))
    assert wrong.values("dW2") == pytest.approx(2 * right.values("dW2"))
    assert wrong.values("dW1") == pytest.approx(right.values("dW1"))


def test_where_numpy_refuses_the_backward_pass_the_forward_pass_is_still_there():
    right, wrong = (LineNumbers(one, 3) for one in (trained(), broken("no_transpose")))
    for quantity in ("z1", "a1", "z2", "a2", "loss"):
        assert wrong.values(quantity) == pytest.approx(right.values(quantity))
    assert not any(wrong.has(quantity) for quantity in ("dz2", "dW2", "db1"))
    assert wrong.drawn("") is not None
    assert wrong.drawn("dW1") is None
