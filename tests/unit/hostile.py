"""What somebody who means no good, or a broken program, would bring to any door of the page."""

import base64
import zlib

from hypothesis import strategies as st

MARKUP = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "</textarea><iframe srcdoc='<script>parent.pwned=1</script>'>",
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "'; DROP TABLE runs; --",
    "=cmd|' /C calc'!A0",
    '@SUM(1+1)*cmd|"/C calc"!A0',
)
OBJECTS = ("__proto__", "constructor", "toString", "hasOwnProperty", "__class__", "__init__")
NUMBERS = (
    *("1e309", "-1e309", "-0", "nan", "NaN", "inf", "-Infinity", "1e400", "0x10", "1_000", "٣"),
    *("1e-400", "00000000000000000001", "9" * 400, "9" * 5000, "0." + "0" * 400 + "1", "1,5", "½"),
)
LETTERS = (
    *("\0", "a\0b", "\ud800", "a\udfffb", "\u202e\u202dlro\u2066", "🌹" * 20, "\ufeff", "\uffff"),
    *("\r\n\t\x0b\x0c", "\x1b[31m", "\u2028\u2029", "é" * 300, "ﷺ" * 50, "a\u0301" * 100),
    *("%", "%00", "%0A", "%C3", "%u0041", "%ED%A0%80", "&amp;amp;", "#" * 40, "&" * 600, "=" * 600),
)
# A text, and how often: a million characters or layers, and what is slow to be split or decoded.
REPEATED = (
    *(("A", 1_000_000), ("&", 200_000), ("shape=x&", 50_000), ("=", 700_000), ("16-", 1_000_000)),
    *(("%26", 100_000), (",", 300_000), ("\n", 300_000), ('"', 300_000), ("[", 200_000)),
    *(("#", 300_000), ("🌹", 250_000), ("(a+)+$", 20_000)),
)
LARGE = tuple(text * times for text, times in REPEATED)
SMALL = MARKUP + OBJECTS + NUMBERS + LETTERS
HOSTILE = SMALL + LARGE

# A code of points that unpacks to 150 MB, and one that says it has more points than it brings.
_HEAD = bytes([1, 0, 3])
BOMB = base64.urlsafe_b64encode(_HEAD + zlib.compress(bytes(150_000_000), 9)).decode().rstrip("=")
CODES = (
    *("AQAB", "AgAB", "AAAA", "A", "AA=", "_-_-_", "AQAB" + "A" * 5000, "////", BOMB),
    base64.urlsafe_b64encode(bytes([1, 255, 255]) + zlib.compress(b"\0")).decode(),
    base64.urlsafe_b64encode(bytes([2, 0, 1]) + zlib.compress(bytes(58))).decode(),
)

# One in a hundred is large: they take as long as all the others.
TEXTS = st.one_of(
    *[st.sampled_from(SMALL)] * 3, st.text(max_size=30), st.text(st.characters(codec=None))
) | st.integers(0, 30).flatmap(
    lambda one: st.sampled_from(SMALL) if one else st.sampled_from(LARGE)
)


def broken(whole, pieces=TEXTS):
    """Return texts that begin like one of the *whole* ones: cut, or with something else inside."""
    share = st.floats(0, 1)

    def damage(text, first, last, piece):
        begin, end = sorted((int(first * len(text)), int(last * len(text))))
        return text[:begin] + piece + text[end:]

    wholes = st.sampled_from(whole)
    return (
        wholes
        | st.builds(damage, wholes, share, share, pieces)
        | st.builds(damage, wholes, share, st.just(1.0), st.just(""))
    )


# Anything that JSON can say, and a list so deep that a reader that calls itself gives up.
DEEP = "[" * 5000 + "]" * 5000
SCALARS = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.integers(-3, 12)),
    *(st.floats(), st.sampled_from(SMALL), st.text(max_size=10)),
)


def values():
    """Return what JSON can say, with such names in its objects as all objects have."""
    return st.recursive(
        SCALARS,
        lambda one: (
            st.lists(one, max_size=5) | st.dictionaries(st.sampled_from(OBJECTS), one, max_size=5)
        ),
        max_leaves=12,
    )
