"""The optimizers: step by step the numbers of scikit-learn, or of the recurrence written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from playground.optimizers import OPTIMIZERS
from playground.settings.table import SETTINGS

STEPS = 50
seeds = st.integers(0, 2**32 - 1)
rates = st.floats(1e-4, 10)


def walk(name, w, gradients, learning_rate):
    """Return w after every step of an optimizer that is handed these gradients."""
    update, n_moments, *_ = OPTIMIZERS[name]
    moments, path = [np.zeros_like(w)] * n_moments, []
    for t, g in enumerate(gradients, start=1):
        w, *moments = update(w, g, learning_rate, t, *moments)
        assert len(moments) == n_moments
        path.append(w)
    return np.array(path)


def random_walk(seed):
    """Return a start and gradients of all sizes, from 1e-6 to 1e6."""
    random = np.random.RandomState(seed)
    scales = 10.0 ** random.uniform(-6, 6, (3, 4))
    return random.standard_normal((3, 4)), scales * random.standard_normal((STEPS, 3, 4))


def test_the_optimizers_are_those_of_the_settings():
    row = next(row for row in SETTINGS if row.name == "optimizer")
    assert tuple(OPTIMIZERS) == row.allowed.words


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        (
            "gradient_descent",
            lambda w, rate: SGDOptimizer(w, rate, momentum=0, nesterov=False),
        ),
        (
            "momentum",
            lambda w, rate: SGDOptimizer(w, rate, momentum=0.9, nesterov=False),
        ),
        (
            "adam",
            lambda w, rate: AdamOptimizer(w, rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8),
        ),
    ],
)
@given(seed=seeds, learning_rate=rates)
@settings(deadline=None, max_examples=30)
def test_every_step_is_scikit_learns(name, twin, seed, learning_rate):
    w, gradients = random_walk(seed)
    theirs = [w.copy()]  # changed in place
    optimizer = twin(theirs, learning_rate)
    for g, ours in zip(gradients, walk(name, w, gradients, learning_rate), strict=True):
        optimizer.update_params(theirs, [g])
        np.testing.assert_allclose(ours, theirs[0], rtol=1e-12, atol=1e-12 * np.abs(ours).max())


@given(seed=seeds, learning_rate=rates)
@settings(deadline=None, max_examples=30)
def test_every_step_of_rmsprop_is_the_recurrence_of_the_lecture(seed, learning_rate):
    w, gradients = random_walk(seed)
    path = walk("rmsprop", w, gradients, learning_rate)
    for unit, source in np.ndindex(w.shape):  # number by number, in plain Python
        number, mean_square = float(w[unit, source]), 0.0
        for g, ours in zip(gradients[:, unit, source], path[:, unit, source], strict=True):
            mean_square = 0.9 * mean_square + 0.1 * float(g) ** 2
            number -= learning_rate * float(g) / (mean_square**0.5 + 1e-8)
            assert ours == pytest.approx(number, rel=1e-11, abs=1e-11)


def test_momentum_adds_up_steps_in_one_direction():
    path = walk("momentum", np.zeros(1), np.ones((200, 1)), 0.1)
    assert path[-1] - path[-2] == pytest.approx(-10 * 0.1, rel=1e-6)


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
def test_adaptive_steps_are_as_long_as_the_learning_rate_however_large_the_gradient(name):
    for size in (1e-4, 1, 1e4):
        path = walk(name, np.zeros(1), np.full((200, 1), size), 0.1)
        assert path[-1] - path[-2] == pytest.approx(-0.1, rel=1e-3)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_without_a_gradient_nothing_moves(name):
    assert (walk(name, np.ones(3), np.zeros((5, 3)), 1.2) == 1).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_arrays_that_are_handed_in_keep_their_values(name):
    update, n_moments, *_ = OPTIMIZERS[name]
    arrays = [np.array([1.0, 2.0]) for _ in range(2 + n_moments)]
    w, g, *moments = arrays
    update(w, g, 0.1, 1, *moments)
    assert all(array.tolist() == [1.0, 2.0] for array in arrays)


# --- where PyTorch differs -----------------------------------------------------------------
#
# Its formulas, as its documentation writes them down.


def momentum_of_pytorch(w, gradients, rates):
    buffer = 0
    for g, rate in zip(gradients, rates, strict=True):
        buffer = 0.9 * buffer + g
        w = w - rate * buffer
    return w


def rmsprop_of_pytorch(w, gradients, rates, alpha):
    square = 0
    for g, rate in zip(gradients, rates, strict=True):
        square = alpha * square + (1 - alpha) * g**2
        w = w - rate * g / (np.sqrt(square) + 1e-8)
    return w


def adam_of_pytorch(w, gradients, rates, epsilon):
    m = v = 0
    for t, (g, rate) in enumerate(zip(gradients, rates, strict=True), start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        w = w - rate * m_hat / (np.sqrt(v_hat) + epsilon(t))
    return w


def walk_at(name, w, gradients, rates):
    """Return w after steps of different lengths."""
    update, n_moments, *_ = OPTIMIZERS[name]
    moments = [np.zeros_like(w)] * n_moments
    for t, (g, rate) in enumerate(zip(gradients, rates, strict=True), start=1):
        w, *moments = update(w, g, rate, t, *moments)
    return w


def are_the_same(ours, theirs):
    return np.allclose(ours, theirs, rtol=1e-12, atol=1e-12 * np.abs(ours).max())


@given(seed=seeds, learning_rate=rates)
@settings(deadline=None, max_examples=30)
def test_momentum_is_pytorchs_until_the_rate_changes(seed, learning_rate):
    w, gradients = random_walk(seed)
    steady = [learning_rate] * STEPS
    assert are_the_same(
        walk_at("momentum", w, gradients, steady), momentum_of_pytorch(w, gradients, steady)
    )
    changed = [learning_rate, *[3 * learning_rate] * (STEPS - 1)]
    assert not are_the_same(
        walk_at("momentum", w, gradients, changed), momentum_of_pytorch(w, gradients, changed)
    )


@given(seed=seeds, learning_rate=rates)
@settings(deadline=None, max_examples=30)
def test_rmsprop_is_pytorchs_with_another_alpha(seed, learning_rate):
    w, gradients = random_walk(seed)
    steady = [learning_rate] * STEPS
    ours = walk_at("rmsprop", w, gradients, steady)
    assert are_the_same(ours, rmsprop_of_pytorch(w, gradients, steady, alpha=0.9))
    assert not are_the_same(ours, rmsprop_of_pytorch(w, gradients, steady, alpha=0.99))


@given(seed=seeds, learning_rate=rates)
@settings(deadline=None, max_examples=30)
def test_adam_is_pytorchs_with_a_larger_epsilon_at_first(seed, learning_rate):
    w, gradients = random_walk(seed)
    gradients *= 1e-6  # so that epsilon counts
    steady = [learning_rate] * STEPS
    ours = walk_at("adam", w, gradients, steady)
    theirs = adam_of_pytorch(w, gradients, steady, lambda t: 1e-8)
    larger = adam_of_pytorch(w, gradients, steady, lambda t: 1e-8 / np.sqrt(1 - 0.999**t))
    assert are_the_same(ours, larger)
    assert not are_the_same(ours, theirs)


# --- how far a step goes -------------------------------------------------------------------


@pytest.mark.parametrize("name", OPTIMIZERS)
@given(g=st.floats(1e-3, 1e3), learning_rate=rates)
@settings(deadline=None)
def test_the_step_size_is_how_far_a_first_gradient_of_1_has_moved_a_weight(name, g, learning_rate):
    update, n_moments, step_size, *_ = OPTIMIZERS[name]
    w, *moments = update(np.zeros(1), np.array([g]), learning_rate, 1, *[np.zeros(1)] * n_moments)
    assert g * step_size(learning_rate, 1, *moments) == pytest.approx(-w, rel=1e-9)
