"""The page between reader and engine: what a deed sends, what a picture shows. On CPython."""

import pytest
from page_visit import Visit

from playground.settings.address import to_fragment
from playground.settings.values import defaults


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


def test_the_engine_is_given_canvases_view_settings_and_where_to_begin_in_this_order(visit):
    assert [message["kind"] for message in visit.worker.messages] == [
        "canvases",
        "view",
        "settings",
        "begin",
    ]
    assert visit.values_sent() == defaults()


def test_a_choice_goes_to_the_engine_at_once_and_into_the_address_after_a_rest(visit):
    visit.chooses("shape", "circles")
    assert visit.values_sent() == defaults("circles")
    assert visit.control("noise").value == "0.1"
    visit.window.rest()
    # The page begins untrained, and so does whoever is given the address before there is a picture.
    assert visit.window.location.hash == "#shape=circles&hidden_units=3&epoch=0"
    visit.sees_picture()
    visit.window.rest()
    assert visit.window.location.hash == "#shape=circles&hidden_units=3"


def test_a_value_of_the_address_that_a_slider_has_not_stays_when_others_change(monkeypatch):
    visit = Visit(monkeypatch, "#noise=0.055").connects()
    assert visit.values_sent()["noise"] == 0.055
    assert visit.document.querySelector("[data-shows=noise]").value == "0.055"
    visit.control("noise").value = "0.06"  # as the browser rounds it
    visit.chooses("hidden_units", "5")
    assert visit.values_sent()["noise"] == 0.055
    visit.window.rest()
    assert "noise=0.055" in visit.window.location.hash


def test_what_was_chosen_before_python_was_there_counts_beside_the_address(monkeypatch):
    early = {"shape": "circles", "hidden_units": "5"}
    visit = Visit(monkeypatch, "#epochs=400&layers=3&widths=8-4-2", early).connects()
    values = visit.values_sent()
    assert {name: values[name] for name in ("shape", "hidden_units", "epochs", "noise")} == {
        "shape": "circles",
        "hidden_units": 5,
        "epochs": 400,
        "noise": 0.1,
    }
    assert (values["widths"], values["layers"]) == ("", 3)


def test_what_cannot_be_used_stays_and_is_said_with_its_label(visit):
    visit.sees_picture()
    visit.chooses("epochs", "many")
    assert len(visit.worker.of_kind("settings")) == 1
    place = visit.document.querySelector("[data-problem=epochs]")
    assert place.textContent == "Epochs takes a whole number from 1 to 10000, not “many”."
    assert not place.hidden
    others = visit.document.querySelectorAll("[data-problem]")
    assert [one.hidden for one in others].count(False) == 1
    assert visit.control("epochs").ariaInvalid == "true"
    assert visit.control("epochs").value == "many"  # the reader may still be writing
    visit.page.correct({})
    assert visit.control("epochs").value == "1000"
    assert visit.control("epochs").ariaInvalid == "false"
    assert not place.hidden  # what was wrong stays said until the next choice
    visit.chooses("epochs", "20")
    assert (place.hidden, place.textContent) == (True, "")


def test_an_unknown_name_in_the_address_is_said_with_the_nearest_one(monkeypatch):
    visit = Visit(monkeypatch, "#hiddenunits=5").connects()
    assert "hiddenunits: did you mean hidden_units?" in visit.status


def test_a_number_counts_once_it_is_typed_or_something_is_done(visit):
    box = visit.control("epochs")
    for text in ("4", "40", "400"):
        box.value = text
        visit.page.type(visit.modules.form.named_by(box))
    assert visit.values_sent()["epochs"] == 1000
    visit.page.act("run")
    kinds = [message["kind"] for message in visit.worker.messages[-2:]]
    assert kinds == ["settings", "act"]
    assert visit.values_sent()["epochs"] == 400


def test_what_was_being_typed_does_not_spoil_the_next_address(visit):
    visit.control("epochs").value = "40"
    visit.page.type(visit.modules.form.named_by(visit.control("epochs")))
    visit.page.open_address("shape=circles&epochs=500")
    visit.window.rest()
    assert visit.values_sent()["epochs"] == 500


