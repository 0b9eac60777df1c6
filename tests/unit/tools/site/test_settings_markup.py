"""Writing the form: every kind of setting gets its control, and nothing else is touched."""

import html

import pytest

from playground.settings import table
from playground.settings.lessons import FIRST, LESSONS, address_of
from playground.settings.table import SETTINGS, Setting
from tools.site import settings_markup as form
from tools.site.settings_markup import (
    field,
    shown,
    with_controls,
    with_rows,
    write_form,
)

PAGE = """<form>
  <!-- settings: training -->
  anything
  <!-- end -->
  <p>between</p>
    <!-- settings: view -->
    <!-- end -->
</form>
"""
README = "Before.\n\n| setting | what | default | |\n|---|---|---|---|\n| old |\n\nAfter.\n"


def made(allowed, default, name="learning_rate", label="Label"):
    """Return the HTML for a setting that there is not."""
    return "\n".join(field(Setting(name, default, allowed, 0, "view", label, "Help.", "s")))


def test_a_section_gets_the_controls_of_its_settings_and_no_others():
    page = with_controls(PAGE)
    training, view = page.split("<p>between</p>")
    for setting in SETTINGS:
        assert (f'name="{setting.name}"' in training) == (setting.section == "training")
        assert (f'name="{setting.name}"' in view) == (setting.section == "view")
    assert "anything" not in page


def test_what_stands_around_the_sections_stays():
    page = with_controls(PAGE)
    assert page.startswith("<form>\n  <!-- settings: training -->\n  <div")
    assert "  <!-- end -->\n  <p>between</p>\n    <!-- settings: view -->\n    <div" in page
    assert page.endswith("    <!-- end -->\n</form>\n")
    assert with_controls("<p>no section</p>") == "<p>no section</p>"


def test_writing_again_changes_nothing():
    assert with_controls(with_controls(PAGE)) == with_controls(PAGE)
    assert with_rows(with_rows(README)) == with_rows(README)


def test_the_readme_gets_a_row_for_each_setting():
    rows = with_rows(README).split("\n")
    assert rows[:4] == README.split("\n")[:4]
    assert [row.split("`")[1] for row in rows[4:-3]] == [setting.name for setting in SETTINGS]
    assert rows[-3:] == ["", "After.", ""]
    assert all(row.count(" | ") == 3 for row in rows[4:-3])


@pytest.mark.parametrize(
    ("allowed", "default", "parts"),
    [
        (table.Whole(1, 16, 1), 3, ['type="range" min="1" max="16" step="1" value="3"', ">3</o"]),
        (table.Whole(1, 99, None), 5, ['type="text" inputmode="numeric" value="5"']),
        (table.Number(0, 1, 0.01), 0.5, ['type="range" min="0" max="1" step="0.01" value="0.5"']),
        (table.Number(0, 9, None), 0.0, ['type="text" inputmode="decimal" value="0"']),
        (table.Number(0, 9, "log"), 0.1, ['data-log-of="learning_rate"', 'value="-1.00"']),
        (table.Share(0, 0.5, 0.05), 0.25, ["data-percent", ">25 %</output>"]),
        (table.WholeOr(1, 9, "all"), "all", ['type="text"', 'placeholder="all" value="all"']),
        (table.Widths(6, 16), "", ['type="hidden" value=""']),
        (
            table.Segments(("a", "b"), ("A", "B"), ()),
            "b",
            ['<fieldset id="learning_rate" name="learning_rate"', 'value="b" checked><span>B</'],
        ),
        (table.Code(99), "", ['type="hidden" value=""']),
        (table.SWITCH, "on", ['type="checkbox" checked']),
        (table.Menu(("a", "b"), ("A", "B")), "b", ['<option value="b" selected>B</option>']),
        (
            table.Several(("a", "b"), ("A", "B")),
            "b",
            ['<fieldset id="learning_rate" name="learning_rate"', 'value="b" checked> B</label>'],
        ),
    ],
)
def test_each_kind_of_setting_has_its_control(allowed, default, parts):
    control = made(allowed, default)
    assert control.count('name="learning_rate"') == 1
    for part in parts:
        assert part in control
    if allowed.control != "hidden":
        assert 'id="learning_rate-problem" data-problem="learning_rate" hidden></p>' in control
        assert 'aria-describedby="learning_rate-help learning_rate-problem"' in control
        assert '<small id="learning_rate-help">Help.</small>' in control
        assert '<i class="symbol">s</i>' in control


