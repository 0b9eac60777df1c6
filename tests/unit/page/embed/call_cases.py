"""Calls of a host's page, and whether a frame does them; runs in both Pythons."""

import json

from page.embed.calls import as_texts, problem_with_call

GOOD = (
    {"call": "run", "args": []},
    {"call": "goTo", "args": [0]},
    {"call": "goTo", "args": [10000]},
    {"call": "set", "args": [{}]},
    {"call": "set", "args": [{"hidden_units": 2, "noise": 0.25, "shape": "circles"}]},
    {"call": "setState", "args": ["shape=moons"]},
    {"call": "toBlob", "args": []},
    {"call": "toBlob", "args": [{}]},
    {"call": "toBlob", "args": [{"type": "image/webp", "scale": 2.5}]},
    {"call": "theme", "args": ["dark"]},
)
BAD = (
    None,
    7,
    "run",
    [],
    {},
    {"call": "__init__", "args": []},
    {"call": ["run"], "args": []},
    {"call": "run"},
    {"call": "run", "args": [1]},
    {"call": "run", "args": {}},
    {"call": "goTo", "args": []},
    {"call": "goTo", "args": ["1"]},
    {"call": "goTo", "args": [-1]},
    {"call": "goTo", "args": [0.5]},
    {"call": "goTo", "args": [1e300]},
    {"call": "goTo", "args": [True]},
    {"call": "set", "args": [[]]},
    {"call": "set", "args": [{"shape": None}]},
    {"call": "set", "args": [{"shape": ["moons"]}]},
    {"call": "set", "args": [{"shape": True}]},
    {"call": "set", "args": [{"x" * 41: "1"}]},
    {"call": "set", "args": [{f"name{number}": "1" for number in range(100)}]},
    {"call": "set", "args": [{"points": "x" * 600001}]},
    {"call": "setState", "args": [""]},
    {"call": "setState", "args": ["moons"]},
    {"call": "setState", "args": ["shape"]},
    {"call": "setState", "args": ["shape%3Dmoons"]},
    {"call": "setState", "args": ["<img src=x onerror=1>"]},
    {"call": "setState", "args": [7]},
    {"call": "setState", "args": ["x" * 600001]},
    {"call": "toBlob", "args": ["image/png"]},
    {"call": "toBlob", "args": [{"type": "text/html"}]},
    {"call": "toBlob", "args": [{"type": ["image/png"]}]},
    {"call": "toBlob", "args": [{"scale": 0}]},
    {"call": "toBlob", "args": [{"scale": 1e9}]},
    {"call": "toBlob", "args": [{"width": 100}]},
    {"call": "toBlob", "args": [{}, {}]},
    {"call": "theme", "args": ["auto"]},
    {"call": "theme", "args": [["dark"]]},
)


def outcome():
    """Return what is wrong with every case, and how values are written, as JSON."""
    problems = [problem_with_call(json.loads(json.dumps(one))) for one in GOOD + BAD]
    texts = as_texts({"hidden-units": 2.0, "noise": 0.07, "shape": "moons", "epochs": 1000})
    return json.dumps([problems, sorted(texts.items())])
