"""What a frame does by itself: it runs if its author says so, and rests while nobody sees it."""

from pyscript import document, ffi

from page.browser import Debounce, is_calm, listen_to, window

MILLISECONDS_UNTIL_AGAIN = 2500  # between the end of a run and its repetition


class Autorun:
    """Lets the training run, once or again and again, until the reader takes over.

    Parameters
    ----------
    act : callable
        ``act(action)`` asks the engine for "run", "pause", ….
    autorun : str
        What the author wants: "no", "once" or "loop".
    """

    def __init__(self, act, autorun):
        self._act, self._autorun = act, autorun
        self._loops = autorun == "loop"
        self._state = ""  # of the last picture
        self._is_seen = False  # until the browser says so: it says nothing of what is folded away
        self._rests = False  # paused, because nobody sees it
        self._cover = None  # the button over the picture
        self._again = Debounce(MILLISECONDS_UNTIL_AGAIN, self._run_again)

    def watch(self):
        """Begin to listen: to the reader, and to whether the frame is seen."""
        for event in ("pointerdown", "keydown"):
            listen_to(document, event, self._on_reader)
        seen = window.IntersectionObserver.new(ffi.create_proxy(self._on_seen))
        seen.observe(document.querySelector(".bench"))

    def begin(self):
        """Run once somebody looks; where they ask for less motion, wait for them under a cover."""
        if self._autorun == "no":
            return
        if is_calm():
            self._cover_picture()
            return
        self._start()

    def give_way(self):
        """Leave it alone: somebody else, reader or host, has taken over."""
        self._loops = self._rests = False

    def follow(self, state):
        """Follow the *state* of a picture: after the end of a run there may be another."""
        before, self._state = self._state, state
        if self._loops and before != state and state in ("done", "diverged"):
            self._again.start()

    def _run_again(self):
        if self._loops:
            self._start()

    def _start(self):
        """Run from the start; while nobody sees it, wait for that."""
        self._act("reset")
        self._rests = not self._is_seen
        if self._is_seen:
            self._act("run")

    def _cover_picture(self):
        cover = self._cover = document.createElement("button")
        cover.type, cover.id, cover.textContent = "button", "cover", "Show the training"
        listen_to(cover, "click", self._on_uncover)
        document.querySelector("#stage").append(cover)

    def _on_uncover(self, _event):
        self._cover.remove()
        self._loops = False
        self._start()

    def _on_reader(self, _event):
        self.give_way()

    def _on_seen(self, entries, *_observer):
        """Rest while nobody sees the frame, and go on afterwards."""
        self._is_seen = entries[entries.length - 1].isIntersecting
        if not self._is_seen and self._state == "running":
            self._rests = True
            self._act("pause")
        elif self._is_seen and self._rests:
            self._rests = False
            self._act("run")
