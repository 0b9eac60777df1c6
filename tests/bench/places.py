"""Where the bench trains: workers of a Chromium, Node, and CPython on this machine."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading

from training_times import SIZES

from tools.environment import CHROMIUM_NAMES, ROOT
from tools.server import Handler, make_server
from tools.setup.runtime import ORIGINALS

BENCH = pathlib.Path(__file__).resolve().parent
LESSON = ROOT / "py" / "playground"
PYODIDE = ORIGINALS / "pyodide"
SCRIPT = BENCH / "training_in_pyodide.py"
ASK = """
([worker, message]) => new Promise((resolve, reject) => {
  worker.onerror = (event) => reject(new Error(event.message));
  worker.onmessage = ({ data: { result, error } }) =>
    error ? reject(new Error(error)) : resolve(result);
  worker.postMessage(message);
})
"""
START = """
(source) => new Worker(
  URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" })
"""


class IsolatedHandler(Handler):
    """Sends the headers with which Chromium's clock ticks in 5 µs instead of 100."""

    def is_served(self, name):
        return True

    def end_headers(self):
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


class Chromium:
    """Workers of a Chromium: where the page's own training runs."""

    def __init__(self, page):
        version = page.context.browser.version
        self.name = f"workers of Chromium {version.partition('.')[0]}"
        self._page = page
        source = (BENCH / "worker.mjs").read_text()
        self._workers = [page.evaluate_handle(START, source) for _ in range(2)]
        lesson = {
            f"/py/playground/{path.relative_to(LESSON).as_posix()}": path
            for path in LESSON.rglob("*.py")
        }
        files = {**lesson, "/bench/training_times.py": BENCH / "training_times.py"}
        self._files = {name: path.read_text() for name, path in files.items()}

    def python(self):
        address = self._page.url.rpartition("/")[0] + "/"
        message = {"pyodide": address, "files": self._files, "script": SCRIPT.read_text()}
        return self._page.evaluate(ASK, [self._workers[0], message])

    def javascript(self):
        message = {"engine": (BENCH / "engine.mjs").read_text(), "sizes": SIZES}
        return self._page.evaluate(ASK, [self._workers[1], message])


class Node:
    """Node: the same V8 as Chromium's, often an older one."""

    def __init__(self, node):
        self._node = node
        versions = _output([node, "-p", "process.version + ' (V8 ' + process.versions.v8 + ')'"])
        self.name = f"Node {versions}"

    def python(self, script=SCRIPT.name):
        run = [
            self._node,
            ROOT / "py" / "tools" / "in_pyodide" / "run.mjs",
            PYODIDE,
            BENCH / script,
        ]
        mounts = [f"/py={ROOT / 'py'}", f"/bench={BENCH}"]
        return json.loads(_output([*run, *mounts]).splitlines()[-1])

    def javascript(self):
        program = (
            f"import {{ secondsPerEpoch }} from {json.dumps((BENCH / 'engine.mjs').as_uri())};"
            f"const times = {json.dumps(SIZES)}.map((size) => secondsPerEpoch(...size));"
            "console.log(JSON.stringify(times));"
        )
        return json.loads(_output([self._node, "--input-type=module", "-e", program]))


@contextlib.contextmanager
def chromium():
    """Give a `Chromium`, or None where there is none to start."""
    path = os.environ.get("NN_PLAYGROUND_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if path is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    server = make_server(PYODIDE, handler=IsolatedHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if as_root else []
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/package.json")
        yield Chromium(page)
        browser.close()
    server.shutdown()
    server.server_close()


@contextlib.contextmanager
def node():
    """Give a `Node`, or None where there is none to start."""
    path = os.environ.get("NN_PLAYGROUND_NODE") or shutil.which("node")
    yield Node(path) if path else None


def native():
    """Return what `training_times.measure` finds on this machine, with one thread."""
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    environ = {**os.environ, **threads, "PYTHONPATH": str(ROOT / "py")}
    return json.loads(_output([sys.executable, BENCH / "training_times.py"], environ))


def _output(command, environ=None):
    result = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True)
    return result.stdout.strip()
