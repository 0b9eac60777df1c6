"""Fetching: nothing unverified is kept, and a source that is gone is asked once."""

import contextlib
import hashlib
import http.server
import io
import os
import tarfile
import threading
import time
import zipfile

import pytest

from tools.console import DiskFullError, SetupError
from tools.setup import npm, wheels

CONTENT = {"one.whl": b"first wheel", "two.whl": b"second wheel"}
WANTED = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENT.items()}


@contextlib.contextmanager
def web_server(answers):
    """Serve `answers` (path to bytes, or to an error code); give the address and the requests."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            answer = answers.get(self.path, 404)
            if isinstance(answer, int):
                self.send_error(answer)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


class BrokenSource:
    """A source that cannot be reached and counts how often it was tried."""

    title = "nowhere"
    calls = 0

    def read(self, file_name):
        self.calls += 1
        raise wheels.SourceGoneError("nobody there")


def folder_source(path, content):
    path.mkdir()
    for name, data in content.items():
        (path / name).write_bytes(data)
    return wheels.FolderSource(path)


def test_each_file_comes_from_the_first_source_that_has_it(tmp_path):
    first = folder_source(tmp_path / "a", {"one.whl": CONTENT["one.whl"]})
    second = folder_source(tmp_path / "b", CONTENT)
    kept = tmp_path / "kept"
    kept.mkdir()
    wheels.fetch(WANTED, kept, [first, second])
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == CONTENT


def test_altered_file_is_left_out(tmp_path, capsys):
    bad = folder_source(tmp_path / "bad", {**CONTENT, "two.whl": b"altered"})
    kept = tmp_path / "kept"
    kept.mkdir()
    with pytest.raises(SetupError, match=r"two\.whl could not be fetched"):
        wheels.fetch(WANTED, kept, [bad])
    assert [path.name for path in kept.iterdir()] == ["one.whl"]
    assert "two.whl there is not the file" in capsys.readouterr().out
    wheels.fetch(WANTED, kept, [folder_source(tmp_path / "good", CONTENT)])
    assert (kept / "two.whl").read_bytes() == CONTENT["two.whl"]


def test_damaged_file_is_fetched_again(tmp_path):
    kept = folder_source(tmp_path / "kept", {**CONTENT, "one.whl": b"damaged"}).folder
    wheels.fetch(WANTED, kept, [folder_source(tmp_path / "good", CONTENT)])
    assert (kept / "one.whl").read_bytes() == CONTENT["one.whl"]


def test_source_that_is_gone_is_asked_once(tmp_path):
    gone = BrokenSource()
    kept = tmp_path / "kept"
    kept.mkdir()
    wheels.fetch(WANTED, kept, [gone, folder_source(tmp_path / "good", CONTENT)])
    assert gone.calls == 1


def test_nothing_is_asked_when_nothing_is_missing(tmp_path):
    kept = folder_source(tmp_path / "kept", CONTENT).folder
    gone = BrokenSource()
    wheels.fetch(WANTED, kept, [gone])
    assert gone.calls == 0


def test_web_source(tmp_path):
    with web_server({"/x/one.whl": CONTENT["one.whl"], "/x/two.whl": 500}) as (address, asked):
        source = wheels.named_source(f"{address}/x")
        assert source.read("one.whl") == CONTENT["one.whl"]
        assert source.read("three.whl") is None
        with pytest.raises(wheels.SourceGoneError, match="500"):
            source.read("two.whl")
    assert asked == ["/x/one.whl", "/x/three.whl", "/x/two.whl"]
    with pytest.raises(wheels.SourceGoneError):
        source.read("one.whl")


def test_silent_web_source_costs_its_timeout_only():
    with web_server({}) as (address, _):
        listener = http.server.HTTPServer(("127.0.0.1", 0), None)  # accepts, never answers
        port = listener.server_port
        start = time.monotonic()
        with pytest.raises(wheels.SourceGoneError):
            wheels.UrlSource(f"http://127.0.0.1:{port}/", timeout=0.2).read("one.whl")
        assert time.monotonic() - start < 5
        listener.server_close()
        assert address


def fake_program(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script as a program")
class TestBundle:
    """The large wheel that carries the others."""

    def bundle(self, tmp_path):
        path = tmp_path / "big.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("inside/one.whl", CONTENT["one.whl"])
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return path, {
            "name": "big",
            "version": "1",
            "sha256": sha256,
            "bytes": 1_000_000,
            "folder": "inside",
        }

    def source(self, tmp_path, bundle, script):
        work = tmp_path / "work"
        work.mkdir()
        pip = fake_program(tmp_path / "python", f"cd {work}\n{script}")
        return wheels.BundleSource(bundle, work, lambda: pip)

    def test_files_are_taken_out(self, tmp_path):
        path, bundle = self.bundle(tmp_path)
        source = self.source(tmp_path, bundle, f"cp {path} .; echo x >> {tmp_path}/calls")
        assert source.read("one.whl") == CONTENT["one.whl"]
        assert source.read("two.whl") is None
        assert (tmp_path / "calls").read_text() == "x\n"

    def test_another_file_is_refused(self, tmp_path):
        _, bundle = self.bundle(tmp_path)
        source = self.source(tmp_path, bundle, "echo altered > big.whl")
        with pytest.raises(wheels.SourceGoneError, match="not the pinned one"):
            source.read("one.whl")

    def test_no_network(self, tmp_path):
        _, bundle = self.bundle(tmp_path)
        source = self.source(tmp_path, bundle, "echo ERROR: no route to host >&2; exit 1")
        with pytest.raises(wheels.SourceGoneError, match="no route to host"):
            source.read("one.whl")

    def test_full_disk(self, tmp_path):
        _, bundle = self.bundle(tmp_path)
        source = self.source(tmp_path, bundle, "echo OSError: No space left on device >&2; exit 1")
        with pytest.raises(DiskFullError, match="disk is full"):
            source.read("one.whl")


def make_tgz(path, members):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if content is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            info.size = len(content or b"")
            tar.addfile(info, io.BytesIO(content or b""))
    return path


def test_package_is_unpacked_without_its_top_folder(tmp_path):
    archive = make_tgz(tmp_path / "p.tgz", {"package/dist/core.js": b"js", "package/x": b"y"})
    npm.unpack(archive, tmp_path / "out")
    assert (tmp_path / "out/dist/core.js").read_bytes() == b"js"
    assert (tmp_path / "out/x").read_bytes() == b"y"


@pytest.mark.parametrize("name", ["package/../../evil", "/etc/evil", "other/evil", "package/link"])
def test_package_that_would_leave_its_folder_is_refused(tmp_path, name):
    archive = make_tgz(tmp_path / "p.tgz", {name: None if "link" in name else b"x"})
    with pytest.raises(SetupError, match="unexpected entry"):
        npm.unpack(archive, tmp_path / "out")
    assert not (tmp_path / "evil").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script as a program")
class TestNpm:
    """Packages are checked before they are kept."""

    def fetch(self, tmp_path, script, integrity):
        packages, work = tmp_path / "packages", tmp_path / "work"
        for folder in (packages, work):
            folder.mkdir(exist_ok=True)
        for left_over in work.iterdir():
            left_over.rmdir()
        package = {"name": "@a/b", "version": "1.0", "folder": "b", "integrity": integrity}
        # npm's last argument is the folder to put the package in.
        program = fake_program(tmp_path / "npm", f'for folder; do :; done\ncd "$folder"\n{script}')
        return npm.fetch(package, packages, work, program)

    def test_right_package_is_kept_and_not_fetched_again(self, tmp_path):
        archive = make_tgz(tmp_path / "right.tgz", {"package/x": b"y"})
        integrity = npm.integrity(archive)
        kept = self.fetch(tmp_path, f"cp {archive} a-b-1.0.tgz; rm {archive}", integrity)
        assert npm.integrity(kept) == integrity
        assert [path.name for path in kept.parent.iterdir()] == ["b-1.0.tgz"]
        assert self.fetch(tmp_path, "exit 1", integrity) == kept

    def test_altered_package_is_refused(self, tmp_path):
        with pytest.raises(SetupError, match="not the pinned file"):
            self.fetch(tmp_path, "echo altered > a.tgz", "sha512-x")
        assert list((tmp_path / "packages").iterdir()) == []

    def test_no_network(self, tmp_path):
        with pytest.raises(SetupError, match=r"is there a network.*ENOTFOUND"):
            self.fetch(tmp_path, "echo npm error code ENOTFOUND >&2; exit 1", "sha512-x")
