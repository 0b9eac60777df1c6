"""The listing on the page: its lines, which of them is marked, and the way through them."""

import fake_page
import pytest

from playground.settings.values import defaults


class Shown:
    """The listing of a network on the page, and what it has told."""

    def __init__(self, monkeypatch):
        modules, self.document = fake_page.install(monkeypatch)
        self.marked, self.focused, self.turned = [], [], []
        self.listing = modules.listing.Listing(
            self.marked.append,
            self.focused.append,
            lambda line, step: self.turned.append((line.quantity, step)),
        )
        self.show()

    def show(self, sizes=(2, 3, 1), is_python=False, **changed):
        return self.listing.show(list(sizes), 100, {**defaults(), **changed}, is_python)

    @property
    def items(self):
        return self.document.querySelector("#listing").children

    def item(self, quantity):
        return self.document.querySelector(f"#listing [data-quantity={quantity}]")

    @property
    def current(self):
        """The quantities of the lines that are marked on the page."""
        return [one.dataset.quantity for one in self.items if one.ariaCurrent == "true"]


@pytest.fixture
def shown(monkeypatch):
    return Shown(monkeypatch)


def test_each_line_stands_there_with_its_shape(shown):
    first = shown.items[0]
    assert len(shown.items) == 12
    assert first.querySelector(".formula").textContent == "z1=W1\u2062X+b1"
    assert first.querySelector(".shape").textContent == "(3, 100)"
    assert first.querySelector(".from").textContent == "(3, 2)(2, 100) + (3, 1)"
    assert first.dataset.quantity == "z1"
    assert first.querySelector(".cells") is not None
    assert shown.items[-1].querySelector(".shape") is None
    assert shown.items[-1].querySelector(".cells") is None


def test_another_network_has_other_lines_and_the_same_one_keeps_them(shown):
    before = shown.items
    assert not shown.show()
    assert [one is other for one, other in zip(shown.items, before, strict=True)] == [True] * 12
    assert shown.show([2, 4, 1])
    assert shown.items[0].querySelector(".shape").textContent == "(4, 100)"


def test_python_stands_there_with_a_link_to_its_place(shown):
    assert shown.show(is_python=True)
    first = shown.items[0]
    assert first.querySelector(".formula") is None
    assert first.querySelector("code").textContent == "z.append(W @ a[-1] + b)"
    assert first.querySelector("a").href.startswith("py/playground/network.py#:~:text=z.append%28")
    assert [item.querySelector("a").tabIndex for item in shown.items] == [-1] * 12


def test_a_broken_line_strikes_out_what_is_right_and_says_so(shown):
    assert shown.show(mistake="no_mean")
    dW, z = shown.item("dW2").querySelector(".formula"), shown.item("z2")
    assert dW.querySelector(".struck").textContent == "1/n\u2062"
    assert dW.querySelector("b").textContent == "broken"
    assert z.querySelector("b") is None
    assert shown.show(mistake="doubled", is_python=True)
    code = shown.item("dW2").querySelector("code")
    assert code.textContent == "dW = (1 / n)(2 / n) * (dz @ a.T)"
    assert code.querySelector("del").textContent == "(1 / n)"
    assert code.querySelector("ins").textContent == "(2 / n)"
    assert shown.item("dW1").querySelector("b") is None
    assert shown.show(mistake="no_keepdims")
    assert shown.item("db1").querySelector(".shape").textContent == "(3,)"


def test_enter_follows_the_link_of_a_line(shown):
    shown.show(is_python=True)
    followed = []
    shown.items[3].querySelector("a").addEventListener("click", followed.append)
    shown.items[3].send("keydown", key="Enter")
    assert len(followed) == 1


def test_the_line_under_the_pointer_is_marked_as_long_as_it_is_there(shown):
    shown.item("dz2").querySelector(".formula").send("pointerover", pointerType="mouse")
    assert shown.current == ["dz2"]
    assert shown.marked[-1].quantity == "dz2"
    shown.document.querySelector("#listing").send("pointerleave")
    assert shown.current == []
    assert shown.marked[-1] is None


def test_a_chosen_line_comes_back_when_the_pointer_leaves(shown):
    shown.item("a1").send("pointerdown")
    shown.item("a1").send("click")
    shown.item("dz2").send("pointerover", pointerType="mouse")
    assert shown.current == ["dz2"]
    shown.document.querySelector("#listing").send("pointerleave")
    assert shown.current == ["a1"]
    shown.item("a1").send("keydown", key="Escape")
    assert shown.current == []


def test_another_click_lets_go_of_a_line(shown):
    for current in (["a1"], []):
        shown.item("a1").send("pointerdown")
        shown.item("a1").send("click")
        assert shown.current == current


