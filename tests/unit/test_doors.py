"""Every way into the page, and what nobody should bring: no exception, and a state that can be.

A few hundred cases a door each time; `NN_PLAYGROUND_CASES=10000 python3 py test -s
tests/unit/test_doors.py` tries more, and prints how long the slowest has taken. The doors that only
a browser has are tried in tests/browser/test_doors.py.
"""

import importlib
import itertools
import json
import os
import time
import tracemalloc

import numpy as np
import pytest
from framed_page import Framed
from hostile import (
    BOMB,
    CODES,
    DEEP,
    HOSTILE,
    LARGE,
    OBJECTS,
    REPEATED,
    SCALARS,
    SMALL,
    TEXTS,
    broken,
    values,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from in_micropython import output_of
from page_visit import PICTURE, Visit

from messages import CHOICES, TO_ENGINE, TO_PAGE, problem_with
from playground.cli import options, sweep
from playground.custom import codec, weights
from playground.custom.csv_table import Choices, Preview, preview, read_table
from playground.custom.scale import Axis
from playground.data import MAX_SAMPLES
from playground.settings.json_text import MAX_DEPTH, is_shallow, read_json
from playground.settings.link import KEYS, extras_of, read_link, write_whole
from playground.settings.link_file import as_file, fragment_in
from playground.settings.table import MAX_WEIGHT, SETTINGS
from playground.settings.values import are_allowed, defaults, sentences, take
from tools.environment import ROOT
from tools.rooms import page_modules

CASES = int(os.environ.get("NN_PLAYGROUND_CASES", "200"))
NAMES = [setting.name for setting in SETTINGS]
KEY_NAMES = [key.name for key in KEYS]
OF_A_PAGE = CASES // 20  # whose stand-in for a document takes its time
TRIED = {}  # seconds of every case, by the door


@pytest.fixture(scope="module", autouse=True)
def _table():
    yield
    print("\n| door | cases | exceptions | slowest (ms) |\n|---|---|---|---|")
    for door, seconds in TRIED.items():
        print(f"| {door} | {len(seconds)} | 0 | {1000 * max(seconds):.0f} |")


def try_door(door, cases, enter, *always, count=CASES):
    """Bring *count* cases, and those that come *always*, to *enter*, which checks what they do."""
    TRIED[door] = []

    def timed(case):
        begin = time.perf_counter()
        enter(case)
        TRIED[door].append(time.perf_counter() - begin)

    run = given(cases)(timed)
    for case in always:
        run = example(case)(run)
    settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))(run)()


def tried(function, *arguments, refusal=ValueError):
    """Return what a function answers, and the sentence with which it refuses."""
    try:
        return function(*arguments), ""
    except refusal as error:
        return None, str(error)


def are_told(problems):
    """Check that the reader can be told all *problems* in a few short sentences."""
    told = sentences(problems)
    assert bool(told) == bool(problems)
    assert len(told) <= 4
    assert all(isinstance(one, str) and len(one) < 400 for one in told)


def truncations(text):
    """Return all beginnings of a *text*."""
    return [text[:end] for end in range(len(text))]


# ---- An address --------------------------------------------------------------------------

POINT_CODE = codec.pack(np.array([[0.0, 1.0], [0.5, -1.0]]), np.array([0, 1]))
WEIGHT_CODE = weights.pack(np.linspace(-3, 3, 13))
ADDRESSES = (
    "shape=moons&hidden_units=3&noise=0.2&widths=8-4&features=x1,x2&epoch=40",
    f"v=1&shape=custom&points={POINT_CODE}&names=a,b,c,d&weights={WEIGHT_CODE}&point=2",
    "title=One%20line&note=%F0%9F%8C%B9&goal_accuracy=0.9&goal_units=2&embed=1&show=run,picture",
)
PARTS = st.builds("{}={}".format, st.sampled_from([*NAMES, *KEY_NAMES, *OBJECTS]), TEXTS)
FRAGMENTS = st.lists(PARTS, max_size=5).map("&".join) | broken(ADDRESSES)
BAD_CODES = [f"shape=custom&points={code}" for code in CODES]


