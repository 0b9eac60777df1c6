"""Points of one's own, packed into text that fits a link.

Points in the plane are rounded to thousandths: on the largest picture, 1000 pixels of the
smallest plane, that is less than half a pixel, and each point then takes three bytes
instead of sixteen.
"""

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

import numpy as np

from playground.checks import Labels, Points
from playground.custom.points import MAX_COORDINATE, THOUSAND, check_count
from playground.data import MAX_SAMPLES

VERSION = 1
# In front of what is compressed, so that it can be read without unpacking: the version, and
# the number of points in two bytes. Three bytes are exactly four characters of the code.
HEAD = 3


def pack(X: Points, y: Labels) -> str:
    """Write points as text for an address: letters, digits, ``-`` and ``_``.

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
    n = len(y)
    if n == 0:
        return ""
    check_count(n)
    if not (np.abs(X) <= MAX_COORDINATE).all():  # nor is NaN
        raise ValueError(f"X must lie between -{MAX_COORDINATE} and {MAX_COORDINATE}")
    # In rows, however X lies in memory.
    thousandths = np.rint(X * THOUSAND).astype(np.int32, order="C")
    steps = np.diff(thousandths, axis=1, prepend=np.int32(0))  # (2, n)
    numbers = (steps << 1 ^ steps >> 31).astype("<u4")  # 0, -1, 1, -2 become 0, 1, 2, 3
    columns = numbers.view(np.uint8).reshape(2, n, 4).transpose(0, 2, 1)
    content = columns.tobytes() + y.astype(np.uint8).tobytes()
    head = bytes([VERSION]) + n.to_bytes(2, "big")
    return urlsafe_b64encode(head + zlib.compress(content, 9)).decode().rstrip("=")


def unpack(code: str) -> tuple[Points, Labels]:
    """Read the points that `pack` has written.

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
        If `pack` cannot have written this; the message is a sentence for the reader.
    """
    if not code:
        return np.empty((2, 0)), np.empty(0, np.int64)
    damaged = ValueError("The points in this link are damaged; part of it may be missing.")
    if not re.fullmatch("[A-Za-z0-9_-]{5,}", code) or len(code) % 4 == 1:
        raise damaged
    packed = urlsafe_b64decode(code + "=" * (-len(code) % 4))
    if packed[0] != VERSION:
        raise ValueError("The points in this link are from another version of this page.")
    n = int.from_bytes(packed[1:HEAD], "big")
    content = _decompressed(packed[HEAD:], 9 * n)
    if content is None or not 1 <= n <= MAX_SAMPLES:
        raise damaged
    columns = np.frombuffer(content, np.uint8, 8 * n).reshape(2, 4, n)
    numbers = columns.transpose(0, 2, 1).copy().view("<u4").reshape(2, n).astype(np.int64)
    thousandths = np.cumsum(numbers >> 1 ^ -(numbers & 1), axis=1)
    labels = np.frombuffer(content, np.uint8, offset=8 * n)
    if np.abs(thousandths).max() > MAX_COORDINATE * THOUSAND or labels.max() > 1:
        raise damaged
    return thousandths / THOUSAND, labels.astype(np.int64)


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
