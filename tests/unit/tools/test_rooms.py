"""What of the engine's Python reaches a browser when."""

import ast

from tools.environment import ROOT
from tools.rooms import engine_archives, engine_modules, frame_modules, page_modules

PY = ROOT / "py"


def imported_at_once(name):
    """Return the modules that the module at path *name* imports as soon as it is imported."""
    found = set()
    for node in ast.parse((PY / name).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {module.replace(".", "/") + ".py" for module in found}


def test_each_module_is_in_one_archive():
    first, inside, export = engine_archives(PY).values()
    assert sorted(first + inside + export) == engine_modules(PY)
    assert "engine/views/check.py" in inside
    assert "playground/gradient_check.py" in inside
    assert "playground/export/weights.py" in export
    assert "playground/picture/network_figure.py" in export


def test_the_command_line_stays_out_of_the_browser():
    left_out = {path.relative_to(PY).as_posix() for path in PY.glob("playground/cli/*.py")}
    assert len(left_out) > 3
    assert not (left_out | {"playground/__main__.py"}) & set(engine_modules(PY))


def test_what_makes_files_needs_nothing_of_what_looks_inside():
    _, inside, export = engine_archives(PY).values()
    assert {name for name in export if imported_at_once(name) & set(inside)} == set()


def test_what_a_frame_needs_is_the_pages():
    modules = frame_modules(PY)
    assert "page/embed/frame.py" in modules
    assert set(modules) < set(page_modules(PY))


def test_nothing_that_comes_first_imports_at_once_what_comes_later():
    first, *others = engine_archives(PY).values()
    later = {name for names in others for name in names}
    too_early = {name: imported_at_once(name) & later for name in first}
    assert [name for name in too_early if too_early[name]] == []
