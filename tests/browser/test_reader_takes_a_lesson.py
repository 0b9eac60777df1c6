"""A lesson asks, the reader guesses and lets it run; then it answers, and says what to try next."""

import re

import lesson
import pytest
from playwright.sync_api import expect

from playground.settings.address import from_fragment, to_fragment
from playground.settings.lessons import FIRST, LESSONS, address_of, guess_of, lesson_of, whole

FORGET_GUESSES = """() => {
    for (const box of document.querySelectorAll(".guess input")) box.checked = false;
}"""
TITLE = "Neural Network Playground"


def name_of(one):
    return one.name


def take(reader, one):
    """Choose a lesson in the strip, and wait until it is there, untrained."""
    reader.page.locator(f"#lessons [data-lesson={one.name}]").click()
    reader.sees_untrained(to_fragment(from_fragment(one.settings)[0]))


def guess(reader, one, number):
    reader.page.locator(f".guess[data-lesson={one.name}] input").nth(number).check()


def run(reader):
    """Let the training run to its end, fast."""
    reader.chooses("speed", "fast")
    reader.button("run").click()
    reader.sees_state("running")
    reader.sees_state("done", "diverged")


def see_headline(reader, text):
    expect(reader.page.locator("#headline")).to_have_text(text)


def see_current(reader, one, is_left=False):
    """See which lesson is marked in the strip, and in the window's title."""
    current = reader.page.locator("#lessons [aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_have_attribute("data-lesson", one.name)
    expect(current).to_have_attribute("data-left", "yes" if is_left else "no")
    expect(reader.page).to_have_title(TITLE if is_left else f"{one.label} · {TITLE}")


def answer_to(reader, one, number):
    """Return what the page ought to say of a guess, from the numbers that it shows."""
    said = f"You said {whole(one.guesses[number].text)}: "
    if one.measure == "diverged":
        share, found = 1, "it broke"
    else:
        name = f"output[name={one.measure}_accuracy]"
        share = float(reader.page.locator(name).text_content())
        values = from_fragment(one.settings)[0]
        kept = values["test_fraction"] if one.measure == "test" else 1 - values["test_fraction"]
        found = f"it got {round(share * kept * values['n_samples'])}"
    is_right = guess_of(one, share) is one.guesses[number]
    return f"{said}{found}{', right' if is_right else ''}."


# ---- Each of the eight


@pytest.mark.parametrize("one", LESSONS, ids=name_of)
def test_a_lesson_asks_before_it_answers(reader, one):
    take(reader, one)
    page = reader.page
    see_current(reader, one)
    see_headline(reader, one.question)
    expect(page.locator("#lead")).to_have_text("")
    guesses = page.locator(".guess:visible")
    expect(guesses).to_have_count(1)
    expect(guesses.get_by_role("radio")).to_have_count(len(one.guesses))
    for text in (one.asks, *(guess.text for guess in one.guesses)):
        expect(guesses).to_contain_text(whole(text))
    expect(reader.button("run")).to_have_text("Run")
    expect(page.locator("#chart")).to_be_hidden()


@pytest.mark.parametrize("one", LESSONS, ids=name_of)
def test_after_a_run_a_lesson_claims_answers_and_leads_on(reader, one):
    take(reader, one)
    guess(reader, one, 1)
    run(reader)
    see_headline(reader, one.claim)
    see_current(reader, one)
    lead = reader.page.locator("#lead")
    expect(lead.locator(".answer")).to_have_text(answer_to(reader, one, 1))
    expect(lead).to_contain_text(one.lead)
    expect(reader.page.locator(".guess:visible")).to_have_count(0)
    expect(reader.page.locator("#chart")).to_be_visible()

    lead.get_by_role("link", name=one.nudge).click()
    values, _ = from_fragment(one.leads_to)
    end = "&epoch=0" if one.leads_to.endswith("epoch=0") else ""
    expect(reader.page).to_have_url(f"{reader.address}#{to_fragment(values)}{end}")
    reader.sees_state("done", "paused", "ready")
    next_one = lesson_of(values)
    see_current(reader, next_one or one, is_left=next_one is None)


@pytest.mark.parametrize("one", LESSONS, ids=name_of)
def test_what_a_lesson_leads_to_does_better(reader, one):
    before = lesson.untrained(one.settings)
    after = lesson.untrained(one.leads_to)
    for session in (before, after):
        session.run()
        session.begin()
        session.advance(float("inf"))
    if one.measure == "diverged":
        assert (before.state, after.state) == ("diverged", "done")
    elif one is not FIRST:  # which takes a unit away, to show that it needs all three
        name = f"{one.measure}_accuracy"
        assert after.metrics()[name] > before.metrics()[name]


# ---- Guesses


def test_without_a_guess_there_is_no_answer(reader):
    take(reader, LESSONS[0])
    # The boxes remember what another test has said.
    reader.page.evaluate(FORGET_GUESSES)
    run(reader)
    see_headline(reader, LESSONS[0].claim)
    expect(reader.page.locator("#lead .answer")).to_have_count(0)


def test_a_lesson_asks_again_when_it_is_reset(reader):
    take(reader, FIRST)
    guess(reader, FIRST, 2)
    run(reader)
    see_headline(reader, FIRST.claim)
    reader.button("reset").click()
    see_headline(reader, FIRST.question)
    expect(reader.page.locator(".guess:visible")).to_have_count(1)


def test_the_claim_is_made_of_the_trained_picture_alone(reader):
    take(reader, FIRST)
    run(reader)
    see_headline(reader, FIRST.claim)
    for epoch, headline in (("12", FIRST.question), ("1000", FIRST.claim)):
        reader.page.locator("#timeline").fill(epoch)
        expect(reader.page.locator("output[name=epoch]")).to_have_text(epoch)
        see_headline(reader, headline)


# ---- Leaving a lesson, and coming back


def test_a_changed_setting_leaves_the_lesson_and_offers_the_way_back(reader):
    take(reader, FIRST)
    run(reader)
    reader.chooses("speed", "normal")
    reader.choose_units(5)
    reader.sees_result_of("moons", 5)
    see_current(reader, FIRST, is_left=True)
    see_headline(reader, "Moons, 5 hidden units")
    way = reader.page.locator("#lead").get_by_role("link", name=f"Back to “{FIRST.label}”")
    way.click()
    reader.sees_untrained(FIRST.settings)
    see_current(reader, FIRST)
    see_headline(reader, FIRST.question)


def test_a_look_at_the_same_in_another_way_does_not_leave_it(reader):
    take(reader, FIRST)
    reader.chooses("surface", "decision")
    reader.chooses("speed", "slow")
    expect(reader.page).to_have_url(re.compile("speed=slow&surface=decision"))
    see_current(reader, FIRST)


def test_back_and_forward_lead_from_lesson_to_lesson(reader):
    take(reader, LESSONS[0])
    take(reader, LESSONS[3])
    reader.page.go_back()
    reader.sees_untrained(LESSONS[0].settings)
    see_current(reader, LESSONS[0])
    reader.page.go_forward()
    see_current(reader, LESSONS[3])
    see_headline(reader, LESSONS[3].question)


# ---- Where the training stands is part of the address


def test_the_bare_address_opens_the_first_lesson(new_reader):
    new_reader.open()
    new_reader.sees_untrained(FIRST.settings)
    see_current(new_reader, FIRST)
    see_headline(new_reader, FIRST.question)


def test_an_address_can_say_at_which_epoch_it_begins(new_reader):
    true = lesson.untrained(FIRST.settings)
    true.begin()
    true.advance(float("inf"))
    true.go_to(40)
    new_reader.open(f"{FIRST.settings}&epoch=40")
    new_reader.sees_state("ready", "paused")
    expect(new_reader.page.locator("output[name=epoch]")).to_have_text("40")
    loss = new_reader.page.locator("output[name=train_loss]")
    expect(loss).to_have_text(f"{true.metrics()['train_loss']:.4f}")
    expect(new_reader.page).to_have_url(f"{new_reader.address}#{FIRST.settings}&epoch=40")
    expect(new_reader.page.locator("html")).to_have_attribute("data-phase", "trained")


def test_loading_again_comes_back_to_the_same_epoch(new_reader):
    new_reader.open(address_of(LESSONS[1]))
    new_reader.sees_state("ready")
    new_reader.button("run").click()
    new_reader.wait_until("document.querySelector('[name=epoch]').value > 20")
    new_reader.button("pause").click()
    new_reader.sees_state("paused")
    epoch, loss = new_reader.number("epoch"), new_reader.number("train_loss")
    address = f"{new_reader.address}#{LESSONS[1].settings}&epoch={epoch:.0f}"
    expect(new_reader.page).to_have_url(address)
    new_reader.page.reload()
    new_reader.sees_state("ready", "paused")
    expect(new_reader.page.locator("output[name=epoch]")).to_have_text(f"{epoch:.0f}")
    assert new_reader.number("train_loss") == loss
