"""Weights and biases set by hand, packed into text that fits a link.

In a link each number is written as a float32: of a weight of 1 that keeps seven digits, so a
picture made of them differs from the first one by less than a step of its colours, in half the
characters. Decimal numbers of as many digits would take more. In a file, which has room for it,
each stands as it is.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import numpy as np

from playground.checks import Array
from playground.settings.table import MAX_WEIGHT

# How the numbers are written, by the version.
FORMATS = {1: "<f4", 2: "<f8"}
SHORT, WHOLE = FORMATS
# In front of the numbers: the version, and how many there are in two bytes. Three bytes are exactly
# four characters of the code.
HEAD = 3
MAX_NUMBERS = 2**16 - 1


def pack(theta: Array, version: int = SHORT) -> str:
    """Write all parameters of a network as text for a link: letters, digits, ``-`` and ``_``.

    Parameters
    ----------
    theta : ndarray of shape (parameters,)
        In the order of `playground.parameters`; from -1000 to 1000.
    version : int
        `SHORT`, or `WHOLE` for all digits.

    Raises
    ------
    ValueError
        If one lies outside, as no number set by hand can; or if there are too many.
    """
    if not (np.abs(theta) <= MAX_WEIGHT).all():  # nor is NaN
        raise ValueError(f"a weight in a link must lie between -{MAX_WEIGHT} and {MAX_WEIGHT}")
    if theta.size > MAX_NUMBERS:
        raise ValueError(f"a link takes at most {MAX_NUMBERS} weights, not {theta.size}")
    head = bytes([version]) + theta.size.to_bytes(2, "big")
    numbers = theta.astype(FORMATS[version]).tobytes()
    return urlsafe_b64encode(head + numbers).decode().rstrip("=")


def unpack(code: str, size: int) -> Array:
    """Read the parameters that `pack` has written.

    Parameters
    ----------
    code : str
        May come from anywhere.
    size : int
        How many parameters the network has.

    Returns
    -------
    ndarray of shape (size,)

    Raises
    ------
    ValueError
        If these are not the weights of such a network; the message is a sentence for the reader.
    """
    damaged = ValueError("The weights in this link are damaged; part of it may be missing.")
    if not re.fullmatch("[A-Za-z0-9_-]{4,}", code) or len(code) % 4 == 1:
        raise damaged
    packed = urlsafe_b64decode(code + "=" * (-len(code) % 4))
    if packed[0] not in FORMATS:
        raise ValueError("The weights in this link are from another version of this page.")
    n, number = int.from_bytes(packed[1:HEAD], "big"), np.dtype(FORMATS[packed[0]])
    if len(packed) != HEAD + number.itemsize * n:
        raise damaged
    if n != size:
        raise ValueError(
            f"The weights in this link are those of another network: {n} numbers, not {size}."
        )
    theta = np.frombuffer(packed, number, offset=HEAD).astype(np.float64)
    if not (np.abs(theta) <= MAX_WEIGHT).all():
        raise damaged
    return theta
