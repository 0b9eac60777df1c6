"""The archives as the page uses them, in real Pyodide under Node: what works with which of them."""

import os
import shutil

import pytest

from tools.setup import assemble, runtime

PYODIDE = runtime.RUNTIME / "pyodide"
PYTHON, MATPLOTLIB, REST = assemble.ARCHIVES

pytestmark = pytest.mark.skipif(
    not (PYODIDE / REST).is_file(), reason="`python3 py build` makes the runtime"
)

# Counts what is fetched; `answer` is what comes.
FETCH = """
import pathlib, sys
import archive_importer

fetched = []

def answer(archive):
    return pathlib.Path("/runtime", archive).read_bytes()

def fetch(archive):
    fetched.append(archive)
    return answer(archive)

archive_importer.fetch = fetch
"""


@pytest.fixture
def python(tmp_path):
    """Return a function that runs code in Pyodide, which starts with the given archives."""

    def run(code, *archives):
        node = os.environ.get("NN_PLAYGROUND_NODE") or shutil.which("node")
        script = tmp_path / "script.py"
        script.write_text(FETCH + code, encoding="utf-8")
        mounts = {"/runtime": PYODIDE}
        assemble.run_in_pyodide(node, runtime.RUNTIME, script, "Failed", mounts, archives)

    return run


def test_first_archive_is_enough_to_train_and_to_find_the_boundary(python):
    code = """
import asyncio, contextlib, json, traceback
import numpy as np
from contourpy import contour_generator
from playground.session.session import Session
from playground.settings.values import defaults

session = Session()
session.apply({**defaults(), "test_fraction": 0.2})
session.advance(float("inf"))
assert session.metrics()["train_accuracy"] == 1
axis = np.linspace(-2, 3, 50)
grid = np.stack(np.meshgrid(axis, axis)).reshape(2, -1)
values = session.network.predict_proba(grid).reshape(50, 50)
assert contour_generator(axis, axis, values).lines(0.5)
try:
    1 / 0
except ZeroDivisionError:
    assert "ZeroDivisionError" in traceback.format_exc()
font = "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf"
assert pathlib.Path(archive_importer.FOLDER, font).read_bytes()[:4] == b"\\0\\1\\0\\0"
assert fetched == []
"""
    python(code, PYTHON)


def test_first_archive_is_enough_for_all_that_the_mathematics_offers(python):
    code = """
from playground.fast.forward import FixedInputForward
from playground.data import SHAPES, generate
from playground.fast.trainer import FastTrainer
from playground.features import FEATURES, FeatureTransform
from playground.activations import ACTIVATIONS
from playground.network import INITIALIZATIONS, Network
from playground.optimizers import OPTIMIZERS
from playground.regularization import PENALTIES

points = [generate(shape, balance=0.3) for shape in SHAPES]
X, y = points[0]
inputs = FeatureTransform(FEATURES, standardize=True).fit(X).transform(X)
answers = FixedInputForward(inputs)
for initialization in INITIALIZATIONS:
    network = Network((7, 4, 3, 1), initialization=initialization)
for network.activation in ACTIVATIONS:
    for optimizer in OPTIMIZERS:
        for regularization in PENALTIES:
            FastTrainer(
                network,
                inputs,
                y,
                optimizer=optimizer,
                batch_size=30,
                regularization=regularization,
                regularization_rate=0.01,
            ).run(0, 2, 0.01)
    answers.of(network)
assert fetched == []
"""
    python(code, PYTHON)


def test_first_archive_does_not_hold_matplotlib(python):
    code = """
def answer(archive):
    raise OSError("offline")

try:
    import matplotlib
except ModuleNotFoundError as error:
    assert error.name == "matplotlib"
    assert str(error) == (
        "'matplotlib' is not on this device yet and could not be fetched: offline"
    ), error
else:
    raise SystemError("it does")
assert fetched == ["matplotlib.tar.gz"]
"""
    python(code, PYTHON)


