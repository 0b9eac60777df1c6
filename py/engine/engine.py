"""The engine: it does what messages ask for, trains, and shows the reader what becomes of it.

`messages` says what can be asked and what is answered. The engine knows nothing of a browser:
what it needs of one, it is given.
"""

import asyncio
import contextlib
import traceback
from collections.abc import Callable, Iterator
from time import perf_counter

from engine.background import Background
from engine.browser import SECONDS_OF_SILENCE, Browser, reporting
from engine.display import Display
from engine.exports import Exports
from engine.hand_weights import HandWeights
from engine.inbox import Inbox, Message, refuse
from engine.inside import Inside
from engine.point_edits import OF_TABLES, TABLES, PointEdits
from engine.stills import Stills
from engine.units import Place, has_unit, numbers_of, place_in
from playground.session.curve_words import curve_words
from playground.session.session import Session
from playground.session.stopping import RUNNING

# Where to paint, how, and what: so it begins, in this order.
OPENING = ("canvases", "view", "settings", "begin")
# What is about the tab "Forward & backward" or the runs alone: the picture stays as it is.
OF_LINES = ("cells", "probe")
OF_VIEWS = ("surface", "space", "hover", "move", "table")
OF_RUNS = ("curve", "repeat", "repeat_stop")
OF_FILES = ("export", "export_stop")
BESIDE = OF_LINES + OF_VIEWS + OF_RUNS + OF_FILES + OF_TABLES + ("hidden",)

# The first picture shows a network that is trained, if that does not take too long.
SECONDS_UNTIL_FIRST = 0.5
# Training between two pictures where speed counts: with the painting it fills a frame.
SECONDS_OF_TRAINING = 0.008
# The chart follows the picture at this distance, at which its playhead seems to glide.
SECONDS_BETWEEN_CHARTS = 0.04

NO_MATPLOTLIB = (
    "matplotlib could not be loaded, so the browser's own sketch of the picture goes on; "
    "loading this page again may help."
)
NOT_INSIDE = (
    "What shows the numbers inside the network could not be loaded; "
    "loading this page again may help."
)


async def serve(inbox: Inbox, make_display: Callable[..., Display], browser: Browser) -> None:
    """Work for a page, from its first messages on.

    Parameters
    ----------
    inbox : Inbox
        Where its messages come in.
    make_display : callable
        ``make_display(canvases, view)`` returns a `Display`.
    browser : Browser
        Around the engine.
    """
    with reporting(browser.send):
        canvases, view, settings, begin = [await inbox.next(kind) for kind in OPENING]
        await Engine(make_display(canvases, view), settings, begin, inbox, browser).run()


