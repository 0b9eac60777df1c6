"""What starts Pyodide under Node: how it unpacks archives, and what it says when it fails.

With something else in Pyodide's place.
"""

import gzip
import json
import os
import shutil
import subprocess

import pytest

from tools.environment import ROOT
from tools.in_pyodide import archive, places

NODE = os.environ.get("NN_PLAYGROUND_NODE") or shutil.which("node")
RUN = ROOT / "py" / "tools" / "in_pyodide" / "run.mjs"

pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node")

# Prints what it is told and given.
PYODIDE = """
export async function loadPyodide({ lockFileContents, stdLibURL, fsInit }) {
  const files = {};
  const FS = { mkdirTree() {}, writeFile: (path, content) => (files[path] = text(content)) };
  const text = (content) => new TextDecoder().decode(content);
  await fsInit?.(FS, { sitePackages: "/site" });
  const stdlib = stdLibURL && (await (await fetch(stdLibURL)).text());
  console.log(JSON.stringify({ files, stdlib, lock: await lockFileContents }));
  process.exit();
}
"""


@pytest.fixture
def run(tmp_path):
    """Return a function that runs with this text as Pyodide, and archives of these files."""

    def run(pyodide, *archives):
        (tmp_path / "pyodide.mjs").write_text(pyodide)
        for name, members in archives:
            packed = archive.write_tar(members)
            packed = gzip.compress(packed) if name.endswith(".gz") else packed
            (tmp_path / name).write_bytes(packed)
        command = [NODE, RUN, tmp_path, "script.py", *(tmp_path / name for name, _ in archives)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_archives_are_unpacked_as_python_has_packed_them(run):
    long = "a/" * 60 + "b.txt"  # a name that does not fit into the field for names
    first = {places.STDLIB_ZIP: b"zip", places.LOCK: b"lock", "x.pyc": b"1" * 512, "empty": b""}
    second = {long: b"2" * 513}
    result = run(PYODIDE, ("first.tar.gz", first), ("second.tar", second))
    assert result.stderr == ""
    assert json.loads(result.stdout) == {
        "files": {"/site/x.pyc": "1" * 512, "/site/empty": "", f"/site/{long}": "2" * 513},
        "stdlib": "zip",
        "lock": "lock",
    }


def test_without_archives_nothing_is_put_in_the_place_of_pyodides_own_files(run):
    assert json.loads(run(PYODIDE).stdout) == {"files": {}}


def test_a_failure_says_what_and_not_in_which_text(run):
    text = "export const loadPyodide = async () => { throw new Error('the reason') };"
    result = run(text + "; 'ENOSPC'" * 99)
    assert result.stderr == "Error: the reason\n"
    assert result.returncode == 1


def test_a_pyodide_that_is_cut_off(run):
    result = run("export const loadPyodide = (")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert result.returncode == 1