def test_two_archives_draw_all_that_the_page_shows(python):
    code = """
import numpy as np
from playground.picture.chart import chart
from playground.data import SHAPES
from playground.picture.figure import Picture
from playground.custom.codec import pack
from playground.session.session import Session
from playground.settings.values import defaults
from playground.settings.table import SETTINGS

session = Session()
for theme in ("light", "dark"):
    for density in (1, 2.625):
        session.apply({**defaults(), "test_fraction": 0.3, "hidden_units": 16})
        session.advance(float("inf"))
        picture = Picture(480, density, theme)
        for draw_test in (True, False):
            picture.show_data(*session.dataset[:4], draw_test, session.dataset.limits)
            for unit in (None, (0, 3)):
                picture.show_network(session.network, session.inputs, unit=unit, mistakes=True)
                assert picture.rings().any()
                assert picture.surface().any() and picture.lines().any() and picture.frame().any()
            picture.show_network(session.network, session.inputs, surface="confidence")
        for scale in ("log", "linear"):
            now = session.epoch, 0.5, 0.5
            curve = session.training.curve.points()
            assert len(chart((400, 120), curve, now, 1000, scale, scale).past) == 2
    session.apply({**defaults("circles"), "learning_rate": 1000.0})
    session.advance(float("inf"))
# Whatever else can be set needs nothing more.
for shape in SHAPES:
    session.apply({**defaults(shape), "epochs": 2})
    session.advance(float("inf"))
for setting in SETTINGS:
    for word in getattr(setting.allowed, "words", ()):
        session.apply({**defaults(), "epochs": 2, setting.name: word})
        session.advance(float("inf"))
changed = {"standardize": "on", "layers": 2, "widths": "4-2", "batch_size": 16}
session.apply({**defaults(), "epochs": 2, **changed})
session.advance(float("inf"))
code = pack(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([0, 1]))
for points in ("", code, "damaged"):
    session.apply({**defaults("custom"), "epochs": 2, "points": points})
    session.advance(float("inf"))
from playground.custom.csv_table import read_table

assert read_table("1,2,a\\n3,4,b").y.tolist() == [0, 1]
assert fetched == [], (fetched, "does first_picture.py draw what is drawn here?")
"""
    python(code, PYTHON, MATPLOTLIB)


USES = {
    "a module of the library": "import unittest; unittest.TestCase().assertEqual(1, 1)",
    "a folder of matplotlib's": "from mpl_toolkits.mplot3d import proj3d; proj3d.proj_transform",
    "compiled code": "from PIL import Image; assert Image.new('RGB', (2, 3)).size == (2, 3)",
    "a part of NumPy": "import numpy.fft; assert numpy.fft.fft([1, 1])[0] == 2",
    "a package put off": "import numpy; assert 0 <= numpy.random.default_rng(0).random() < 1",
    "a name promised": "import numpy as np; assert np.linalg.svd(np.eye(2)).S.tolist() == [1, 1]",
    "more of NumPy": "import numpy as np; assert np.roots([1, -2]).tolist() == [2]",
    "mathematics in a label": """
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
figure = Figure()
figure.text(0, 0, r"$\\frac{x}{2}$")
FigureCanvasAgg(figure).draw()
""",
    "another kind of axes": """
from matplotlib.figure import Figure
figure = Figure()
for name in ("polar", "3d"):
    assert type(figure.add_subplot(projection=name)).name == name
""",
    "dates": """
import datetime
from matplotlib.figure import Figure
axes = Figure().add_subplot()
axes.plot([datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)], [0, 1])
assert "Date" in type(axes.xaxis.get_major_locator()).__name__
""",
    "a style": "import matplotlib.pyplot as plt; plt.style.use('ggplot')",
}


@pytest.mark.parametrize("use", USES)
def test_the_rest_comes_when_it_is_used_and_only_once(python, use):
    others = "import difflib, xml.etree.ElementTree, matplotlib.animation"
    tail = f"\nassert fetched == ['rest.tar.gz'], fetched\n{others}\nassert len(fetched) == 1\n"
    python(USES[use] + tail, PYTHON, MATPLOTLIB)


