"""The page: the one that form, address, drawing and points turn to, and that answers the engine.

It computes nothing itself. What the reader chooses goes to `Choices`, from there to the form and
to the engine; what the engine draws comes back as numbers and words.
"""

from pyscript import document, ffi

from messages import CANVASES
from page import readouts
from page.address_bar import AddressBar
from page.beginning import Beginning
from page.browser import (
    Debounce,
    enlarged,
    fail,
    html,
    is_calm,
    set_flag,
    size_of,
    theme,
    window,
)
from page.choices import Choices
from page.engine_link import EngineLink, as_numbers
from page.form import Form, chosen_early, next_number
from page.goals import Goals
from page.lessons import Lessons, Told
from page.own_actions import OwnActions
from page.points.picking import show_ring
from page.points.storage import PointStorage
from page.run_watch import RunWatch
from page.status import Status
from page.tab_memory import TabMemory
from page.tabs import Tabs
from page.timeline import Timeline
from page.voice import Voice
from playground.settings.lessons import FIRST, address_of
from playground.settings.link import OF_FRAME, OF_TEACHER, extras_of, write_link
from playground.settings.values import sentences
from playground.settings.words import describe

NO_MEMORY = "Python has run out of memory."

# More device pixels than this per CSS pixel cost time and show nothing more.
MAX_DENSITY = 2.5
# Rest after the last news before the address and the summary of the picture follow: one
# is limited by the browser, the other is read aloud.
MILLISECONDS_UNTIL_SETTLED = 300
# Rest after a key before what was typed counts, since the first digits are another number.
MILLISECONDS_UNTIL_TYPED = 300


