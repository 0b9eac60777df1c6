"""Long wild play, and what is looked at meanwhile: memory, frames, and the state at the end."""

import random
import statistics
import time

from reader import FOLLOW
from restless import BUTTONS, CHOICES, CLICK, DRAG_TIMELINE, SET, memory

# What memory may become, and frames at least have to be, of what they were at first.
LEVEL_MEMORY, LEVEL_FRAMES = 1.05, 0.9
# A training of always the same settings, in which frames can be compared.
MEASURED = "shape=moons&hidden_units=3&speed=slow&epochs=9000&epoch=0"

# So many pictures has the engine painted.
FRAME = "Number(document.documentElement.dataset.frame)"
HEAP = "performance.memory?.usedJSHeapSize ?? 0"
MARK = "window.isOfTheSoak = true"
# What every setting's control says.
FORM = """() => Object.fromEntries([...document.querySelector("#controls").elements]
    .filter(({ name, tagName }) => name && tagName !== "OUTPUT")
    .map((one) => [one.name + (one.type === "radio" ? one.value : ""),
        "checked" in one && /radio|checkbox/.test(one.type) ? one.checked : one.value]))"""
NUMBERS = """() => ["epoch", "train_loss", "test_loss", "train_accuracy"].map(
    (name) => document.querySelector(`output[name=${name}]`).value)"""


class Soak:
    """A reader who plays for long, with the same deeds for the same seed.

    Attributes
    ----------
    curve : list of tuple
        Seconds, bytes that Python holds, bytes of the page's own heap, frames in a second.
    deeds : int
        How many there have been.
    """

    def __init__(self, page, seed):
        self._page, self._chance = page, random.Random(seed)
        self.curve, self.deeds = [], 0
        page.evaluate(MARK)

    def play(self, seconds, deeds, samples, show=None):
        """Do so many *deeds*, evenly in so many *seconds*, and look so many times at it."""
        begin = time.monotonic()
        for sample in range(samples):
            end = begin + seconds * (sample + 1) / samples
            for left in range(deeds * (sample + 1) // samples - self.deeds, 0, -1):
                self._act()
                self._page.wait_for_timeout(max(0, 1000 * (end - time.monotonic()) / left))
            self.curve.append((time.monotonic() - begin, *self._look()))
            if show:
                at, python, page, frames = self.curve[-1]
                sizes = f"Python {python / 1e6:.1f} MB, page {page / 1e6:.1f} MB"
                show(f"{at:6.0f} s: {sizes}, {frames:.1f} frames/s")

    @property
    def growth(self):
        """What Python's memory has become, of what it was at the first look."""
        return self.curve[-1][1] / self.curve[0][1]

    @property
    def pace(self):
        """Frames in the second half, of those in the first; medians, as machines are shared."""
        frames = [one[3] for one in self.curve]
        half = len(frames) // 2
        return statistics.median(frames[half:]) / statistics.median(frames[:half])

    def has_begun_again(self):
        """Tell whether it is another document: Python had died meanwhile."""
        return not self._page.evaluate("window.isOfTheSoak === true")

    def differences(self):
        """Return what is other in a page that is opened with the address of this one."""
        self._comes_to_rest()
        seen = self._seen()
        other = self._page.context.new_page()
        other.goto(self._page.url)
        selector = "html[data-state=ready], html[data-state=diverged], html[data-state=done]"
        other.wait_for_selector(selector, state="attached", timeout=120_000)
        other.wait_for_timeout(500)
        again = (other.evaluate(FORM), other.evaluate(NUMBERS))
        other.close()
        pairs = zip(("settings", "numbers"), seen, again, strict=True)
        return [(name, one, two) for name, one, two in pairs if one != two]

    def _seen(self):
        return self._page.evaluate(FORM), self._page.evaluate(NUMBERS)

    def _comes_to_rest(self):
        """Begin anew with the settings that there are: to weights on the way no address leads."""
        self._page.evaluate(SET, ["learning_rate", "0.3"])
        self._page.wait_for_timeout(1000)  # a number counts once it is typed
        self._page.evaluate(CLICK, "reset")
        self._page.evaluate(CLICK, "step")
        self._page.wait_for_timeout(1500)

    def _act(self):
        deed = self._chance.random()
        if deed < 0.3:
            self._page.evaluate(CLICK, self._chance.choice(BUTTONS))
        elif deed < 0.85:
            name = self._chance.choice(list(CHOICES))
            self._page.evaluate(SET, [name, self._chance.choice(CHOICES[name])])
        else:
            self._page.evaluate(DRAG_TIMELINE, self._chance.random())
        self.deeds += 1

    def _look(self):
        """Return Python's memory, the page's, and frames in a second of the same training."""
        page = self._page
        before = page.url
        page.evaluate(FOLLOW, f"#{MEASURED}")
        page.wait_for_timeout(700)
        page.evaluate(CLICK, "run")
        page.wait_for_timeout(300)
        frames = [page.evaluate(FRAME), page.evaluate("performance.now()")]
        page.wait_for_timeout(2000)
        shown = page.evaluate(FRAME) - frames[0]
        seconds = (page.evaluate("performance.now()") - frames[1]) / 1000
        found = memory(page), page.evaluate(HEAP), shown / seconds
        page.evaluate(FOLLOW, before[before.index("#") :])
        return found
