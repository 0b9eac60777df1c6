"""What buttons and keys ask of the page itself."""

import pytest
from page_visit import Visit


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


@pytest.mark.parametrize(
    ("action", "name", "text"),
    [("new_data", "data_seed", 4321), ("new_weights", "weights_seed", 4321)],
)
def test_another_seed_is_a_choice_like_any_other(visit, action, name, text):
    visit.page.act(action)
    assert visit.values_sent()[name] == text
    assert visit.control(name).value == str(text)


def test_a_tenth_of_the_rate(visit):
    visit.page.act("lower_rate")
    assert visit.values_sent()["learning_rate"] == 0.12
    assert visit.document.activeElement.dataset.action == "run"


def test_new_data_do_not_take_the_place_of_own_points(visit):
    button = visit.document.querySelector("[data-action=new_data]")
    visit.page.choose({"shape": "custom"})
    seed = visit.page.choices.values["data_seed"]
    visit.page.act("new_data")
    assert button.disabled
    assert visit.page.choices.values["data_seed"] == seed
    visit.page.choose({"shape": "moons"})
    visit.page.act("new_data")
    assert not button.disabled
    assert visit.page.choices.values["data_seed"] != seed


def test_a_mistake_is_taken_back_and_the_focus_goes_where_one_goes_on(visit):
    visit.chooses("mistake", "doubled")
    visit.sees_picture()
    visit.page.act("mend")
    assert visit.values_sent()["mistake"] == "none"
    assert visit.document.activeElement.dataset.action == "run"
