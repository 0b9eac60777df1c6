"""The loss surface: the network's own loss at each node, and room for the whole path."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.jobs import Job, finished
from playground.look.naming import Parameter, all_parameters
from playground.loss_surface import LossSurface
from playground.network import Network
from playground.parameters import joined, parameters
from playground.regularization import PENALTIES
from playground.training import Trainer

SAMPLES = np.random.RandomState(0).standard_normal((2, 30)), np.arange(30) % 2
W11, B1 = Parameter(0, 0, 0), Parameter(0, 0, None)


@given(
    st.lists(st.integers(1, 4), max_size=3),
    st.sampled_from(sorted(ACTIVATIONS)),
    st.sampled_from(sorted(PENALTIES)),
    st.data(),
)
@settings(deadline=None, max_examples=40)
def test_each_node_has_the_loss_of_the_network_with_these_two_parameters(
    hidden, activation, regularization, data
):
    network = Network((2, *hidden, 1), activation, seed=3)
    every = all_parameters(network.layer_sizes)
    chosen = data.draw(st.lists(st.sampled_from(every), min_size=2, max_size=2, unique=True))
    surface = LossSurface(
        network, *SAMPLES, *chosen, regularization=regularization, regularization_rate=0.2, nodes=4
    )
    losses = finished(surface.compute())
    theta = joined(network.weights, network.biases)
    for row, y in enumerate(surface.y):
        for column, x in enumerate(surface.x):
            moved = theta.copy()
            moved[every.index(chosen[0])], moved[every.index(chosen[1])] = x, y
            other = network.with_parameters(*parameters(moved, network.layer_sizes))
            expected = other.loss(*SAMPLES, regularization, 0.2)
            assert losses[row, column] == pytest.approx(expected, rel=1e-12)


def test_the_surface_reaches_beyond_the_path_of_the_run_and_around_the_network():
    network = Network((2, 3, 1))
    trainer = Trainer(network, *SAMPLES, optimizer="adam")
    states = [trainer.state.copy()]
    for _ in range(200):
        trainer.step(0.5)
        states.append(trainer.state.copy())
    surface = LossSurface(network, *SAMPLES, W11, B1, states)
    assert surface.path.shape == (2, 201)
    first, bias = states[7][0], states[7][2]  # a unit's weights, and then its bias
    assert surface.path[:, 7].tolist() == [first, bias]
    assert surface.here.tolist() == [network.weights[0][0, 0], network.biases[0][0, 0]]
    for axis, visited in ((surface.x, surface.path[0]), (surface.y, surface.path[1])):
        margin = 0.1 * (visited.max() - visited.min())
        assert axis[0] < visited.min() - margin
        assert visited.max() + margin < axis[-1]
        assert np.allclose(np.diff(axis), axis[1] - axis[0])


def test_without_a_path_the_network_stands_in_the_middle():
    surface = LossSurface(Network((2, 3, 1)), *SAMPLES, W11, B1, nodes=5)
    assert [surface.x[2], surface.y[2]] == pytest.approx(surface.here)
    assert surface.x[-1] - surface.x[0] == pytest.approx(4)
    assert surface.path.shape == (2, 0)
    loss = finished(surface.compute())[2, 2]
    assert loss == pytest.approx(Network((2, 3, 1)).loss(*SAMPLES))


def test_it_is_computed_in_slices_and_what_is_missing_is_nan():
    network = Network((2, 16, 16, 1))
    surface = LossSurface(network, *SAMPLES, W11, B1)
    assert np.isnan(surface.losses).all()
    job = Job(surface.compute())
    seen = []
    while not job.advance(0):
        seen.append(job.progress)
        assert np.mean(~np.isnan(surface.losses)) == pytest.approx(job.progress)
        network.weights[0][:] = 100  # the network goes on: the surface does not mind
    assert len(seen) > 5
    assert job.result is surface.losses
    whole = finished(LossSurface(Network((2, 16, 16, 1)), *SAMPLES, W11, B1).compute())
    assert np.array_equal(job.result, whole)


def test_what_cannot_be_drawn_is_refused():
    network = Network((2, 3, 1))
    with pytest.raises(ValueError, match=r"has no parameter W₁\[4, 1\]"):
        LossSurface(network, *SAMPLES, W11, Parameter(0, 3, 0))
    with pytest.raises(ValueError, match=r"two parameters, not W₁\[1, 1\] twice"):
        LossSurface(network, *SAMPLES, W11, W11)
    with pytest.raises(ValueError, match="nodes must be a whole number from 2 to 401, not 1"):
        LossSurface(network, *SAMPLES, W11, B1, nodes=1)
    with pytest.raises(ValueError, match="regularization must be one of"):
        LossSurface(network, *SAMPLES, W11, B1, regularization="l3")