def is_a_link(fragment):
    """Check that a *fragment* means something that can be, and comes back when it is written."""
    link = read_link(fragment)
    assert are_allowed(link.values)
    are_told(link.problems)
    written = write_whole(link.values, **extras_of(link, tuple(KEY_NAMES)))
    again = read_link(written)
    assert (again.values, again.problems) == (link.values, [])
    assert again[2:] == link[2:]


def test_an_address():
    beginnings = [one for address in ADDRESSES for one in truncations(address)]
    try_door("address", FRAGMENTS, is_a_link, *HOSTILE, *BAD_CODES, *beginnings)


def test_an_address_in_the_window(monkeypatch):
    visit = Visit(monkeypatch).connects()

    def enter(fragment):
        visit.page.open_address(fragment)
        is_sound(visit)

    try_door("address, page", FRAGMENTS, enter, *LARGE[:3], *BAD_CODES, count=OF_A_PAGE)


def is_sound(visit):
    """Check that a page has settings that can be, has told them, and nothing but its own."""
    visit.window.rest()
    page = visit.page
    assert are_allowed(page.choices.values)
    assert visit.values_sent() == {
        name: float(value) if isinstance(value, int) else value
        for name, value in page.choices.values.items()
    }
    assert read_link(visit.window.location.hash[1:]).problems == []
    assert visit.state != "error"
    visit.worker.messages[:] = visit.worker.of_kind("settings")[-1:]


# ---- Settings by name: a form, a frame's host, the command line ---------------------------

NAMED = st.dictionaries(st.sampled_from(NAMES) | TEXTS, TEXTS | values(), max_size=5)


def test_settings_by_name():
    before = defaults()

    def enter(named):
        taken, problems = take(before, named)
        assert are_allowed(taken)
        assert before == defaults()
        are_told(problems)

    whole = [dict.fromkeys(NAMES, text) for text in SMALL]
    whole += [dict.fromkeys(("points", "names", "widths", "noise"), text) for text in LARGE]
    try_door("settings by name", NAMED, enter, *whole)


def test_the_command_line():
    def enter(case):
        link, named, epoch, (name, text) = case
        start, sentence = tried(options.start_of, link, named, epoch, refusal=options.UsageError)
        assert sentence or are_allowed(start.values)
        tried(options.refuse_unknown, [link], refusal=options.UsageError)
        asked = (defaults(), [(name, text)], 3)
        found, sentence = tried(sweep.combinations, *asked, refusal=options.UsageError)
        assert found or sentence

    numbers = st.sampled_from(["0", "1", "8", "0.5", "1e-320", "5e-324", "1e309", "20000", "-1"])
    ranges = st.lists(numbers | st.sampled_from(SMALL), max_size=4).map("..".join)
    lists = st.lists(numbers | st.sampled_from(SMALL), max_size=4).map(",".join)
    pairs = st.tuples(st.sampled_from(NAMES), TEXTS | numbers)
    cases = st.tuples(
        *(FRAGMENTS | TEXTS, st.lists(pairs, max_size=3), st.none() | TEXTS),
        st.tuples(st.sampled_from(NAMES), ranges | lists | TEXTS),
    )
    try_door("command line", cases, enter, ("", [], None, ("noise", "0..1..1e-320")))


# ---- Codes of points and of weights -------------------------------------------------------


def test_codes_of_points():
    def enter(code):
        points, sentence = tried(codec.read, code)
        if points is None:
            assert sentence.startswith("The points in this link are ")
            return
        assert points.X.shape == points.values.shape == (2, points.y.size)
        assert points.y.size <= MAX_SAMPLES
        assert np.isfinite(points.X).all()
        assert set(points.y.tolist()) <= {0, 1}

    table = codec.pack_table(*OF_A_TABLE)
    wholes = (POINT_CODE, table, *CODES)
    beginnings = truncations(POINT_CODE) + truncations(table)
    try_door("points", broken(wholes) | TEXTS, enter, *CODES, *HOSTILE, *beginnings)


