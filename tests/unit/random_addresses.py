"""Addresses that nobody would write, for tests that none of them does any harm."""

from hypothesis import strategies as st

from playground.settings.address import MAX_POINTS_IN_ADDRESS
from playground.settings.table import SETTINGS

NAMES = tuple(setting.name for setting in SETTINGS)
WORDS = tuple(word for setting in SETTINGS for word in getattr(setting.allowed, "words", ()))
# One byte for each piece: quick to make, and quick to make smaller.
PIECES = (
    *(f"&{name}=" for name in NAMES for _ in range(3)),
    *WORDS,
    *("&epoch=", "slow", "fastest", "0,5", "All", "8,4", " "),
    *("1", "2", "3", "8", "16", "20", "0.05", "0.5", "1e-3", "1000", "4294967295", "all"),
    *("8-4-2", "16-16", "x1,x2", "x2,x1", "%2C", ",", "-", ".", "e", "0", "=", "&", "#", "%"),
    *(
        "a,b,c,d",
        "ä",
        "%C3%A4",
        "%C3",
        "later",
        "__proto__",
        "",
        " ",
        "٣",
        "\ud800",
        "\x00",
        "AQAB",
        "A" * MAX_POINTS_IN_ADDRESS,
    ),
)
RANDOM_ADDRESS = st.binary(max_size=24).map(
    lambda drawn: "".join(PIECES[byte % len(PIECES)] for byte in drawn)
)