def test_what_is_off_or_not_chosen_is_not_checked():
    assert "checked>" not in made(table.SWITCH, "off")
    assert "checked " not in made(table.SWITCH, "off")
    assert '<option value="a">' in made(table.Menu(("a", "b"), ("A", "B")), "b")
    assert 'value="a"> A' in made(table.Several(("a", "b"), ("A", "B")), "b")


def test_signs_of_html_are_written_so_that_they_are_read():
    words = "a < b & c"
    assert f">{html.escape(words)} <i" in made(table.Whole(1, 9, None), 1, label=words)
    assert words not in made(table.SWITCH, "on", label=words)


def section(name, indent="    "):
    """Return the lines of a section of the page."""
    return with_controls(f"{indent}<!-- settings: {name} -->\n{indent}<!-- end -->\n")


def test_beside_run_there_is_no_room_for_a_slider():
    assert 'id="learning_rate"' in section("run")
    assert "data-log-of" not in section("run")
    assert "data-log-of" in section("training")


def test_each_shape_has_a_picture_beside_the_menu_and_the_default_is_marked():
    shapes = section("shapes")
    assert shapes.count("<option") == shapes.count("data-shape=") == len(table.SHAPE.words)
    assert shapes.count('class="chosen"') == 1
    assert 'data-shape="moons" class="chosen"' in shapes
    assert shapes.count("<use/>") == len(table.SHAPE.words) - 1
    # The menu is for the keyboard and for who listens; the pictures are only for the pointer.
    assert '<div class="shapes" aria-hidden="true">' in shapes
    assert shapes.count('tabindex="-1"') == len(table.SHAPE.words)


def test_the_legend_has_boxes_to_tick_without_help():
    legend = section("legend")
    assert legend.count('type="checkbox"') == legend.count("data-entry=") == 3
    assert "<small" not in legend


LESSONS_ON_PAGE = "<p>\n  <!-- lessons -->\n  old\n  <!-- end -->\n</p>\n"
GUESSES_ON_PAGE = "<p>\n  <!-- guesses -->\n  old\n  <!-- end -->\n</p>\n"


def test_the_strip_has_two_lists_with_the_insights_first():
    strip = form.with_lessons(LESSONS_ON_PAGE)
    first, others = strip.split("</ol>")[:2]
    assert (first.count("<li>"), others.count("<li>")) == (3, len(LESSONS) - 3)
    assert first.count("<b>") == 3
    assert "<b>" not in others
    for lesson in LESSONS:
        assert strip.count(f'data-lesson="{lesson.name}"') == 1
        assert f'href="#{html.escape(address_of(lesson))}"' in strip
    assert strip.count('aria-current="true"') == 1
    assert "old" not in strip
    assert form.with_lessons(strip) == strip


def test_the_guesses_of_the_first_lesson_are_seen():
    guesses = form.with_lessons(GUESSES_ON_PAGE)
    assert guesses.count("<fieldset") == len(LESSONS)
    assert guesses.count(" hidden>") == len(LESSONS) - 1
    assert f'data-lesson="{FIRST.name}">' in guesses
    assert guesses.count('type="radio"') == sum(len(lesson.guesses) for lesson in LESSONS)
    assert form.with_lessons(guesses) == guesses


def test_a_share_is_shown_as_a_percentage():
    for setting in SETTINGS:
        assert shown(setting).endswith(" %") == isinstance(setting.allowed, table.Share)


def test_all_files_are_written_and_only_if_they_are_stale(tmp_path, capsys):
    page, readme, element = (
        tmp_path / name for name in ("index.html", "README.md", "static/embed.js")
    )
    element.parent.mkdir()
    element.write_text("// lists: old\n// end\n", encoding="utf-8")
    page.write_text(PAGE, encoding="utf-8")
    readme.write_text(README, encoding="utf-8")
    write_form(tmp_path)
    assert page.read_text(encoding="utf-8") == with_controls(PAGE)
    assert readme.read_text(encoding="utf-8") == with_rows(README)
    assert "SETTINGS" in element.read_text(encoding="utf-8")
    assert capsys.readouterr().out.count("written") == 3
    write_form(tmp_path)
    assert capsys.readouterr().out.count("up to date") == 3
