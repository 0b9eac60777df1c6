"""The strip of lessons: what the chosen one asks, what it claims, and what a reader has guessed.

Where a link brings a teacher's title, note or goal, these stand in the place of all that.
"""

from collections import namedtuple

from pyscript import document

from page.browser import html
from page.summary import NO_POINTS
from playground.settings.lessons import (
    FIRST,
    address_of,
    follows_nudge,
    guess_of,
    lesson_of,
    next_after,
    whole,
)

TITLE = "Neural Network Playground"
BY_HAND = "Weights changed by hand."
# Of a teacher: plain texts, "" where there is none; `goal` says what is to be reached.
Told = namedtuple("Told", ("title", "note", "goal"))
NOTHING_TOLD = Told("", "", "")
MAX_LARGE = 40  # characters of a title that have room in large letters


class Lessons:
    """Lets strip, headline and guesses follow the settings and the picture.

    Attributes
    ----------
    lesson : Lesson
        The one that was chosen last.
    told : Told
        What a teacher's link says in the place of the lesson.
    """

    def __init__(self):
        self.lesson, self.told = FIRST, NOTHING_TOLD
        self._is_left = False  # whether a setting was changed since
        self._follows_nudge = False  # whether to what the lesson has proposed
        # Once the lesson has been trained to its end: the answer to the guess, and that epoch.
        self._answer = self._trained = None
        self._headline = document.querySelector("#headline")
        self._lead = document.querySelector("#lead")
        self._shown = None  # what it says

    def follow(self, values):
        """Follow the settings: to another lesson, or away from one."""
        found = lesson_of(values)
        if found is not self.lesson:
            self._answer = self._trained = None
        self.lesson, self._is_left = found or self.lesson, found is None
        self._follows_nudge = self._is_left and follows_nudge(self.lesson, values)
        for link in document.querySelectorAll("#lessons a"):
            if link.dataset.lesson != self.lesson.name:
                link.removeAttribute("aria-current")
            else:
                link.ariaCurrent = "true"
                link.dataset.left = "yes" if self._is_left else "no"
                _bring_into_view(link)
        is_asked_otherwise = self._is_left or self.told != NOTHING_TOLD
        if self.told == NOTHING_TOLD:
            html.removeAttribute("data-told")
        else:
            html.dataset.told = "long" if len(self.told.title) > MAX_LARGE else ""
        for guesses in document.querySelectorAll(".guess"):
            guesses.hidden = is_asked_otherwise or guesses.dataset.lesson != self.lesson.name
        name = self.told.title or ("" if self._is_left else self.lesson.label)
        document.title = f"{name} · {TITLE}" if name else TITLE

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
        is_by_hand = picture is not None and picture["by_hand"]
        is_over = state in ("done", "diverged") and not is_by_hand
        if is_over and not self._answer and not self._is_left:
            self._answer, self._trained = self._answered(picture), picture["epoch"]
        elif picture and not picture["last_epoch"]:
            self._answer, self._trained = None, None  # untrained: it asks again
        is_trained = self._trained is not None and picture and picture["epoch"] >= self._trained
        is_claimed = not (self._is_left or is_by_hand) and (is_trained or is_over)
        # The claim says it, and what to do.
        is_said = is_claimed and lesson.measure == "diverged"
        document.querySelector("#diverged").hidden = state != "diverged" or is_said
        if self._follows_nudge and is_over:
            self._write(lesson.finding, [], _way_on(lesson))
        elif self._is_left:
            self._write(what, [("remark", _remark(picture))], _way_to(lesson, "Back to"))
        elif is_claimed and state != "running":
            parts = [("answer", self._answer or ""), ("said", lesson.lead)]
            self._write(lesson.claim, parts, (lesson.nudge, lesson.leads_to))
        else:
            self._write(lesson.question, [("remark", BY_HAND if is_by_hand else "")], None)

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

    def _write(self, headline, parts, link):
        """Write the headline; beside it parts, pairs of a class and a text, and a link.

        What a teacher has told comes first, and a lesson answers no question of theirs.
        """
        title, note, goal = self.told
        headline = title or headline
        if title or note or goal:
            said = [("goal", goal), ("note", note)]
            parts, link = said + [part for part in parts if part[0] == "remark"], None
        if self._headline.textContent != headline:
            self._headline.textContent = headline
        if self._shown == (parts, link):
            return
        self._shown = (parts, link)
        elements = []
        for name, text in parts:
            if text:
                element = document.createElement("span")
                element.className, element.textContent = name, text
                elements.append(element)
        if link:
            way = document.createElement("a")
            way.textContent, way.href = link[0], "#" + link[1]
            elements.append(way)
        self._lead.replaceChildren(*elements)


def _remark(picture):
    """Say what is unusual about a picture, if anything is."""
    if not picture:
        return ""
    if picture["problem"]:
        return picture["problem"]
    if not picture["n_train"]:
        return NO_POINTS
    return BY_HAND if picture["by_hand"] else ""


def _way_on(lesson):
    following = next_after(lesson)
    return _way_to(following, "Next:") if following else _way_to(lesson, "Back to")


def _way_to(lesson, words):
    return f"{words} “{lesson.label}”", address_of(lesson)


def _bring_into_view(link):
    """Scroll the strip, which may be wider than a phone, to one of its links."""
    strip = document.querySelector("#lessons")
    outer, inner = strip.getBoundingClientRect(), link.getBoundingClientRect()
    strip.scrollLeft += inner.left - outer.left + (inner.width - outer.width) / 2