OF_A_TABLE = (
    np.array([[5.1, 4.9, 1e-7], [0.2, 1.4, 300.0]]),
    np.array([0, 1, 1]),
    (Axis(0.0, 6.0, 0), Axis(-1.0, 400.0, 0)),
)


def test_a_bomb_among_points_unpacks_to_no_more_than_it_says():
    tracemalloc.start()
    with pytest.raises(ValueError, match="damaged"):
        codec.read(BOMB)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(BOMB) > 100_000
    assert most < 10 * len(BOMB)


def test_codes_of_weights():
    def enter(code):
        theta, sentence = tried(weights.unpack, code, 13)
        if theta is None:
            assert sentence.startswith("The weights in this link are ")
            return
        assert theta.shape == (13,)
        assert (np.abs(theta) <= MAX_WEIGHT).all()

    wholes = (WEIGHT_CODE, weights.pack(np.ones(13), weights.WHOLE), weights.pack(np.ones(3)))
    beginnings = truncations(WEIGHT_CODE)
    try_door("weights", broken(wholes) | TEXTS, enter, *CODES, *HOSTILE, *beginnings)


# ---- Tables and files ---------------------------------------------------------------------

TABLES = (
    "x,y,label\n1,10,no\n2,20,yes\n3,15,no\n",
    'sep=;\n"a";"b";c\n1,5;2,5;x\n-1,5;-2,5;"y\ny"\n',
    "# made by hand\nx1\tx2\tclass\tset\n0.5\t-0.5\t0\ttrain\n-0.5\t0.5\t1\ttest\n",
    "@relation r\n@attribute a numeric\n@data\n1,2,a\n3,4,b\n",
)
CELLS = st.sampled_from(SMALL) | st.text(max_size=5) | st.integers().map(str)
MADE = st.lists(st.lists(CELLS, min_size=1, max_size=5).map(",".join), max_size=6).map("\n".join)
CONTENTS = (MADE | broken(TABLES)).map(lambda text: text.encode("utf-8", "replace")) | st.binary()
ENCODINGS = st.sampled_from(["utf-16", "utf-8-sig", "latin-1", "cp1251"])
ENCODED = st.builds(
    lambda text, code: text.encode(code, "replace"), MADE | broken(TABLES), ENCODINGS
)
CHOSEN_TEXTS = ("utf-16le", "windows-1251", "macintosh", ",", ";", " ", "first", "random", "a", "0")
CHOSEN = st.fixed_dictionaries(
    {
        name: st.integers(-3, 9) if usual == -1 else st.sampled_from(["", *CHOSEN_TEXTS])
        for name, usual in CHOICES.items()
    }
).map(lambda named: Choices(**named))


def test_tables():
    def enter(case):
        content, name, choices = case
        found, refused = tried(preview, content, name, choices)
        table, sentence = tried(read_table, content, name, choices)
        if table is None:
            assert 0 < len(sentence) < 600
            assert refused or found.problem
            return
        assert isinstance(found, Preview)
        assert found.n == table.y.size <= MAX_SAMPLES
        assert np.isfinite(table.X).all()
        named = take(defaults("custom"), {"names": table.names})
        assert named[1] == []

    cases = st.tuples(CONTENTS | ENCODED, TEXTS, st.just(Choices()) | CHOSEN)
    large = [(text.encode("utf-8", "replace"), "", Choices()) for text in HOSTILE]
    whole = [(one.encode(), "a.csv", Choices()) for one in truncations(TABLES[0])]
    try_door("table", cases, enter, *large, *whole)


def test_files_of_this_page():
    def enter(text):
        fragment = fragment_in(text)
        assert isinstance(fragment, str)
        assert are_allowed(read_link(fragment).values)

    file = as_file("https://example.org/", ADDRESSES[0])
    mark = '{"neural_network_playground": 1, "fragment": '
    wholes = (file, f"# {file}\nprint({{1: 2}})", mark + DEEP + "}")
    always = [wholes[2], mark * 5000, *truncations(file), *HOSTILE]
    try_door("file of this page", broken(wholes) | TEXTS, enter, *always)


