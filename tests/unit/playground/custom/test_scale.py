"""A table's own numbers: none is lost on the way to the plane and back, and all are told whole."""

import base64
import zlib

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.custom import codec
from playground.custom.points import MAX_COORDINATE, SLACK, reach
from playground.custom.scale import (
    LARGEST,
    MAX_DECIMALS,
    PLANE,
    UNKNOWN,
    Axis,
    decimals_of,
    places_lost,
    scale_of_values,
    to_plane,
)
from playground.data import MAX_SAMPLES

FINITE = st.floats(allow_nan=False, allow_infinity=False)
DECIMALS = st.tuples(st.integers(-(10**6), 10**6), st.integers(0, 6)).map(
    lambda pair: pair[0] / 10.0 ** pair[1]
)
NUMBERS = st.one_of(FINITE, DECIMALS, st.integers(-(2**53), 2**53).map(float), st.floats(-9, 9))
TABLES = st.integers(1, 30).flatmap(lambda n: arrays(np.float64, (2, n), elements=NUMBERS))
EXTREMES = np.array([[1e308, -1e308, 5e-324], [5e-324, 1e-323, 0.0]])


def labels_for(values):
    return np.arange(values.shape[1]) % 2


def packed(values):
    return codec.pack_table(values, labels_for(values), scale_of_values(values))


# ---- The scale


@given(TABLES)
@example(EXTREMES)
@settings(deadline=None)
def test_every_table_lies_from_minus_one_to_one(values):
    scale = scale_of_values(values)
    X = to_plane(values, scale)
    assert np.abs(X).max() <= 1
    for row, places, axis in zip(values, X, scale, strict=True):
        assert axis.low < axis.high
        if row.min() < row.max():
            assert (places.min(), places.max()) == (-1, 1)
            assert (axis.low, axis.high) == (row.min(), row.max())
        elif abs(row[0]) <= LARGEST / 2:
            assert not places.any()


@given(TABLES)
@example(EXTREMES)
@settings(deadline=None)
def test_larger_numbers_never_lie_below_smaller_ones(values):
    for row, axis in zip(values, scale_of_values(values), strict=True):
        assert np.all(np.diff(axis.to_plane(np.sort(row))) >= 0)


@given(TABLES, st.floats(-MAX_COORDINATE, MAX_COORDINATE))
@example(EXTREMES, 1000.0)
@settings(deadline=None)
def test_every_place_has_a_number_near_which_it_lies(values, place):
    scale = scale_of_values(values)
    X = np.full((2, 1), place)
    numbers = np.stack([axis.to_own(row) for axis, row in zip(scale, X, strict=True)])
    assert np.isfinite(numbers).all()
    for axis, number in zip(scale, numbers[:, 0], strict=True):
        with np.errstate(over="ignore"):
            step = max(np.spacing(number), np.spacing(axis.low), np.spacing(axis.high))
            half = axis.high / 2 - axis.low / 2
            if half == 0 or abs(number) == LARGEST:
                continue
            room = 8 * step / half + 1e-12 * (1 + abs(place))
        assert abs(float(axis.to_plane(np.array(number))) - place) <= room


def test_a_far_value_leaves_twenty_one_points():
    values = np.array([[*range(20), 1e9], [0.0] * 21])
    code = packed(values)
    assert len(set(codec.unpack(code)[0][0].tolist())) == 21
    assert codec.read(code).values.tolist() == values.tolist()
    assert places_lost(values, scale_of_values(values)) == 0


def test_points_that_no_plane_can_tell_apart_are_counted():
    values = np.array([[0.0, 1e-9, 2e-9, 1e9], [0.0, 0.0, 0.0, 0.0]])
    assert places_lost(values, scale_of_values(values)) == 2
    assert len(set(codec.read(packed(values)).values[0].tolist())) == 4


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([5.1, 3, -2.25], 2),
        ([0.1 + 0.2], UNKNOWN),
        ([1700000000001, 5], 0),
        ([2.0**53], UNKNOWN),
        ([1e-15], 15),
        ([1e-16], UNKNOWN),
        ([1e308, 0.5], UNKNOWN),
        ([-0.0], 0),
    ],
)
def test_decimals_are_as_many_as_all_numbers_need(values, decimals):
    assert decimals_of(np.array(values, float)) == decimals


