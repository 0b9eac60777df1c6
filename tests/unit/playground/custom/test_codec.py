"""Points of one's own: what is packed comes back, what is damaged is refused, nothing shifts."""

import base64
import re
import zlib
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from playground.custom import codec
from playground.custom import points as custom
from playground.data import MAX_SAMPLES, generate

NONE = (np.empty((2, 0)), np.empty(0, np.int64))
FAR = custom.MAX_COORDINATE
COORDINATES = st.one_of(st.floats(-2, 2), st.floats(-FAR, FAR))
PLACES = st.tuples(COORDINATES, COORDINATES)
LABELS = st.integers(0, 1)
POINTS = st.lists(st.tuples(PLACES, LABELS), max_size=60).map(lambda points: points_of(*points))


def points_of(*points):
    """Return X and y of ((x1, x2), label) pairs."""
    X, y = NONE
    for place, label in points:
        X, y = custom.add(X, y, place, label)
    return X, y


def code_of(content, n, version=codec.VERSION):
    """Write *content* as the code of *n* points."""
    head = bytes([version]) + n.to_bytes(2, "big")
    return base64.urlsafe_b64encode(head + zlib.compress(content)).decode().rstrip("=")


# ---- Packing


@given(POINTS)
@example(NONE)
@example(
    points_of(
        ((FAR, -FAR), 1),
        ((-FAR, FAR), 0),
    )
)
@settings(deadline=None)
def test_points_come_back_rounded_to_thousandths(points):
    X, y = points
    again_X, again_y = codec.unpack(codec.pack(X, y))
    assert again_X.dtype == np.float64
    assert again_y.dtype == np.int64
    assert again_X.tolist() == (np.rint(X * 1000) / 1000 + 0.0).tolist()
    assert again_y.tolist() == y.tolist()


@given(POINTS)
@settings(deadline=None)
def test_what_came_back_is_packed_the_same(points):
    code = codec.pack(*points)
    assert codec.pack(*codec.unpack(code)) == code


@given(POINTS)
@settings(deadline=None)
def test_a_code_has_only_characters_that_an_address_keeps(points):
    assert re.fullmatch("[A-Za-z0-9_-]*", codec.pack(*points))


def test_points_may_lie_in_memory_as_they_like():
    X, y = generate("moons", 20)
    code = codec.pack(X, y)
    assert codec.pack(np.asfortranarray(X), y) == code
    assert codec.pack(np.repeat(X, 2, axis=1)[:, ::2], y) == code
    codec.pack(*custom.erase(X, y, (0, 0), 0.5))


def test_no_points_are_no_text():
    assert codec.pack(*NONE) == ""
    X, y = codec.unpack("")
    assert X.shape == (2, 0)
    assert y.shape == (0,)


def test_as_many_points_as_there_can_be_come_back():
    X, y = generate("moons", MAX_SAMPLES)
    again_X, again_y = codec.unpack(codec.pack(X, y))
    assert np.abs(again_X - X).max() <= 0.0005 + 1e-12
    assert again_y.tolist() == y.tolist()


def test_more_are_too_many():
    X, y = np.zeros((2, MAX_SAMPLES + 1)), np.zeros(MAX_SAMPLES + 1, np.int64)
    with pytest.raises(ValueError, match="20,001 points are too many; there can be 20,000"):
        codec.pack(X, y)
    with pytest.raises(ValueError, match="too many"):
        custom.add(X[:, 1:], y[1:], (0, 0), 1)


@pytest.mark.parametrize("bad", [1000.1, -1e300, np.inf, np.nan])
def test_points_outside_are_not_packed(bad):
    with pytest.raises(ValueError, match="X must lie between -1000 and 1000"):
        codec.pack(np.array([[0.0], [bad]]), np.array([1]))


def test_a_few_hundred_points_fit_a_link():
    assert len(codec.pack(*generate("moons", 100))) < 600
    assert len(codec.pack(*generate("moons", 700))) < 4000


def test_the_number_of_points_can_be_read_from_the_first_four_characters():
    head = base64.urlsafe_b64decode(codec.pack(*generate("moons", 1000))[:4])
    assert head == bytes([codec.VERSION]) + (1000).to_bytes(2, "big")


@pytest.mark.parametrize(
    ("code", "X", "y"),
    [
        (
            "AQADeNp7fmEGM3sDA4McAxB8KWZgbIOyGRkBY94FBg",
            [[-0.5, 0.5, 1000], [0.0, 0.25, -1000]],
            [0, 1, 1],
        ),
        (
            "AQAUeNozm6jR-2hNbEym2cMM3gKRRr0EgWp-dg4xNh4BDmZWdnY-JkFuZhZGdgYiwblXQYW_csOe87A6pC_IK"
            "19xa7O_FyMDIyMDCzsnNxMTDwsrBzMbOzMTseYxMoB1M4KZIBYQAwBeaBMS",
            *(array.tolist() for array in generate("moons", 20)),
        ),
    ],
)
def test_codes_of_links_that_are_out_there_are_read_for_ever(code, X, y):
    again_X, again_y = codec.unpack(code)
    assert again_X.tolist() == np.round(X, 3).tolist()
    assert again_y.tolist() == y
    assert codec.read(code).scale is None
    assert codec.pack(again_X, again_y) == code


# ---- Damaged and hostile codes


@given(st.text())
@settings(deadline=None)
def test_any_text_is_points_or_a_sentence(text):
    readable_or_refused(text)


