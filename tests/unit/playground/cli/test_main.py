"""The command line: what it prints, what it writes, and what it says of what cannot be."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from playground.cli.main import main
from playground.custom import weights
from playground.export.weights import network_from_json, network_from_npz
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.link_file import fragment_in
from playground.settings.table import SETTINGS
from tools.environment import ROOT

FAST = ["--epochs", "20"]


def called(capsys, *arguments):
    """Return what the command line returns, prints, and says of errors."""
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def in_a_process(*arguments, cwd):
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "py")}
    command = [sys.executable, "-m", "playground", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environ, capture_output=True, text=True, check=False
    )


def session_of(fragment, epoch=None):
    session = Session(from_fragment(fragment)[0])
    session.begin(epoch)
    session.advance(float("inf"))
    return session


def test_it_runs_as_a_module_and_writes_what_is_asked_for(tmp_path):
    done = in_a_process("train", *FAST, "--out", "moons.png", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    metrics = session_of("epochs=20").metrics()
    assert done.stdout == (
        f"epoch 20, loss {metrics['train_loss']:.4g}, "
        f"{100 * metrics['train_accuracy']:.0f} % correct: all epochs are done.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["moons.png"]


def test_help_has_examples_and_every_setting(tmp_path):
    said = in_a_process("train", "--help", cwd=tmp_path).stdout
    assert "examples:" in said
    for setting in SETTINGS:
        assert f"--{setting.name.replace('_', '-')} " in said


def test_one_training_gives_several_files(capsys, tmp_path):
    names = ["a.png", "a-curve.svg", "a-network.png", "a.npz", "a.json", "a.csv", "a-data.csv"]
    outs = [part for name in names for part in ("--out", tmp_path / name)]
    code, _, err = called(capsys, "train", *FAST, "--scale", "1", *outs)
    assert (code, err) == (0, "")
    expected = session_of("epochs=20").network
    for network, _ in (
        network_from_npz((tmp_path / "a.npz").read_bytes()),
        network_from_json((tmp_path / "a.json").read_text()),
    ):
        np.testing.assert_array_equal(network.weights[0], expected.weights[0])
    assert Image.open(tmp_path / "a.png").size == (480, 480)
    assert Image.open(tmp_path / "a-network.png").size == (720, 336)
    assert (tmp_path / "a.csv").read_text().startswith("epoch,train_loss")
    assert (tmp_path / "a-data.csv").read_text().startswith("x1,x2,class")
    assert "loss by epoch" in (tmp_path / "a-curve.svg").read_text()


def test_code_is_written_too(capsys, tmp_path):
    outs = ["--out", tmp_path / "a.py", "--out", tmp_path / "a.ipynb"]
    assert called(capsys, "train", *FAST, *outs)[0] == 0
    compile((tmp_path / "a.py").read_text(), "a.py", "exec")
    assert json.loads((tmp_path / "a.ipynb").read_text())["nbformat"] == 4


def test_an_animation_is_written_too(capsys, tmp_path):
    assert called(capsys, "train", "--epochs", 3, "--out", tmp_path / "a.gif")[0] == 0
    assert Image.open(tmp_path / "a.gif").n_frames == 4


def test_a_link_is_followed_and_options_come_first(capsys, tmp_path):
    link = "https://example.org/play/#shape=circles&hidden_units=2&epoch=7&learning_rate=0.5"
    code, out, _ = called(capsys, "train", link, "--hidden-units", 4, "--out", tmp_path / "a.json")
    assert code == 0
    assert out.startswith("epoch 7, ")
    content = json.loads((tmp_path / "a.json").read_text())
    assert content["layer_sizes"] == [2, 4, 1]
    assert content["settings"]["learning_rate"] == 0.5
    assert content["record"]["address"] == "https://example.org/play/"
    expected = session_of("shape=circles&hidden_units=4&learning_rate=0.5", 7).network
    np.testing.assert_array_equal(content["weights"][0], expected.weights[0])


def test_what_it_writes_leads_back_to_the_same(capsys, tmp_path):
    called(capsys, "train", "--shape", "xor", "--epoch", 9, "--out", tmp_path / "a.json")
    content = json.loads((tmp_path / "a.json").read_text())
    fragment = fragment_in(json.dumps(content["record"]))
    called(capsys, "train", f"#{fragment}", "--out", tmp_path / "b.json")
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.json").read_text()


def test_weights_set_by_hand_come_with_a_link(capsys, tmp_path):
    theta = np.arange(13) / 8
    link = f"#shape=moons&hidden_units=3&epoch=5&weights={weights.pack(theta)}"
    code, out, _ = called(capsys, "train", link, "--out", tmp_path / "a.json")
    assert code == 0
    assert "set by hand" in out
    network, _ = network_from_json((tmp_path / "a.json").read_text())
    np.testing.assert_array_equal(network.weights[1], [theta[9:12]])
    assert "weights=" in json.loads((tmp_path / "a.json").read_text())["record"]["fragment"]
    code, _, err = called(capsys, "train", link, "--hidden-units", 2)
    assert code == 2
    assert "another network" in err


@pytest.mark.parametrize("link", ["foo", "javascript:alert(1)", "https://example.org/#article"])
def test_what_is_no_link_is_refused(capsys, link):
    code, _, told = called(capsys, "train", link)
    assert code == 2
    assert "is no link of the page" in told


def test_a_name_that_asks_for_what_there_is_not_is_refused(capsys, tmp_path):
    code, _, told = called(capsys, "train", "--epochs", 1, "--out", tmp_path / "moons-data.png")
    assert code == 2
    assert "There is no png of the data." in told


def test_of_a_link_what_cannot_be_used_is_said_and_the_rest_is_done(capsys):
    code, out, err = called(capsys, "train", "#hiden_units=3&epoch=2&noise=7")
    assert code == 0
    assert out.startswith("epoch 2, ")
    assert "did you mean hidden_units?" in err
    assert "Noise takes 0 to 1, not “7”." in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--hidden-units", "99"], "Hidden units takes a whole number from 1 to 16, not “99”."),
        (["--shape", "moon"], "Shape takes blobs, circles, moons"),
        (["--noise", "-1"], "Noise takes 0 to 1, not “-1”."),
        (["--epoch", "x"], "epoch takes a whole number from 0 to 10000, not “x”."),
        (["--hiden-units", "3"], "--hiden-units: did you mean --hidden-units?"),
        (["--hidden", "3"], "--hidden: there is no such option."),
        (["--out", "a.webp"], "a.webp must end in .png, .svg"),
        (["--out", "nowhere/a.png"], "The folder nowhere for a.png does not exist."),
        (["--shape", "custom"], "There are no points to learn from."),
        (["--theme", "blue"], "Argument --theme: invalid choice"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(capsys, monkeypatch, tmp_path, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = called(capsys, "train", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert list(tmp_path.iterdir()) == []


def test_why_it_stopped_is_said(capsys):
    _, out, _ = called(capsys, "train", "--target-loss", "0.5")
    assert "the loss is as low as asked for" in out
    _, out, _ = called(capsys, "train", "--learning-rate", "1000", "--optimizer", "momentum")
    assert "diverged" in out


def test_a_file_that_cannot_be_made_leaves_what_was_there(capsys, tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(b"before")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    code, _, err = called(capsys, "train", *FAST, "--out", path)
    assert code == 2
    assert "cannot be written: No space left on device." in err
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.png"]


def test_ctrl_c_ends_it_without_a_traceback(capsys, monkeypatch):
    def interrupt(_session, _seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "advance", interrupt)
    assert called(capsys, "train")[0] == 130


def test_settings_are_listed(capsys):
    _, out, _ = called(capsys, "settings")
    assert len(re.findall("^--", out, re.MULTILINE)) == len(SETTINGS)
    assert "--hidden-units  (3)  a whole number from 1 to 16" in out
