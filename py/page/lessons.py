"""The strip of lessons: what the chosen one asks, what it claims, and what a reader has guessed."""

from pyscript import document

from page.summary import NO_POINTS
from playground.settings.lessons import FIRST, address_of, guess_of, lesson_of, whole

TITLE = "Neural Network Playground"


class Lessons:
    """Lets strip, headline and guesses follow the settings and the picture.

    Attributes
    ----------
    lesson : Lesson
        The one that was chosen last.
    """

    def __init__(self):
        self.lesson = FIRST
        self._is_left = False  # whether a setting was changed since
        # Once the lesson has been trained to its end: the answer to the guess, and that epoch.
        self._answer = self._trained = None
        self._headline = document.querySelector("#headline")
        self._lead = document.querySelector("#lead")
        self._words = None  # that it says

    def follow(self, values):
        """Follow the settings: to another lesson, or away from one."""
        found = lesson_of(values)
        if found is not self.lesson:
            self._answer = self._trained = None
        self.lesson, self._is_left = found or self.lesson, found is None
        for link in document.querySelectorAll("#lessons a"):
            if link.dataset.lesson != self.lesson.name:
                link.removeAttribute("aria-current")
            else:
                link.ariaCurrent = "true"
                link.dataset.left = "yes" if self._is_left else "no"
                _bring_into_view(link)
        for guesses in document.querySelectorAll(".guess"):
            guesses.hidden = self._is_left or guesses.dataset.lesson != self.lesson.name
        document.title = TITLE if self._is_left else f"{self.lesson.label} · {TITLE}"

    def show(self, what, picture):
        """Say what the lesson asks, or claims once the training is over.

        Parameters
        ----------
        what : str
            The settings in words, for a reader who has left the lesson.
        picture : dict or None
            The newest message of that name, if it is of these settings.
        """
        lesson, state = self.lesson, picture["state"] if picture else ""
        if state in ("done", "diverged") and not self._answer and not self._is_left:
            self._answer, self._trained = self._answered(picture), picture["epoch"]
        elif picture and not picture["last_epoch"]:
            self._answer, self._trained = None, None  # untrained: it asks again
        is_trained = self._trained is not None and picture and picture["epoch"] >= self._trained
        is_claimed = not self._is_left and (is_trained or state in ("done", "diverged"))
        # The claim says it, and what to do.
        is_said = is_claimed and lesson.measure == "diverged"
        document.querySelector("#diverged").hidden = state != "diverged" or is_said
        if self._is_left:
            lead = picture["problem"] or NO_POINTS if picture and not picture["n_train"] else ""
            self._write(what, "", lead, (f"Back to “{lesson.label}”", address_of(lesson)))
        elif is_claimed and state != "running":
            nudge = (lesson.nudge, lesson.leads_to)
            self._write(lesson.claim, self._answer, lesson.lead, nudge)
        else:
            self._write(lesson.question, "", "", None)

    def _answered(self, picture):
        """Answer the reader's guess from what was measured; "" if there was none."""
        lesson = self.lesson
        boxes = document.querySelectorAll(f".guess[data-lesson={lesson.name}] input")
        guesses = [guess for guess, box in zip(lesson.guesses, boxes) if box.checked]  # noqa: B905
        if not guesses:
            return ""
        if lesson.measure == "diverged":
            share = 1 if picture["state"] == "diverged" else 0
            found = "it broke" if share else "it did not break"
        else:
            share, n = picture[f"{lesson.measure}_accuracy"], picture[f"n_{lesson.measure}"]
            found = f"it got {round(share * n)}"
        is_right = guess_of(lesson, share) is guesses[0]
        return f"You said {whole(guesses[0].text)}: {found}{', right' if is_right else ''}."

    def _write(self, headline, answer, lead, link):
        if self._headline.textContent != headline:
            self._headline.textContent = headline
        said = document.createElement("span")
        said.className, said.textContent = "said", lead
        parts = [said]
        if answer:
            told = document.createElement("b")
            told.className, told.textContent = "answer", answer
            parts = [told, said]
        if link:
            way = document.createElement("a")
            way.textContent, way.href = link[0], "#" + link[1]
            parts.append(way)
        words = " ".join([part.textContent for part in parts])
        if self._words != words:
            self._words = words
            self._lead.replaceChildren(*parts)


def _bring_into_view(link):
    """Scroll the strip, which may be wider than a phone, to one of its links."""
    strip = document.querySelector("#lessons")
    strip.scrollLeft = link.offsetLeft + link.offsetWidth / 2 - strip.clientWidth / 2