def test_json():
    def enter(text):
        value = read_json(text)
        assert is_shallow(value)
        if value is not None:
            assert json.loads(text) == value or value != value

    deep = ["[" * depth + "]" * depth for depth in (MAX_DEPTH, MAX_DEPTH + 1, 10_000)]
    assert [read_json(text) is None for text in deep] == [False, True, True]
    assert read_json(None) is None
    assert read_json('"' + "a" * 5_000_000 + '"') is None
    texts = values().map(json.dumps) | TEXTS | broken((DEEP, *deep, '{"a": [1, "b", null]}'))
    try_door("JSON", texts, enter, *[text for text in HOSTILE if text != "nan"])


# ---- What the browser keeps ----------------------------------------------------------------

STATE = {
    "fragment": ADDRESSES[0],
    "runs": True,
    "latest": [POINT_CODE, "a,b,c,d"],
    "past": [{"shape": "custom", "noise": "0", "points": POINT_CODE, "names": ""}],
    "future": [],
}
ROW = {
    "id": "1",
    "time": "2026-01-01T00:00:00Z",
    "name": "mine",
    "set": {"shape": "moons", "widths": "8-4", "layers": 2},
    "link": ADDRESSES[0],
    "state": "done",
    "stop_reason": "epochs",
    "epoch": 1000,
    "train_loss": 0.1,
    "test_loss": None,
    "train_accuracy": 0.9,
    "test_accuracy": None,
    "results": [[1, 2, 0.1, None, 0.9, None, "epochs"]],
}


def changed(whole):
    """Return dicts like *whole*, in which some values are others, or missing."""
    other = st.dictionaries(st.sampled_from([*whole, *OBJECTS]), values(), max_size=3)
    without = st.sets(st.sampled_from(list(whole)), max_size=1)
    return st.builds(
        lambda new, gone: {
            name: value for name, value in {**whole, **new}.items() if name not in gone
        },
        *(other, without),
    )


def test_what_a_tab_was_left_with(monkeypatch):
    visit = Visit(monkeypatch).connects()
    name = importlib.import_module("page.tab_memory").NAME

    def enter(text):
        visit.window.kept_by_tab[name] = text
        assert are_allowed(read_link(visit.page.memory.take()).values)
        assert name not in visit.window.kept_by_tab
        for state in itertools.chain(*visit.editor.steps):
            assert are_allowed(take(defaults(), state)[0])
        points, names = visit.page.storage.latest()
        assert take(defaults("custom"), {"points": points, "names": names})[1] == []

    whole = json.dumps(STATE)
    texts = changed(STATE).map(json.dumps) | values().map(json.dumps) | broken((whole, DEEP))
    try_door("storage, tab", texts, enter, whole, DEEP, *HOSTILE, *truncations(whole))


def test_points_that_the_browser_keeps(monkeypatch):
    visit = Visit(monkeypatch).connects()

    def enter(text):
        visit.window.kept["nn-playground-points"] = text
        storage = importlib.import_module("page.points.storage").PointStorage()
        points, names = storage.latest()
        named = {"shape": "custom", "points": points, "names": names}
        assert take(defaults(), named)[1] == []
        assert all(len(said) < 300 for said in storage.remarks(points))

    whole = f"{POINT_CODE}|a,b,c,d"
    always = [*HOSTILE, *CODES, *truncations(whole)]
    try_door("storage, points", broken((whole, *CODES)), enter, *always)