class Page:
    """Stands between the reader's side and the engine.

    Attributes
    ----------
    choices : Choices
        What the reader has chosen.
    storage : PointStorage
        Their own points.
    link : EngineLink
        To the engine; whoever waits for a message adds a command.
    views : Views
        Beside the listing: gradient check, hidden space, loss surface; None until the first
        picture is on the screen, as is `maths`.
    view : NetworkView
        The buttons over the drawn network, which main.py makes.
    tabs : Tabs
        Below it.
    maths : MathsPane
        The first of them.
    editor : PointEditor
        Of the reader's own points, which main.py makes.
    edit : int
        The last edit of points that the engine has told of.
    opened : Link
        What the last link has said that was opened.
    began_with : Link
        The first of them: what it says to a frame on somebody else's page holds for good.
    followers : list of callable
        Are called, without arguments, after each choice.
    on_curve : list of callable
        Are called with each curve that the engine tells.
    own_actions : dict
        What buttons and keys ask of the page itself: a function for each name.
    run_watch : RunWatch
        What notices a training that is over, for "Your runs".
    goals : Goals
        Those of `opened`, and whether they are reached.
    beginning : Beginning
        What leads the training to where `opened` says.
    weights : str
        Those that no settings lead to, as the engine packs them; "" if settings do.
    memory : TabMemory
        Of what a reload would lose.
    voice : Voice
        What a screen reader hears.
    """

    def __init__(self):
        self.voice, self._status, self._address = Voice(), Status(self), AddressBar()
        self.storage = PointStorage()
        self.choices = Choices(self.storage)
        self.link = EngineLink(lambda worker, message: worker.postMessage(ffi.to_js(message)))
        self.link.commands.update(
            {
                "picture": self._on_picture,
                "weights": self._on_weights,
                "chart": self._on_chart,
                "curve": self._on_curve,
                "notice": self._on_notice,
                "shown": self._on_shown,
                "fault": self._on_fault,
            }
        )
        self.view = self.editor = None
        self.edit = 0
        self.tabs = Tabs(self.send_view)  # some bring a drawing
        self.maths = self.views = None
        self._form, self._lessons = Form(), Lessons()
        self._share = None  # `Share`, once somebody wants a link
        self._takeaway = None  # `Takeaway`, once somebody wants a file
        self.beginning = Beginning(self)
        self.opened, self.goals, self.weights = None, Goals(), ""
        self.began_with, self.followers, self.on_curve = None, [], []
        self.own_actions = OwnActions(self).commands
        self._timeline, self.run_watch = Timeline(self), RunWatch(self)
        self.memory = TabMemory(self)
        self._typed = {}  # what is being typed, by setting
        self._wish = None  # what the article has asked for, and may have to be done again
        self._view_sent = None  # the last message of that kind
        self._picture = None
        self._settling = Debounce(MILLISECONDS_UNTIL_SETTLED, self.settle)
        self._typing = Debounce(MILLISECONDS_UNTIL_TYPED, self.take_typed)

    # ---- To the engine

    def connect(self, worker):
        """Begin to talk with the engine; from now on it paints the canvases."""
        self.link.connect(worker)
        canvases = [
            document.querySelector(f"#{name}").transferControlToOffscreen()
            for name in ("boundary", "loss", "network", "cells", "view")
        ]
        message = dict(zip(CANVASES, canvases))  # noqa: B905
        message["kind"] = "canvases"
        worker.postMessage(ffi.to_js(message), ffi.to_js(canvases))
        self.send_view()
        self.send_choices()
        self.beginning.send()
        if document.hidden:
            self.tell_hidden()
        self.beginning.expect_first(is_untouched=not self.link.send_waiting())

    def send_choices(self):
        """Tell the engine what the reader has chosen."""
        if not self.link.worker:
            return
        values, change = as_numbers(self.choices.values), self.choices.change
        self.link.send("settings", values=values, change=change, edit=self.edit)
        _expect_another_picture()

    def send_view(self):
        """Tell the engine how large, how dense, in which colours and how calmly to draw."""
        view = {
            "size": size_of("#boundary")[0],
            "chart": size_of("#loss"),
            "network": size_of("#network"),
            "density": min(window.devicePixelRatio, MAX_DENSITY),
            "theme": theme(),
            "enlarged": enlarged(),
            "is_calm": is_calm(),
        }
        if self.link.worker and view != self._view_sent:
            self._view_sent = dict(view)
            html.dataset.painted = view["theme"]  # for a print
            self.link.send("view", **view)
        self.view.lay_out()
        if self.maths:
            self.maths.lay_out()
        if self._share:
            self._share.follow()

    def ask(self, kind, **message):
        """Send a message that builds on what the reader has chosen, or is still typing."""
        self.take_typed()
        self.beginning.give_way(kind)
        self.memory.follow(kind, message)
        self.link.send(kind, **message)

    def act(self, action):
        """Do what a button, a key or a link asks for; what was wrong before has been read."""
        self.take_typed()
        if self.choices.problems:
            self.choices.problems = []
            self._form.follow(self.choices.values, [])
        if action in self.own_actions:
            self.own_actions[action]()
        elif action == "run" and document.querySelector("[data-action=pause]"):
            self.ask("act", action="pause")  # as the button says
        else:
            self.ask("act", action=action)

    def ping(self):
        """Ask the engine for a sign of life; report it dead when it gives none.

        Before its first picture it has no time to answer, and static/loading.mjs minds it.
        """
        if self._picture and not document.hidden and self.link.ping():
            fail("Python has stopped answering.", "death")

    def tell_hidden(self):
        """Tell the engine whether anybody can see the page."""
        self.link.send("hidden", is_hidden=document.hidden)

    # ---- From the reader

    def start(self):
        """Begin with the address, and with what was chosen before this code had arrived.

        Loaded again, the page begins with what it was left with.
        """
        early = chosen_early()
        self.open_address(self.memory.take() or window.location.hash[1:])
        if early:
            self.choose(early)

    def open_address(self, fragment):
        """Take over the *fragment* of an address, and say which of its values cannot be used."""
        if "=" not in fragment:
            fragment = address_of(FIRST)  # no settings: a place on this page, if anything
        self._typed = {}  # belongs to what was there before
        link = self.opened = self.choices.open(fragment)
        self.began_with = self.began_with or link
        self.beginning.open(link)
        self.goals.open(link)
        self._lessons.told = self._told(None)
        self._form.show(self.choices.values)
        self._follow_choices()
        self._status.said = sentences(self.choices.problems)
        if self.link.worker:
            self.beginning.send()
        if link.inside and self.maths:
            self.maths.open(link.inside)
        if link.tab:
            self.tabs.open(link.tab)

    def choose(self, named):
        """Set settings to the texts in *named*; what is impossible stays and is reported."""
        self.take_typed()  # it came before
        had_problems = self.choices.problems
        if self.choices.take(named):
            self.beginning.leave()
            self._form.follow(self.choices.values, self.choices.problems)
            self._follow_choices()
        elif self.choices.problems or had_problems:
            self._form.follow(self.choices.values, self.choices.problems)
            self.settle()

    def show_choices(self):
        """Let every control say its value, though nobody has touched it; problems stay said."""
        self._form.show(self.choices.values, self.choices.problems)

    def step_number(self, name, is_up):
        """Set the setting *name* to the next larger or smaller number."""
        self.take_typed()
        text = next_number(name, self.choices.values[name], is_up)
        self.choose({name: text})
        self._form.show(self.choices.values, self.choices.problems)

    def type(self, named):
        """Set what the reader is typing, once they rest."""
        self._typed.update(named)
        self._typing.start()

    def take_typed(self):
        """Set what the reader has typed so far: what builds on it cannot wait for their rest."""
        named, self._typed = self._typed, {}
        if named:
            self.choose(named)

    def correct(self, named):
        """Set what the reader has left behind; a control that says something else is put right."""
        self._typed.update(named)
        self.take_typed()
        self._form.show(self.choices.values, self.choices.problems)

    def say(self, sentence):
        """Tell the reader something, until the next choice."""
        self._status.said = [sentence]
        self.settle()

    def unsay(self):
        """Let what was told give way to what stands there otherwise."""
        self._status.said = []
        self.settle()

    def settle(self):
        """Let the address and the words follow the settings and the picture."""
        picture = self.newest_picture
        kept = extras_of(self.opened, OF_TEACHER)
        kept.update(extras_of(self.began_with, OF_FRAME))
        self._address.write(
            write_link(self.choices.values, epoch=self.beginning.epoch_to_keep(), **kept)
        )
        self._status.show(picture)
        self._lessons.told = self._told(picture)
        self._lessons.show(describe(self.choices.values), picture)
        if self._share:
            self._share.follow()
        if self._wish and picture:
            wish, self._wish = self._wish, None
            wish()

    def tell_unit(self, words):
        """Say in *words* which unit the picture shows alone; "" if it shows none."""
        if words != self._status.unit:
            self._status.unit = words
            self._settling.start()

    def _told(self, picture):
        """Return what a teacher's link says here, its goal judged by the newest *picture*."""
        return Told(self.opened.title, self.opened.note, self.goals.sentence(picture))

    @property
    def picture(self):
        """The last message of that name; None before the first."""
        return self._picture

    @property
    def newest_picture(self):
        """The last message of that name, if it is of what the reader has chosen; or None."""
        picture = self._picture
        return picture if picture and picture["change"] == self.choices.change else None

    def _follow_choices(self):
        self._status.said, values = [], self.choices.values
        self.view.show(values)
        readouts.show_names(values)
        readouts.show_mistake(values)
        self._enlarge(values["projector"] == "on")
        self.editor.follow(values)
        self._lessons.follow(values)
        self.send_choices()
        self._settling.start()
        for follower in self.followers:
            follower()

    def _enlarge(self, is_projected):
        """Let letters, lines and points be as large as a projector wants them, or as usual."""
        if is_projected != html.hasAttribute("data-projector"):
            set_flag("projector", is_projected)
            self.send_view()

    # ---- From the engine

    def receive(self, text):
        """Do what a message from the engine says; nothing follows an error."""
        if html.dataset.state != "error":
            self.link.receive(text)

    def _on_picture(self, picture):
        has_news = not self._picture or picture["state"] != self._picture["state"]
        self._picture = picture
        is_first = self.beginning.is_first(picture)
        self.run_watch.follow(picture, is_first)
        readouts.show_numbers(picture)
        readouts.show_kinds(self.choices.values, picture)
        self._timeline.show(picture)
        self.view.show_numbers(picture)
        point = picture["point"]
        show_ring("picked", [point["across"], point["down"]] if point else [])
        if self.newest_picture:
            is_broken = self.choices.values["mistake"] != "none"
            readouts.show_state(picture, is_first, is_broken)
        if self.maths:
            self._show_inside(picture)
        has_arrived = self.beginning.arrives(picture)
        # What is only on the way to what a link shows is nobody's doing.
        is_readers = self.newest_picture and not self.beginning.is_under_way
        has_reached = is_readers and self.goals.judge(picture)
        if has_arrived:
            self._status.said += self.beginning.news()
            self.memory.arrive()
        if has_news or has_reached or picture["state"] != "running":
            self._settling.start()

    def _on_chart(self, message):
        self._status.show_curve(message["text"])
        self._settling.start()

    def _on_weights(self, message):
        if message["problem"]:
            self.beginning.brings = None
            self.say(message["problem"])
        else:
            self.weights = message["code"]

    def _on_curve(self, message):
        for take in self.on_curve:
            take(message)

    def _on_notice(self, message):
        self._status.notices.append(message["text"])
        html.dataset.painter = "only the sketch"
        self.settle()

    def _on_shown(self, _message):
        document.querySelector("#poster").remove()
        # Nobody looks inside before there is something to be seen: it would delay that.
        from page.maths.pane import MathsPane
        from page.maths.views import Views

        self.views, self.maths = Views(self), MathsPane(self)
        self._show_inside(self._picture)
        self.maths.lay_out()
        self.run_watch.begin()
        if self.opened.inside:
            self.maths.open(self.opened.inside)
        if self._wish:
            self._wish()

    def _show_inside(self, picture):
        self.maths.show(picture)
        self.views.show(picture)

    def _on_fault(self, message):
        print(message["text"])
        error = message["text"].strip().split("\n")[-1]
        is_full = "MemoryError" in error.split(":", 1)[0]  # NumPy has one of its own
        fail(NO_MEMORY if is_full else f"Python stopped with an error: {error}")

    # ---- From the article

    def unmark(self):
        """Mark nothing that an earlier link has led to."""
        self._choose_line("")

    def show_line(self, quantity):
        """Mark the line of the listing that makes a *quantity*."""
        self.tabs.open("listing")
        self._fulfil(lambda: self._choose_line(quantity))

    def _choose_line(self, quantity):
        if self.maths:
            self.maths.choose_line(quantity)

    def show_unit(self, layer, unit):
        """Show a unit alone."""
        if not document.querySelector("#net").clientWidth:
            self.tabs.open("network")  # on a phone it is there
        self._fulfil(lambda: self.view.look_at(layer, unit))

    def _fulfil(self, wish):
        """Do what is wished now, and again once the network that a link leads to is there."""
        wish()
        self._wish = wish
        self._settling.start()

    # ---- What is there once somebody needs it

    @property
    def share(self):
        """The dialog around the link; nothing of it is there before it is needed."""
        if not self._share:
            from page.share.dialog import Share

            self._share = Share(self)
        return self._share

    @property
    def takeaway(self):
        """What makes files; its room has to be there (`page.later`)."""
        if not self._takeaway:
            from page.takeaway.files import Takeaway

            self._takeaway = Takeaway(self)
        return self._takeaway


def _expect_another_picture():
    """Do not call finished what is on the screen, since it is not what was asked for."""
    if html.dataset.state in ("ready", "done", "diverged"):
        html.dataset.state = "running"
