"""The strip of lessons: what the chosen one asks, what it claims, and what a reader has guessed."""

from pyscript import document

from page.summary import NO_POINTS
from playground.settings.lessons import FIRST, address_of, guess_of, lesson_of, whole

TITLE = "Neural Network Playground"
# What `aria-current` says of a lesson from which a setting has been changed since.
LEFT = "step"


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
        self._answer = None  # to the guess, once the lesson has been trained to its end
        self._headline = document.querySelector("#headline")
        self._lead = document.querySelector("#lead")
        self._words = None  # that it says

    def follow(self, values):
        """Follow the settings: to another lesson, or away from one."""
        found = lesson_of(values)
        if found and found is not self.lesson:
            self.lesson, self._answer = found, None
        self._is_left = found is None
        for link in document.querySelectorAll("#lessons a"):
            if link.dataset.lesson != self.lesson.name:
                link.removeAttribute("aria-current")
            else:
                link.ariaCurrent = LEFT if self._is_left else "true"
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
        lesson = self.lesson
        if picture and not picture["last_epoch"]:
            self._answer = None  # untrained: it asks again
        elif picture and picture["state"] in ("done", "diverged"):
            self._answer = self._answer or self._answered(picture)
        if self._is_left:
            lead = picture["problem"] or NO_POINTS if picture and not picture["n_train"] else ""
            self._write(what, "", lead, (f"Back to “{lesson.label}”", address_of(lesson)))
        elif self._answer is None:
            self._write(lesson.question, "", "", None)
        else:
            nudge = (lesson.nudge, lesson.leads_to)
            self._write(lesson.claim, self._answer, lesson.lead, nudge)

    def _answered(self, picture):
        """Answer the reader's guess from what was measured; "" if there was none."""
        lesson = self.lesson
        boxes = document.querySelectorAll(f".guess[data-lesson={lesson.name}] input")
        guesses = [guess for guess, box in zip(lesson.guesses, boxes) if box.checked]  # noqa: B905
        if not guesses:
            return ""
        if lesson.measure == "diverged":
            share = 1 if picture["state"] == "diverged" else 0
            found = f"it {guess_of(lesson, share).text.split(' ', 1)[0]} it"
        else:
            share, n = picture[f"{lesson.measure}_accuracy"], picture[f"n_{lesson.measure}"]
            found = f"it got {round(share * n)}"
        return f"You said {whole(guesses[0].text)}: {found}."

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
