"""The script of what is on the screen: run by CPython, it ends where the page has ended."""

import ast
import contextlib
import io
import json
import math
import re
import subprocess
import sys
import warnings

import numpy as np
import pytest
from export_cases import NAMES, case, finished_session, picture_of, pixels, record_of, weights_in
from matplotlib import image, pyplot

from playground.export import replay
from playground.export.replay import CHAOTIC, TOLERANCE, TOO_LONG, obstacle_steps
from playground.export.script import script
from playground.jobs import finished
from playground.session.session import Session
from playground.settings.link_file import MARK
from playground.settings.values import defaults

# How far the picture is from the page's, outside the boxes with the names of the units, which the
# script leaves out: the mean over all channels, of 255, and the share of the pixels of which none
# differs by more than so much. What differs are the edges of lines: matplotlib finds bent ones by
# other steps, so dashes begin elsewhere on them.
MEAN, SHARE, STEP = 1.0, 0.99, 24
ARTICLE = "three_lines"


@pytest.fixture(autouse=True)
def _without_a_screen(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    pyplot.switch_backend("agg")
    yield
    pyplot.close("all")


def source_of(name):
    """Return the script of a case."""
    session, obstacle = case(name)
    return script(session, record_of(session), obstacle)


def run(source, monkeypatch):
    """Run a script here; return its names and what it has printed. No warning may come of it."""
    names, printed = {}, io.StringIO()
    monkeypatch.setattr(sys, "argv", ["script.py"])
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")
        exec(compile(source, "script.py", "exec"), names)
    return names, printed.getvalue()


def distance_said(printed):
    """Return the largest difference that a script has found by itself."""
    return float(re.search("Largest difference to the playground's weights: (.*)", printed)[1])


@pytest.mark.parametrize("name", NAMES)
def test_ends_at_the_weights_and_the_picture_of_the_page(name, monkeypatch):
    session, obstacle = case(name)
    source = source_of(name)
    names, printed = run(source, monkeypatch)
    distance = np.abs(weights_in(names, session) - session.training.parameters).max()
    assert distance <= (0 if obstacle else TOLERANCE)
    if not obstacle:
        assert distance_said(printed) == pytest.approx(distance, rel=0.1)
    assert ("chaotic" in source) == (obstacle == CHAOTIC)

    expected, is_name = picture_of(session)
    drawn = pixels(names["figure"])[:, :480]
    differences = np.abs(drawn - expected)[~is_name]
    assert differences.mean() < MEAN
    assert (differences.max(axis=1) <= STEP).mean() > SHARE


@pytest.mark.parametrize("name", NAMES)
def test_needs_nothing_but_numpy_and_matplotlib(name):
    imported = set()
    for node in ast.walk(ast.parse(source_of(name))):
        if isinstance(node, ast.Import):
            imported |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])
    assert imported == {"numpy", "matplotlib", "sys"}


@pytest.mark.parametrize("name", [ARTICLE, "spiral", "random 30"])
def test_saves_its_picture_when_it_is_run_with_the_name_of_a_file(name, tmp_path):
    session, _ = case(name)
    path, saved = tmp_path / "script.py", tmp_path / "picture.png"
    path.write_text(source_of(name), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, path, saved], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Loss" in done.stdout
    drawn = 255 * image.imread(saved)[:, :480, :3]
    expected, is_name = picture_of(session)
    assert np.abs(drawn - expected)[~is_name].mean() < MEAN


def test_carries_the_record_that_the_page_reads():
    session, _ = case(ARTICLE)
    lines = source_of(ARTICLE).splitlines()
    marked = [line for line in lines[:3] if line.startswith(f"# {MARK}: ")]
    assert [line.split(": ", 1)[1] for line in marked] == [record_of(session)]
    assert json.loads(marked[0].split(": ", 1)[1])[MARK] == 1


def test_that_of_the_article_is_a_lesson_that_one_can_read():
    source = source_of(ARTICLE)
    assert len(source.splitlines()) <= 200
    for line in (
        "z1 = W1 @ X + b1",
        "a1 = np.tanh(z1)",
        "dz2 = a2 - y  # (1, 100)",
        "dW2 = (1 / n) * (dz2 @ a1.T)  # (1, 3)",
        "db2 = (1 / n) * np.sum(dz2, axis=1, keepdims=True)  # (1, 1)",
        "dz1 = (W2.T @ dz2) * (1 - a1**2)  # (3, 100)",
        "W1 = W1 - learning_rate * dW1",
    ):
        assert f"    {line}" in source
    for word in ("adam", "batch", "memory", "shrink", "l2_rate", "test", "inputs(", "mistake"):
        assert word not in source.lower()