def test_a_finger_that_scrolls_marks_nothing(shown):
    shown.item("dz2").send("pointerover", pointerType="touch")
    assert shown.current == []


def test_the_arrow_keys_lead_through_the_lines(shown):
    shown.items[0].focus()
    for key, quantity in (("ArrowDown", "a1"), ("ArrowDown", "z2"), ("ArrowUp", "a1")):
        event = shown.document.activeElement.send("keydown", key=key)
        assert event.is_prevented
        assert shown.document.activeElement.dataset.quantity == quantity
        assert [item.tabIndex for item in shown.items].count(0) == 1
        assert shown.document.activeElement.tabIndex == 0
    shown.items[0].focus()
    assert not shown.items[0].send("keydown", key="ArrowUp").is_prevented


def test_a_line_that_the_keyboard_reaches_is_chosen_and_one_that_is_pressed_asks_for_nothing(shown):
    shown.item("z2").focus()
    shown.item("z2").send("focusin")
    assert shown.current == ["z2"]
    assert [line.quantity for line in shown.focused] == ["z2"]
    shown.item("a2").send("pointerdown")
    shown.item("a2").send("focusin")
    shown.item("a2").send("click")
    assert shown.current == ["a2"]
    assert len(shown.focused) == 1


def test_a_press_without_a_click_changes_nothing_for_the_keyboard(shown):
    shown.item("a2").send("pointerdown")  # and then a finger scrolls
    shown.item("z2").focus()
    shown.item("z2").send("focusin")
    assert [line.quantity for line in shown.focused] == ["z2"]


def test_left_and_right_are_for_the_numbers_of_a_line(shown):
    for key in ("ArrowRight", "ArrowLeft"):
        assert shown.item("z2").send("keydown", key=key).is_prevented
    assert shown.turned == [("z2", 1), ("z2", -1)]
    assert shown.current == ["z2"]


def test_a_screen_reader_hears_an_option_for_each_line_and_which_is_chosen(shown):
    assert shown.document.querySelector("#listing").getAttribute("role") == "listbox"
    assert {item.role for item in shown.items} == {"option"}
    assert shown.item("dW2").querySelector(".unseen").textContent == (
        "dW 2 is 1 over n times dz 2 times a 1 transposed; shape (1, 3)"
    )
    shown.listing.choose("a1")
    shown.item("z2").send("pointerover", pointerType="mouse")
    chosen = [item.dataset.quantity for item in shown.items if item.ariaSelected == "true"]
    assert chosen == ["a1"]
    shown.show(mistake="no_transpose", is_python=True)
    assert shown.item("dW2").querySelector(".unseen").textContent == (
        "dW = (1 / n) * (dz @ a), broken on purpose: Transpose forgotten; shape (1, 3)"
    )


def test_a_link_that_has_the_focus_is_opened_once(shown):
    shown.show(is_python=True)
    followed, link = [], shown.items[3].querySelector("a")
    link.addEventListener("click", followed.append)
    link.send("keydown", key="Enter")
    assert followed == []


def test_another_network_keeps_the_chosen_line_if_it_has_it(shown):
    shown.listing.choose("dW2")
    shown.show([2, 5, 1])
    assert shown.current == ["dW2"]
    assert shown.items[6].tabIndex == 0
    shown.show([2, 1])
    assert shown.current == []
    assert shown.listing.chosen == ""


def test_the_focus_stays_on_its_line_when_the_lines_are_others(shown):
    shown.item("dW2").focus()
    shown.item("dW2").send("focusin")
    shown.show([2, 5, 1])
    assert shown.document.activeElement is shown.item("dW2")


def test_a_line_that_is_not_there_cannot_be_chosen(shown):
    shown.listing.choose("z7")
    assert (shown.listing.chosen, shown.current) == ("", [])


def test_one_line_after_the_other_can_be_chosen(shown):
    assert shown.listing.choose_next(1).quantity == "z1"
    assert shown.listing.choose_next(1).quantity == "a1"
    assert shown.listing.choose_next(-1).quantity == "z1"
    assert shown.listing.choose_next(-1) is None
    assert shown.current == ["z1"]
    assert shown.items[0].is_in_view


def test_lines_are_touched_lightly_and_nothing_else_changes(shown):
    shown.listing.choose("a1")
    shown.listing.touch(["z2", "dW2"])
    touched = [item.dataset.quantity for item in shown.items if item.className == "touched"]
    assert touched == ["z2", "dW2"]
    assert shown.current == ["a1"]
    shown.listing.touch([])
    assert not any(item.className for item in shown.items)
