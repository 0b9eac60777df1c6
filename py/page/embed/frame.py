"""The page's other master: the host, on whose page it stands in a frame (MicroPython).

Loaded only there. The host's calls come through static/host.mjs, which knows where they are from;
here they are checked, done and answered. Events tell the host what happens.
"""

import json

from pyscript import document, ffi

from messages import MAX_SCALE, MIN_SCALE, is_count
from page.browser import Debounce, html, size_of, window
from page.embed.autorun import Autorun
from page.embed.calls import DRAWING, PICTURES, as_texts, problem_with_call
from page.embed.heights import Heights
from page.embed.sizes import wanted_height
from page.later import with_room
from page.share.link import SharedLink
from playground.settings.address import MAX_CHARACTERS, MAX_PARTS
from playground.settings.json_text import read_json
from playground.settings.kinds import as_text
from playground.settings.link import OF_STATE, OF_TEACHER, write_whole
from playground.settings.values import sentences

MILLISECONDS_BETWEEN_FRAMES = 100
MILLISECONDS_UNTIL_MEASURED = 60
# A frame that nobody sees may draw no pictures, which would answer a call.
MILLISECONDS_UNTIL_ANSWERED = 5000
FILE_SIZE = 480  # CSS pixels of a picture that is a file
ELSEWHERE = ("set", "setState", "reset")  # what leads away from where `goTo` was going
OF_MOMENT = ("epoch",) + OF_STATE  # noqa: RUF005 - MicroPython
SIZED = ("body", "#chosen", ".headline")  # whatever of them changes, the height may


