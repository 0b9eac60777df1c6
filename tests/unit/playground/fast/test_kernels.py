"""The kernels: the readable activations and outputs, to the digits that are promised."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS, Activation
from playground.fast import kernels
from playground.fast.kernels import KERNELS, MANY, OUTPUT_KERNELS, kernel_of, output_kernel_of
from playground.outputs import OUTPUTS

Exact = np.longdouble
needs_80_bits = pytest.mark.skipif(
    np.finfo(Exact).nmant < 63, reason="a reference needs more digits than a float has"
)
SIZES = [(3, 20), (2, MANY)]  # few values and many: there are two formulas


def z_of_all_sizes():
    return np.concatenate([np.linspace(-800, 800, 4001), np.linspace(-3, 3, 4001), [0, 1e300]])


def carry_out(calls):
    with np.errstate(over="ignore", invalid="raise", divide="raise"):
        for call in calls:
            call()


def activations_of(kernel, z):
    """Return what the function of a kernel makes of z, and check that it keeps its promise."""
    if kernel.function is None:
        return z
    a, before = np.full_like(z, np.nan), z.copy()
    carry_out(kernel.function(z, a))
    assert np.array_equal(z, before) or not kernel.keeps_z
    return a


def slopes_of(kernel, z, a):
    """Return what the derivative of a kernel makes of z and a."""
    if kernel.derivative is None:
        return np.ones_like(a)
    z, a = z if kernel.keeps_z else np.full_like(z, np.nan), a.copy()
    carry_out(kernel.derivative(z, a))
    return a


def test_every_kernel_belongs_to_an_activation_or_an_output():
    assert KERNELS.keys() <= ACTIVATIONS.keys()
    assert OUTPUT_KERNELS.keys() <= OUTPUTS.keys()


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("stride", [1, 50])  # many values, and few
def test_a_kernel_computes_its_activation_to_the_last_digits(name, stride):
    z = z_of_all_sizes()[::stride]
    for place in (z, -z):
        expected = ACTIVATIONS[name].function(place)
        ours = activations_of(kernel_of(name), place.copy())
        np.testing.assert_allclose(ours, expected, rtol=2e-14, atol=1e-300)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_kernel_computes_the_derivative_in_every_bit(name):
    z = z_of_all_sizes()
    a = ACTIVATIONS[name].function(z)
    expected = ACTIVATIONS[name].derivative(z, a)
    assert np.array_equal(slopes_of(kernel_of(name), z, a), expected)


@pytest.mark.parametrize("name", [name for name, kernel in KERNELS.items() if kernel.rough])
def test_what_is_rough_is_right_where_it_can_be_seen(name):
    z = z_of_all_sizes()
    a = np.empty_like(z)
    carry_out(KERNELS[name].rough(z, a))
    np.testing.assert_allclose(a, ACTIVATIONS[name].function(z), rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
@pytest.mark.parametrize("z", [np.inf, -np.inf])
@pytest.mark.parametrize("n", [1, MANY])
def test_an_infinite_sum_gives_the_limit(name, z, n):
    a = activations_of(KERNELS[name], np.full((1, n), z))
    assert np.all(a == ACTIVATIONS[name].function(np.array(z)))


@pytest.mark.parametrize("n", [1, MANY])
def test_tanh_of_nothing_is_nothing(n):
    # Zero weights cannot break the symmetry; a tanh(0) of 1e-16 would.
    for zero in (0.0, -0.0):
        assert not activations_of(KERNELS["tanh"], np.full((1, n), zero)).any()


def test_what_is_no_number_stays_none():
    z = np.zeros((1, MANY))
    z[0, ::2] = np.nan
    z[0, 1] = 3
    with np.errstate(invalid="ignore"):
        for few in (z[:, :10], z, np.where(np.isnan(z), z, 3)):
            a = np.empty_like(few)
            for call in KERNELS["tanh"].function(few.copy(), a):
                call()
            assert np.array_equal(np.isnan(a), np.isnan(few))


# --- digits --------------------------------------------------------------------------------


@needs_80_bits
@pytest.mark.parametrize("shape", SIZES)
@given(
    seed=st.integers(0, 2**32 - 1),
    exponents=st.tuples(st.floats(-300, 1.5), st.floats(-300, 1.5)).map(sorted),
)
@settings(deadline=None)
def test_tanh_is_right_to_its_last_digits_near_0_and_to_14_everywhere(shape, seed, exponents):
    random = np.random.RandomState(seed)
    z = random.choice([-1, 1], shape) * 10 ** random.uniform(*exponents, shape)
    a = activations_of(KERNELS["tanh"], z)
    exact = np.tanh(z.astype(Exact))
    error = np.abs(a - exact)
    is_near = np.abs(z) < kernels.NEAR_0
    assert (error / np.spacing(np.abs(a)))[is_near].max(initial=0) <= 4
    assert (error / np.abs(exact)).max() <= 2e-14
    assert error.max() <= 6e-16


@needs_80_bits
@given(seed=st.integers(0, 2**32 - 1), largest=st.floats(1e-3, 700))
@settings(deadline=None)
def test_the_sigmoid_loses_no_more_than_its_exponential(seed, largest):
    z = np.random.RandomState(seed).uniform(-largest, largest, (3, 20))
    a = activations_of(KERNELS["sigmoid"], z)
    exact = 1 / (1 + np.exp(-z.astype(Exact)))
    assert (np.abs(a - exact) / np.spacing(a)).max() <= 4


@needs_80_bits
@given(seed=st.integers(0, 2**32 - 1), largest=st.floats(1e-3, 300))
@settings(deadline=None)
def test_dz_of_the_sigmoid_keeps_its_digits_where_the_network_is_right(seed, largest):
    random = np.random.RandomState(seed)
    z, y = random.uniform(-largest, largest, (1, 40)), random.randint(0, 2, 40)
    exact = np.where(y == 1, -1 / (1 + np.exp(z.astype(Exact))), 1 / (1 + np.exp(-z.astype(Exact))))
    ours = delta_of("sigmoid", z, y, rate=0.25)
    np.testing.assert_allclose(ours, (0.25 * exact).astype(np.float64), rtol=2e-15)


def delta_of(name, z, y, rate):
    """Return what the kernel of an output makes of z and the labels y."""
    kernel = output_kernel_of(name)
    rows, z = kernel.rows(y), z.copy()
    carry_out(kernel.delta(z, rows, -rate * rows, np.array(rate)))
    return z


# --- outputs -------------------------------------------------------------------------------


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


SOFTMAX = OUTPUTS["sigmoid"]._replace(
    function=softmax,
    loss=lambda z, y: float(-np.mean(np.log(softmax(z)[y.astype(int), np.arange(y.size)]))),
    delta=lambda a, y: a - (np.arange(len(a))[:, None] == y),
    decision=lambda a: a.argmax(axis=0),
    units=2,
)


@pytest.mark.parametrize("name", [*OUTPUTS, "softmax"])
@pytest.mark.parametrize("rate", [1.0, -0.3])
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 30))
@settings(deadline=None)
def test_the_kernel_of_an_output_computes_what_the_output_says(name, rate, seed, n):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(OUTPUTS, "softmax", SOFTMAX)
        output, random = OUTPUTS[name], np.random.RandomState(seed)
        z = 10 * random.standard_normal((output.units, n))
        y = random.choice(output.classes, n).astype(np.float64)
        a = np.empty_like(z)
        carry_out(output_kernel_of(name).function(z.copy(), a))
        np.testing.assert_allclose(a, output.function(z), rtol=0, atol=5e-16)
        expected = rate * output.delta(output.function(z), y)
        np.testing.assert_allclose(delta_of(name, z, y, rate), expected, rtol=0, atol=1e-15)


# --- an activation without a kernel of its own ----------------------------------------------


def test_an_activation_without_a_kernel_calls_its_own_functions(monkeypatch):
    swish = Activation(
        function=lambda z: z / (1 + np.exp(-z)),
        derivative=lambda z, a: a / z + a * (1 - a / z),
    )
    monkeypatch.setitem(ACTIVATIONS, "swish", swish)
    kernel, z = kernel_of("swish"), np.array([[-3.0, 0.5], [2.0, -1.0]])
    assert kernel.keeps_z
    a = activations_of(kernel, z)
    assert np.array_equal(a, swish.function(z))
    assert np.array_equal(slopes_of(kernel, z, a), swish.derivative(z, a))


def test_only_z_that_is_needed_is_kept():
    assert not any(kernel.keeps_z for kernel in KERNELS.values())


def test_no_warning_reaches_the_reader():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in ACTIVATIONS:
            activations_of(kernel_of(name), np.array([[-1e6, 1e6, 0.0]]))
