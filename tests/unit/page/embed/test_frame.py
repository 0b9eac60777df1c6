"""A page in a frame: what its host asks for and hears. On CPython."""

import pytest
from framed_page import MOONS, Framed


@pytest.fixture
def framed(monkeypatch):
    one = Framed(monkeypatch).begins()
    one.visit.worker.messages.clear()
    return one


# ---- Calls


@pytest.mark.parametrize("action", ["run", "pause", "step"])
def test_the_host_lets_it_train(framed, action):
    framed.host.calls(action)
    assert [one["action"] for one in framed.asked("act")] == [action]


def test_the_host_goes_to_an_epoch(framed):
    framed.host.calls("goTo", 40)
    assert [one["epoch"] for one in framed.asked("go_to")] == [40]


def test_a_call_is_answered_with_its_own_picture(framed):
    number = framed.host.calls("step")
    change = framed.visit.page.choices.change
    framed.visit.sees_picture(change=change - 1)  # was on its way already
    assert framed.host.answer(number) == {}
    framed.visit.sees_picture()
    assert framed.host.answer(number) == {"value": ""}


def test_a_call_is_answered_even_if_nobody_sees_the_frame(framed):
    number = framed.host.calls("step")
    framed.visit.window.rest()
    assert framed.host.answer(number) == {"value": ""}


def test_the_host_changes_settings_and_the_form_follows(framed):
    framed.host.calls("set", {"hidden_units": 5, "shape": "circles", "noise": 0.25})
    values = framed.visit.values_sent()
    assert (values["hidden_units"], values["shape"], values["noise"]) == (5, "circles", 0.25)
    assert framed.visit.control("hidden_units").value == "5"


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ({"epochs": "many"}, "Epochs takes a whole number from 1 to 10000, not “many”."),
        ({"hiden_units": 3}, "hiden_units: did you mean hidden_units?"),
        (
            {"names": "<b>,b,c"},
            "Names takes 4 names of up to 24 characters, or nothing, not “<b>,b,c”.",
        ),
    ],
)
def test_what_cannot_be_used_is_said_to_the_host(framed, named, sentence):
    number = framed.host.calls("set", named)
    assert framed.host.answer(number) == {"error": sentence}


@pytest.mark.parametrize("call", ["hear", "__class__", "act", "draw", ""])
def test_no_other_call_does_anything(framed, call):
    number = framed.host.calls(call)
    assert framed.host.answer(number) == {"error": "There is no such call."}
    assert framed.visit.worker.messages == []


def test_the_picture_is_for_the_gate_to_make(framed):
    number = framed.host.calls("toBlob")
    framed.host.calls("toBlob", {"type": "image/jpeg"})
    assert framed.host.pictures == [(number, "image/png"), (number + 1, "image/jpeg")]


@pytest.mark.parametrize(
    ("wish", "file_format", "density"),
    [({"scale": 2}, "png", 2), ({"type": "image/svg+xml"}, "svg", 1), ({"scale": 4}, "png", 4)],
)
def test_a_picture_that_is_not_on_the_screen_is_drawn_by_the_engine(
    framed, wish, file_format, density
):
    number = framed.host.calls("toBlob", wish)
    (wanted,) = framed.visit.worker.of_kind("export")
    assert (wanted["subject"], wanted["format"]) == ("picture", file_format)
    assert wanted["scale"] == density * 400 / 480  # of the canvas, and of a file
    framed.visit.hears(
        "exported", number=1, address="blob:1", name="moons-3.png", bytes=1, problem=""
    )
    kind = wish.get("type", "image/png")
    assert framed.host.files == [(number, "blob:1", kind)]


def test_a_picture_that_cannot_be_drawn_is_told(framed):
    number = framed.host.calls("toBlob", {"scale": 2})
    framed.visit.hears("exported", number=1, address="", name="", bytes=0, problem="No room.")
    assert framed.host.answer(number) == {"error": "No room."}


def test_reset_goes_back_to_what_the_author_has_chosen(framed):
    framed.host.calls("set", {"hidden_units": 7})
    framed.visit.chooses("shape", "circles")
    framed.asked("begin")
    framed.visit.page.act("reset")  # the reader's button
    (begin,) = framed.visit.worker.of_kind("begin")
    values = framed.visit.values_sent()
    assert (values["shape"], values["hidden_units"], begin["epoch"]) == ("moons", 3, 0)


def test_without_an_epoch_of_the_author_reset_is_untrained(monkeypatch):
    framed = Framed(monkeypatch, MOONS.replace("&epoch=0", "")).begins()
    framed.asked("begin")
    framed.host.calls("reset")
    assert [one["epoch"] for one in framed.asked("begin")] == [0]


# ---- State


def test_a_state_brings_everything_back(framed):
    framed.host.calls("set", {"hidden_units": 7})
    framed.visit.sees_picture(state="paused", epoch=12, last_epoch=40)
    state = framed.host.answer(framed.host.calls("getState"))["value"]
    framed.host.calls("reset")
    framed.asked("begin")
    framed.host.calls("setState", state)
    assert framed.visit.values_sent()["hidden_units"] == 7
    assert [one["epoch"] for one in framed.asked("begin")] == [12]


def test_the_state_of_a_run_is_the_epoch_that_it_has_come_to(framed):
    framed.visit.sees_picture(state="running", epoch=77, last_epoch=77)
    state = framed.host.answer(framed.host.calls("getState"))["value"]
    assert state.endswith("epoch=77")


def test_many_points_of_ones_own_are_part_of_a_state(framed):
    points = "A" * 5000
    framed.visit.page.choices.values["points"] = points
    framed.visit.page.choices.values["shape"] = "custom"
    state = framed.host.answer(framed.host.calls("getState"))["value"]
    assert state.endswith(f"&points={points}")


