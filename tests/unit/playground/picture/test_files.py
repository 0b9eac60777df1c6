"""Pictures as files: their sizes, their grounds, what they say, and that equal input is equal."""

import functools
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from PIL import Image, ImageColor

from playground.custom.codec import pack
from playground.look.theme import THEMES
from playground.picture import files
from playground.picture.files import SUBJECTS, picture_file, wrapped
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.link_file import as_file

pytestmark = pytest.mark.filterwarnings("error")

FRAGMENT = "shape=moons&hidden_units=3"
ADDRESS = f"https://example.org/play/#{FRAGMENT}"
RECORD = as_file(ADDRESS, FRAGMENT)
SIZES = {"picture": (480, 480), "curve": (640, 280), "network": (720, 336)}
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = [
    "layers=0",
    "layers=6&hidden_units=16&features=x1,x2,x1_squared,x2_squared,x1_x2,sin_x1,sin_x2",
    "widths=16-1-4&test_fraction=0.3&mistakes=on&surface=confidence",
    "mistake=doubled&epochs=20",
    "shape=custom",
]


@functools.cache
def session(fragment=FRAGMENT, epoch=40):
    made = Session(from_fragment(fragment)[0])
    made.begin(epoch)
    made.advance(float("inf"))
    return made


def image_of(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("scale", [1, 2, 4])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_png_has_so_many_pixels_for_each_of_css_and_nothing_to_look_through(subject, scale):
    image = image_of(picture_file(session(), subject, scale=scale))
    width, height = SIZES[subject]
    assert (image.format, image.mode) == ("PNG", "RGB")
    assert image.size == (width * scale, height * scale)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("subject", ["curve", "network"])
def test_the_ground_is_that_of_the_theme(subject, theme):
    image = image_of(picture_file(session(), subject, theme=theme))
    assert image.getpixel((2, image.height - 2)) == ImageColor.getrgb(THEMES[theme].ground)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_png_says_what_it_is_and_where_it_comes_from(subject):
    content = picture_file(session(), subject, record=RECORD, address=ADDRESS)
    said = image_of(content).text
    assert said["Title"].startswith("Moons, 3 hidden units: ")
    assert re.fullmatch(r"Epoch 40: loss 0\.\d+, \d+ % correct\.", said["Description"])
    assert said["Source"] == ADDRESS
    assert said["Software"] == "Neural Network Playground"
    assert said["Comment"] == RECORD
    assert RECORD.encode() in content


def test_a_picture_of_a_table_says_what_its_axes_and_classes_are_called():
    code = pack(np.array([[0.0, 1.0], [0.0, 1.0]]), np.array([0, 1]))
    of_table = session(f"shape=custom&points={code}&names=a,b,no,yes")
    words = " The classes are “no” and “yes”, the axes “a” and “b”."
    assert image_of(picture_file(of_table, "picture")).text["Description"].endswith(words)
    assert words in picture_file(of_table, "picture", "svg").decode()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_svg_says_the_same_and_is_as_large(subject):
    content = picture_file(session(), subject, "svg", record=RECORD, address=ADDRESS)
    root = ElementTree.fromstring(content)
    assert (float(root.get("width")), float(root.get("height"))) == SIZES[subject]
    assert root.find(f"{SVG}title").text.startswith("Moons, 3 hidden units: ")
    text = content.decode()
    assert f"<dc:source>{ADDRESS.replace('&', '&amp;')}</dc:source>" in text
    assert RECORD.replace("&", "&amp;") in text
    assert "dc:date" not in text
    # Letters are outlines: no viewer has to have the font.
    assert not list(root.iter(f"{SVG}text"))


@pytest.mark.parametrize("file_format", files.FORMATS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_equal_sessions_give_equal_bytes_whatever_was_drawn_before(subject, file_format):
    other = Session(session().values)
    other.begin(40)
    other.advance(float("inf"))
    first = picture_file(session(), subject, file_format, record=RECORD)
    picture_file(session(), "network", "svg", theme="dark")
    assert picture_file(other, subject, file_format, record=RECORD) == first


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_caption_leaves_the_picture_above_it_as_it_is(subject, scale):
    plain = np.asarray(image_of(picture_file(session(), subject, scale=scale)))
    content = picture_file(session(), subject, scale=scale, caption=f"Two moons.\n{ADDRESS}")
    more = np.asarray(image_of(content))
    assert (more.shape[0] - plain.shape[0]) % scale == 0
    assert (more[: len(plain)] == plain).all()
    assert len(np.unique(more[len(plain) :])) > 5  # there are letters


def test_what_xml_cannot_hold_is_left_out_of_a_caption():
    content = picture_file(session(), "curve", "svg", caption="a\x01b\x7f")
    assert ElementTree.fromstring(content) is not None


def test_a_long_caption_is_cut():
    content = picture_file(session(), "curve", caption="https://example.org/#" + 4000 * "a")
    assert image_of(content).height <= SIZES["curve"][1] + 2 * files.PADDING + 16 * files.LINE


@pytest.mark.parametrize("fragment", SHAPES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_session_can_be_a_file(subject, fragment):
    for file_format in files.FORMATS:
        assert len(picture_file(session(fragment, 3), subject, file_format)) > 3000


def test_it_leaves_the_session_and_matplotlib_as_they_were():
    made, before = session(), dict(rcParams)
    weights, epoch = [W.copy() for W in made.network.weights], made.epoch
    for subject in SUBJECTS:
        picture_file(made, subject, "svg")
    assert dict(rcParams) == before
    assert made.epoch == epoch
    assert all((one == two).all() for one, two in zip(weights, made.network.weights, strict=True))


@pytest.mark.parametrize(
    "wrong", [{"subject": "sound"}, {"file_format": "webp"}, {"scale": 5}, {"theme": "auto"}]
)
def test_what_it_cannot_do_it_says(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=name):
        picture_file(session(), **wrong)


@given(st.text(st.sampled_from("ab &=%-.\n"), max_size=300), st.integers(20, 300))
def test_a_text_is_broken_into_lines_that_fit_and_no_letter_is_lost(text, width):
    font = FontProperties(size=10)
    lines = wrapped(text, width, font)
    assert all(files._width(line, font) <= width for line in lines)
    if lines[-1:] != ["…"]:
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("part", ["a", "a b ", "a&", "iiiii\n", "a" * 150 + " "])
def test_of_a_text_without_end_no_more_is_measured_than_is_shown(part, monkeypatch):
    measured, width = [], files._width
    monkeypatch.setattr(
        files, "_width", lambda *what: measured.append(len(what[0])) or width(*what)
    )
    lines = wrapped(part * (100_000 // len(part)), 460, FontProperties(size=files.LETTERS))
    assert len(lines) == files.MAX_LINES
    assert lines[-1] == "…"
    assert max(measured) <= files.MAX_IN_LINE
    assert sum(measured) < 200_000
