"""The page's own fonts: small, and with every letter that the page sets.

They are read as the tools write them: with Node's Brotli in the place of a package.
"""

import os
import re
import shutil
import subprocess
import types

import pytest
from fontTools.ttLib import TTFont, woff2
from fontTools.varLib import instancer

from tools.environment import ROOT
from tools.in_pyodide.places import CARD_FONT
from tools.in_pyodide.web_fonts import CUTS
from tools.setup import runtime

NODE = os.environ.get("NN_PLAYGROUND_NODE") or shutil.which("node")
FONTS = runtime.RUNTIME / "fonts"
LICENCES = runtime.RUNTIME / "licences"
MAX_BYTES = 56_000
FAMILY = 1
VARIABLE = {"source-sans-3": (400, 700), "source-serif-4": (400, 600)}
GREEK_BLOCK = range(0x370, 0x400)  # as the style sheet says
GREEK = {"source-serif-4-greek", "source-serif-4-italic-greek"}

pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node")


def decompress(data):
    code = (
        'process.stdout.write(require("zlib").brotliDecompressSync(require("fs").readFileSync(0)))'
    )
    return subprocess.run([NODE, "-e", code], input=data, capture_output=True, check=True).stdout


@pytest.fixture(autouse=True)
def brotli(monkeypatch):
    monkeypatch.setattr(woff2, "haveBrotli", True)
    stand_in = types.SimpleNamespace(decompress=decompress)
    monkeypatch.setattr(woff2, "brotli", stand_in, raising=False)


def font(name):
    return TTFont(FONTS / f"{name}.woff2")


def test_they_are_those_that_are_cut_and_take_little():
    files = {path.stem: path.stat().st_size for path in FONTS.iterdir()}
    assert files.keys() == CUTS.keys()
    assert sum(files.values()) < MAX_BYTES


@pytest.mark.skipif(
    not runtime.ORIGINALS.is_dir(), reason="`python3 py test` fetches the originals"
)
@pytest.mark.parametrize("name", CUTS)
def test_each_has_all_of_the_page_that_its_original_has(name):
    page = {ord(letter) for letter in (ROOT / "index.html").read_text(encoding="utf-8")}
    original = TTFont(runtime.ORIGINALS / CUTS[name].source).getBestCmap()
    needed = page & original.keys() & set(GREEK_BLOCK if name in GREEK else range(0x110000))
    assert len(needed) >= (4 if name in GREEK else 80)
    assert needed <= font(name).getBestCmap().keys()


def test_together_they_have_what_the_lesson_is_written_with():
    sans, serif, italic = (font(name).getBestCmap().keys() for name in CUTS if name not in GREEK)
    greek, italic_greek = (font(name).getBestCmap().keys() for name in CUTS if name in GREEK)
    assert set(map(ord, "Größe, ñandú, Ça va? ½ × − … – “ ”")) <= sans
    assert set(map(ord, "1 ½ × − · … – — “ ” ’")) <= serif
    assert set(map(ord, "Wxzabdy² − …")) <= italic
    assert set(map(ord, "αλσΣ")) <= greek & italic_greek


@pytest.mark.parametrize("name", VARIABLE)
def test_figures_are_of_one_width_in_every_weight(name):
    for weight in (*VARIABLE[name], 500):
        static = instancer.instantiateVariableFont(font(name), {"wght": weight})
        cmap, widths = static.getBestCmap(), static["hmtx"]
        assert len({widths[cmap[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", CUTS)
def test_they_have_the_weights_that_the_page_sets_and_no_others(name):
    made = font(name)
    axes = made["fvar"].axes if "fvar" in made else []
    bounds = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in axes}
    assert bounds == ({"wght": VARIABLE[name]} if name in VARIABLE else {})
    assert made["OS/2"].usWeightClass == 400


@pytest.mark.parametrize("name", VARIABLE)
def test_letters_are_kerned_and_joined(name):
    made = font(name)
    features = {
        table: {record.FeatureTag for record in made[table].table.FeatureList.FeatureRecord}
        for table in ("GPOS", "GSUB")
    }
    assert features == {"GPOS": {"kern"}, "GSUB": {"liga"}}


@pytest.mark.parametrize("name", CUTS)
def test_the_licence_is_kept(name):
    names = font(name)["name"]
    assert "Adobe" in names.getDebugName(0)
    assert "OFL" in names.getDebugName(14)
    # The licence reserves the name of the original for the original.
    assert "Source" not in names.getDebugName(FAMILY)
    text = (LICENCES / f"{CUTS[name].source.partition('/')[0]}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_the_font_of_the_cards_is_one_that_matplotlib_reads():
    made = TTFont(runtime.RUNTIME / CARD_FONT)
    assert (made.flavor, "fvar" in made, made["OS/2"].usWeightClass) == (None, False, 600)
    assert "OFL" in made["name"].getDebugName(14)
    assert "Source" not in made["name"].getDebugName(FAMILY)


def test_the_style_sheet_names_each_and_joins_the_greek_to_its_family():
    sheet = (ROOT / "static" / "style.css").read_text(encoding="utf-8")
    faces = {}
    for face in re.findall(r"@font-face \{(.*?)\}", sheet):
        rules = dict(re.findall(r"([\w-]+): ([^;]*);", face))
        faces[re.search(r"runtime/fonts/(.*?)\.woff2", rules["src"])[1]] = rules
    assert faces.keys() == CUTS.keys()
    for name in GREEK:
        # A browser looks for a letter only in faces of the very weight and style that it chose.
        latin = faces[name.replace("-greek", "")]
        for rule in ("font-family", "font-style", "font-weight"):
            assert faces[name].get(rule) == latin.get(rule), (name, rule)
        assert faces[name]["unicode-range"] == "U+370-3FF"
