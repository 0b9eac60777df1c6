"""The points of a session: all that the settings ask for, and where each of them goes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.custom.codec import pack
from playground.custom.points import limits_around
from playground.data import SHAPES, generate
from playground.session.dataset import Dataset
from playground.settings.values import defaults

SHARES = st.integers(0, 10).map(lambda step: step / 20)
OWN = st.lists(
    st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000), st.integers(0, 1)),
    min_size=1,
    max_size=60,
)


def of(**changed):
    """Return the samples for the default settings with some of them changed."""
    return Dataset.of({**defaults(changed.get("shape", "moons")), **changed})


def pairs(X, y):
    """Return points and labels as a list, sorted."""
    return sorted(zip(*X.tolist(), y.tolist(), strict=True))


@pytest.mark.parametrize("shape", SHAPES)
def test_settings_ask_for_generated_points(shape):
    choice = {"n_samples": 60, "noise": 0.3, "data_seed": 5, "balance": 0.3}
    samples = of(shape=shape, **choice)
    X, y = generate(shape, 60, 0.3, 5, 0.3)
    assert samples.X.tobytes() == np.ascontiguousarray(X).tobytes()
    assert samples.y.tobytes() == y.tobytes()
    assert samples.X_test.shape == (2, 0)
    assert samples.y_test.shape == (0,)
    assert (samples.limits, samples.problem, samples.is_empty) == (None, "", False)


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
    for samples, share in zip((few, many), shares, strict=True):
        both = np.hstack([samples.X, samples.X_test]), np.append(samples.y, samples.y_test)
        assert pairs(*both) == pairs(X, y)
        assert samples.y_test.size == round(n_samples * share)
        assert samples.X.flags.c_contiguous
        assert samples.X_test.flags.c_contiguous
    assert set(pairs(few.X_test, few.y_test)) <= set(pairs(many.X_test, many.y_test))


@settings(deadline=None)
@given(points=OWN, share=SHARES, seed=st.integers(0, 2**32 - 1))
def test_own_points_are_shuffled_by_the_seed_and_split(points, share, seed):
    *X, y = np.array(points).T
    X = np.array(X) / 1000
    samples = of(shape="custom", points=pack(X, y), test_fraction=share, data_seed=seed)
    both = np.hstack([samples.X, samples.X_test]), np.append(samples.y, samples.y_test)
    assert pairs(*both) == pairs(X, y)
    assert samples.y_test.size == round(len(y) * share)
    assert samples.limits == limits_around(X)
    again = of(shape="custom", points=pack(X, y), test_fraction=share, data_seed=seed)
    assert samples.X.tobytes() == again.X.tobytes()


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
    samples = of(shape="custom")
    assert samples.is_empty
    assert samples.X.shape == samples.X_test.shape == (2, 0)
    assert samples.limits == limits_around(np.empty((2, 0)))
    assert samples.problem == ""


@pytest.mark.parametrize("code", ["A", "AQAB", "zzzzzzzz", "_" * 50])
def test_points_that_cannot_be_read_are_a_problem_and_none_are_there(code):
    samples = of(shape="custom", points=code)
    assert samples.is_empty
    assert samples.problem.startswith("The points in this link are")
    assert samples.problem.endswith(".")


@settings(deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=SHARES)
def test_a_further_own_point_leaves_nearly_all_where_they_were(seed, share):
    X = np.linspace(-1, 1, 80).reshape(2, 40)
    y = np.arange(40) % 2

    def kept_for_the_test(n):
        code = pack(X[:, :n], y[:n])
        samples = of(shape="custom", points=code, data_seed=seed, test_fraction=share)
        return set(pairs(samples.X_test, samples.y_test))

    before, after = kept_for_the_test(39), kept_for_the_test(40)
    assert len(before - after) <= 1
    assert len(after - before) <= 1
