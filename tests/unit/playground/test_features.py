"""The inputs: the right numbers, standardized by the training points alone, lines kept straight."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data import generate
from playground.features import FEATURES, FeatureTransform
from playground.network import Network
from playground.settings.table import SETTINGS

POINT = np.array([[2.0], [-3.0]])
NAMES = st.lists(st.sampled_from(sorted(FEATURES)), min_size=1, unique=True)
LINEAR = [("x1", "x2"), ("x2", "x1"), ("x1",), ("x2",)]


def test_the_features_are_those_of_the_settings():
    row = next(row for row in SETTINGS if row.name == "features")
    assert tuple(FEATURES) == row.allowed.words
    assert ",".join(FeatureTransform().names) == row.default


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x1", 2.0),
        ("x2", -3.0),
        ("x1_squared", 4.0),
        ("x2_squared", 9.0),
        ("x1_x2", -6.0),
        ("sin_x1", np.sin(2.0)),
        ("sin_x2", np.sin(-3.0)),
    ],
)
def test_every_feature_is_what_its_name_says(name, value):
    assert FeatureTransform((name,)).transform(POINT) == pytest.approx(np.array([[value]]))


def test_inputs_are_rows_in_the_order_of_their_names():
    X, _ = generate("moons")
    rows = FeatureTransform(["x1_x2", "x2", "x1"]).transform(X)
    assert rows.shape == (3, 100)
    assert np.array_equal(rows, [X[0] * X[1], X[1], X[0]])


def test_by_default_the_inputs_are_the_points_bit_for_bit():
    X, _ = generate("moons")
    inputs = FeatureTransform()
    assert inputs.names == ("x1", "x2")
    assert np.array_equal(inputs.transform(X), X)
    assert np.array_equal(
        inputs.fit(100 * X + 7).transform(X), X
    )  # nothing is learned unless asked for


@given(names=NAMES, n=st.integers(3, 50), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_standardized_inputs_have_mean_0_and_deviation_1(names, n, seed):
    X = np.random.RandomState(seed).standard_normal((2, n)) * [[5], [0.1]] + [[100], [-3]]
    inputs = FeatureTransform(names, standardize=True).fit(X)
    assert inputs.transform(X).mean(axis=1) == pytest.approx(np.zeros(len(names)), abs=1e-9)
    assert inputs.transform(X).std(axis=1) == pytest.approx(np.ones(len(names)), rel=1e-6)


def test_only_the_points_it_was_fitted_to_count():
    inputs = FeatureTransform(("x1",), standardize=True).fit([[1.0, 3.0], [0.0, 0.0]])
    assert inputs.transform([[1.0, 2.0, 5.0], [9.0, 9.0, 9.0]]).tolist() == [[-1.0, 0.0, 3.0]]


def test_a_feature_that_is_the_same_for_all_points_is_only_shifted():
    X = np.array([[0.1, 0.1, 0.1], [1.0, 2.0, 3.0]])
    with np.errstate(all="raise"):
        inputs = FeatureTransform(("x1", "x1_squared", "x2"), standardize=True).fit(X)
        assert inputs.transform(X)[:2] == pytest.approx(np.zeros((2, 3)), abs=1e-15)
        assert inputs.transform([[1.1], [2.0]])[0] == pytest.approx([1.0])


@pytest.mark.parametrize("names", [("x1", "x2"), ("x2",), ("x1", "x1_squared"), ("sin_x2",)])
def test_only_coordinates_are_linear(names):
    assert FeatureTransform(names).is_linear == (set(names) <= {"x1", "x2"})


@pytest.mark.parametrize("names", LINEAR)
@pytest.mark.parametrize("standardize", [False, True])
def test_a_unit_answers_the_same_whether_told_in_inputs_or_in_the_plane(names, standardize):
    X, _ = generate("blobs", seed=3)
    X = 10 * X + [[50], [-20]]
    inputs = FeatureTransform(names, standardize).fit(X)
    network = Network((len(names), 2, 1), seed=1)
    for w, b in zip(network.weights[0], (0.5, -2.0), strict=True):
        in_plane, bias = inputs.plane_weights(w, b)
        assert in_plane.shape == (2,)
        np.testing.assert_allclose(in_plane @ X + bias, w @ inputs.transform(X) + b, atol=1e-12)


def test_a_coordinate_that_is_no_input_has_no_weight_in_the_plane():
    in_plane, bias = FeatureTransform(("x2",)).plane_weights([3.0], 1.0)
    assert in_plane.tolist() == [0.0, 3.0]
    assert bias == 1.0


def test_a_bent_line_has_no_weights_in_the_plane():
    with pytest.raises(ValueError, match="no straight line belongs to the inputs x1, x1_squared"):
        FeatureTransform(("x1", "x1_squared")).plane_weights([1.0, 2.0], 0.0)


@pytest.mark.parametrize("names", [(), ("x1", "x1"), ("x1", "x2", "x1")])
def test_no_inputs_and_inputs_that_come_twice_are_refused(names):
    message = re.escape(f"names must be one or more different features, not {names}")
    with pytest.raises(ValueError, match=message):
        FeatureTransform(names)


@pytest.mark.parametrize("name", ["x3", "", None, "X1"])
def test_an_unknown_feature_is_named_with_those_that_exist(name):
    message = re.escape(f"each of names must be one of {', '.join(FEATURES)}, not {name!r}")
    with pytest.raises(ValueError, match=message):
        FeatureTransform(("x1", name))
