"""The page's end of the messages: what is sent, what waits, what is refused."""

import pytest

from messages import as_json
from page.engine_link import MAX_UNANSWERED_PINGS, MILLISECONDS_BETWEEN_PINGS, EngineLink


@pytest.fixture
def posted():
    return []


@pytest.fixture
def link(posted):
    return EngineLink(lambda worker, message: posted.append((worker, message)))


def test_what_the_reader_asks_for_waits_until_the_engine_is_up_and_the_rest_does_not(link, posted):
    link.send("act", action="run")
    link.send("look", layer=0, unit=1)
    link.send("go_to", epoch=5)
    assert posted == []
    link.connect("worker")
    assert link.send_waiting()
    assert posted == [
        ("worker", {"kind": "act", "action": "run"}),
        ("worker", {"kind": "go_to", "epoch": 5}),
    ]
    assert not link.send_waiting()
    assert len(posted) == 2


def test_what_comes_is_done(link):
    heard = []
    link.commands["notice"] = heard.append
    link.receive(as_json({"kind": "notice", "text": "no chart"}))
    assert heard == [{"kind": "notice", "text": "no chart"}]


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "notice"}',
        '{"kind": "notice", "text": 3}',
        '{"kind": "notice", "text": "a", "more": 1}',
        '{"kind": "commands", "text": "a"}',
        '{"kind": "__init__"}',
        '{"kind": null}',
        '{"text": "a"}',
        "[]",
        "3",
    ],
)
def test_what_is_no_message_is_refused_with_a_word_and_does_nothing(link, capsys, text):
    link.commands = {"notice": lambda _message: pytest.fail("was done")}
    link.receive(text)
    assert capsys.readouterr().out.startswith("Not understood: ")


def test_an_engine_that_does_not_answer_is_found_out_once(link):
    link.connect("worker")
    answers = [link.ping() for _ in range(MAX_UNANSWERED_PINGS + 3)]
    assert answers == [False] * MAX_UNANSWERED_PINGS + [True, False, False]


def test_an_engine_that_answers_is_alive(link):
    link.connect("worker")
    for _ in range(3 * MAX_UNANSWERED_PINGS):
        assert not link.ping()
        link.receive(as_json({"kind": "pong", "memory": 1}))


def test_whatever_an_engine_says_it_is_alive(link):
    link.commands["notice"] = lambda _message: None
    for _ in range(3 * MAX_UNANSWERED_PINGS):
        assert not link.ping()
        link.receive(as_json({"kind": "notice", "text": "still here"}))


def test_silence_that_was_announced_is_waited_for_until_the_next_answer(link):
    seconds = 20
    pings = int(1000 * seconds / MILLISECONDS_BETWEEN_PINGS)
    link.receive(as_json({"kind": "busy", "seconds": seconds}))
    assert not any(link.ping() for _ in range(pings))
    link.receive(as_json({"kind": "pong", "memory": 1}))
    answers = [link.ping() for _ in range(MAX_UNANSWERED_PINGS + 1)]
    assert answers == [False] * MAX_UNANSWERED_PINGS + [True]


def test_an_announced_silence_ends_as_well(link):
    link.receive(as_json({"kind": "busy", "seconds": 20}))
    assert any(link.ping() for _ in range(1 + int(20_000 / MILLISECONDS_BETWEEN_PINGS)))
