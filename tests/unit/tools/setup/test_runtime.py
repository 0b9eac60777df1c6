"""Set-up as a whole: what counts as up to date, and that a broken run leaves no harm."""

import base64
import hashlib
import shutil

import pytest

from tools.console import SetupError
from tools.environment import ROOT
from tools.setup import assemble, manifest, npm, runtime, wheels


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pyodide").mkdir()
    (tmp_path / "pyodide" / "python.tar.gz").write_bytes(b"python")
    (tmp_path / "a.txt").write_bytes(b"")
    manifest.write(tmp_path, "stamp")
    return tmp_path


def test_manifest_lists_every_file_with_its_hash(folder):
    digest = base64.b64encode(hashlib.sha256(b"python").digest()).decode()
    assert manifest.describe(folder) == {
        "a.txt": {
            "bytes": 0,
            "integrity": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        },
        "pyodide/python.tar.gz": {"bytes": 6, "integrity": f"sha256-{digest}"},
    }
    text = (folder / manifest.NAME).read_text()
    assert text.splitlines()[0].endswith("recipe stamp")
    assert text.splitlines()[1] == "export default {"


def test_manifest_is_current(folder):
    assert manifest.is_current(folder, "stamp")


@pytest.mark.parametrize("harm", ["deleted", "cut", "altered", "added", "older recipe", "no list"])
def test_manifest_notices(folder, harm):
    stamp = "stamp"
    if harm == "deleted":
        (folder / "a.txt").unlink()
    elif harm == "cut":
        (folder / "pyodide" / "python.tar.gz").write_bytes(b"pyth")
    elif harm == "altered":
        (folder / "pyodide" / "python.tar.gz").write_bytes(b"pythoN")
    elif harm == "added":
        (folder / "b.txt").write_bytes(b"")
    elif harm == "older recipe":
        stamp = "newer"
    else:
        (folder / manifest.NAME).write_bytes(b"\xff")
    assert not manifest.is_current(folder, stamp)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Let set-up work on a folder of its own, with the slow parts replaced."""
    for name in ("RUNTIME", "CACHE", "PACKAGES", "ORIGINALS"):
        monkeypatch.setattr(runtime, name, tmp_path / "made" / name.lower())
    calls = []

    def fetch(package, *_):
        calls.append(package["name"])

    def unpack(_, folder):
        folder.mkdir()
        entries = {
            name: {"file_name": f"{name}.whl", "sha256": ""}
            for kind in ("wheels", "build_wheels", "bench_wheels")
            for name in runtime.recipe()[kind]
        }
        text = str({"packages": entries}).replace("'", '"')
        (folder / "pyodide-lock.json").write_text(text)

    def fetch_wheels(wanted, folder, sources):
        for name in wanted:
            (folder / name).write_text(name)

    def assemble_(node, pinned, originals, target):
        calls.append("assemble")
        (target / "file").write_text("content")

    monkeypatch.setattr(runtime, "find_node", lambda _: ("node", "npm"))
    monkeypatch.setattr(npm, "fetch", fetch)
    monkeypatch.setattr(npm, "unpack", unpack)
    monkeypatch.setattr(wheels, "fetch", fetch_wheels)
    monkeypatch.setattr(assemble, "assemble", assemble_)
    return calls


def test_second_run_does_nothing(project):
    runtime.setup_runtime(originals=True)
    assert (runtime.RUNTIME / "file").read_text() == "content"
    assert (runtime.ORIGINALS / "pyodide" / "numpy.whl").is_file()
    project.clear()
    runtime.setup_runtime(originals=True)
    assert project == []


def test_damage_is_repaired(project):
    runtime.setup_runtime()
    (runtime.RUNTIME / "file").write_text("cut")
    runtime.setup_runtime()
    assert (runtime.RUNTIME / "file").read_text() == "content"


def test_originals_are_fetched_when_they_are_asked_for(project):
    runtime.setup_runtime()
    runtime.ORIGINALS.rename(runtime.ORIGINALS.parent / "gone")
    project.clear()
    runtime.setup_runtime()
    assert project == []
    runtime.setup_runtime(originals=True)
    assert project == ["@pyscript/core", "@micropython/micropython-webassembly-pyscript", "pyodide"]


@pytest.mark.parametrize("fault", [SetupError("no"), KeyboardInterrupt(), OSError(28, "full")])
def test_interrupted_build_keeps_the_old_and_the_next_run_recovers(project, monkeypatch, fault):
    runtime.setup_runtime()
    monkeypatch.setattr(runtime, "stamp", lambda: "new recipe")
    good = assemble.assemble

    def broken(node, pinned, originals, target):
        (target / "half").write_text("")
        raise fault

    monkeypatch.setattr(assemble, "assemble", broken)
    with pytest.raises(type(fault)):
        runtime.setup_runtime()
    assert (runtime.RUNTIME / "file").is_file()
    monkeypatch.setattr(assemble, "assemble", good)
    runtime.setup_runtime()
    assert manifest.is_current(runtime.RUNTIME, "new recipe")
    assert not (runtime.RUNTIME / "half").exists()
    assert list(runtime.RUNTIME.parent.glob(".*")) == []
    assert not (runtime.CACHE / "work").exists()


def test_recipe_is_pinned():
    pinned = runtime.recipe()
    assert all(package["integrity"].startswith("sha512-") for package in pinned["npm"])
    assert len(pinned["wheel_bundle"]["sha256"]) == 64
    assert pinned["wheels"] == sorted(pinned["wheels"])
    pyodide = next(package for package in pinned["npm"] if package["name"] == "pyodide")
    assert f"/v{pyodide['version']}/" in pinned["wheel_cdn"]


def test_each_file_that_decides_is_part_of_the_stamp(tmp_path, monkeypatch):
    copy = tmp_path / "py"
    shutil.copytree(ROOT / "py", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(runtime, "PY", copy)
    monkeypatch.setattr(runtime, "PINNED", copy / "tools/setup/runtime.json")
    others = {"__init__.py", "compile.py", "posters.py"}  # they make the lesson, see compiled.py
    deciding = [
        *(path for path in (copy / "tools/in_pyodide").iterdir() if path.name not in others),
        *(copy / "startup").iterdir(),
        *(copy / f"tools/setup/{name}" for name in ("assemble.py", "manifest.py", "runtime.json")),
    ]
    assert len(deciding) > 15
    for path in deciding:
        before = runtime.stamp()
        path.write_text(path.read_text() + "\n")
        assert runtime.stamp() != before, path
