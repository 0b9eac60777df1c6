"""A visit of the page on CPython: a reader's deeds, and an engine that says what it is told to."""

import fake_page

from messages import TO_ENGINE, TO_PAGE, as_json, problem_with


class View:
    """Stands for the buttons over the drawn network."""

    def __init__(self):
        self.shown, self.numbers, self.looked = [], [], []

    def show(self, values):
        self.shown.append(values)

    def show_numbers(self, picture):
        self.numbers.append(picture)

    def lay_out(self):
        pass

    def look_at(self, layer, unit):
        self.looked.append((layer, unit))


class Worker:
    """Keeps what it is sent; all of it has to be messages that the engine knows."""

    def __init__(self):
        self.messages = []

    def postMessage(self, message, *_transfer):
        assert problem_with(message, TO_ENGINE) == ""
        self.messages.append(message)

    def of_kind(self, *kinds):
        return [message for message in self.messages if message["kind"] in kinds]


class Visit:
    """A page, its document, and the engine's worker once it is up.

    What a *tab* has kept is given to who loads the page again; the page itself has *begun again*
    for a reason.
    """

    def __init__(self, monkeypatch, address="", early=None, tab=None, begun_again=""):
        self.modules, self.document = fake_page.install(monkeypatch)
        self.window = self.document.defaultView
        self.window.begunAgain = begun_again
        self.window.location.hash = address
        self.window.kept_by_tab.update(tab or {})
        for name, value in (early or {}).items():
            element = self.control(name)
            element.value = value
            element.attributes["data-chosen"] = ""
        self.page = self.modules.page.Page()
        self.page.view = View()
        self.editor = self.page.editor = self.modules.editor.PointEditor(self.page)
        self.page.start()
        self.worker = Worker()

    def connects(self):
        self.page.connect(self.worker)
        return self

    def control(self, name):
        return self.document.querySelector("#controls").elements.namedItem(name)

    def chooses(self, name, value):
        self.control(name).value = value
        self.page.choose(self.modules.form.named_by(self.control(name)))

    def hears(self, kind, **fields):
        message = {"kind": kind, **fields}
        assert problem_with(message, TO_PAGE) == ""
        self.page.receive(as_json(message))

    def sees_picture(self, **changed):
        change = self.page.choices.change
        self.hears("picture", **{**PICTURE, "change": change, **changed})

    def sees_first_picture(self, **changed):
        """See a picture on the screen, after which what looks inside is brought."""
        self.sees_picture(**changed)
        self.hears("shown")

    @property
    def state(self):
        return self.document.documentElement.dataset.state

    @property
    def status(self):
        self.window.rest()
        return self.document.querySelector("#status").textContent

    @property
    def spoken(self):
        """What a screen reader has been told last."""
        self.window.rest()
        return self.document.querySelector("#voice").textContent

    def values_sent(self):
        return self.worker.of_kind("settings")[-1]["values"]


PICTURE = {
    "frame": 1,
    "painter": "sketch",
    "state": "done",
    "stop_reason": "epochs",
    "problem": "",
    "sizes": [2, 3, 1],
    "inspected": None,
    "by_hand": False,
    "epoch": 1000,
    "last_epoch": 1000,
    "end": 1000,
    "n_train": 100,
    "n_larger": 50,
    "n_test": 0,
    "point": None,
    "axes": [[-1.5, 1.5], [-1.0, 2.0]],
    "train_loss": 0.0123,
    "penalized_loss": 0.0123,
    "test_loss": None,
    "train_accuracy": 0.98,
    "test_accuracy": None,
}