def test_that_of_the_article_is_as_a_formatter_would_write_it(tmp_path):
    path = tmp_path / "moons.py"
    path.write_text(source_of(ARTICLE), encoding="utf-8")
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", "100", path]
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    lines = source_of(ARTICLE).splitlines()
    assert all(len(line) <= 100 for line in lines if MARK not in line)


def test_every_change_on_the_way_stands_at_its_epoch(monkeypatch):
    session = Session({**defaults(), "learning_rate": 0.5, "test_fraction": 0.2})
    session.begin(120)
    session.advance(math.inf)
    session.apply({**session.values, "learning_rate": 0.4})
    session.set_weight(0, 0, 1, 2.5)
    session.train_on()
    session.training.train(20)
    session.pause()
    session.apply({**session.values, "optimizer": "adam", "learning_rate": 0.02})
    session.step()
    source = script(session, record_of(session))
    for lines in (
        "if epoch == 120:\n        W1[0, 1] = 2.5  # set by hand\n        learning_rate = 0.4\n",
        "if epoch == 140:\n        learning_rate = 0.02\n        optimizer = adam\n",
        "range(141)",
    ):
        assert lines in source
    names, printed = run(source, monkeypatch)
    assert distance_said(printed) <= TOLERANCE
    losses = [session.training.curve.points()]
    (epochs, both), kept = losses[0], names["losses"]
    for epoch, (train_loss, test_loss) in zip(epochs, both, strict=True):
        assert kept[int(epoch)] == pytest.approx(train_loss, abs=1e-9)
        assert names["test_losses"][int(epoch)] == pytest.approx(test_loss, abs=1e-9)


def test_a_planted_mistake_stands_in_the_listing(monkeypatch):
    session = finished_session("shape=moons&hidden_units=3&mistake=no_derivative&epochs=200")
    source = script(session, record_of(session))
    assert "    dz1 = W2.T @ dz2  # (3, 100); the mistake: the slope" in source
    _, printed = run(source, monkeypatch)
    assert distance_said(printed) <= TOLERANCE


def test_a_training_that_numpy_refuses_leaves_the_first_weights(monkeypatch):
    session = finished_session("shape=moons&hidden_units=3&mistake=no_keepdims")
    source = script(session, record_of(session))
    assert "np.sum(dz2, axis=1)  # (1,): the mistake: keepdims is forgotten" in source
    assert "NumPy" in source
    _, printed = run(source, monkeypatch)
    assert distance_said(printed) == 0


@pytest.mark.parametrize("epoch", [0, None])
def test_a_plane_without_points_can_be_exported(epoch, monkeypatch):
    session = finished_session("shape=custom&hidden_units=2&features=x1,x2_squared", epoch)
    session.set_weight(0, 1, 0, 0.75)
    names, _ = run(script(session, record_of(session)), monkeypatch)
    assert names["W1"][1, 0] == 0.75
    drawn = np.abs(pixels(names["figure"]) - picture_of(session)[0])[~picture_of(session)[1]]
    assert drawn.mean() < MEAN


def test_weights_that_a_link_brought_are_set_as_a_whole(monkeypatch):
    session = finished_session("shape=moons&hidden_units=3", 30)
    session.set_weights(np.linspace(-1, 1, 13))
    source = script(session, record_of(session))
    assert source.count("# set by hand") == 4
    assert distance_said(run(source, monkeypatch)[1]) == 0


def test_what_takes_too_long_is_not_taken_again(monkeypatch):
    session, _ = case(ARTICLE)
    monkeypatch.setattr(replay, "MAX_SECONDS", 0)
    monkeypatch.setattr(replay, "SECONDS_TO_ESTIMATE", 0)
    assert finished(obstacle_steps(session)) == TOO_LONG
    source = script(session, record_of(session), TOO_LONG)
    assert "more than 20 seconds" in " ".join(source.replace("# ", "").split())
    names, _ = run(source, monkeypatch)
    assert weights_in(names, session).tolist() == session.training.parameters.tolist()
