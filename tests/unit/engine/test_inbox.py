"""What waits for the engine: the newest of its kind, in an order in which it means the same."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import messages
from engine.inbox import Inbox
from messages import CHOICES, TO_ENGINE, problem_with
from playground.settings.values import defaults

NOWHERE = {"layer": -1, "unit": -1}


class Canvas:
    getContext = None


CANVASES = {"kind": "canvases", **{name: Canvas() for name in messages.CANVASES}}


def chosen(change):
    return {"kind": "settings", "values": defaults(), "change": change, "edit": 0}


def look(unit):
    return {"kind": "look", "layer": 0, "unit": unit}


def weight(unit, value):
    return {"kind": "weight", "layer": 0, "unit": unit, "source": 0, "value": value}


def draw(*places, tool="0", begins=False):
    return {"kind": "draw", "tool": tool, "places": [list(at) for at in places], "begins": begins}


def line(quantity):
    return {"kind": "line", "quantity": quantity}


def point(index):
    return {"kind": "point", "index": index}


def probe(quantity):
    return {"kind": "probe", "quantity": quantity, "across": 0.5, "down": 0.5, "cell": -1}


def go_to(epoch):
    return {"kind": "go_to", "epoch": epoch}


RUN, PAUSE = ({"kind": "act", "action": action} for action in ("run", "pause"))
VIEW = {
    **{"kind": "view", "size": 480, "chart": [480, 160], "network": [600, 260]},
    **{"density": 1, "theme": "light", "enlarged": 1, "is_calm": False},
}
LOAD = {"kind": "load", "content": b"1,2,a", "name": "t.csv"}
WATCH = {"kind": "watch", "view": "lines", "size": [300, 200]}
PLACES = {"kind": "cells", "size": [240, 100], "rows": [["z1", 0, 25]]}


def taken(*posted):
    """Return what is taken, all at once, of the messages *posted*."""
    inbox = Inbox({})
    for message in posted:
        assert problem_with(message, TO_ENGINE) == ""
        inbox.put(message)
    return inbox.take()


@pytest.mark.parametrize("make", [chosen, look, go_to, lambda value: weight(1, value)])
def test_of_a_kind_only_the_newest_is_taken(make):
    assert taken(*map(make, range(100))) == [make(99)]


def test_weights_of_different_connections_are_different_things():
    posted = [weight(unit % 3, value) for value, unit in enumerate(range(30))]
    assert sorted(message["value"] for message in taken(*posted)) == [27, 28, 29]


def test_every_action_counts():
    assert taken(RUN, PAUSE, RUN, RUN) == [RUN, PAUSE, RUN, RUN]


@pytest.mark.parametrize("between", [RUN, go_to(3), weight(0, 1.5)])
def test_what_is_asked_for_sees_the_settings_before_it_and_not_those_after(between):
    assert taken(chosen(1), chosen(2), between, chosen(3), chosen(4)) == [
        *(chosen(2), between, chosen(4)),
    ]


@pytest.mark.parametrize(
    "between", [look(1), {**NOWHERE, "kind": "inspect"}, VIEW, WATCH, PLACES, line("z1")]
)
def test_what_is_only_shown_does_not_keep_settings_apart(between):
    found = taken(chosen(1), between, chosen(2))
    assert sorted(message["kind"] for message in found) == sorted(["settings", between["kind"]])
    assert chosen(2) in found


def test_a_pointer_that_moves_over_the_lines_asks_for_the_newest_only():
    posted = [make(f"z{layer}") for layer in (1, 2, 3) for make in (line, probe)]
    assert taken(*posted) == [line("z3"), probe("z3")]


def test_points_are_picked_in_the_order_in_which_that_was_asked_for():
    pick = {"kind": "pick", "across": 0.5, "down": 0.5}
    assert taken(point(1), point(2), pick, pick, point(-1)) == [point(2), pick, point(-1)]
    assert taken(point(1), line("z1"), point(2)) == [point(2), line("z1")]


def test_the_newest_view_counts_whatever_came_between():
    larger = {**VIEW, "size": 700}
    assert [message for message in taken(VIEW, chosen(1), RUN, larger) if "size" in message] == [
        larger
    ]


def test_a_stroke_that_goes_on_is_one_message():
    begin, more, end = draw((0.1, 0.2), begins=True), draw((0.3, 0.4)), draw((0.5, 0.6))
    assert taken(begin, more, end) == [draw((0.1, 0.2), (0.3, 0.4), (0.5, 0.6), begins=True)]
    assert begin["places"] == [[0.1, 0.2]]  # the message itself stays as it was


def test_strokes_and_tools_are_told_apart_and_each_is_shown_by_itself():
    inbox = Inbox({})
    strokes = [draw((0.1, 0.2), begins=True), draw((0.3, 0.4), begins=True), draw(tool="erase")]
    edits = [*strokes, LOAD, {"kind": "use_table", "choices": CHOICES}, RUN]
    for edit in edits:
        inbox.put(edit)
    assert [inbox.take() for _ in range(7)] == [*([one] for one in edits), []]


def test_of_tables_to_look_at_the_newest_counts_and_of_choices_too():
    first, second = [
        {"kind": "preview", "content": content, "name": "", "is_cut": False}
        for content in (b"1,2,a", b"2,3,b")
    ]
    one, other = ({"kind": "choose_table", "choices": {**CHOICES, "x1": x1}} for x1 in (0, 1))
    assert taken(first, second, one, other, first) == [second, other, first]


def test_nothing_comes_before_an_edit_that_was_posted_after_it():
    inbox = Inbox({})
    for message in (chosen(1), draw((0.1, 0.2), begins=True), chosen(2), RUN):
        inbox.put(message)
    assert inbox.take() == [chosen(1), draw((0.1, 0.2), begins=True)]
    inbox.put(chosen(3))
    assert inbox.take() == [chosen(2), RUN, chosen(3)]


POSTS = st.lists(
    st.sampled_from([RUN, VIEW, go_to(1), look(0), look(1), weight(0, 1.0), weight(1, 2.0)])
    | st.integers(0, 50).map(chosen)
)


@settings(deadline=None)
@given(POSTS)
def test_the_newest_of_each_kind_is_always_among_those_taken(posted):
    found = taken(*posted)
    for message in posted:
        newest = [one for one in posted if one["kind"] == message["kind"]][-1]
        assert newest in found


class Model:
    """A session in small: settings make a network anew, an action sees all that came before."""

    def __init__(self, messages):
        self.settings, self.weights, self.epoch, self.seen = None, {}, None, []
        for message in messages:
            if message["kind"] == "settings":
                self.settings, self.weights, self.epoch = message["change"], {}, None
            elif message["kind"] == "weight":
                self.weights[message["unit"]] = message["value"]
            elif message["kind"] == "go_to":
                self.epoch, self.weights = message["epoch"], {}
            elif message["kind"] == "act":
                self.seen.append((self.settings, dict(self.weights), self.epoch))


@settings(deadline=None)
@given(POSTS)
def test_a_session_ends_as_if_it_had_seen_every_message(posted):
    assert vars(Model(taken(*posted))) == vars(Model(posted))


@settings(deadline=None)
@given(POSTS)
def test_a_flood_of_what_has_a_key_does_not_pile_up(posted):
    shown = [one for one in posted * 9 if one["kind"] in ("view", "look", "settings")]
    assert len(taken(*shown)) <= 3


# --- what is refused -------------------------------------------------------------------


BAD = [
    *(None, 3, "hello", [], {}, {"kind": None}, {"kind": "nonsense"}, {"kind": 10**5000}),
    {"kind": "act", "action": "_enter"},
    {"kind": "act", "action": "run", "arguments": []},
    {"kind": "act"},
    {**chosen(1), "values": {**defaults(), "epochs": 10**5000}},
    {**chosen(1), "values": {**defaults(), "shape": "cubes"}},
    {**chosen(1), "values": {}},
    {"kind": "canvases", **dict.fromkeys(messages.CANVASES, 1)},
    {**look(0), "unit": float("nan")},
    {**look(0), "unit": 0.5},
    {**weight(0, 0), "value": float("inf")},
    draw((0.1, float("nan"))),
    draw((0.1, 5)),
    draw(tool="2"),
    {**VIEW, "size": 0},
    {**VIEW, "theme": "red"},
]


@pytest.mark.parametrize("message", BAD, ids=range(len(BAD)))
def test_what_is_no_message_is_refused_with_a_word(message, capsys):
    inbox = Inbox({})
    inbox.put(message)
    assert inbox.is_empty
    assert capsys.readouterr().err.startswith("A message to the engine is refused: ")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
# Nearly a message: one field more, one less, or one with junk in it that cannot be right.
NEARLY = [CANVASES, VIEW, chosen(1), RUN, go_to(1), look(0), weight(0, 0.0), draw(), LOAD]
WRONG = JUNK.filter(lambda value: not isinstance(value, (int, float, str, bytes, list)))


@settings(deadline=None)
@given(st.data())
def test_junk_is_never_taken_and_never_raises(data):
    inbox = Inbox({})
    good = data.draw(st.sampled_from(NEARLY))
    field = data.draw(st.sampled_from([name for name in good if name != "kind"]))
    inbox.put(data.draw(JUNK))
    inbox.put({**good, "kind": data.draw(JUNK.filter(lambda kind: kind not in list(TO_ENGINE)))})
    inbox.put({**good, field: data.draw(WRONG)} if field != "begins" else {**good, field: 1})
    inbox.put({name: value for name, value in good.items() if name != field})
    more = data.draw(st.text().filter(lambda name: name not in good))
    inbox.put({**good, more: data.draw(JUNK)})
    assert inbox.is_empty


# --- waiting ---------------------------------------------------------------------------


def test_a_sign_of_life_does_not_wait_to_be_taken():
    answered = []
    inbox = Inbox({"ping": lambda: answered.append(True)})
    inbox.put({"kind": "ping"})
    assert answered == [True]
    assert inbox.is_empty
    inbox.put({"kind": "ping", "more": 1})
    assert answered == [True]


def test_what_comes_too_early_is_refused_with_a_word(capsys):
    async def wait():
        inbox = Inbox({})
        for message in (RUN, chosen(1), VIEW):
            inbox.put(message)
        asyncio.get_running_loop().call_soon(inbox.put, CANVASES)
        assert await inbox.next("view") == VIEW
        assert await inbox.next("canvases") == CANVASES

    asyncio.run(wait())
    words = capsys.readouterr().err
    assert "act came before view" in words
    assert "settings came before view" in words


def test_who_waits_for_news_is_woken_once():
    async def wait():
        inbox = Inbox({})
        waiting = asyncio.create_task(inbox.news())
        await asyncio.sleep(0)
        assert not waiting.done()
        inbox.put(RUN)
        await waiting
        again = asyncio.create_task(inbox.news())
        await asyncio.sleep(0)
        assert not again.done()
        inbox.wake()
        await again

    asyncio.run(wait())