def test_what_was_being_typed_does_not_undo_what_was_chosen_since(visit):
    visit.page.type({"hidden_units": "4"})
    visit.page.choose({"hidden_units": "5"})
    visit.window.rest()
    assert visit.values_sent()["hidden_units"] == 5


def test_a_box_that_is_being_written_in_keeps_what_is_in_it(visit):
    box = visit.control("learning_rate")
    box.focus()
    box.value = "0.50"
    visit.page.choose({"learning_rate": "0.50"})
    assert visit.values_sent()["learning_rate"] == 0.5
    assert box.value == "0.50"


def test_the_sliders_of_equal_factors_and_groups_of_boxes_name_their_setting(visit):
    named_by = visit.modules.form.named_by
    slider = visit.document.querySelector("[data-log-of]")
    visit.control("regularization_rate").value = "0.3"
    assert named_by(slider) == {"regularization_rate": "0.3"}
    third = visit.control("features").querySelectorAll("input")[2]
    third.checked = True
    assert named_by(third) == {"features": "x1,x2,x1_squared"}
    assert named_by(visit.document.querySelector("#timeline")) == {}
    switch = visit.control("mistakes")
    switch.checked = True
    assert named_by(switch) == {"mistakes": "on"}


def test_run_is_pause_while_it_runs(visit):
    visit.page.act("run")
    visit.sees_picture(state="running")
    assert visit.document.querySelector("[data-action=pause]").textContent == "Pause"
    visit.page.act("run")
    assert [message["action"] for message in visit.worker.of_kind("act")] == ["run", "pause"]


def test_run_means_run_though_what_was_chosen_just_before_is_not_on_the_screen_yet(visit):
    visit.sees_picture(state="done")
    visit.page.choose({"speed": "fast"})
    visit.page.act("run")
    assert visit.worker.of_kind("act")[-1]["action"] == "run"


def test_the_first_picture_makes_the_page_ready_and_a_choice_makes_it_run(visit):
    visit.sees_picture()
    assert visit.state == "ready"
    visit.chooses("hidden_units", "4")
    assert visit.state == "running"
    visit.sees_picture()
    assert visit.state == "done"


def test_a_picture_shows_its_numbers(visit):
    visit.sees_picture(frame=7, epoch=250, test_loss=0.5, test_accuracy=0.9, train_accuracy=1)
    said = {
        name: visit.control(name).value
        for name in ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
    }
    assert said == {
        "epoch": "250",
        "train_loss": "0.0123",
        "test_loss": "0.5000",
        "train_accuracy": "1.000",
        "test_accuracy": "0.900",
    }
    timeline = visit.document.querySelector("#timeline")
    assert (timeline.value, timeline.max) == ("250", "1000")
    assert visit.document.documentElement.dataset.frame == "7"


def test_what_there_is_no_number_for_is_a_dash(visit):
    visit.sees_picture(penalized_loss=None)
    assert visit.control("penalized_loss").value == visit.control("test_loss").value == "–"


def test_a_loss_that_explodes_is_told_in_few_letters(visit):
    visit.sees_picture(train_loss=99999.5, penalized_loss=1.3159e23)
    assert visit.control("train_loss").value == "99999.5000"
    assert visit.control("penalized_loss").value == "1.316e+23"


def test_a_value_of_another_kind_than_the_control_does_no_harm(monkeypatch):
    address = to_fragment({**defaults("spiral"), "features": "x1,sin_x2", "mistakes": "on"})
    visit = Visit(monkeypatch, f"#{address}").connects()
    boxes = visit.control("features").querySelectorAll("input")
    assert [box.value for box in boxes if box.checked] == ["x1", "sin_x2"]
    assert visit.control("mistakes").checked
    assert visit.control("shape").value == "spiral"


def test_after_an_error_nothing_follows(visit):
    visit.document.documentElement.dataset.state = "error"
    visit.sees_picture(frame=9)
    assert visit.page.view.numbers == []


def test_the_end_of_the_engine_is_told(visit, capsys):
    visit.hears("fault", text="Traceback\n…\nValueError: no")
    sentence = "Python stopped with an error: ValueError: no"
    assert visit.window.events == [
        ("fault", {"detail": {"sentence": sentence, "reason": "error"}}),
    ]
    assert "Traceback" in capsys.readouterr().out


