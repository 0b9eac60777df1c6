"""Scenes for the tests of the views: sessions in a state, and what a view makes of them."""

from engine.views.scene import scene_of
from playground.session.session import Session
from playground.settings.values import defaults

SIZE = (600.0, 280.0)


def session_of(epochs=40, **changed):
    """Return a session that has trained to its end, as far as it can."""
    values = {**defaults(changed.get("shape", "moons")), "epochs": epochs, **changed}
    session = Session(values)
    session.advance(float("inf"))
    return session


def looked(view, session, theme="light"):
    """Let a *view* do all of its work for a *session*, and paint once; return the drawing."""
    scene = scene_of(session, None)
    for _ in range(10_000):
        view.follow(scene)
        if view.is_done_with(scene):
            return view.drawing(SIZE, theme)
    raise AssertionError("it does not come to an end")
