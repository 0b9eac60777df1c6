"""What a sheet for a lesson asks: what a teacher's link says, or the lesson (MicroPython)."""

from playground.settings.lessons import lesson_of
from playground.settings.words import describe


def task_of(page):
    """Return title and task of what is there, which give no answer away."""
    link, values = page.opened, page.choices.values
    lesson = lesson_of(values)
    words = [link.note, f"{page.goals.words}." if page.goals.words else ""]
    if lesson and not any(words):
        words = [_whole(lesson.asks)]
    title = link.title or (lesson.question if lesson else describe(values))
    return title, "\n".join([word for word in words if word])


def _whole(text):
    """Return a *text* with what may be left out where there is little room."""
    return text.replace("[", "").replace("]", "")