@given(st.lists(DECIMALS, min_size=1))
@settings(deadline=None)
def test_numbers_with_decimals_are_told_as_they_were_written(numbers):
    axis, _ = scale_of_values(np.array([numbers, numbers]))
    assert 0 <= axis.decimals <= MAX_DECIMALS
    for number in numbers:
        text = axis.tell(number)
        assert float(text.replace("−", "-")) == number
        assert len(text) <= len(f"{number:.6f}")


@pytest.mark.parametrize(
    ("axis", "value", "text"),
    [
        (Axis(1700000000001.0, 1700000000020.0, 0), 1700000000001.0, "1700000000001"),
        (Axis(-1.5, 2.0, 1), -1.5, "−1.5"),
        (Axis(-1.5, 2.0, 1), -0.0, "0"),
        (Axis(0.0, 100.0, 0), 100.0, "100"),
        (Axis(0.0, 1.0), 1 / 3, "0.333333"),
        (Axis(1000.0, 1000.1), 1000 + 1 / 30, "1000.033333"),
        (Axis(-1e300, 1e300), -2.5e299, "−2.5 × 10²⁹⁹"),
        (Axis(0.0, 5e-324), 5e-324, "4.9406564584124654 × 10⁻³²⁴"),
    ],
)
def test_numbers_are_told_in_as_many_digits_as_tell_them_apart(axis, value, text):
    assert axis.tell(value) == text


@given(TABLES, st.floats(-1.164, 1.164))
@example(EXTREMES, 0.5)
@example(np.array([[0.0], [-1.7e308]]), -1.125)
@settings(deadline=None)
def test_what_is_drawn_is_rounded_towards_the_middle(values, place):
    for axis in scale_of_values(values):
        number = axis.drawn(place)
        assert np.isfinite(number)
        half = axis.high / 2 - axis.low / 2
        if half < 1e-290 or half > 1e290 or half < 1e-9 * max(abs(axis.low), abs(axis.high)):
            continue  # there a float has no such digits
        got = float(axis.to_plane(np.array(number)))
        assert abs(got - place) <= 0.001 + 1e-6
        assert abs(got) <= max(abs(place), 0.001) + 1e-6


def test_what_is_drawn_at_the_reach_of_the_plane_stays_within_it():
    for low, high in ((4.3, 7.9), (0, 7e9), (-3e-5, 2e-5), (1700000000001, 1700000000020)):
        for place in (reach(1.2), -reach(1.2)):
            axis = Axis(float(low), float(high), 0)
            assert abs(float(axis.to_plane(np.array(axis.drawn(place))))) <= reach(1.2) + SLACK


# ---- Packed


@given(TABLES)
@example(EXTREMES)
@example(np.array([[-0.0], [2.0**53]]))
@settings(deadline=None)
def test_a_tables_numbers_come_back_to_the_last_bit(values):
    own = codec.read(packed(values))
    assert own.values.tolist() == values.tolist()
    assert own.y.tolist() == labels_for(values).tolist()
    assert own.scale == scale_of_values(values)
    assert own.X.tolist() == to_plane(values, own.scale).tolist()


@given(TABLES)
@settings(deadline=None)
def test_exported_and_scaled_again_they_lie_at_the_same_places(values):
    X, y = codec.unpack(packed(values))
    again = np.array([[float(repr(value)) for value in row] for row in values.tolist()])
    assert (
        codec.unpack(codec.pack_table(again, y, scale_of_values(again)))[0].tolist() == X.tolist()
    )


@given(TABLES)
@settings(deadline=None)
def test_what_came_back_is_packed_the_same(values):
    own = codec.read(packed(values))
    assert codec.pack_table(own.values, own.y, own.scale) == packed(values)


def test_as_many_points_as_there_can_be_fit_a_setting():
    values = np.random.default_rng(0).normal(size=(2, MAX_SAMPLES))
    code = packed(values)
    assert len(code) <= 500_000
    assert codec.read(code).values.tolist() == values.tolist()