@given(POINTS, st.data())
@settings(deadline=None)
def test_a_damaged_code_is_refused_or_is_still_points(points, data):
    code = codec.pack(*points)
    assume(code)
    at = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_"))
    readable_or_refused(code[:at] + letter + code[at + 1 :])


@given(POINTS, st.data())
@settings(deadline=None)
def test_a_code_that_was_cut_is_refused(points, data):
    code = codec.pack(*points)
    assume(code)
    with pytest.raises(ValueError, match=r"damaged|another version"):
        codec.unpack(code[: data.draw(st.integers(1, len(code) - 2))])


@given(st.binary(max_size=80), st.integers(0, 2**16 - 1))
@settings(deadline=None)
def test_any_content_is_points_or_a_sentence(content, n):
    readable_or_refused(code_of(content, n))


def readable_or_refused(code):
    try:
        X, y = codec.unpack(code)
    except ValueError:
        with pytest.raises(ValueError, match="The points in this link are"):
            codec.unpack(code)
    else:
        assert X.shape == (2, len(y))
        assert np.abs(X).max(initial=0) <= FAR
        assert set(y.tolist()) <= {0, 1}


@pytest.mark.parametrize(
    "code",
    [
        "A",
        "====",
        "AQAB",
        "AQAB\n",
        codec.pack(*generate("moons", 20)) + "AAAA",
        codec.pack(*generate("moons", 20)) + "=",
        code_of(b"", 0),
        code_of(bytes(9), 2),
        code_of(bytes(18), 1),
        code_of(bytes(9 * 20_001), 20_001),
        code_of(b"\xff" * 8 + b"\1", 1),
        code_of(bytes(8) + b"\2", 1),
    ],
)
def test_damaged_codes_are_refused(code):
    with pytest.raises(ValueError, match="The points in this link are damaged"):
        codec.unpack(code)


@pytest.mark.parametrize("version", [0, 3, 255])
def test_other_versions_are_refused(version):
    with pytest.raises(ValueError, match="another version of this page"):
        codec.unpack(code_of(bytes(9), 1, version))


def test_a_bomb_does_not_go_off(monkeypatch):
    bomb = code_of(bytes(50_000_000), 100)
    sizes = []

    class Watched:
        def __init__(self):
            self._reader = zlib.decompressobj()

        def decompress(self, packed, most):
            sizes.append(len(content := self._reader.decompress(packed, most)))
            return content

        def __getattr__(self, name):
            return getattr(self._reader, name)

    monkeypatch.setattr(codec, "zlib", SimpleNamespace(decompressobj=Watched, error=zlib.error))
    with pytest.raises(ValueError, match="damaged"):
        codec.unpack(bomb)
    assert sizes == [9 * 100 + 1]


# ---- Drawing


@given(POINTS, PLACES, LABELS)
@settings(deadline=None)
def test_a_point_is_added_at_the_end_and_the_others_stay(points, place, label):
    before = [array.copy() for array in points]
    X, y = custom.add(*points, place, label)
    assert X[:, -1].tolist() == list(place)
    assert y[-1] == label
    assert y.dtype == np.int64
    assert X[:, :-1].tolist() == points[0].tolist()
    assert y[:-1].tolist() == points[1].tolist()
    assert [array.tolist() for array in before] == [array.tolist() for array in points]


@given(POINTS, PLACES, st.floats(0, 3000))
@settings(deadline=None)
def test_erasing_takes_all_points_within_the_radius_and_no_others(points, place, radius):
    X, y = custom.erase(*points, place, radius)
    kept = [
        (*column, label)
        for column, label in zip(points[0].T.tolist(), points[1].tolist(), strict=True)
        if float(np.hypot(column[0] - place[0], column[1] - place[1])) > radius
    ]
    assert [
        (*column, label) for column, label in zip(X.T.tolist(), y.tolist(), strict=True)
    ] == kept


# ---- The window


@given(POINTS)
@settings(deadline=None)
def test_the_window_is_square_around_the_origin_and_holds_all_points_with_some_air(points):
    (left, right), (bottom, top) = custom.limits_around(points[0])
    assert (left, right) == (bottom, top)
    assert left == -right
    assert right in custom.HALF_WIDTHS
    farthest = np.abs(points[0]).max(initial=0)
    assert farthest <= 0.97 * right
    # One step less would not do.
    smaller = [half for half in custom.HALF_WIDTHS if half < right]
    assert not smaller or farthest > 0.97 * smaller[-1] - 0.001


def test_an_empty_plane_and_a_rescaled_table_have_the_smallest_window():
    assert custom.limits_around(np.empty((2, 0))) == ((-1.2, 1.2), (-1.2, 1.2))
    assert custom.limits_around(np.array([[-1.0, 1], [1, -1]])) == ((-1.2, 1.2), (-1.2, 1.2))


def test_there_is_a_window_for_every_point():
    custom.limits_around(np.array([[FAR], [-FAR]]))


@given(POINTS, st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=20))
@settings(deadline=None)
def test_the_window_stays_while_somebody_draws_within_its_reach(points, strokes):
    before = custom.limits_around(points[0])
    half = before[0][1]
    X, y = points
    for across, up in strokes:
        X, y = custom.add(X, y, (across * custom.reach(half), up * custom.reach(half)), 1)
        X, y = codec.unpack(codec.pack(X, y))
    assert custom.limits_around(X)[0][1] <= half
