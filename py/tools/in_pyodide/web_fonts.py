"""Cut the page's own fonts down to the letters and weights that it sets. Runs *inside* Pyodide.

fontTools does it; Brotli, which WOFF2 files are packed with, is lent by Node (see `run.mjs`). One
font more, which the site does not have, is for matplotlib, which cannot read WOFF2: see cards.py.
"""

import io
import sys
from typing import NamedTuple

from tools.in_pyodide.places import CARD_FONT, IN, OUT

Limits = dict[str, float | tuple[float, float]]

ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN_1 = ASCII + "".join(map(chr, range(0xA0, 0x100)))
PUNCTUATION = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}–—‘’‚“”„…•‹›«»"
MATHEMATICS = "²³·½×±−≤≥≠√→←↑↓▸⊙ᵀ₀₁₂₃₄₅₆₇₈₉"
# What German and French spell with, as in a name or a quotation: the sans has all of Latin 1,
# since a table of the reader's own may name its columns so.
LETTERS = "§©°àäçèéêöüß"
GREEK = "αδηλσΣ"


class Cut(NamedTuple):
    """What is taken of a font: the bounds of its axes (or where they are pinned), characters.

    The characters that it has, that is: the mathematics are not complete in any of them.
    """

    source: str
    limits: Limits
    characters: str


# In running text the optical size would be that of the letters; one for all, that of a headline,
# makes half the file.
SIZE = 22
SANS, SERIF = "source-sans-3/files/source-sans-3", "source-serif-4/files/source-serif-4"
CUTS = {
    "source-sans-3": Cut(
        f"{SANS}-latin-wght-normal.woff2",
        {"wght": (400, 700)},
        LATIN_1 + PUNCTUATION + MATHEMATICS,
    ),
    "source-serif-4": Cut(
        f"{SERIF}-latin-opsz-normal.woff2",
        {"wght": (400, 600), "opsz": SIZE},
        ASCII + LETTERS + PUNCTUATION + MATHEMATICS,
    ),
    "source-serif-4-italic": Cut(
        f"{SERIF}-latin-opsz-italic.woff2",
        {"wght": 400, "opsz": SIZE},
        ASCII + PUNCTUATION + MATHEMATICS,
    ),
    "source-serif-4-greek": Cut(
        f"{SERIF}-greek-opsz-normal.woff2", {"wght": 400, "opsz": SIZE}, GREEK
    ),
    "source-serif-4-italic-greek": Cut(
        f"{SERIF}-greek-opsz-italic.woff2", {"wght": 400, "opsz": SIZE}, GREEK
    ),
}
# The headline of a card: not a weight thinner, as it is mostly seen at a quarter of its size.
CARD = CUTS["source-serif-4"]._replace(limits={"wght": 600, "opsz": SIZE})
# Kerning and ligatures; the figures are of one width as they are.
FEATURES = ("kern", "liga")
# Copyright, family, style, and the address of the licence.
COPYRIGHT, FAMILY, STYLE, LICENCE = 0, 1, 2, 14
# What was altered may not go by the name that the licence reserves for the original: "Source".
ALTERED_NAME = "Playground"


def cut_down(font: bytes, limits: Limits, characters: str, flavor: str | None = "woff2") -> bytes:
    """Return *font* with these *characters* alone, and the axes within their *limits*.

    Parameters
    ----------
    font : bytes
        A font with variable axes.
    limits : dict
        By the tag of an axis, the value that it is pinned at or the bounds that it gets.
    characters : str
        What to keep; those that the font lacks do not matter.
    flavor : str or None
        How it is packed: not at all with None, so that FreeType can read it.

    Returns
    -------
    bytes
        The smaller font.
    """
    from fontTools import subset, ttLib
    from fontTools.varLib import instancer

    names = [COPYRIGHT, FAMILY, STYLE, LICENCE]
    options = subset.Options(
        hinting=False, layout_features=FEATURES, name_IDs=names, recalc_timestamp=False
    )
    options.drop_tables += ["STAT"]  # what menus of fonts call the styles
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    loaded = ttLib.TTFont(io.BytesIO(font), recalcTimestamp=False)
    subsetter.subset(loaded)
    instancer.instantiateVariableFont(loaded, limits, inplace=True)
    for record in loaded["name"].names:
        if record.nameID == FAMILY:
            record.string = ALTERED_NAME
    loaded.flavor = flavor
    buffer = io.BytesIO()
    loaded.save(buffer)
    return buffer.getvalue()


def main() -> None:
    """Write the fonts of `CUTS`, made from the packages in `IN`, into `OUT`."""
    sys.path += map(str, (IN / "pyodide").glob("fonttools-*.whl"))  # a wheel can be imported from
    folder = OUT / "fonts"
    folder.mkdir()
    for name, (source, limits, characters) in CUTS.items():
        made = cut_down((IN / source).read_bytes(), limits, characters)
        (folder / f"{name}.woff2").write_bytes(made)
    (OUT / CARD_FONT).parent.mkdir()
    (OUT / CARD_FONT).write_bytes(cut_down((IN / CARD.source).read_bytes(), *CARD[1:], None))


if __name__ == "__main__":
    main()
