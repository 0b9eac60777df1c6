"""Cut matplotlib's fonts down to what a page needs. Runs *inside* Pyodide, with fontTools."""

import io
import json
from typing import Any


def subset(font: bytes, ranges: list[str]) -> bytes:
    """Return `font` with the characters in `ranges` alone.

    Parameters
    ----------
    font : bytes
        A TrueType font.
    ranges : list of str
        Ranges of code points, such as "0370-03FF".

    Returns
    -------
    bytes
        The smaller font. Its hints are gone as well: matplotlib has FreeType make its own, and
        so do browsers with letters of this size.
    """
    from fontTools import subset, ttLib

    bounds = ([int(end, 16) for end in text.split("-")] for text in ranges)
    options = subset.Options(hinting=False, legacy_kern=True, recalc_timestamp=False)
    options.drop_tables += ["FFTM"]  # notes of the program that made the font
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in bounds for code in range(low, high + 1)])
    loaded = ttLib.TTFont(io.BytesIO(font), recalcTimestamp=False)
    subsetter.subset(loaded)
    buffer = io.BytesIO()
    loaded.save(buffer)
    return buffer.getvalue()


def trim_list(text: bytes, fonts: dict[str, Any]) -> bytes:
    """Rewrite matplotlib's font list so that it only points at fonts that are kept.

    A removed TrueType family keeps its name but draws with the fallback, so that nothing warns;
    removed styles of a kept family go, so that bold or oblique text finds the regular face.

    Parameters
    ----------
    text : bytes
        The font list, JSON.
    fonts : dict
        `keep`, file names of fonts, and `fallback`, the path of one of them.

    Returns
    -------
    bytes
        The trimmed list.
    """
    listed = json.loads(text)
    kept = [e for e in listed["ttflist"] if e["fname"].rpartition("/")[2] in fonts["keep"]]
    families = {entry["name"] for entry in kept}
    others = [e for e in listed["ttflist"] if e["name"] not in families]
    renamed = [{**entry, "fname": fonts["fallback"]} for entry in others]
    return json.dumps({**listed, "afmlist": [], "ttflist": kept + renamed}, indent=0).encode()