def test_python_itself_fetches_matplotlib_where_nobody_else_does(python):
    python(
        """
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
FigureCanvasAgg(Figure()).draw()
assert fetched == ["matplotlib.tar.gz"], fetched
""",
        PYTHON,
    )


def test_damaged_bytes_are_refused_and_asked_for_again(python):
    python(
        """
whole = answer
answer = lambda archive: whole(archive)[:-1] + b"?"
for _ in range(2):
    try:
        import unittest
    except ModuleNotFoundError as error:
        assert error.name == "unittest"
        assert "could not be fetched: what came is damaged" in str(error), error
    else:
        raise SystemError("damaged bytes were used")
assert not pathlib.Path(archive_importer.FOLDER, "unittest").exists()
answer = whole
import unittest
assert fetched == ["rest.tar.gz"] * 3
""",
        PYTHON,
    )


def test_a_put_off_module_that_cannot_be_had_can_be_had_later(python):
    python(
        """
import numpy as np
whole = answer
def answer(archive):
    raise OSError("offline")
try:
    np.linalg.svd(np.eye(2))
except ModuleNotFoundError as error:
    assert "not on this device yet" in str(error), error
else:
    raise SystemError("no error")
answer = whole
assert np.linalg.svd(np.eye(2)).S.tolist() == [1, 1]
assert fetched == ["rest.tar.gz"] * 2
""",
        PYTHON,
    )


@pytest.mark.parametrize("name", ["nowhere", "numpy.nowhere", "unittest2", "js.nowhere"])
def test_unknown_names_fetch_nothing(python, name):
    code = f"""
try:
    import {name}
except ModuleNotFoundError as error:
    assert error.name == {name!r}, error
else:
    raise SystemError("found")
assert fetched == []
"""
    python(code, PYTHON)


def test_changes_give_the_same_results(python):
    """What startup/patches.py replaces against what it replaces, bit for bit."""
    code = """
import numpy as np
import patches

random = np.random.RandomState(0)
for scale in (1e-9, 1, 1e9):
    for _ in range(300):
        matrix = random.normal(scale=scale, size=(3, 3))
        for affine in (True, False):
            if affine:
                matrix[2] = 0, 0, 1
            assert (patches.inverse(matrix) == np.linalg.inv(matrix)).all(), matrix
flat = np.ones((3, 3))
assert np.array_equal(patches.inverse(flat), np.linalg.inv(flat), equal_nan=True)

for _ in range(300):
    c, b, a = random.normal(size=3)
    real = np.sort([r.real for r in np.roots([a, b, c]) if r.imag == 0])
    assert np.allclose(np.sort(patches.real_roots(c, b, a)), real), (a, b, c)
assert patches.real_roots(1, 2) == [-0.5]
assert patches.real_roots(1, 0) == []
assert patches.real_roots(0, 0, 3) == [0]

from contourpy import contour_generator
z = np.hypot(*np.mgrid[-2:2:9j, -2:2:9j])
plain = contour_generator(z=z).lines(1)
masked = contour_generator(z=np.ma.array(z)).lines(1)
assert all((one == other).all() for one, other in zip(plain, masked, strict=True))
z[0, 0] = np.nan
assert len(contour_generator(z=z).lines(1)) == 1
"""
    python(code, PYTHON, MATPLOTLIB)


def test_everything_lies_in_one_of_the_archives():
    """No file of the slimmed packages is lost, and none is there twice."""
    import gzip

    from tools.in_pyodide.archive import read_tar, read_zip

    packed = [(PYODIDE / name).read_bytes() for name in assemble.ARCHIVES]
    archives = [read_tar(gzip.decompress(data)) for data in packed]
    zipped = read_zip(archives[0].pop("python_stdlib.zip"))
    names = [name for members in (zipped, *archives) for name in members]
    assert len(names) == len(set(names))
    assert {"unittest/case.pyc", "PIL/Image.pyc", "numpy-2.4.3.dist-info/METADATA"} <= set(names)
