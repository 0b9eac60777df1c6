"""An engine with stand-ins for its browser: frames come when a test says so."""

import asyncio
import contextlib
import functools
import inspect
import json
from time import perf_counter
from unittest import mock

from engine.browser import Browser
from engine.display import Display
from engine.engine import serve
from engine.inbox import Inbox
from messages import CANVASES as NAMES
from messages import TO_PAGE, as_json, problem_with
from playground.picture.painter import Painter
from playground.session import session as session_module
from playground.settings.values import defaults

VIEW = {
    "kind": "view",
    "size": 480,
    "chart": [480, 160],
    "network": [600, 260],
    "density": 1,
    "theme": "light",
    "enlarged": 1,
    "is_calm": False,
}


# What passes, to a watched run, from one frame to the next.
SECONDS_PER_FRAME = 0.1


class Canvas:
    def getContext(self, _kind):
        return None


CANVASES = {
    "kind": "canvases",
    **{name: Canvas() for name in NAMES},
}


class Sketch(Painter):
    """Shows nothing, but knows what there is to be shown."""

    name = "sketch"

    def __init__(self, canvas, size, density, theme, enlarged):
        super().__init__(size, density, theme, enlarged)
        self.canvas, self.size = canvas, size
        self.data_drawn = self.painted = 0

    def draw_data(self):
        self.data_drawn += 1

    def draw_network(self):
        pass

    def paint(self):
        self.painted += 1


class Plot(Sketch):
    name = "matplotlib"


class NetworkDrawing:
    def __init__(self, canvas, width, height, density, theme):
        self.size = (width, height)

    def paint(self, network, maps, chosen=None, shown=None):
        self.chosen, self.shown = chosen, shown


class Chart:
    """Is complete after as many paintings as `needed` says."""

    needed = 1

    def __init__(self, canvas, width, height, density, theme):
        self.canvas, self.painted = canvas, 0

    def paint(self, _session):
        self.painted += 1
        return self.painted >= type(self).needed


class ViewCanvas:
    """Remembers the last drawing of a view, and how often there was one."""

    def __init__(self, canvas):
        self.canvas, self.painted, self.drawing = canvas, 0, None

    def paint(self, drawing, size, density):
        self.painted += 1
        self.drawing, self.size, self.density = drawing, size, density


class Cells:
    """Remembers what it has painted last, and how often."""

    def __init__(self, canvas, width, height, density, theme):
        self.canvas, self.size, self.look = canvas, (width, height), (density, theme)
        self.painted, self.lines = 0, []

    def paint(self, lines):
        self.painted += 1
        self.lines = lines


class OpenDisplay(Display):
    """Lets a test look at the session that it shows, and at its painters."""

    def show(self, session, unit, numbers=None):
        super().show(session, unit, numbers)
        self.session, self.unit = session, unit

    picture = property(lambda self: self._picture)
    network = property(lambda self: self._network)
    chart = property(lambda self: self._chart)
    views = property(lambda self: self._views)
    cells = property(lambda self: self._cells)


class Stage:
    """Runs `engine.serve` as the worker's entry does.

    Parameters
    ----------
    plot : callable or Exception
        What comes of the import of matplotlib.
    inside, exports : Exception, optional
        What comes instead of the modules that look inside the network, or make files.

    Attributes
    ----------
    sent : list of dict
        What the engine has said, as the page reads it.
    files : list of bytes
        What the engine has made for the reader; the address of each is its number.
    waiting : list of Future
        Who waits for the next frame.
    """

    def __init__(self, plot=Plot, inside=None, exports=None):
        self._plot, self._inside, self._exports = plot, inside, exports
        self.sent, self.waiting, self.marks, self.files = [], [], [], []
        self.display = None
        self.inbox = Inbox({"ping": lambda: self._send("pong", memory=1)})
        self._changes = 0
        self.task = None
        self._frames = 0
        self._clock = mock.patch.object(session_module, "perf_counter", self._now)

    async def __aenter__(self):
        self._clock.start()
        browser = Browser(
            *(self._send, self._next_frame, self._import_plot, self._load_inside),
            load_exports=self._load_exports,
            make_address=self._make_address,
            decode=bytes.decode,
            mark=self.marks.append,
        )
        self.task = asyncio.create_task(serve(self.inbox, self._open, browser))
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task
        self._clock.stop()
        for message in self.sent:
            assert problem_with(message, TO_PAGE) == ""

    # ---- The page

    def post(self, kind, **fields):
        self.inbox.put({"kind": kind, **fields})

    def choose(self, edit=0, **changed):
        """Post settings: the defaults, but with one epoch, and what has *changed*."""
        self._changes += 1
        values = {**defaults(changed.get("shape", "moons")), "epochs": 1, **changed}
        self.post("settings", values=values, change=self._changes, edit=edit)

    def begin(self, epoch=-1):
        """Let the page begin with the first weights, and train up to an *epoch*."""
        self._changes += 1
        self.post("begin", epoch=epoch, change=self._changes)

    async def open(self, begins=-1, **changed):
        """Let the page begin, and wait until the engine rests."""
        self.post_opening(begins, **changed)
        await self.rest()

    def post_opening(self, begins=-1, **changed):
        """Post all that the engine waits for: where to paint, how, what, and where it *begins*."""
        self.post(**CANVASES)
        self.post(**VIEW)
        self.choose(**changed)
        self.begin(begins)

    async def settle(self):
        """Let the engine do what it can without another frame."""
        for _ in range(10):
            await asyncio.sleep(0)

    async def frame(self, times=1):
        """Show the next frame."""
        for _ in range(times):
            due, self.waiting = self.waiting, []
            self._frames += 1
            for one in due:
                if not one.done():
                    one.set_result(None)
            await self.settle()

    async def rest(self):
        """Show frames until nobody waits for one."""
        await self.settle()
        for _ in range(1000):
            if not self.waiting:
                return
            await self.frame()
        raise AssertionError("the engine does not come to rest")

    # ---- What there is to be seen

    @property
    def session(self):
        return self.display.session

    @property
    def pictures(self):
        return self.all_of("picture")

    def all_of(self, kind):
        return [message for message in self.sent if message["kind"] == kind]

    def last(self, kind="picture"):
        return self.all_of(kind)[-1]

    # ---- The browser

    def _send(self, kind, **fields):
        self.sent.append(json.loads(as_json({"kind": kind, **fields})))

    def _now(self):
        return perf_counter() + self._frames * SECONDS_PER_FRAME

    async def _next_frame(self):
        shown = asyncio.get_running_loop().create_future()
        self.waiting.append(shown)
        await shown

    async def _import_plot(self):
        if isinstance(self._plot, Exception):
            raise self._plot
        return self._plot

    async def _load_inside(self):
        if self._inside:
            raise self._inside

    async def _load_exports(self):
        if self._exports:
            raise self._exports

    def _make_address(self, content, name):
        self.files.append(content)
        return str(len(self.files) - 1)

    def _open(self, canvases, view):
        self.display = OpenDisplay(canvases, view, Sketch, NetworkDrawing, Chart, Cells, ViewCanvas)
        return self.display


def scene(test):
    """Let an async *test* run on a `Stage`, its first argument."""

    @functools.wraps(test)
    def run(*arguments, **options):
        async def play():
            async with Stage() as stage:
                await test(stage, *arguments, **options)

        asyncio.run(play())

    del run.__wrapped__
    signature = inspect.signature(test)
    run.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])
    return run