def test_a_table_of_few_digits_is_short():
    values = np.random.default_rng(0).normal(50, 9, (2, 150)).round(1)
    assert len(packed(values)) < 900


def test_places_can_be_packed_whole_too():
    X = np.array([[0.1234567, 0.1234568], [999.9999, 1]])
    code = codec.pack_table(X, np.array([0, 1]), PLANE)
    assert codec.read(code).values.tolist() == X.tolist()


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e300])
def test_what_is_no_number_or_beyond_the_plane_is_not_packed(bad):
    with pytest.raises(ValueError, match="values must lie between"):
        codec.pack_table(np.array([[0.0], [bad]]), np.array([0]), PLANE)


@pytest.mark.parametrize("high", [np.nan, np.inf, 0.0, -1.0])
def test_a_scale_must_go_up(high):
    with pytest.raises(ValueError, match="values must lie between"):
        codec.pack_table(np.zeros((2, 1)), np.array([0]), (PLANE[0], Axis(0.0, high)))


# ---- Damaged and hostile codes


def code_of(content, n):
    head = bytes([codec.TABLE]) + n.to_bytes(2, "big")
    return base64.urlsafe_b64encode(head + zlib.compress(content)).decode().rstrip("=")


def content_of(one=(-1.0, 1.0, 0), two=(-1.0, 1.0, 0), numbers=(b"\0" * 8, b"\0" * 8), label=0):
    parts = codec.AXIS.pack(*one), numbers[0], codec.AXIS.pack(*two), numbers[1], bytes([label])
    return b"".join(parts)


def test_the_smallest_code_is_read():
    assert codec.unpack(code_of(content_of(), 1))[0].tolist() == [[0], [0]]


@pytest.mark.parametrize(
    "content",
    [
        content_of()[:-1],
        content_of() + b"\0",
        content_of(label=2),
        content_of(one=(1.0, 1.0, 0)),
        content_of(one=(1.0, -1.0, 0)),
        content_of(two=(np.nan, 1.0, 0)),
        content_of(two=(-np.inf, 1.0, 0)),
        content_of(two=(-1.0, 1.0, 16)),
        content_of(two=(-1.0, 1.0, -2)),
        content_of(two=(-1.0, 1.0, UNKNOWN), numbers=(b"\0" * 8, np.float64(np.nan).tobytes())),
        content_of(two=(-1.0, 1.0, UNKNOWN), numbers=(b"\0" * 8, np.float64(1e300).tobytes())),
        content_of(numbers=(b"\xff" * 8, b"\0" * 8)),
        content_of(one=(-5e-324, 5e-324, 0), numbers=(b"\2" + b"\0" * 7, b"\0" * 8)),
    ],
)
def test_damaged_tables_are_refused(content):
    with pytest.raises(ValueError, match="The points in this link are damaged"):
        codec.unpack(code_of(content, 1))


@given(st.binary(max_size=120), st.integers(0, 2**16 - 1) | st.integers(0, 3))
@settings(deadline=None)
def test_any_content_is_points_or_a_sentence(content, n):
    readable_or_refused(code_of(content, n))


@given(TABLES, st.data())
@settings(deadline=None)
def test_a_damaged_code_is_refused_or_is_still_points(values, data):
    raw = bytearray(zlib.decompress(base64.urlsafe_b64decode(packed(values) + "==")[3:]))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    readable_or_refused(code_of(bytes(raw), values.shape[1]))


@given(TABLES, st.data())
@settings(deadline=None)
def test_a_code_that_was_cut_is_refused(values, data):
    code = packed(values)
    assume(code)
    with pytest.raises(ValueError, match="damaged"):
        codec.unpack(code[: data.draw(st.integers(4, len(code) - 2))])


def test_a_bomb_is_refused():
    with pytest.raises(ValueError, match="damaged"):
        codec.unpack(code_of(bytes(50_000_000), 100))


def readable_or_refused(code):
    try:
        own = codec.read(code)
    except ValueError as problem:
        assert str(problem).startswith("The points in this link are")  # noqa: PT017
    else:
        assert own.X.shape == own.values.shape == (2, own.y.size)
        assert np.abs(own.X).max(initial=0) <= MAX_COORDINATE + SLACK
        assert np.isfinite(own.values).all()
