"""The notebook of what is on the screen: valid, and run cell by cell it ends where the page has."""

import json
import re

import nbformat
import pytest
from export_cases import NAMES, case, record_of
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from playground.export.notebook import KEY, notebook
from playground.export.replay import TOLERANCE
from playground.export.script import script


@pytest.fixture(scope="module")
def kernel():
    """One kernel for all notebooks, as to start one takes seconds."""
    manager, client = start_new_kernel(kernel_name="python3")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(source, kernel):
    """Run a notebook in a kernel that is there; return it with its outputs."""
    manager, client = kernel
    client.execute_interactive("%reset -f", silent=True, timeout=60)
    read = nbformat.reads(source, as_version=4)
    runner = NotebookClient(read, km=manager, timeout=60)
    runner.kc = client
    for index, cell in enumerate(read.cells):
        if cell.cell_type == "code":
            runner.execute_cell(cell, index)
    return read


@pytest.mark.parametrize("name", NAMES)
def test_is_valid_and_ends_at_the_weights_of_the_page(name, kernel):
    session, obstacle = case(name)
    record = record_of(session)
    source = notebook(session, record, obstacle)
    nbformat.validate(json.loads(source))
    assert json.loads(source)["metadata"][KEY] == json.loads(record)
    outputs = [output for cell in run(source, kernel).cells for output in cell.get("outputs", [])]
    printed = "".join(one["text"] for one in outputs if one.output_type == "stream")
    images = [one for one in outputs if "image/png" in one.get("data", {})]
    assert [one["name"] for one in outputs if one.output_type == "stream"].count("stderr") == 0
    assert len(images) == 1
    if not obstacle:
        found = re.search("Largest difference to the playground's weights: (.*)", printed)
        assert float(found[1]) <= TOLERANCE


@pytest.mark.parametrize("name", NAMES[:4])
def test_its_code_is_that_of_the_script(name):
    session, obstacle = case(name)
    record = record_of(session)
    cells = json.loads(notebook(session, record, obstacle))["cells"]
    whole = script(session, record, obstacle)
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert all(code in whole for code in codes[:-1])
    assert codes[-1].endswith("plt.show()")
    assert codes[-1].removesuffix("plt.show()") in whole


def test_between_its_cells_stands_what_they_are_about():
    session, obstacle = case(NAMES[0])
    cells = json.loads(notebook(session, record_of(session), obstacle))["cells"]
    kinds = [cell["cell_type"] for cell in cells]
    assert kinds == ["markdown", "code"] * (len(cells) // 2)
    text = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert "Drop this file onto the playground" in text
    assert r"\mathcal{L}" in text
    assert len({cell["id"] for cell in cells}) == len(cells)
