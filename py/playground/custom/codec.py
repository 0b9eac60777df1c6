"""Points of one's own, packed into text that fits a link.

Points that were drawn in the plane are rounded to thousandths: on the largest picture, 1000 pixels
of the smallest plane, that is less than half a pixel, and each point then takes three bytes
instead of sixteen. Those of a table have its own numbers, every digit of them, and the scale that
the plane is of them (scale.py).
"""

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.checks import Array, Labels, Points
from playground.custom.points import MAX_COORDINATE, SLACK, THOUSAND, check_count
from playground.custom.scale import (
    MAX_DECIMALS,
    MAX_WHOLE,
    UNKNOWN,
    Axis,
    Scale,
    decimals_of,
    to_plane,
)
from playground.data import MAX_SAMPLES

# Points in the plane, and those of a table.
VERSION, TABLE = 1, 2
# In front of what is compressed, so that it can be read without unpacking: the version, and
# the number of points in two bytes. Three bytes are exactly four characters of the code.
HEAD = 3
# How a table's axis is written, in front of the numbers along it.
AXIS = Struct("<ddb")
# Bytes of a coordinate, by the version; a label takes one more.
BYTES = {VERSION: 4, TABLE: 8}


class OwnPoints(NamedTuple):
    """What a code holds."""

    X: Points  # (2, n), places in the plane
    y: Labels  # (n,)
    values: Points  # (2, n), the numbers that are told of them; X itself where there are no others
    scale: Scale | None  # of the values; None where they are X


def pack(X: Points, y: Labels) -> str:
    """Write points in the plane as text for an address: letters, digits, ``-`` and ``_``.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        Coordinates, from -1000 to 1000; rounded to thousandths.
    y : ndarray of shape (n,)
        The class of each point, 0 or 1.

    Returns
    -------
    str
        Empty if there are no points.

    Raises
    ------
    ValueError
        If there are more than 20,000 points, or one lies outside.

    Notes
    -----
    Each coordinate is written as the way from the point before, in thousandths, with its sign
    in the lowest bit: points drawn in one go are close to each other, and small numbers of
    either sign then have nothing but zeros in front. Then all lowest bytes come first, and so
    on; a byte per label follows. So equal bytes lie side by side, and zlib makes the most of it.
    """
    if not y.size:
        return ""
    check_count(y.size)
    if not (np.abs(X) <= MAX_COORDINATE).all():  # nor is NaN
        raise ValueError(f"X must lie between -{MAX_COORDINATE} and {MAX_COORDINATE}")
    numbers = [_steps(row).astype("<u4") for row in np.rint(X * THOUSAND)]
    return _code(VERSION, [_planes(row) for row in numbers], y)


def pack_table(values: Points, y: Labels, scale: Scale) -> str:
    """Write the points of a table as text, with its own numbers, bit for bit.

    Parameters
    ----------
    values : ndarray of shape (2, n)
        The table's own numbers; with this *scale* from -1000 to 1000 in the plane.
    y : ndarray of shape (n,)
        The class of each point, 0 or 1.
    scale : Scale
        What −1 and 1 stand for; how many decimals there are is found out anew.

    Returns
    -------
    str
        Empty if there are no points.

    Raises
    ------
    ValueError
        If there are more than 20,000 points, or one lies outside, or the scale is none.

    Notes
    -----
    As `pack` does it, with the decimals instead of thousandths, so that 5.1 is 51; numbers that
    need too many stand as the floats that they are.
    """
    if not y.size:
        return ""
    check_count(y.size)
    if not (_is_scale(scale) and _is_in_plane(values, scale)):
        raise ValueError(f"values must lie between -{MAX_COORDINATE} and {MAX_COORDINATE} of scale")
    parts = []
    for axis, row in zip(scale, values, strict=True):
        decimals = decimals_of(row)
        parts += [AXIS.pack(axis.low, axis.high, decimals), _planes(_as_words(row, decimals))]
    return _code(TABLE, parts, y)


def unpack(code: str) -> tuple[Points, Labels]:
    """Read the places in the plane that `pack` or `pack_table` has written.

    Parameters
    ----------
    code : str
        May come from anywhere.

    Returns
    -------
    X : ndarray of shape (2, n), dtype float64
    y : ndarray of shape (n,), dtype int64

    Raises
    ------
    ValueError
        If neither can have written this; the message is a sentence for the reader.
    """
    return read(code)[:2]


def read(code: str) -> OwnPoints:
    """Read all that `pack` or `pack_table` has written; as `unpack`."""
    if not code:
        nowhere = np.empty((2, 0))
        return OwnPoints(nowhere, np.empty(0, np.int64), nowhere, None)
    damaged = ValueError("The points in this link are damaged; part of it may be missing.")
    if not re.fullmatch("[A-Za-z0-9_-]{5,}", code) or len(code) % 4 == 1:
        raise damaged
    packed = urlsafe_b64decode(code + "=" * (-len(code) % 4))
    version, n = packed[0], int.from_bytes(packed[1:HEAD], "big")
    if version not in BYTES:
        raise ValueError("The points in this link are from another version of this page.")
    axes = 2 * AXIS.size if version == TABLE else 0
    content = _decompressed(packed[HEAD:], axes + (2 * BYTES[version] + 1) * n)
    if content is None or not 1 <= n <= MAX_SAMPLES:
        raise damaged
    labels = np.frombuffer(content, np.uint8, offset=len(content) - n)
    points = (_table if version == TABLE else _plane)(content, labels.astype(np.int64))
    if points is None or labels.max() > 1:
        raise damaged
    return points