@pytest.mark.parametrize(
    "error",
    ["MemoryError", "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 3 GiB"],
)
def test_a_full_memory_is_told_in_plain_words(visit, error):
    visit.hears("fault", text=f"Traceback\n…\n{error}")
    ((_, facts),) = visit.window.events
    assert facts["detail"]["sentence"] == "Python has run out of memory."


def test_an_engine_that_is_silent_is_dead_only_after_its_first_picture_and_in_sight(visit):
    def listens():
        for _ in range(30):
            visit.page.ping()
        return [facts["detail"]["reason"] for _, facts in visit.window.events]

    assert listens() == []
    visit.sees_picture()
    visit.document.hidden = True
    assert listens() == []
    visit.document.hidden = False
    assert listens() == ["death"]


def test_the_button_does_what_it_says_whatever_is_still_painted_of_before(visit):
    visit.sees_picture()
    before = visit.page.choices.change
    visit.chooses("shape", "circles")
    visit.sees_picture(change=before, state="running", stop_reason="")
    visit.page.act("run")
    assert visit.worker.of_kind("act")[-1]["action"] == "run"


def test_a_link_to_what_is_there_begins_anew_whatever_is_still_painted_of_before(visit):
    visit.sees_picture()
    before = visit.page.choices.change
    visit.page.open_address(visit.window.location.hash[1:])
    assert visit.state == "running"
    visit.sees_picture(change=before)
    assert visit.state == "running"
    visit.sees_picture()
    assert visit.state == "done"


def test_an_engine_is_told_when_nobody_can_see_the_page(visit):
    visit.document.hidden = True
    visit.page.tell_hidden()
    assert [message["is_hidden"] for message in visit.worker.of_kind("hidden")] == [True]


def test_the_poster_goes_when_the_first_picture_is_on_the_screen(visit):
    assert visit.document.querySelector("#poster")
    visit.sees_first_picture()
    assert visit.document.querySelector("#poster") is None


# --- numbers in their boxes --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "is_up", "text"),
    [
        ("learning_rate", 1.2, True, "1.5"),
        ("learning_rate", 1.2, False, "0.95"),
        ("learning_rate", 0.0001, True, "0.00013"),
        ("learning_rate", 0.00012, False, "0.0001"),
        ("learning_rate", 950.0, True, "1e+03"),
        ("regularization_rate", 0.0, True, "0.0001"),
        ("regularization_rate", 0.0001, False, "0"),
        ("epochs", 1000, True, "1001"),
        ("epochs", 1000, False, "999"),
        ("data_seed", 0, True, "1"),
        ("target_loss", 0.0, True, "0.01"),
        ("target_loss", 0.3, False, "0.29"),
        ("noise", 0.05, True, "0.06"),
        ("test_fraction", 0.25, False, "0.2"),
        ("batch_size", "all", True, "1"),
        ("batch_size", "all", False, "all"),
        ("batch_size", 8, True, "9"),
        ("hidden_units", 3, True, "4"),
    ],
)
def test_the_arrow_keys_lead_to_the_next_number(visit, name, value, is_up, text):
    assert visit.modules.form.next_number(name, value, is_up) == text


def test_ten_steps_of_the_learning_rate_are_a_tenfold_and_lead_back(visit):
    for is_up, expected in ((True, 12), (False, 1.2)):
        for _ in range(10):
            visit.page.step_number("learning_rate", is_up)
        assert visit.values_sent()["learning_rate"] == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize(
    ("name", "text", "is_up"), [("epochs", "10000", True), ("epochs", "1", False)]
)
def test_a_step_past_the_last_number_is_told_and_changes_nothing(visit, name, text, is_up):
    visit.chooses(name, text)
    visit.page.step_number(name, is_up)
    assert visit.values_sent()[name] == int(text)
    assert visit.control(name).value == text


def test_a_step_begins_with_what_is_being_typed(visit):
    visit.control("epochs").value = "20"
    visit.page.type({"epochs": "20"})
    visit.page.step_number("epochs", True)
    assert visit.values_sent()["epochs"] == 21
    assert visit.control("epochs").value == "21"