class Frame:
    """Answers the host, and tells it what happens.

    Parameters
    ----------
    page : Page
        The page, which has taken over its address already.
    host : object
        The gate: static/host.mjs.
    """

    def __init__(self, page, host):
        self._page, self._host = page, host
        link = page.began_with
        author = window.location.hash[1:MAX_CHARACTERS].split("#", 1)[0]
        parts = author.split("&", MAX_PARTS)[: MAX_PARTS - 1]
        self._author = "&".join(parts + ["epoch=0"])  # noqa: RUF005 - MicroPython
        # What a teacher has said holds for good, wherever the training stands.
        self._teacher = [part for part in parts if part.partition("=")[0] in OF_TEACHER]
        self._state = ""  # of the last picture that is of what has been chosen
        self._told = dict(page.choices.values)  # the settings that the host knows of
        self._goal = None  # what it knows to be reached
        self._is_called = False  # whether it is the host that is acting
        self._is_ready = False
        self._next_frame = 0  # when the host may hear of another picture
        self._autorun = Autorun(self._act, link.autorun)
        self._unanswered = []  # numbers of calls that are done, or on their way to an epoch
        self._way = 0  # the epoch that was asked for last
        self._answering = Debounce(MILLISECONDS_UNTIL_ANSWERED, self._answer_all)
        self._heights = Heights(wanted_height, host.height)
        self._measuring = Debounce(MILLISECONDS_UNTIL_MEASURED, self._heights.follow)
        self._answers = {
            "run": lambda: self._act("run"),
            "pause": lambda: self._act("pause"),
            "step": lambda: self._act("step"),
            "reset": self.reset,
            "goTo": self._go_to,
            "set": self._set,
            "getState": self.state,
            "setState": self._open,
            "theme": self._dress,
        }
        page.own_actions["reset"] = self.reset
        page.followers.append(self._on_choices)
        self._follow_pictures(page.link.commands)

    def start(self):
        """Begin to listen: to the host, and to the sizes of what is shown."""
        sizes = window.ResizeObserver.new(ffi.create_proxy(lambda *_: self._measuring.start()))
        for selector in SIZED:
            sizes.observe(document.querySelector(selector))
        self._autorun.watch()
        self._measuring.start()
        self._host.listen(ffi.create_proxy(self.hear))

    # ---- Calls

    def hear(self, text):
        """Do what a call asks for, JSON with its number `n`, and answer it."""
        call = read_json(text)  # static/host.mjs has answered what is too deep
        if not isinstance(call, dict) or not is_count(call.get("n")):
            return
        problem = problem_with_call(call)
        if problem:
            self._answer(call["n"], error=problem)
        elif call["call"] == "toBlob":
            self._give_picture(call["n"], **(call["args"][0] if call["args"] else {}))
        else:
            self._is_called = True
            if call["call"] not in ("getState", "theme"):
                self._autorun.give_way()
            try:
                if call["call"] in ELSEWHERE:
                    self._way = 0
                do = self._answers[call["call"]]
                answer = _as_answer(do(*call["args"]))  # type: ignore[operator]
            finally:
                self._is_called = False
            if call["call"] == "getState" or "error" in answer:
                self._answer(call["n"], **answer)
            else:
                # The host may ask at once what has come of it: that is known with the next
                # picture, which is told from those that are on their way by a number.
                self._page.choices.begin_anew()
                self._page.send_choices()
                self._unanswered.append(call["n"])
                self._answering.start()

    def _give_picture(self, number, type=PICTURES[0], scale=1):
        """Answer a call with the picture: as it is on the screen, or drawn anew as it is wanted."""
        if scale == 1 and type != DRAWING:
            self._host.picture(number, type)
            return

        def refuse(sentence):
            self._answer(number, error=sentence)

        def give(file):
            self._host.give(number, file["address"], type)

        def draw():
            file_format = "svg" if type == DRAWING else "png"
            density = scale * size_of("#boundary")[0] / FILE_SIZE
            density = max(MIN_SCALE, min(density, MAX_SCALE))
            self._page.takeaway.make("picture", file_format, give, refuse, scale=density)

        with_room("takeaway", draw, refuse)

    def _answer(self, number, **fields):
        self._host.tell(json.dumps(dict(fields, reply=number)))

    def _answer_all(self):
        numbers, self._unanswered = self._unanswered, []
        for number in numbers:
            self._answer(number, value="")

    def _act(self, action):
        self._page.ask("act", action=action)

    def reset(self):
        """Go back to what the author has chosen, where the training has not begun."""
        self._page.open_address(self._author)

    def _go_to(self, epoch):
        self._way = int(epoch)
        self._page.ask("go_to", epoch=self._way)

    def _set(self, named):
        self._page.choose(as_texts(named))
        self._page.show_choices()
        return self._problems()

    def state(self):
        """Return where everything stands, as `_open` takes it."""
        seen = SharedLink(self._page).seen()
        extras = {name: seen[name] for name in OF_MOMENT if seen.get(name) not in (None, "lines")}
        return write_whole(self._page.choices.values, **extras)

    def _open(self, state):
        self._page.open_address("&".join([state] + self._teacher))  # noqa: RUF005 - MicroPython
        return self._problems()

    def _problems(self):
        """Return as an error what of a call cannot be used; None if all of it can."""
        problems = sentences(self._page.choices.problems)
        return {"error": " ".join(problems)} if problems else None

    def _dress(self, theme):
        """Be light or dark, as the page around has become."""
        html.dataset.theme = theme
        self._page.send_view()

    # ---- Events

    def _tell(self, event, **detail):
        self._host.tell(json.dumps({"event": event, "detail": detail}))

    def _on_choices(self):
        values = self._page.choices.values
        if not self._is_ready or values == self._told:
            return
        self._told = dict(values)
        texts = {name: as_text(values[name]) for name in values}
        self._tell("change", byReader=not self._is_called, settings=texts)

    def _follow_pictures(self, commands):
        show, begin = commands["picture"], commands["shown"]

        def on_picture(picture):
            show(picture)
            self._on_picture(picture)

        def on_shown(message):
            begin(message)
            self._on_ready()

        commands["picture"], commands["shown"] = on_picture, on_shown

    def _on_ready(self):
        self._is_ready = True
        self._tell("ready")
        self._heights.follow()
        self._autorun.begin()

    def _on_picture(self, picture):
        before = self._state
        if self._page.newest_picture:
            self._state = picture["state"]
            if self._state != "running" or picture["epoch"] >= self._way:
                self._way = 0
                self._answer_all()
        has_news = before != self._state
        now = window.performance.now()
        if has_news or now >= self._next_frame:
            self._next_frame = now + MILLISECONDS_BETWEEN_FRAMES
            self._tell("frame", state=picture["state"], **_numbers_of(picture))
        goal = self._page.goals.reached
        if goal is not self._goal:
            self._goal = goal
            if goal:
                self._tell("goal", **goal)
        if has_news and before and self._state in ("done", "diverged"):
            self._tell("done", reason=picture["stop_reason"], **_numbers_of(picture))
        self._autorun.follow(self._state)


def _as_answer(value):
    """Return the fields of an answer: a dict with an error, or a value."""
    return value if isinstance(value, dict) else {"value": value or ""}


def _numbers_of(picture):
    return {
        "epoch": picture["epoch"],
        "loss": picture["train_loss"],
        "accuracy": picture["train_accuracy"],
    }
