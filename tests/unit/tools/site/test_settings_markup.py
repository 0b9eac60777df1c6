"""Writing the form: every kind of setting gets its control, and nothing else is touched."""

import html

import pytest

from playground.settings import table
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
  <!-- settings: lesson -->
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
    lesson, view = page.split("<p>between</p>")
    for setting in SETTINGS:
        assert (f'name="{setting.name}"' in lesson) == (setting.section == "lesson")
        assert (f'name="{setting.name}"' in view) == (setting.section == "view")
    assert "anything" not in page


def test_what_stands_around_the_sections_stays():
    page = with_controls(PAGE)
    assert page.startswith("<form>\n  <!-- settings: lesson -->\n  <div")
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
        (table.Whole(1, 99, None), 5, ['type="number" min="1" max="99" step="1" value="5"']),
        (table.Number(0, 1, 0.01), 0.5, ['type="range" min="0" max="1" step="0.01" value="0.5"']),
        (table.Number(0, 9, None), 0.0, ['type="number" min="0" max="9" step="any" value="0"']),
        (table.Number(0, 9, "log"), 0.1, ['data-log-of="learning_rate"', 'value="-1.00"']),
        (table.Share(0, 0.5, 0.05), 0.25, ["data-percent", ">25 %</output>"]),
        (table.WholeOr(1, 9, "all"), "all", ['type="text"', 'placeholder="all" value="all"']),
        (table.Widths(6, 16), "", ['type="text"', 'value=""']),
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
    if not isinstance(allowed, table.Code):
        assert '<small id="learning_rate-help">Help.</small>' in control
        assert '<i class="symbol">s</i>' in control


def test_what_is_off_or_not_chosen_is_not_checked():
    assert "checked>" not in made(table.SWITCH, "off")
    assert "checked " not in made(table.SWITCH, "off")
    assert '<option value="a">' in made(table.Menu(("a", "b"), ("A", "B")), "b")
    assert 'value="a"> A' in made(table.Several(("a", "b"), ("A", "B")), "b")


def test_signs_of_html_are_written_so_that_they_are_read():
    words = "a < b & c"
    assert f">{html.escape(words)}</label>" in made(table.Whole(1, 9, None), 1, label=words)
    assert words not in made(table.SWITCH, "on", label=words)


@pytest.mark.parametrize("name", form.DICE)
def test_a_seed_has_a_button_beside_it(name):
    action, words = form.DICE[name]
    control = made(table.SEED, 0, name=name)
    assert f'data-action="{action}" aria-label="{words}"' in control
    assert "<button" not in made(table.SEED, 0)


def test_a_share_is_shown_as_a_percentage():
    for setting in SETTINGS:
        assert shown(setting).endswith(" %") == isinstance(setting.allowed, table.Share)


def test_both_files_are_written_and_only_if_they_are_stale(tmp_path, capsys):
    page, readme = tmp_path / "index.html", tmp_path / "README.md"
    page.write_text(PAGE, encoding="utf-8")
    readme.write_text(README, encoding="utf-8")
    write_form(tmp_path)
    assert page.read_text(encoding="utf-8") == with_controls(PAGE)
    assert readme.read_text(encoding="utf-8") == with_rows(README)
    assert capsys.readouterr().out.count("written") == 2
    write_form(tmp_path)
    assert capsys.readouterr().out.count("up to date") == 2