def test_a_decimal_comma_is_put_right_when_the_reader_leaves(visit):
    visit.page.correct({"learning_rate": "0,3"})
    assert visit.values_sent()["learning_rate"] == 0.3
    assert visit.control("learning_rate").value == "0.3"


def test_sliders_read_out_what_is_seen_beside_them(visit):
    visit.page.choose({"noise": "0.3", "test_fraction": "0.25", "regularization_rate": "0.05"})
    assert visit.control("noise").getAttribute("aria-valuetext") == "0.3"
    assert visit.control("test_fraction").getAttribute("aria-valuetext") == "25 %"
    slider = visit.document.querySelector("[data-log-of]")
    assert slider.getAttribute("aria-valuetext") == "0.05"


@pytest.mark.parametrize("speed", ["slow", "normal", "fast"])
def test_the_speed_is_one_of_three_boxes(visit, speed):
    visit.page.choose({"speed": speed})
    visit.page.correct({})
    boxes = visit.control("speed").querySelectorAll("input")
    assert [box.value for box in boxes if box.checked] == [speed]
    assert visit.modules.form.named_by(boxes[0]) == {"speed": speed}


def test_the_picture_of_the_shape_is_marked(visit):
    visit.page.choose({"shape": "xor"})
    chosen = visit.document.querySelectorAll(".shapes .chosen")
    assert [one.dataset.shape for one in chosen] == ["xor"]


# --- what can be read beside the picture -------------------------------------------------


def test_the_share_of_right_points_is_seen_as_a_percentage(visit):
    visit.sees_picture(train_accuracy=0.997, test_accuracy=0.9, n_test=30)
    shown = {
        place.dataset.percentOf: place.textContent
        for place in visit.document.querySelectorAll("[data-percent-of]")
    }
    assert shown == {"train_accuracy": "99 %", "test_accuracy": "90 %"}
    assert visit.control("train_accuracy").value == "0.997"


def test_there_are_numbers_of_a_test_and_of_a_penalty_only_where_there_is_one(visit):
    html = visit.document.documentElement
    visit.sees_picture()
    assert not html.hasAttribute("data-test")
    assert not html.hasAttribute("data-penalty")
    visit.page.choose({"regularization": "l2"})
    visit.sees_picture(n_test=30, test_loss=0.5, test_accuracy=0.9)
    assert html.hasAttribute("data-test")
    assert html.hasAttribute("data-penalty")
    visit.page.choose({"regularization": "none"})
    visit.sees_picture()
    assert not html.hasAttribute("data-test")
    assert not html.hasAttribute("data-penalty")


def test_an_untrained_network_is_told_from_one_that_is_back_at_the_start(visit):
    html = visit.document.documentElement
    visit.sees_picture(state="paused", epoch=0, last_epoch=0)
    assert html.dataset.phase == "untrained"
    visit.sees_picture(state="paused", epoch=0, last_epoch=40)
    assert html.dataset.phase == "trained"
    visit.sees_picture(state="running", epoch=1, last_epoch=1)
    assert html.dataset.phase == "trained"


def test_the_first_picture_makes_the_page_ready_also_untrained(visit):
    visit.sees_picture(state="paused", epoch=0, last_epoch=0)
    assert visit.state == "ready"


def test_a_training_that_ends_early_says_why_and_can_go_on(visit):
    stopped = visit.document.querySelector("#stopped")
    button = visit.document.querySelector("[data-action=run]")
    visit.sees_picture(stop_reason="converged", epoch=320, last_epoch=320)
    assert stopped.textContent == "converged"
    assert button.textContent.strip() == "Train on"
    visit.sees_picture()
    assert stopped.textContent == ""
    assert button.textContent.strip() == "Run"


def test_without_points_there_is_nothing_to_run(visit):
    button = visit.document.querySelector("[data-action=run]")
    visit.sees_picture(state="paused", n_train=0, train_loss=None, train_accuracy=None)
    assert button.disabled
    visit.sees_picture()
    assert not button.disabled


def test_the_remedy_for_a_rate_that_is_too_high_is_there_while_it_helps(visit):
    box = visit.document.querySelector("#diverged")
    for state in ("diverged", "done"):
        visit.sees_picture(state=state, stop_reason="diverged")
        visit.window.rest()
        assert box.hidden == (state == "done")
