"""The page's other master: the host, on whose page it stands in a frame (MicroPython).

Loaded only there. The host's calls come through static/host.mjs, which knows where they are from;
here they are checked, done and answered. Events tell the host what happens.
"""

import json

from pyscript import document, ffi

from page.browser import Debounce, html, listen_to, window
from page.embed.calls import as_texts, problem_with_call
from page.embed.heights import Heights
from page.page import OWN_ACTIONS
from playground.settings.address import MAX_POINTS_IN_ADDRESS
from playground.settings.embedding import PICTURES
from playground.settings.kinds import as_text
from playground.settings.link import OF_TEACHER, extras_of, write_link
from playground.settings.values import sentences

MILLISECONDS_BETWEEN_FRAMES = 100
MILLISECONDS_UNTIL_AGAIN = 2500  # between the end of a run and its repetition
MILLISECONDS_UNTIL_MEASURED = 60
# A frame that nobody sees may draw no pictures, which would answer a call.
MILLISECONDS_UNTIL_ANSWERED = 1000
# As in static/style.css: below it, all stands in one column; and what --wanted reckons with.
MIN_WIDTH_OF_COLUMNS, HEIGHT_OF_CHOSEN = 480, 36
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
        self._author = window.location.hash[1:].split("#", 1)[0]
        if link.epoch is None:
            self._author += "&epoch=0"
        self._autorun = link.autorun
        self._picture = None
        self._told = dict(page.choices.values)  # the settings that the host knows of
        self._goal = None  # what it knows to be reached
        self._is_called = False  # whether it is the host that is acting
        self._is_ready = False
        self._next_frame = 0  # when the host may hear of another picture
        self._loops = link.autorun == "loop"
        self._is_seen = True
        self._rests = False  # paused, because nobody sees it
        self._again = Debounce(MILLISECONDS_UNTIL_AGAIN, self._run_again)
        self._unanswered = []  # numbers of calls that have been done
        self._answering = Debounce(MILLISECONDS_UNTIL_ANSWERED, self._answer_all)
        self._heights = Heights(_wanted_height, host.height)
        self._measuring = Debounce(MILLISECONDS_UNTIL_MEASURED, self._heights.follow)
        self._answers = {
            "run": self._run,
            "pause": lambda: self._act("pause"),
            "step": lambda: self._act("step"),
            "reset": self.reset,
            "goTo": lambda epoch: page.ask("go_to", epoch=int(epoch)),
            "set": self._set,
            "getState": self.state,
            "setState": self._set_state,
        }
        OWN_ACTIONS["reset"] = lambda _page: self.reset()
        page.followers.append(self._on_choices)
        self._follow_pictures(page.link.commands)
        for event in ("pointerdown", "keydown"):
            listen_to(document, event, self._on_reader)

    def start(self):
        """Begin to listen: to the host, to the sizes of what is shown, and to being seen."""
        sizes = window.ResizeObserver.new(ffi.create_proxy(lambda *_: self._measuring.start()))
        for selector in SIZED:
            sizes.observe(document.querySelector(selector))
        seen = window.IntersectionObserver.new(ffi.create_proxy(self._on_seen))
        seen.observe(document.querySelector(".bench"))
        self._measuring.start()
        self._host.listen(ffi.create_proxy(self.hear))

    # ---- Calls

    def hear(self, text):
        """Do what a call asks for, JSON with its number `n`, and answer it."""
        call = json.loads(text)
        problem = problem_with_call(call)
        if problem:
            self._answer(call["n"], error=problem)
        elif call["call"] == "toBlob":
            wish = call["args"][0]
            kind, scale = wish.get("type", PICTURES[0]), wish.get("scale", 1)
            self._host.picture(call["n"], kind, scale)
        else:
            self._is_called = True
            try:
                answer = _as_answer(self._answers[call["call"]](*call["args"]))
            finally:
                self._is_called = False
            if call["call"] == "getState" or "error" in answer:
                self._answer(call["n"], **answer)
            else:
                # The host may ask at once what has come of it: that is known with the next
                # picture, which is told from those that are on their way by a number.
                self._page.choices.change += 1
                self._page.send_choices()
                self._unanswered.append(call["n"])
                self._answering.start()

    def _answer(self, number, **fields):
        self._host.tell(json.dumps(dict(fields, reply=number)))

    def _answer_all(self):
        numbers, self._unanswered = self._unanswered, []
        for number in numbers:
            self._answer(number, value="")

    def _act(self, action):
        self._page.ask("act", action=action)

    def _run(self):
        self._act("run")

    def reset(self):
        """Go back to what the author has chosen, where the training has not begun."""
        self._loops = self._loops and self._is_called
        self._page.open_address(self._author)

    def _set(self, named):
        self._page.choose(as_texts(named))
        self._page.show_choices()
        problems = sentences(self._page.choices.problems)
        return {"error": " ".join(problems)} if problems else None

    def state(self):
        """Return where everything stands, as `_set_state` takes it."""
        page, values = self._page, self._page.choices.values
        picture, extras = page.newest_picture, extras_of(page.opened, OF_TEACHER)
        extras["epoch"] = page.epoch_to_keep()
        if picture and picture["state"] == "running":
            extras["epoch"] = picture["epoch"]
        elif picture and picture["by_hand"]:
            extras["weights"] = page.weights
        if page.maths.point() >= 0:
            extras["point"] = page.maths.point() + 1
        state = write_link(values, **extras)
        has_many = len(values["points"]) > MAX_POINTS_IN_ADDRESS  # a link would leave them out
        return f"{state}&points={values['points']}" if has_many else state

    def _set_state(self, state):
        self._page.open_address(state)

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
        if self._autorun != "no":
            self._run_or_cover()

    def _on_picture(self, picture):
        before, self._picture = self._picture, picture
        if picture["change"] == self._page.choices.change:
            self._answer_all()
        state = picture["state"]
        has_news = before is None or before["state"] != state
        now = window.performance.now()
        if has_news or now >= self._next_frame:
            self._next_frame = now + MILLISECONDS_BETWEEN_FRAMES
            self._tell("frame", state=state, **_numbers_of(picture))
        goal = self._page.goals.reached
        if goal is not self._goal:
            self._goal = goal
            if goal:
                self._tell("goal", **goal)
        if has_news and before and state in ("done", "diverged"):
            self._tell("done", reason=picture["stop_reason"], **_numbers_of(picture))
            if self._loops:
                self._again.start()

    # ---- By itself

    def _run_or_cover(self):
        """Run once somebody looks; where they ask for less motion, wait for them under a cover."""
        if not window.matchMedia("(prefers-reduced-motion: reduce)").matches:
            self._act("reset")
            self._rests = not self._is_seen
            if self._is_seen:
                self._run()
            return
        cover = document.createElement("button")
        cover.type, cover.id, cover.textContent = "button", "cover", "Show the training"
        listen_to(cover, "click", self._on_uncover)
        document.querySelector("#stage").append(cover)

    def _on_uncover(self, _event):
        document.querySelector("#cover").remove()
        self._loops = False
        self._run_again()

    def _run_again(self):
        self._act("reset")
        self._run()

    def _on_reader(self, _event):
        """Leave the reader alone once they have touched anything."""
        self._loops = self._rests = False

    def _on_seen(self, entries, *_observer):
        """Rest while nobody sees the frame, and go on afterwards."""
        self._is_seen = entries[entries.length - 1].isIntersecting
        is_running = self._picture is not None and self._picture["state"] == "running"
        if not self._is_seen and is_running:
            self._rests = True
            self._act("pause")
        elif self._is_seen and self._rests:
            self._rests = False
            self._run()


def _as_answer(value):
    """Return the fields of an answer: a dict with an error, or a value."""
    return value if isinstance(value, dict) else {"value": value or ""}


def _numbers_of(picture):
    return {
        "epoch": picture["epoch"],
        "loss": picture["train_loss"],
        "accuracy": picture["train_accuracy"],
    }


def _wanted_height():
    """Return the height that the style sheet wants, and what the author has put in beside it."""
    wanted = document.querySelector("#wanted").clientHeight
    return 0 if not html.clientWidth else wanted + _of_extras()


def _of_extras():
    """Return the height of what not every frame has; a row of settings is reckoned with."""
    lessons = document.querySelector("#lessons").offsetHeight
    extras = lessons + 6 if lessons else 0
    if html.clientWidth < MIN_WIDTH_OF_COLUMNS:
        extras += max(document.querySelector("#chosen").offsetHeight - HEIGHT_OF_CHOSEN, 0)
        if html.hasAttribute("data-told"):
            extras += document.querySelector(".headline").offsetHeight
        extras += document.querySelector("#data").offsetHeight
    return extras
