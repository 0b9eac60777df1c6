"""What the page's Python is written in is what MicroPython understands."""

import textwrap

import pytest
from in_micropython import output_of

from tools.environment import ROOT
from tools.rooms import page_modules

PY = ROOT / "py"


@pytest.mark.parametrize("name", page_modules(PY))
def test_micropython_understands_each_module_of_the_page(tmp_path, name):
    # PyScript lets its scripts wait at their top level; others can do so in a function.
    source = (PY / name).read_text(encoding="utf-8")
    if name == "page/main.py":
        source = "async def script():\n" + textwrap.indent(source, "    ")
    copy = tmp_path / "module.py"
    copy.write_text(source, encoding="utf-8")
    code = "compile(open('module.py').read(), 'module.py', 'exec'); print('understood')"
    assert output_of(code, {"module.py": copy}) == "understood\n"