def test_the_keys_of_the_frame_stay_in_its_address_whatever_is_opened(framed):
    framed.visit.page.open_address("shape=circles&hidden_units=1&epoch=0")
    framed.visit.window.rest()
    assert framed.visit.window.location.hash.endswith("&embed=1")
    assert "shape=circles" in framed.visit.window.location.hash


# ---- Events


def test_ready_comes_once_with_the_height(framed):
    framed.visit.window.rest()
    assert framed.host.events("ready") == [{}]
    assert len(framed.host.heights) == 1


def test_a_change_says_whose_it_is(framed):
    framed.visit.chooses("hidden_units", "5")
    framed.host.calls("set", {"hidden_units": 6})
    framed.host.calls("set", {"hidden_units": 6})
    changes = framed.host.events("change")
    assert [(one["byReader"], one["settings"]["hidden_units"]) for one in changes] == [
        (True, "5"),
        (False, "6"),
    ]


def test_the_end_of_a_training_that_nobody_has_asked_for_is_not_told(framed):
    framed.visit.sees_picture(state="paused", epoch=20)
    framed.host.calls("setState", "shape=circles&epoch=40")
    settings = framed.asked("settings")[0]
    framed.visit.sees_picture(state="done", change=settings["change"])
    assert framed.host.events("done") == []
    framed.visit.sees_picture(state="done")
    assert len(framed.host.events("done")) == 1


def test_of_many_pictures_ten_a_second_are_told_and_every_end(framed):
    before = len(framed.host.events("frame"))
    for epoch in range(60):
        framed.now += 16
        framed.visit.sees_picture(state="running", epoch=epoch, last_epoch=epoch)
    framed.visit.sees_picture(epoch=60)
    frames = framed.host.events("frame")[before:]
    assert len(frames) <= 12
    assert frames[-1] == {"epoch": 60, "loss": 0.0123, "accuracy": 0.98, "state": "done"}
    (done,) = framed.host.events("done")
    assert done == {"epoch": 60, "loss": 0.0123, "accuracy": 0.98, "reason": "epochs"}


def test_a_goal_is_told_once(monkeypatch):
    framed = Framed(monkeypatch, MOONS + "&goal_accuracy=0.9").begins(train_accuracy=0.5)
    framed.visit.sees_picture(state="running", epoch=20, last_epoch=20)
    framed.visit.sees_picture(epoch=30)
    assert framed.host.events("goal") == [
        {"epoch": 20, "units": 3, "test_loss": None, "accuracy": 0.98}
    ]


# ---- By itself


def actions(framed):
    return [one["action"] for one in framed.asked("act")]


def test_by_itself_it_runs_only_if_the_author_says_so(framed):
    framed.visit.window.rest()
    assert actions(framed) == []


@pytest.mark.parametrize(("autorun", "again"), [("once", []), ("loop", ["reset", "run"])])
def test_it_runs_once_or_again_and_again(monkeypatch, autorun, again):
    framed = Framed(monkeypatch, f"{MOONS}&autorun={autorun}").begins()
    assert actions(framed) == ["reset", "run"]
    framed.visit.sees_picture(state="running", epoch=5)
    framed.visit.sees_picture()
    framed.visit.window.rest()
    assert actions(framed) == again


def test_a_loop_ends_when_the_reader_takes_over(monkeypatch):
    framed = Framed(monkeypatch, f"{MOONS}&autorun=loop").begins()
    framed.visit.document.querySelector("#chart").send("pointerdown", pointerId=1, button=2)
    actions(framed)
    framed.visit.sees_picture(state="running", epoch=5)
    framed.visit.sees_picture()
    framed.visit.window.rest()
    assert actions(framed) == []


def test_where_less_motion_is_asked_for_a_button_lies_over_the_picture(monkeypatch):
    reduced = "(prefers-reduced-motion: reduce)"
    framed = Framed(monkeypatch, f"{MOONS}&autorun=loop", [reduced]).begins()
    assert actions(framed) == []
    stage = framed.visit.document.querySelector("#stage")
    cover = stage.children[-1]
    assert cover.textContent == "Show the training"
    cover.click()
    assert cover not in stage.children
    assert actions(framed) == ["reset", "run"]


def test_nothing_runs_while_nobody_sees_it(monkeypatch):
    framed = Framed(monkeypatch, f"{MOONS}&autorun=once")
    framed.is_seen(False)
    framed.begins()
    assert actions(framed) == ["reset"]
    framed.is_seen(True)
    assert actions(framed) == ["run"]
    framed.visit.sees_picture(state="running", epoch=5)
    framed.is_seen(False)
    assert actions(framed) == ["pause"]
    framed.is_seen(True)
    assert actions(framed) == ["run"]


def test_of_what_is_folded_away_from_the_start_the_browser_says_nothing(monkeypatch):
    framed = Framed(monkeypatch, f"{MOONS}&autorun=loop", is_seen=False).begins()
    assert actions(framed) == ["reset"]
    framed.is_seen(True)
    assert actions(framed) == ["run"]


def test_what_the_reader_has_paused_stays_so(framed):
    framed.is_seen(False)
    framed.is_seen(True)
    assert actions(framed) == []


def test_a_frame_may_be_told_to_be_dark(framed):
    root, browser = framed.visit.document.documentElement, framed.visit.modules.browser
    assert browser.theme() == "light"
    for theme, shown in (("dark", "dark"), ("auto", "light"), ("purple", "light")):
        root.dataset.theme = theme
        assert browser.theme() == shown
