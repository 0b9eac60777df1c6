"""A small static server for the page, on this machine only, and of the site's files alone."""

import contextlib
import email.utils
import errno
import functools
import hashlib
import http.server
import io
import os
import pathlib
import re
import socketserver
import sys
import threading
import time
import webbrowser
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import unquote

from tools.console import SetupError, say
from tools.site.cards import FOLDER, card_files
from tools.site.release import GENERATED, generated, is_of_the_site

HOST = "127.0.0.1"
PORTS_TO_TRY = 100
# A name that somebody else has given to this machine (DNS rebinding) would make its files theirs.
OWN_NAMES = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
FOREIGN = f"This server is for its own machine: ask for http://{HOST}/."


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve the site below a folder: none of its other files, no listings, always revalidated."""

    protocol_version = "HTTP/1.1"  # keep connections open
    disable_nagle_algorithm = True
    timeout = 60  # seconds until a silent connection is dropped
    extensions_map = {  # noqa: RUF012  (inherited as a plain dictionary)
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".md": "text/markdown; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".py": "text/x-python; charset=utf-8",
        ".svg": "image/svg+xml",
        ".toml": "application/toml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".whl": "application/zip",
        ".woff2": "font/woff2",
        ".zip": "application/zip",
    }

    def parse_request(self) -> bool:
        """Read a request; refuse one that was meant for somebody else."""
        if not super().parse_request():
            return False
        hosts = self.headers.get_all("Host", [])
        if len(hosts) == 1 and OWN_NAMES.fullmatch(hosts[0]):
            return True
        is_foreign = len(hosts) == 1
        status = HTTPStatus.MISDIRECTED_REQUEST if is_foreign else HTTPStatus.BAD_REQUEST
        self.send_error(status, explain=FOREIGN)
        return False

    def send_head(self) -> BinaryIO | None:
        """Answer with the headers; return the open file if its content is to follow."""
        try:
            path = pathlib.Path(self.translate_path(self.path))
            is_folder = path.is_dir()
            has_slash = unquote(self.path.partition("?")[0]).endswith("/")
            if is_folder or has_slash:
                path /= "index.html"
            file, tag, changed = self._open(path)
            if is_folder and not has_slash:
                file.close()
                return super().send_head()  # redirects to the address with a slash
        except (OSError, ValueError):  # a name that is too long, or has a null byte in it
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        unchanged = tag in self.headers.get("If-None-Match", "")
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
        # The page has no origin if its frame is sandboxed (static/sandboxed.mjs), so everybody may
        # have these files, as on GitHub Pages.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", email.utils.formatdate(changed, usegmt=True))
        if unchanged:
            self.end_headers()
            file.close()
            return None
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(file.seek(0, os.SEEK_END)))
        file.seek(0)
        self.end_headers()
        return file

    def _open(self, path: pathlib.Path) -> tuple[BinaryIO, str, float]:
        """Return what is served for `path`, a tag of its content, and when it changed."""
        self._check(path)
        content = self._made(path)
        if content is not None:
            return io.BytesIO(content), f'"{hashlib.sha256(content).hexdigest()}"', time.time()
        file = path.open("rb")
        status = os.fstat(file.fileno())
        return file, f'"{status.st_mtime_ns:x}-{status.st_size:x}"', status.st_mtime

    def _made(self, path: pathlib.Path) -> bytes | None:
        """Return what is made when it is asked for, None for all else.

        The lessons' pages of a built site lie there, and may know its address.
        """
        root = pathlib.Path(self.directory)
        name = path.relative_to(root).as_posix()
        if name in GENERATED:
            return generated(root).get(name)
        is_card = name.startswith(FOLDER) and not path.exists()
        return card_files(root).get(name) if is_card else None

    def end_headers(self) -> None:
        """Have every answer asked for again: these files are being edited."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: the browser shows what failed."""

    def is_served(self, name: str) -> bool:
        """Tell whether the file of this *name*, relative to the folder, is for others to have."""
        return is_of_the_site(name)

    def _check(self, path: pathlib.Path) -> None:
        """Raise an error if a *path* leads to what is not served, be it by a symbolic link."""
        for place in (path, pathlib.Path(os.path.realpath(path))):
            if not self.is_served(place.relative_to(self.directory).as_posix()):
                raise FileNotFoundError(path)


class Server(http.server.ThreadingHTTPServer):
    """A threading server that dies quietly with the program and with its clients."""

    daemon_threads = True
    request_queue_size = 128  # a page load opens many connections at once
    allow_reuse_address = os.name != "nt"  # there it would let two servers share a port
    allow_reuse_port = False

    def server_bind(self) -> None:
        """Bind without asking the name service who this machine is."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away; report what is our own mistake."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def make_server(
    root: pathlib.Path, port: int = 0, handler: type[Handler] = Handler
) -> http.server.ThreadingHTTPServer:
    """Return a server of the files below `root`, bound but not yet serving.

    Parameters
    ----------
    root : pathlib.Path
        Folder to serve.
    port : int
        Port on 127.0.0.1; 0 takes any free one.
    handler : type
        Subclass of `Handler` to answer with, for tests that inject faults.

    Returns
    -------
    http.server.ThreadingHTTPServer
        Call `serve_forever()` and, from another thread, `shutdown()`; then `server_close()`.
    """
    folder = str(pathlib.Path(root).resolve())

    return Server((HOST, port), functools.partial(handler, directory=folder))


def serve_forever(root: pathlib.Path, port: int, open_browser: bool) -> None:
    """Serve `root` on `port` or the next free one until Ctrl-C."""
    with _first_free(root, port) as server:
        address = f"http://{HOST}:{server.server_port}/"
        with contextlib.suppress(KeyboardInterrupt):
            say(address)
            if port not in (0, server.server_port):
                say(f"Port {port} is taken by another program; this is the next free one.")
            if open_browser and _has_screen():
                # Some browsers are started in the foreground: do not wait for them.
                threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
            server.serve_forever()


def _first_free(root: pathlib.Path, port: int) -> http.server.ThreadingHTTPServer:
    last = min(port + PORTS_TO_TRY, 65536)
    for candidate in range(port, last):
        try:
            return make_server(root, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise SetupError(f"Cannot listen on port {candidate}: {error.strerror}.") from error
    raise SetupError(f"No free port from {port} to {last - 1}: choose another with --port.")


def _has_screen() -> bool:
    """Tell whether a browser would open in a window (and not take over a bare terminal)."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