def _plane(content: bytes, y: Labels) -> OwnPoints | None:
    """Return the points that `pack` has written; None if it has not."""
    n, size = y.size, BYTES[VERSION]
    rows = [_numbers(content[at * size * n :], n, size) for at in range(2)]
    thousandths = np.stack([_sums(row) for row in rows])
    if np.abs(thousandths).max() > MAX_COORDINATE * THOUSAND:
        return None
    X = thousandths / THOUSAND
    return OwnPoints(X, y, X, None)


def _table(content: bytes, y: Labels) -> OwnPoints | None:
    """Return the points that `pack_table` has written; None if it has not."""
    n, size = y.size, BYTES[TABLE]
    axes, rows = [], []
    for at in (0, AXIS.size + size * n):
        axis = Axis(*AXIS.unpack_from(content, at))
        row = _from_words(_numbers(content[at + AXIS.size :], n, size), axis.decimals)
        if row is None:
            return None
        axes.append(axis)
        rows.append(row)
    values, scale = np.stack(rows), (axes[0], axes[1])
    if not (_is_scale(scale) and _is_in_plane(values, scale)):
        return None
    return OwnPoints(to_plane(values, scale), y, values, scale)


def _as_words(values: Array, decimals: int) -> NDArray[np.uint64]:
    """Return *values* as whole numbers of eight bytes."""
    if decimals == UNKNOWN:
        return values.astype("<f8").view("<u8")
    return _steps(np.rint(values * 10.0**decimals)).astype("<u8")


def _from_words(words: NDArray[np.uint64], decimals: int) -> Array | None:
    """Return the values that `_as_words` has written; None if it has not."""
    if decimals == UNKNOWN:
        return words.view("<f8").astype(np.float64)
    # A step between two numbers, with its sign, is less than four times the largest.
    if not 0 <= decimals <= MAX_DECIMALS or words.max() >= 4 * MAX_WHOLE:
        return None
    whole = _sums(words)
    is_within = -MAX_WHOLE < whole.min() <= whole.max() < MAX_WHOLE
    return whole / 10.0**decimals if is_within else None


def _steps(whole: Array) -> NDArray[np.int64]:
    """Return the way to each of the *whole* numbers from the one before."""
    numbers = whole.astype(np.int64)
    steps = numbers - np.append(np.int64(0), numbers[:-1])
    return steps << 1 ^ steps >> 63  # 0, -1, 1, -2 become 0, 1, 2, 3


def _sums(steps: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the whole numbers to which `_steps` leads."""
    numbers = steps.astype(np.int64)
    return np.cumsum(numbers >> 1 ^ -(numbers & 1))


def _planes(words: NDArray[np.unsignedinteger]) -> bytes:
    """Return the lowest bytes of all *words*, then the next ones, and so on."""
    return np.ascontiguousarray(words).view(np.uint8).reshape(words.size, -1).T.tobytes()


def _numbers(content: bytes, n: int, size: int) -> NDArray[np.uint64]:
    """Return the *n* words of so many bytes that `_planes` has written first in *content*."""
    planes = np.frombuffer(content, np.uint8, size * n).reshape(size, n)
    return planes.T.copy().view(f"<u{size}")[:, 0]


def _is_scale(scale: Scale) -> bool:
    ends = [end for axis in scale for end in (axis.low, axis.high)]
    return bool(np.isfinite(ends).all()) and all(axis.low < axis.high for axis in scale)


def _is_in_plane(values: Points, scale: Scale) -> bool:
    """Tell whether all *values* are numbers, and none is too far from the plane's middle."""
    if not np.isfinite(values).all():
        return False
    return bool((np.abs(to_plane(values, scale)) <= MAX_COORDINATE + SLACK).all())


def _code(version: int, parts: list[bytes], y: Labels) -> str:
    content = b"".join(parts) + y.astype(np.uint8).tobytes()
    head = bytes([version]) + y.size.to_bytes(2, "big")
    return urlsafe_b64encode(head + zlib.compress(content, 9)).decode().rstrip("=")


def _decompressed(packed: bytes, length: int) -> bytes | None:
    """Return the *length* bytes that *packed* holds, or None if it holds anything else."""
    reader = zlib.decompressobj()
    try:
        # One more byte than there may be, so that a bomb gets no further.
        content = reader.decompress(packed, length + 1)
    except zlib.error:
        return None
    is_whole = reader.eof and not reader.unused_data and len(content) == length
    return content if is_whole else None
