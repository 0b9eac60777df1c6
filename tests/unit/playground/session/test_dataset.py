"""The points of a session: all that the settings ask for, and where each of them goes."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from playground.custom.codec import pack, pack_table
from playground.custom.points import limits_around
from playground.custom.scale import scale_of_values, to_plane
from playground.data import SHAPES, generate
from playground.session.dataset import ONE_CLASS, Dataset, kept_for_test
from playground.session.session import Session
from playground.settings.values import defaults

SHARES = st.integers(0, 10).map(lambda step: step / 20)
OWN = st.lists(
    st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000), st.integers(0, 1)),
    min_size=1,
    max_size=60,
)


def of(**changed):
    """Return the points for the default settings with some of them changed."""
    return Dataset.of({**defaults(changed.get("shape", "moons")), **changed})


def pairs(X, y):
    """Return points and labels as a list, sorted."""
    return sorted(zip(*X.tolist(), y.tolist(), strict=True))


@pytest.mark.parametrize("shape", SHAPES)
def test_settings_ask_for_generated_points(shape):
    choice = {"n_samples": 60, "noise": 0.3, "data_seed": 5, "balance": 0.3}
    dataset = of(shape=shape, **choice)
    X, y = generate(shape, 60, 0.3, 5, 0.3)
    assert dataset.X.tobytes() == np.ascontiguousarray(X).tobytes()
    assert dataset.y.tobytes() == y.tobytes()
    assert dataset.X_test.shape == (2, 0)
    assert dataset.y_test.shape == (0,)
    assert (dataset.limits, dataset.problem, dataset.is_empty) == (None, "", False)


@settings(deadline=None)
@given(
    shape=st.sampled_from(SHAPES),
    n_samples=st.integers(20, 300),
    shares=st.tuples(SHARES, SHARES).map(sorted),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_point_is_learned_or_kept_and_a_larger_share_keeps_more(
    shape, n_samples, shares, seed
):
    few, many = (
        of(shape=shape, n_samples=n_samples, data_seed=seed, test_fraction=share)
        for share in shares
    )
    X, y = generate(shape, n_samples, seed=seed)
    for dataset, share in zip((few, many), shares, strict=True):
        both = np.hstack([dataset.X, dataset.X_test]), np.append(dataset.y, dataset.y_test)
        assert pairs(*both) == pairs(X, y)
        assert dataset.y_test.size == math.ceil(n_samples * share)
        assert dataset.problem == ""
        assert dataset.X.flags.c_contiguous
        assert dataset.X_test.flags.c_contiguous
    assert set(pairs(few.X_test, few.y_test)) <= set(pairs(many.X_test, many.y_test))


@settings(deadline=None)
@given(points=OWN, share=SHARES, seed=st.integers(0, 2**32 - 1))
def test_own_points_are_shuffled_by_the_seed_and_split(points, share, seed):
    *X, y = np.array(points).T
    X = np.array(X) / 1000
    dataset = of(shape="custom", points=pack(X, y), test_fraction=share, data_seed=seed)
    both = np.hstack([dataset.X, dataset.X_test]), np.append(dataset.y, dataset.y_test)
    assert pairs(*both) == pairs(X, y)
    # A class with a single point keeps it.
    few = min(int((np.array(y) == label).sum()) or len(y) for label in (0, 1))
    assert dataset.y_test.size == math.ceil(len(y) * share) or few == 1
    assert dataset.problem == (ONE_CLASS if len(set(y.tolist())) < 2 else "")
    assert dataset.limits == limits_around(X)
    again = of(shape="custom", points=pack(X, y), test_fraction=share, data_seed=seed)
    assert dataset.X.tobytes() == again.X.tobytes()


LABELS = st.lists(st.integers(0, 1), min_size=1, max_size=200).map(np.array)
FRACTIONS = st.one_of(SHARES, st.floats(0, 0.5))


@settings(deadline=None, max_examples=300)
@given(
    # Of each class, and for the test, two points at least: other data scikit-learn refuses.
    counts=st.tuples(st.integers(2, 100), st.integers(2, 100)),
    fraction=st.one_of(SHARES, st.floats(0.02, 0.5)),
    seed=st.integers(0, 1000),
)
def test_of_each_class_as_many_points_are_kept_as_scikit_learn_keeps(counts, fraction, seed):
    y = np.random.RandomState(seed).permutation(np.repeat([0, 1], counts))
    n_test = math.ceil(fraction * y.size)
    assume(n_test >= 2)
    _, test = train_test_split(y, test_size=fraction, stratify=y, random_state=seed)
    is_test = kept_for_test(y, fraction)
    ours = [int((y[is_test] == label).sum()) for label in (0, 1)]
    theirs = [int((test == label).sum()) for label in (0, 1)]
    assert sum(ours) == sum(theirs) == n_test
    if counts[0] * n_test * 2 % y.size == 0 and counts[0] * n_test % y.size:
        # Half a point is left over: they draw a lot.
        assert abs(ours[0] - theirs[0]) <= 1
    else:
        assert ours == theirs


@settings(deadline=None, max_examples=300)
@given(y=LABELS, fractions=st.tuples(FRACTIONS, FRACTIONS).map(sorted))
def test_a_larger_fraction_keeps_what_a_smaller_one_kept_and_leaves_some_of_each_class(
    y, fractions
):
    few, many = (kept_for_test(y, fraction) for fraction in fractions)
    assert (few <= many).all()
    assert set(y[~many].tolist()) == set(y.tolist())


@settings(deadline=None, max_examples=300)
@given(y=LABELS, fraction=FRACTIONS, label=st.integers(0, 1), data=st.data())
def test_a_further_point_changes_what_becomes_of_one_other_in_each_class_at_most(
    y, fraction, label, data
):
    at = data.draw(st.integers(0, y.size))
    before = kept_for_test(y, fraction)
    after = np.delete(kept_for_test(np.insert(y, at, label), fraction), at)
    for of_class in (y == 0, y == 1):
        assert (before != after)[of_class].sum() <= 1


def test_no_points_are_split_into_no_points():
    assert kept_for_test(np.empty(0, np.int64), 0.5).shape == (0,)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("share", [0.0, 0.3])
def test_points_of_one_class_can_be_learned_but_are_said_to_be_so(label, share):
    X = np.linspace(-1, 1, 20).reshape(2, 10)
    code = pack(X, np.full(10, label))
    dataset = of(shape="custom", points=code, test_fraction=share)
    assert not dataset.is_empty
    assert dataset.problem == ONE_CLASS


def test_the_test_takes_any_of_ones_own_points_not_the_last_drawn():
    # First all of one class, then all of the other, as somebody draws them.
    X, y = np.arange(40.0) * [[1], [0]], np.repeat([0, 1], 20)
    code = pack(X, y)
    kept = [of(shape="custom", points=code, test_fraction=0.5, data_seed=s).y_test for s in (1, 2)]
    assert all(set(labels.tolist()) == {0, 1} for labels in kept)
    assert kept[0].tolist() != kept[1].tolist()


@pytest.mark.parametrize("name", ["n_samples", "noise", "balance"])
def test_what_generated_points_have_does_not_touch_ones_own(name):
    code = pack(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([0, 1]))
    other = {"n_samples": 2000, "noise": 1.0, "balance": 0.9}[name]
    one, two = of(shape="custom", points=code), of(shape="custom", points=code, **{name: other})
    assert one.X.tobytes() == two.X.tobytes()


def test_without_points_there_is_an_empty_plane():
    dataset = of(shape="custom")
    assert dataset.is_empty
    assert dataset.X.shape == dataset.X_test.shape == (2, 0)
    assert dataset.limits == limits_around(np.empty((2, 0)))
    assert dataset.problem == ""


@pytest.mark.parametrize("code", ["A", "AQAB", "zzzzzzzz", "_" * 50])
def test_points_that_cannot_be_read_are_a_problem_and_none_are_there(code):
    dataset = of(shape="custom", points=code)
    assert dataset.is_empty
    assert dataset.problem.startswith("The points in this link are")
    assert dataset.problem.endswith(".")


@settings(deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=SHARES)
def test_a_further_own_point_leaves_nearly_all_where_they_were(seed, share):
    X = np.linspace(-1, 1, 80).reshape(2, 40)
    y = np.arange(40) % 2

    def kept_for_the_test(n):
        code = pack(X[:, :n], y[:n])
        dataset = of(shape="custom", points=code, data_seed=seed, test_fraction=share)
        return set(pairs(dataset.X_test, dataset.y_test))

    before, after = kept_for_the_test(39), kept_for_the_test(40)
    # One in each class, and the new one.
    assert len(before - after) <= 2
    assert len(after - before) <= 3


# ---- A table's own numbers


def table_of(n=40):
    """Return the numbers and labels of a table whose columns are of very different sizes."""
    random = np.random.default_rng(3)
    numbers = np.stack([random.normal(1.7e12, 5, n), random.lognormal(0, 4, n)]).round(3)
    return numbers, np.arange(n) % 2


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_each_point_of_a_table_keeps_its_numbers(share):
    numbers, y = table_of()
    scale = scale_of_values(numbers)
    dataset = of(shape="custom", points=pack_table(numbers, y, scale), test_fraction=share)
    assert dataset.scale == scale
    told = np.hstack([dataset.values, dataset.values_test])
    both = np.append(dataset.y, dataset.y_test)
    assert pairs(told, both) == pairs(numbers, y)
    assert to_plane(told, scale).tolist() == np.hstack([dataset.X, dataset.X_test]).tolist()
    assert dataset.values_test.shape == dataset.X_test.shape


@pytest.mark.parametrize("shape", ["moons", "custom"])
def test_where_there_are_no_numbers_but_the_places_these_are_told(shape):
    points = pack(np.array([[0.25, 1.0], [0.5, -1.0]]), np.array([0, 1]))
    dataset = of(shape=shape, points=points if shape == "custom" else "", test_fraction=0.5)
    assert dataset.scale is None
    assert dataset.values.tolist() == dataset.X.tolist()
    assert dataset.values_test.tolist() == dataset.X_test.tolist()


@pytest.mark.parametrize("standardize", ["off", "on"])
def test_only_points_to_learn_from_decide_how_inputs_are_standardized(standardize):
    numbers, y = table_of()
    code = pack_table(numbers, y, scale_of_values(numbers))
    values = {**defaults("custom"), "points": code, "standardize": standardize}
    session = Session({**values, "test_fraction": 0.3})
    X, inputs = session.dataset.X, session.inputs
    if standardize == "off":
        assert (inputs.mean.ravel().tolist(), inputs.scale.ravel().tolist()) == ([0, 0], [1, 1])
        return
    np.testing.assert_array_equal(inputs.mean, X.mean(axis=1, keepdims=True))
    np.testing.assert_array_equal(inputs.scale, X.std(axis=1, keepdims=True))
    every = np.hstack([X, session.dataset.X_test])
    assert (inputs.mean != every.mean(axis=1, keepdims=True)).all()
