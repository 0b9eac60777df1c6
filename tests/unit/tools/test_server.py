"""The server of `python3 py serve`: what it gives out, what it keeps back, how it stops."""

import contextlib
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading

import pytest

from tools import server
from tools.environment import ROOT
from tools.site import build as site
from tools.site import release

# Of the checkout, where others may lie beside the site's files.
FOLDERS = ("py", "static", "tests", ".github")
SCRIPT = """
import pathlib, sys
from tools import cli, commands, server
from tools.setup import runtime
commands.setup_runtime = lambda wheels: None
commands.setup_engine = lambda: None
commands.ROOT = pathlib.Path(sys.argv[1])
sys.exit(cli.main(sys.argv[2:]))
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "index.html").write_text("<p>Grüße")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "boot.mjs").write_text("1")
    (tmp_path / ".secret").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    return tmp_path


@contextlib.contextmanager
def running(root, handler=server.Handler):
    httpd = server.make_server(root, handler=handler)
    threading.Thread(target=httpd.serve_forever, args=[0.02], daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", httpd.server_port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()
        httpd.shutdown()
        httpd.server_close()


def ask(connection, path, method="GET", **headers):
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def test_page_and_its_headers(root):
    with running(root) as connection:
        answer, body = ask(connection, "/")
        assert (answer.status, body.decode()) == (200, "<p>Grüße")
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"
        head, nothing = ask(connection, "/index.html?x=1#y", method="HEAD")
        assert (head.status, nothing) == (200, b"")
        assert head.headers["Content-Length"] == answer.headers["Content-Length"]


def test_pages_of_every_origin_may_have_the_site(root):
    with running(root) as connection:
        for path, allowed in [("/", "*"), ("/static/boot.mjs", "*"), ("/static/none.mjs", None)]:
            answer, _ = ask(connection, path)
            assert answer.headers["Access-Control-Allow-Origin"] == allowed, path


def test_of_the_checkout_the_site_is_served_and_nothing_else():
    """All that a build would copy or make; whatever else lies here."""
    paths = [*ROOT.glob("*"), *(path for top in FOLDERS for path in (ROOT / top).rglob("*"))]
    names = {path.relative_to(ROOT).as_posix() for path in paths if path.is_file()}
    site_files = {*release.page_files(ROOT), *release.generated(ROOT)}
    assert len(site_files) > 200
    assert {name for name in names if release.is_of_the_site(name)} == site_files & names
    assert all(release.is_of_the_site(name) for name in site_files)
    with running(ROOT) as connection:
        for name in ("README.md", "pyproject.toml", "tests/", "py/tools/server.py", "static/sw.js"):
            assert ask(connection, f"/{name}")[0].status == 404, name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.whl", "application/zip"),
        ("a.zip", "application/zip"),
        ("a.tar.gz", "application/gzip"),
        ("a.json", "application/json"),
        ("a.toml", "application/toml"),
        ("a.py", "text/x-python; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.woff2", "font/woff2"),
        ("a.webmanifest", "application/manifest+json"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_media_types(root, name, kind):
    (root / "static" / name).write_bytes(b"")
    with running(root) as connection:
        answer, _ = ask(connection, f"/static/{name}")
        assert answer.headers["Content-Type"] == kind
        assert "Content-Encoding" not in answer.headers


def test_unchanged_file_is_not_sent_again(root):
    with running(root) as connection:
        tag = ask(connection, "/static/boot.mjs")[0].headers["ETag"]
        answer, body = ask(connection, "/static/boot.mjs", **{"If-None-Match": tag})
        assert (answer.status, body) == (304, b"")
        assert answer.headers["ETag"] == tag
        # The same size within the same second: a date alone would not tell.
        (root / "static" / "boot.mjs").write_text("2")
        answer, body = ask(connection, "/static/boot.mjs", **{"If-None-Match": tag})
        assert (answer.status, body) == (200, b"2")


@pytest.fixture
def with_worker(root):
    (root / "index.html").write_text('<script type="module" src="static/boot.mjs"></script>')
    (root / "static" / "sw.js").write_text("// the worker")
    return root


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/static/runtime/release.mjs", "text/javascript; charset=utf-8"),
    ],
)
def test_what_follows_from_the_files_is_made_when_asked_for(with_worker, path, kind):
    with running(with_worker) as connection:
        answer, body = ask(connection, path)
        expected = release.generated(with_worker)[path.removeprefix("/") or "index.html"]
        assert (answer.status, body) == (200, expected)
        assert answer.headers["Content-Type"] == kind
        head, nothing = ask(connection, path, method="HEAD")
        assert (head.headers["Content-Length"], nothing) == (str(len(body)), b"")
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert ask(connection, path, **tag)[0].status == 304
        (with_worker / "static" / "boot.mjs").write_text("edited")
        answer, changed = ask(connection, path, **tag)
        assert (answer.status, changed != body) == (200, True)
        assert changed == release.generated(with_worker)[path.removeprefix("/") or "index.html"]


def test_what_is_made_is_not_written_into_the_checkout(with_worker):
    before = sorted(with_worker.rglob("*"))
    with running(with_worker) as connection:
        ask(connection, "/sw.js")
        ask(connection, "/static/runtime/release.mjs")
    assert sorted(with_worker.rglob("*")) == before


@pytest.fixture
def with_card(with_worker):
    picture = with_worker / "static/engine/cards/xor.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"")
    return with_worker


@pytest.mark.parametrize(
    ("kind", "media_type"), [("html", "text/html; charset=utf-8"), ("json", "application/json")]
)
def test_the_page_of_a_lesson_is_made_when_asked_for(with_card, kind, media_type):
    with running(with_card) as connection:
        answer, body = ask(connection, f"/lessons/xor.{kind}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, media_type)
        assert body == release.generated(with_card)[f"lessons/xor.{kind}"]
        assert ask(connection, f"/lessons/spiral.{kind}")[0].status == 404  # it has no picture


def test_a_site_that_was_built_for_an_address_keeps_it(with_card, tmp_path):
    out = tmp_path / "out"
    site.build(with_card, out, "https://example.org/")
    with running(out) as connection:
        for name in ("index.html", "sw.js", "static/runtime/release.mjs", "lessons/xor.html"):
            assert ask(connection, f"/{name}")[1] == (out / name).read_bytes()


def test_a_built_site_is_served_as_it_was_built(with_worker, tmp_path):
    out = tmp_path / "out"
    site.build(with_worker, out)
    with running(out) as connection:
        for name in ("index.html", "sw.js", "static/runtime/release.mjs"):
            assert ask(connection, f"/{name}")[1] == (out / name).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/.secret",
        "/.git/config",
        "/.git/",
        "/%2egit/config",
        "/static/",
        "/static/../.secret",
        "/notes.txt",
        "/static/../notes.txt",
        "/static/%2e%2e/notes.txt",
        "/static/..%2fnotes.txt",
        "/static/..%5cnotes.txt",
        "/static\\..\\notes.txt",
        "//notes.txt",
        "/py/__main__.py",
        "/py/tools/server.py",
        "/py/page/../tools/server.py",
        "/static/boot.mjs/",
        "/static/boot.mjs%2f",
        "/static/boot.mjs/index.html",
        "/static/link.txt",
        "/static/folder/notes.txt",
        "/static/loop",
        "/static/" + "a" * 3000,
        "/static/" + "a/" * 3000,
        "/static/%ff%fe",
        "/static/..%2f.secret",
        "/../etc/passwd",
        "/nothing",
        "/%00",
    ],
)
def test_kept_back(root, path, capfd):
    (root / "notes.txt").write_text("x")
    for name in ("py/__main__.py", "py/tools/server.py"):
        (root / name).parent.mkdir(exist_ok=True, parents=True)
        (root / name).write_text("x")
    with contextlib.suppress(OSError, NotImplementedError):  # not everybody may make links
        (root / "static" / "link.txt").symlink_to(root / "notes.txt")
        (root / "static" / "folder").symlink_to(root)
        (root / "static" / "loop").symlink_to(root / "static" / "loop")
    with running(root) as connection:
        assert ask(connection, path)[0].status == 404
    assert capfd.readouterr() == ("", "")


def said_to(connection, request):
    """Return the status of the answer to the bytes of a *request*; None without an answer."""
    with socket.create_connection((connection.host, connection.port), timeout=10) as client:
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
        line = client.makefile("rb").readline()
    return int(line.split()[1]) if line.startswith(b"HTTP/") else None


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8000", 200),
        ("LocalHost:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1@evil.example", 421),
        ("127.0.0.1:8000/", 421),
        ("0.0.0.0", 421),
        ("", 421),
    ],
)
def test_who_takes_this_machine_for_another_gets_nothing(root, host, status, capfd):
    with running(root) as connection:
        for method in ("GET", "HEAD"):
            request = f"{method} / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            assert said_to(connection, request.encode()) == status
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        *(
            (f"{method} / HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), 501)
            for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get")
        ),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 200 + b"\r\n", 431),
        # These get a sentence without a status, as the first version of HTTP has it.
        (b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", None),
        (b"GET / HTTP/9\r\nHost: localhost\r\n\r\n", None),
        (b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET //evil.example HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", None),  # TLS
        (b"\r\n\r\n", None),
        (b"", None),
    ],
)
def test_odd_requests_are_refused_without_a_word(root, request_, status, capfd):
    with running(root) as connection:
        answer = said_to(connection, request_)
        assert answer == status
        assert ask(connection, "/")[0].status == 200
    assert capfd.readouterr() == ("", "")


def test_nobody_on_another_machine_reaches_it(root):
    with contextlib.closing(server.make_server(root).socket) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_folder_without_slash_is_redirected(root):
    (root / "static" / "index.html").write_text("inside")
    with running(root) as connection:
        answer, _ = ask(connection, "/static")
        assert (answer.status, answer.headers["Location"]) == (301, "/static/")
        assert ask(connection, "/static/")[1] == b"inside"


def test_root_below_a_dot_folder_is_served(tmp_path):
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "index.html").write_text("here")
    with running(tmp_path / ".cache") as connection:
        assert ask(connection, "/")[1] == b"here"


def test_connection_stays_open(root):
    with running(root) as connection:
        ask(connection, "/")
        first = connection.sock
        ask(connection, "/static/boot.mjs")
        assert connection.sock is first


def test_client_that_leaves_is_not_worth_a_word(root, capfd):
    (root / "static" / "large").write_bytes(bytes(30_000_000))
    with running(root) as connection:
        for _ in range(3):
            client = socket.create_connection((connection.host, connection.port))
            client.sendall(b"GET /static/large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            client.recv(10)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.close()
        ask(connection, "/")
    assert capfd.readouterr() == ("", "")


def test_handler_can_be_replaced(root):
    class Broken(server.Handler):
        def send_head(self):
            return self.send_error(503) if self.path == "/broken" else super().send_head()

    with running(root, Broken) as connection:
        assert ask(connection, "/broken")[0].status == 503
        assert ask(connection, "/")[0].status == 200


@contextlib.contextmanager
def command(root, *options):
    """Run `serve` on `root`, without its set-up; give the process and the address it prints."""
    tools = pathlib.Path(server.__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(root), "serve", "--no-browser", *options],
        env={**os.environ, "PYTHONPATH": str(tools)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, process.stdout.readline().rstrip("\n")
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_prints_the_address_and_stops_cleanly(root, how):
    with command(root, "--port", "0") as (process, address):
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", address)
        connection = http.client.HTTPConnection("127.0.0.1", int(match[1]))
        assert ask(connection, "/")[0].status == 200
        process.send_signal(how)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, "", "")
        connection.close()


def test_stops_cleanly_when_nobody_reads_its_output(root):
    with command(root, "--port", "0") as (process, address):
        assert address
        process.stdout.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
        process.stdout = None


def test_next_free_port_is_taken(root):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with command(root, "--port", str(port)) as (process, address):
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
            assert process.stdout.readline().startswith(f"Port {port} is taken")
            assert port < int(address.rsplit(":", 1)[1].rstrip("/")) < port + 100