def test_runs_that_the_browser_keeps(monkeypatch):
    visit = Visit(monkeypatch)
    rows = importlib.import_module("page.runs.rows")
    storage = importlib.import_module("page.runs.storage").RunStorage()

    def enter(text):
        for row in rows.read_rows(text):
            assert rows.name_of(row)
            assert are_allowed({**rows.values_of(row), "points": ""})
            rows.link_to_result(row, 3)
            rows.same_as([row], row)
        visit.window.kept[f"{DETAILS}1"] = text
        details = storage.details("1")
        assert sorted(details) == ["curve", "picture"]
        assert details["picture"] == "" or details["picture"].startswith("data:image/")

    whole = json.dumps([ROW])
    assert len(rows.read_rows(whole)) == 1
    texts = st.lists(changed(ROW), max_size=2).map(json.dumps) | broken((whole, DEEP))
    details = {"picture": "data:image/png;base64,", "curve": [[0, 1], [0.5, None], [None, 0.1]]}
    texts |= changed(details).map(json.dumps) | values().map(json.dumps)
    always = [whole, DEEP, json.dumps(details), *HOSTILE, *truncations(whole)]
    try_door("storage, runs", texts, enter, *always)


DETAILS = "nn-playground-runs-1-details-"

IN_MICROPYTHON = """
import json
from page.runs.rows import read_rows
from playground.settings.link import read_link
from playground.settings.link_file import fragment_in
from playground.settings.values import sentences

cases, repeated = json.loads(open("cases.json").read())
for text in cases + [one * times for one, times in repeated]:
    read_rows(text)
    sentences(read_link(fragment_in(text) or text).problems)
print(len(cases) + len(repeated))
"""


def test_texts_in_the_pages_own_python(tmp_path):
    """What ends MicroPython is no exception that anything there could catch."""
    names = (one for one in page_modules(ROOT / "py") if is_without_browser(one))
    files = {name: ROOT / "py" / name for name in names}
    files["cases.json"] = tmp_path / "cases.json"
    records = [as_file("", text) for text in SMALL]
    whole = json.dumps([{**ROW, "set": 7}, {**ROW, "id": 7}]).replace("7", DEEP)
    cases = [*SMALL, *records, *truncations(json.dumps([ROW])), DEEP, whole]
    files["cases.json"].write_text(json.dumps([cases, REPEATED]), encoding="utf-8")
    assert output_of(IN_MICROPYTHON, files) == f"{len(cases) + len(REPEATED)}\n"


def is_without_browser(name):
    return "pyscript" not in (ROOT / "py" / name).read_text(encoding="utf-8")


# ---- Messages --------------------------------------------------------------------------------

CALL_NAMES = ("run", "pause", "step", "reset", "goTo", "set", "getState", "setState", "theme")
ARGUMENTS = st.lists(
    values() | FRAGMENTS | st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=3), max_size=3
)
CALLS = st.fixed_dictionaries(
    {
        "n": st.integers(0, 2**53) | values(),
        "call": st.sampled_from([*CALL_NAMES, "toBlob", *OBJECTS]) | values(),
        "args": ARGUMENTS | values(),
    }
)


def test_calls_of_a_frames_host(monkeypatch):
    framed = Framed(monkeypatch).begins()

    def enter(text):
        framed.host.hear(text)
        if framed.visit.page.choices.change:
            is_sound(framed.visit)
        assert all(isinstance(one, dict) for one in framed.host.told)
        framed.host.told.clear()

    texts = CALLS.map(json.dumps) | broken(('{"n": 1, "call": "set", "args": [{}]}', DEEP))
    long = json.dumps({"n": 1, "call": "setState", "args": ["=" * 700_000]})
    try_door("calls of a host", texts, enter, DEEP, long, *HOSTILE)


MESSAGE_NAMES = sorted({*TO_ENGINE, *TO_PAGE})
FIELD_NAMES = sorted(
    {name for known in (TO_ENGINE, TO_PAGE) for kind in known for name in known[kind].fields}
)


def test_messages():
    def enter(message):
        for known in (TO_ENGINE, TO_PAGE):
            problem = problem_with(message, known)
            assert isinstance(problem, str)
            assert len(problem) < 200

    kinds = st.sampled_from(MESSAGE_NAMES) | values()
    fields = st.dictionaries(st.sampled_from(FIELD_NAMES) | TEXTS, values(), max_size=6)
    with_kind = st.builds(lambda kind, rest: {**rest, "kind": kind}, kinds, fields)
    try_door("messages", with_kind | changed({"kind": "picture", **PICTURE}) | values(), enter)