class Engine:
    """Keeps one session, and its pictures on the reader's screen.

    Parameters
    ----------
    display : Display
        Where the pictures are shown.
    settings, begin : dict
        The first messages of these names.
    inbox, browser
        As of `serve`.
    """

    def __init__(
        self,
        display: Display,
        settings: Message,
        begin: Message,
        inbox: Inbox,
        browser: Browser,
    ) -> None:
        self._display, self._inbox, self._browser = display, inbox, browser
        self._session, self._change = Session(settings["values"]), begin["change"]
        self._edits = PointEdits(self._session, settings, browser.decode)
        self._by_hand = HandWeights(self._session)
        self._on_begin(begin)
        self._looked: Place | None = None  # the unit that is shown alone
        self._inspected: Place | None = None  # the unit whose numbers are reported
        self._pictures = 0
        self._next_chart = 0.0  # when it is time for one
        self._chart_words = ""  # what has been said of the last
        self._stills = Stills()
        self._is_hidden = False
        self._inside = Inside(self._session, display, browser.send)
        self._background = Background(self._session, browser.send)
        self._exports = Exports(self._session, browser, inbox)
        self._commands: dict[str, Callable[[Message], Message | None]] = {
            "view": self._on_view,
            "hidden": self._on_hidden,
            "settings": self._on_settings,
            "begin": self._on_begin,
            "act": self._on_act,
            "go_to": self._on_go_to,
            "look": self._on_look,
            "inspect": self._on_inspect,
            "weight": self._on_weight,
            "weights": self._by_hand.take,
            "draw": self._on_draw,
            **self._edits.commands,
            **self._inside.commands,
            **dict.fromkeys(OF_RUNS, self._background.take),
            **self._exports.commands,
        }

    async def run(self) -> None:
        """Show the first picture, then do what there is to do; an error is the end."""
        # Nothing is on the screen yet: the fastest way to a true picture is one picture.
        self._session.advance(SECONDS_UNTIL_FIRST)
        self._turn(with_chart=False)
        parts = [asyncio.ensure_future(part) for part in (self._take_turns(), self._improve())]
        try:
            await asyncio.gather(*parts)
        finally:
            for part in parts:
                part.cancel()

    async def _take_turns(self) -> None:
        """Take a turn in each frame that the browser shows, while there is something to do."""
        while True:
            await self._browser.next_frame()
            while self._is_idle():
                await self._inbox.news()
            self._turn()

    def _is_idle(self) -> bool:
        """Tell whether there is nothing to do, apart from new messages.

        While nobody sees the page, that is all there is.
        """
        if self._is_hidden:
            return self._inbox.is_empty
        display = self._display
        is_shown = display.is_chart_complete and not display.is_stale
        is_at_rest = self._inbox.is_empty and self._session.state != RUNNING
        are_parts_idle = self._inside.is_idle() and self._background.is_idle()
        is_working = not (are_parts_idle and self._exports.is_idle)
        return is_shown and is_at_rest and not is_working

    def _turn(self, with_chart: bool = True) -> None:
        """Do what has been asked for, train a little, and paint once."""
        messages = self._inbox.take()
        answers = [self._do(message) for message in messages]
        is_asked_for = any(message["kind"] not in BESIDE for message in messages)
        is_new = self._train(is_asked_for or self._display.is_stale)
        if not self._display.is_calm or self._stills.is_due(self._session, is_asked_for):
            self._show(is_new, with_chart)
        for answer in answers:
            if answer:
                self._browser.send(**answer)
        self._background.turn(self._change)
        self._exports.turn()

    def _train(self, is_to_be_shown: bool) -> bool:
        """Train for one picture; tell whether there is one that is new or *is to be shown*."""
        session = self._session
        if self._is_hidden or not (is_to_be_shown or session.state == RUNNING):
            return is_to_be_shown
        epoch = session.epoch
        session.advance(SECONDS_OF_TRAINING)
        # The middle of an epoch shows nothing new.
        is_resting = session.training.is_amid and session.epoch == epoch
        return is_to_be_shown or not is_resting

    def _show(self, is_new: bool, with_chart: bool) -> None:
        """Show what there is, as far as something of it *is new*."""
        if self._inside.look(is_new) or is_new:
            self._paint()
        # After a training the chart is completed, a little in each frame.
        is_due = self._session.state != RUNNING or perf_counter() > self._next_chart
        if with_chart and (is_new or not self._display.is_chart_complete):
            if is_due:
                self._display.show_chart(self._session)
                self._next_chart = perf_counter() + SECONDS_BETWEEN_CHARTS
            self._tell_chart()
        self._inside.show()

    def _paint(self) -> None:
        session, network = self._session, self._session.network
        unit = self._looked if has_unit(network, self._looked) else None
        self._display.show(session, unit, self._inside.drawn())
        self._pictures += 1
        news = self._by_hand.news()
        if news:
            self._browser.send(**news)
        self._browser.send(
            "picture",
            change=self._change,
            frame=self._pictures,
            painter=self._display.painter,
            state=session.state,
            stop_reason=session.stop_reason,
            problem=session.problem,
            sizes=network.layer_sizes,
            inspected=numbers_of(network, self._inspected),
            by_hand=session.is_by_hand,
            end=session.last_epoch,
            n_train=session.dataset.y.size,
            n_larger=session.dataset.n_larger,
            n_test=session.dataset.y_test.size,
            point=self._inside.picked(),
            axes=self._display.axes(session),
            **session.metrics(),
        )

    def _tell_chart(self) -> None:
        """Say in words what the chart shows, once it is complete and nothing is added to it."""
        curve, words = self._session.training.curve, ""
        if self._session.state != RUNNING and curve.is_complete:
            words = curve_words(*curve.points())
        if words != self._chart_words:
            self._chart_words = words
            self._browser.send("chart", text=words)

    async def _improve(self) -> None:
        """Bring what the first picture has done without; it is told what does not come."""
        browser = self._browser
        browser.mark("picture")
        # The browser takes a picture from the worker after the next frame's own code: in the
        # frame after that it has certainly been there.
        await browser.next_frame()
        await browser.next_frame()
        browser.send("shown")
        # The reader has a picture: now there is time.
        make_picture = None
        with self._telling(NO_MATPLOTLIB):
            make_picture = await browser.import_plot()
        if make_picture:
            self._display.use_picture(make_picture)
            self._inbox.wake()
            await browser.next_frame()
            browser.mark("matplotlib")
        with self._telling(NOT_INSIDE):
            await browser.load_inside()
            self._inside.can_look = self._background.can_work = True
            self._inbox.wake()

    @contextlib.contextmanager
    def _telling(self, notice: str) -> Iterator[None]:
        """Tell the reader if something could not be loaded: the lesson itself goes on."""
        try:
            yield
        except Exception:
            print(traceback.format_exc())  # for engineers
            self._browser.send("notice", text=notice)

    # ---- Commands: what to answer once it has been painted, or None

    def _do(self, message: Message) -> Message | None:
        command = self._commands.get(message["kind"])
        if command is None:
            refuse(f"{message['kind']} has come before")
            return None
        if message["kind"] in TABLES:
            self._browser.send("busy", seconds=SECONDS_OF_SILENCE)
        return command(message)

    def _on_view(self, message: Message) -> None:
        self._display.change_view(message)
        self._inside.paint_again()

    def _on_hidden(self, message: Message) -> None:
        self._is_hidden = message["is_hidden"]

    def _on_settings(self, message: Message) -> None:
        self._change = message["change"]
        self._session.apply(self._edits.values_of(message))

    def _on_begin(self, message: Message) -> None:
        self._change, epoch = message["change"], int(message["epoch"])
        self._session.begin(None if epoch < 0 else epoch)

    def _on_act(self, message: Message) -> None:
        getattr(self._session, message["action"])()

    def _on_go_to(self, message: Message) -> None:
        self._session.go_to(int(message["epoch"]))

    def _on_look(self, message: Message) -> None:
        self._looked = place_in(message)

    def _on_inspect(self, message: Message) -> None:
        self._inspected = place_in(message)

    def _on_weight(self, message: Message) -> None:
        (layer, unit), source = place_in(message), int(message["source"])
        network = self._session.network
        # The network may have changed while the message was on its way.
        if has_unit(network, (layer, unit)) and source < network.layer_sizes[layer]:
            self._session.set_weight(layer, unit, source, message["value"])

    def _on_draw(self, message: Message) -> Message:
        return self._edits.draw(message, self._display.plane, self._display.size)
