"""Files as they leave: each wish gives one, and each leads back to where it came from."""

import json
import random

import numpy as np
import pytest

from messages import FILES
from playground.export.files import MAKERS, Wish, record, steps
from playground.export.sheet import MAX_CODE
from playground.jobs import finished
from playground.session.session import Session
from playground.settings.link import read_link, write_link
from playground.settings.link_file import fragment_in
from playground.settings.values import defaults

ADDRESS = "https://example.org/play/"
WITH_RECORD = [one for one in MAKERS if one[1] != "csv"]


def trained(epoch=30, **values):
    session = Session({**defaults(), **values})
    session.begin(epoch)
    while session.state == "running":
        session.advance(1)
    return session


def wish(session, subject, file_format, **others):
    fragment = write_link(session.values, epoch=session.epoch)
    return Wish(subject, file_format, address=ADDRESS, fragment=fragment, **others)


def file_of(session, *what, **others):
    return finished(steps(session, wish(session, *what, **others)))


def opened(fragment):
    """Return the session that a link leads to, as the engine would open it."""
    from playground.custom import weights

    link = read_link(fragment)
    assert not link.problems
    session = trained(link.epoch, **link.values)
    if link.weights:
        session.set_weights(weights.unpack(link.weights, session.training.parameters.size))
    return session


@pytest.mark.parametrize("what", MAKERS, ids="-".join)
def test_every_wish_gives_a_file_and_leaves_the_session_as_it_is(what):
    session = trained(test_fraction=0.2)
    before = session.epoch, session.training.parameters.copy(), session.state
    content = file_of(session, *what, title="Why?", task="Find out.")
    assert isinstance(content, bytes)
    assert len(content) > 100
    assert session.epoch == before[0]
    assert np.array_equal(session.training.parameters, before[1])
    assert session.state == before[2]


@pytest.mark.parametrize("what", WITH_RECORD, ids="-".join)
def test_a_file_leads_back_to_the_settings_and_the_epoch(what):
    session = trained(17, shape="circles", noise=0.02)
    back = opened(fragment_in(file_of(session, *what).decode("latin-1")))
    assert back.values == session.values
    assert back.epoch == session.epoch
    assert np.array_equal(back.training.parameters, session.training.parameters)


def test_where_settings_alone_do_not_lead_the_weights_are_brought_along():
    session = trained(20)
    session.apply({**session.values, "learning_rate": 0.3})
    session.go_to(35)
    while session.state == "running":
        session.advance(1)
    back = opened(fragment_in(record(session, wish(session, "code", "py"))))
    assert np.array_equal(back.training.parameters, session.training.parameters)
    assert back.values == session.values


def test_weights_set_by_hand_are_brought_along_with_all_digits():
    session = trained(5)
    session.set_weight(0, 1, 0, 1 / 3)
    back = opened(fragment_in(file_of(session, "weights", "npz").decode("latin-1")))
    assert np.array_equal(back.training.parameters, session.training.parameters)


def test_there_is_a_maker_for_each_file_that_the_page_can_ask_for():
    assert sorted(MAKERS) == sorted((one, kind) for one in FILES for kind in FILES[one])


def test_no_other_file_is_made():
    with pytest.raises(ValueError, match="no gif of the network"):
        finished(steps(trained(1), Wish("network", "gif")))


def test_names_tell_what_is_in_a_file():
    values = defaults()
    names = {what: Wish(*what).file_name(values) for what in MAKERS}
    assert names["picture", "png"] == "moons-3.png"
    assert names["weights", "npz"] == "moons-3-weights.npz"
    assert len(set(names.values())) == len(names)


def test_a_sheet_asks_and_answers_what_it_is_told_and_escapes_it():
    page = file_of(trained(), "sheet", "html", title="<b>", task="a & b").decode()
    assert "<h1>&lt;b&gt;</h1>" in page
    assert "a &amp; b" in page
    assert page.count("<img") == 3
    assert page.count("<tr>") == 6
    assert 'class="segno"' in page


def test_a_sheet_can_be_filled():
    rows = [["Name", "Loss"], ["first", "0.1"], ["<second>", "0.2"]]
    page = file_of(trained(), "sheet", "html", runs=rows).decode()
    assert "<td>&lt;second&gt;</td><td>0.2</td>" in page
    assert "What I changed" not in page


@pytest.mark.parametrize("is_long", [False, True])
def test_a_link_too_long_for_a_telephone_gets_no_code(is_long):
    longest = MAX_CODE - len("#")
    letters = "".join(random.Random(0).choices("abcdef", k=longest + is_long))
    page = finished(steps(trained(), Wish("sheet", "html", fragment=letters))).decode()
    assert ('class="segno"' in page) is not is_long
    assert (letters in page.partition("<footer")[2]) is not is_long
    assert ("too long for paper; the file playground.json brings it" in page) is is_long


def test_a_notebook_is_one_and_tells_where_it_is_from():
    book = json.loads(file_of(trained(), "code", "ipynb"))
    assert book["metadata"]["playground"]["address"] == ADDRESS
