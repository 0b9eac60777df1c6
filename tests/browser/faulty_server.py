"""The page's server, and everything that can go wrong between a server and a browser."""

import contextlib
import pathlib
import socket
import threading
import urllib.parse

from tools.server import Handler, make_server

PORTAL = b"<!doctype html><title>Hotel Wi-Fi</title><h1>Please sign in</h1>\n"
LONGEST_HANG = 120  # seconds; the test is over long before


class FaultyHandler(Handler):
    """Serves files, but some of them badly: `server.faults` maps a path to a kind of fault."""

    def do_GET(self):
        self.server.asked.append(self._name())
        faults, passing = self.server.faults, self.server.passing
        fault = passing.pop(self._name(), None) or faults.get(self._name())
        fault = "refused" if self.server.away else fault
        if fault is None:
            super().do_GET()
        else:
            getattr(self, f"_answer_{fault}")()

    def guess_type(self, path):
        return self.server.types.get(pathlib.Path(path).suffix) or super().guess_type(path)

    def send_header(self, keyword, value):
        if keyword != "Access-Control-Allow-Origin" or self.server.is_shared:
            super().send_header(keyword, value)

    def end_headers(self):
        for keyword, value in self.server.headers.items():
            super().send_header(keyword, value)
        super().end_headers()

    def copyfile(self, source, outputfile):
        content = source.read()
        self.server.sent.append((self._name(), len(content)))
        outputfile.write(content)

    def log_request(self, code="-", size="-"):
        self.server.answers.append((self._name(), int(code)))

    def _name(self):
        return urllib.parse.urlsplit(self.path).path.removeprefix("/")

    def _answer_missing(self):
        self.send_error(404)

    def _answer_broken(self):
        self.send_error(500)

    def _answer_cut(self):
        content = self._content()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True

    def _answer_flipped(self):
        content = bytearray(self._content())
        content[len(content) // 2] ^= 1
        self.wfile.write(content)

    def _answer_html(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PORTAL)))
        self.end_headers()
        self.wfile.write(PORTAL)

    def _answer_refused(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer_hanging(self):
        self.server.healed.wait(LONGEST_HANG)
        self.close_connection = True

    def _content(self):
        """Send the true headers, whatever the body will be, and return the true body."""
        del self.headers["If-None-Match"]
        with self.send_head() as file:
            return file.read()


class Site:
    """A running server of the files below *root*.

    Attributes
    ----------
    address : str
        Where it serves, with a slash at the end.
    faults : dict
        How each of the named files goes wrong: missing, broken, cut, flipped, html, refused,
        hanging.
    passing : dict
        The same, for one request only.
    types : dict
        What the server takes files to be, by the end of their name, where that is wrong.
    headers : dict
        What every answer says besides.
    asked : list of str
        Path of every request so far.
    answers : list of (str, int)
        Path and status of every answer so far.
    sent : list of (str, int)
        Path and size of every body sent so far.
    """

    def __init__(self, root: pathlib.Path):
        self._server = make_server(root, handler=FaultyHandler)
        self.faults = self._server.faults = {}
        self.passing = self._server.passing = {}
        self.types = self._server.types = {}
        self.headers = self._server.headers = {}
        self._server.is_shared = True
        self.asked = self._server.asked = []
        self.answers = self._server.answers = []
        self.sent = self._server.sent = []
        self._server.away = False
        self._server.healed = threading.Event()
        self.port = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}/"

    def go_away(self):
        """From now on answer nobody."""
        self._server.away = True

    def keep_to_itself(self):
        """From now on let no pages of other origins have a file."""
        self._server.is_shared = False

    def heal(self):
        """From now on serve every file as it is."""
        self.faults.clear()
        self.types.clear()
        self.headers.clear()
        self._server.away = False
        self._server.healed.set()


@contextlib.contextmanager
def serving(root: pathlib.Path):
    """Give a `Site` that serves *root* until the end of the block."""
    site = Site(root)
    thread = threading.Thread(target=site._server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        site.heal()
        site._server.shutdown()
        site._server.server_close()
        thread.join()
