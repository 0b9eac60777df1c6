"""Set-up as a whole: what counts as up to date, and that a broken run leaves no harm."""

import pathlib
import re
import shutil
import types

import pytest

from tools.console import SetupError
from tools.environment import ROOT
from tools.setup import assemble, npm, runtime, stamp, wheels
from tools.site.hashes import hash_of_files

NEEDS = types.SimpleNamespace(text="numpy")  # what tracing finds out


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
            for name in runtime.pinned()[kind]
        }
        text = str({"packages": entries}).replace("'", '"')
        (folder / "pyodide-lock.json").write_text(text)

    def fetch_wheels(wanted, folder, sources):
        for name in wanted:
            (folder / name).write_text(name)

    def assemble_(node, pinned, originals, target):
        calls.append("assemble")
        (target / "file").write_text("content")
        (target / assemble.NOTES).write_text(NEEDS.text)

    def trace(node, home, archives, target):
        calls.append("trace")
        (target / assemble.NOTES).write_text(NEEDS.text)

    monkeypatch.setattr(runtime, "find_node", lambda _: ("node", "npm"))
    monkeypatch.setattr(npm, "fetch", fetch)
    monkeypatch.setattr(npm, "unpack", unpack)
    monkeypatch.setattr(wheels, "fetch", fetch_wheels)
    monkeypatch.setattr(assemble, "assemble", assemble_)
    monkeypatch.setattr(assemble, "trace", trace)
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
    assert project == [
        "@pyscript/core",
        "@micropython/micropython-webassembly-pyscript",
        "pyodide",
        "@fontsource-variable/source-sans-3",
        "@fontsource-variable/source-serif-4",
    ]


@pytest.mark.parametrize("fault", [SetupError("no"), KeyboardInterrupt(), OSError(28, "full")])
def test_interrupted_build_keeps_the_old_and_the_next_run_recovers(project, monkeypatch, fault):
    runtime.setup_runtime()
    recipe = {"new recipe": pathlib.Path(__file__)}
    monkeypatch.setattr(runtime, "recipe_files", lambda: recipe)
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
    assert stamp.is_current(runtime.RUNTIME, hash_of_files(recipe))
    assert not (runtime.RUNTIME / "half").exists()
    assert list(runtime.RUNTIME.parent.glob(".*")) == []
    assert not (runtime.CACHE / "work").exists()


def test_what_is_fetched_is_pinned():
    pinned = runtime.pinned()
    assert all(package["integrity"].startswith("sha512-") for package in pinned["npm"])
    assert len(pinned["wheel_bundle"]["sha256"]) == 64
    assert pinned["wheels"] == sorted(pinned["wheels"])
    assert all(len(wheel["sha256"]) == 64 for wheel in pinned["index_wheels"].values())


def test_wheels_are_looked_for_where_pyodide_has_put_them(tmp_path):
    _, index, cdn, _ = runtime._sources(runtime.pinned(), tmp_path, str(tmp_path))
    version = next(p["version"] for p in runtime.pinned()["npm"] if p["name"] == "pyodide")
    assert index.read("numpy.whl") is None  # only what Pyodide does not have
    assert cdn.title == f"https://cdn.jsdelivr.net/pyodide/v{version}/full/"


def test_each_file_that_decides_is_part_of_the_recipe():
    """What the scripts in Pyodide import, they and whatever they import in turn."""
    names = set(runtime.recipe_files())
    scripts = [name for name in names if name.startswith("py/tools/in_pyodide/")]
    assert len(scripts) > 10
    imports = re.compile(r"^\s*from (tools\.[\w.]+) import|^import .*\"\.\./\.\./\.\./(.+)\"", re.M)
    for script in scripts:
        for module, other in imports.findall((ROOT / script).read_text(encoding="utf-8")):
            path = other or f"py/{module.replace('.', '/')}"
            found = {path, f"{path}.py", f"{path}/__init__.py"} & names
            assert found, f"{script} imports {path}"


def test_a_change_of_any_of_them_makes_another_recipe(tmp_path, monkeypatch):
    for name in ("py/startup", "py/tools", "static"):
        ignored = shutil.ignore_patterns("__pycache__", "runtime", "engine")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    monkeypatch.setattr(runtime, "ROOT", tmp_path)
    before = hash_of_files(runtime.recipe_files())
    paths = list(runtime.recipe_files().values())
    assert len(paths) > 25
    for path in paths:
        text = path.read_text()
        path.write_text(text + "\n")
        assert hash_of_files(runtime.recipe_files()) != before, path
        path.write_text(text)
    assert hash_of_files(runtime.recipe_files()) == before
    (tmp_path / "py/tools/in_pyodide/new.py").write_text("")
    assert hash_of_files(runtime.recipe_files()) != before


def test_code_that_needs_the_same_of_the_library_leaves_the_runtime_as_it_is(project, monkeypatch):
    runtime.setup_runtime()
    project.clear()
    change(monkeypatch, needs="numpy")
    runtime.setup_runtime()
    runtime.setup_runtime()
    assert project == ["trace"]


def test_code_that_needs_more_of_the_library_has_it_sorted_anew(project, monkeypatch):
    runtime.setup_runtime()
    project.clear()
    change(monkeypatch, needs="numpy, csv")
    runtime.setup_runtime()
    runtime.setup_runtime()
    assert (project[0], project[-1], project.count("assemble")) == ("trace", "assemble", 1)


def change(monkeypatch, needs):
    """Change the engine's code, which then needs this of the library."""
    monkeypatch.setattr(runtime, "engine_code", lambda: {"other.py": pathlib.Path(__file__)})
    monkeypatch.setattr(NEEDS, "text", needs)
