"""The site as GitHub Pages would send it: compressed, cacheable, and over a real line if asked.

Pages compresses texts and WebAssembly with gzip (no Brotli), leaves archives and pictures as
they are, lets every file be kept for ten minutes, and lets pages of every origin have it.
"""

import contextlib
import functools
import gzip
import hashlib
import pathlib
import threading
import time
import urllib.parse

from tools.server import Handler, make_server

COMPRESSED = (".css", ".html", ".js", ".json", ".mjs", ".py", ".svg", ".toml", ".txt", ".wasm")
COMPRESSED += (".webmanifest",)
LEVEL = 6
CHUNK = 8 * 1024
HEADERS = 300  # bytes of an answer's headers, about


class Line:
    """A line of so many *bits* a second, shared by all connections, and its *delay* in seconds."""

    def __init__(self, bits: float = float("inf"), delay: float = 0.0):
        self.bits, self.delay = bits, delay
        self.is_limited = bits < float("inf")
        self._free_at = 0.0
        self._lock = threading.Lock()

    def carry(self, size: int) -> None:
        """Wait until *size* bytes have gone through."""
        if not self.is_limited:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + 8 * size / self.bits
            pause = self._free_at - now
        time.sleep(pause)


class PagesHandler(Handler):
    """Sends files as Pages does; `server.sent` lists path and bytes of every answer's body."""

    def do_GET(self):
        path = pathlib.Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        time.sleep(self.server.line.delay)
        if not path.is_file():
            self.send_error(404)
            return
        body, encoding, tag = self.server.body(path)
        is_known = self.headers.get("If-None-Match") == tag
        self.send_response(304 if is_known else 200)
        self.send_header("ETag", tag)
        if not is_known:
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            if encoding:
                self.send_header("Content-Encoding", encoding)
        self.end_headers()
        name = urllib.parse.urlsplit(self.path).path.removeprefix("/") or "index.html"
        self.server.sent.append((name, 0 if is_known else len(body)))
        body = b"" if is_known else body
        chunk = CHUNK if self.server.line.is_limited else len(body)
        self.server.line.carry(HEADERS)
        for start in range(0, len(body), chunk or 1):
            self.server.line.carry(chunk)
            self.wfile.write(body[start : start + chunk])

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Access-Control-Allow-Origin", "*")
        super(Handler, self).end_headers()


@contextlib.contextmanager
def serving_like_pages(root, line=None):
    """Serve the built site *root*; give the server, which has `address`, `sent` and `line`."""
    server = make_server(root, handler=PagesHandler)
    server.line, server.sent = line or Line(), []
    server.address = f"http://127.0.0.1:{server.server_port}/"

    @functools.cache
    def body(path):
        content, encoding = path.read_bytes(), None
        if path.suffix in COMPRESSED:
            content, encoding = gzip.compress(content, LEVEL), "gzip"
        return content, encoding, f'"{hashlib.sha256(content).hexdigest()[:16]}"'

    server.body = body
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
