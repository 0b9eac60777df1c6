"""Write the controls of the settings into `index.html`, and their rows into the README.

Both are files that people read, so they hold the whole text; the table of settings is where it
comes from. Between two comments of `index.html` stand the controls of one section of the table.
The list of the modules that the page's own Python imports is written there, too.
"""

import html
import json
import math
import pathlib
import re

from playground.settings import table
from playground.settings.kinds import Share, Whole, as_text
from playground.settings.table import MIN_ON_SLIDER
from tools.console import say
from tools.rooms import page_modules

PAGE, README = "index.html", "README.md"
_SECTION = re.compile(r"( *)<!-- settings: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
_MODULES = re.compile(r'("files": )\{.*?\}', re.DOTALL)
# The page names it itself, as the script that begins (static/boot.mjs).
ENTRY = "page/main.py"
_ROWS = re.compile(r"(\| setting \|[^\n]*\n\|---[^\n]*\n).*?\n\n", re.DOTALL)
# Settings that have a button beside them: what it does, and what it is called.
DICE = {
    "data_seed": ("new_data", "New data"),
    "weights_seed": ("new_weights", "New weights"),
}
DIE = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="1.5" y="1.5" width="13" height="13" '
    'rx="3"/><circle cx="5" cy="5" r="1.3"/><circle cx="11" cy="5" r="1.3"/>'
    '<circle cx="8" cy="8" r="1.3"/><circle cx="5" cy="11" r="1.3"/>'
    '<circle cx="11" cy="11" r="1.3"/></svg>'
)


def write_form(root: pathlib.Path) -> None:
    """Bring page and README up to date with the table of settings and the page's modules."""
    modules = page_modules(root / "py")
    for name, written in (
        (PAGE, lambda page: with_modules(with_controls(page), modules)),
        (README, with_rows),
    ):
        path = root / name
        before = path.read_text(encoding="utf-8")
        after = written(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
        say(f"{name}: {'written' if after != before else 'up to date'}")


def with_controls(page: str) -> str:
    """Return the text of the `page` with the controls of the table."""

    def filled(section: re.Match[str]) -> str:
        indent, name = section.groups()
        rows = [setting for setting in table.SETTINGS if setting.section == name]
        lines = [line for setting in rows for line in field(setting)]
        return "\n".join(
            [f"{indent}<!-- settings: {name} -->"]
            + [indent + line for line in lines]
            + [f"{indent}<!-- end -->"]
        )

    return _SECTION.sub(filled, page)


def with_modules(page: str, modules: list[str]) -> str:
    """Return the text of the `page` with the *modules* that its MicroPython is to be given."""
    files = {f"./py/{name}": f"./{name}" for name in modules if name != ENTRY}
    listed = json.dumps(files, indent=2).replace("\n", "\n    ")
    return _MODULES.sub(lambda head: head[1] + listed, page)


def with_rows(readme: str) -> str:
    """Return the text of the `readme` with a row for each setting."""
    rows = [
        f"| `{setting.name}` | {setting.allowed.describe('`')} "
        f"| {_code(as_text(setting.default))} | {setting.help} |"
        for setting in table.SETTINGS
    ]
    return _ROWS.sub(lambda head: head[1] + "\n".join(rows) + "\n\n", readme)


def field(setting: table.Setting) -> list[str]:
    """Return the lines of HTML that let a reader set *setting*."""
    return _FIELDS.get(setting.allowed.control, _labelled)(setting)


def _hidden(setting: table.Setting) -> list[str]:
    return [f'<input name="{setting.name}" type="hidden" value="{setting.default}">']


def _switch(setting: table.Setting) -> list[str]:
    name = setting.name
    checked = " checked" * (setting.default == table.SWITCH.words[0])
    return [
        '<div class="field">',
        f'  <label class="check"><input name="{name}" type="checkbox"{checked} '
        f'aria-describedby="{name}-help"> {_text(setting.label)}</label>{_symbol(setting)}',
        f"  {_help(setting)}",
        "</div>",
    ]


def _boxes(setting: table.Setting) -> list[str]:
    name, allowed = setting.name, setting.allowed
    chosen = setting.default.split(",")
    boxes = [
        f'    <label class="check"><input type="checkbox" value="{word}"'
        f"{' checked' * (word in chosen)}> {_text(text)}</label>"
        for word, text in zip(allowed.words, allowed.texts, strict=True)
    ]
    return [
        f'<fieldset id="{name}" name="{name}" class="field" aria-describedby="{name}-help">',
        f"  <legend>{_text(setting.label)}</legend>{_symbol(setting)}",
        '  <div class="choices">',
        *boxes,
        "  </div>",
        f"  {_help(setting)}",
        "</fieldset>",
    ]


def _labelled(setting: table.Setting) -> list[str]:
    """Return the lines of HTML of a control of one element, or two."""
    name = setting.name
    about = f'aria-describedby="{name}-help"'
    lines = _CONTROLS[setting.allowed.control](setting, f'id="{name}" name="{name}"', about)
    return [
        '<div class="field">',
        f'  <label for="{name}">{_text(setting.label)}</label>{_symbol(setting)}',
        *(f"  {line}" for line in lines),
        f"  {_help(setting)}",
        "</div>",
    ]


def _menu(setting: table.Setting, which: str, about: str) -> list[str]:
    options = [
        f'  <option value="{word}"{" selected" * (word == setting.default)}>{_text(text)}</option>'
        for word, text in zip(setting.allowed.words, setting.allowed.texts, strict=True)
    ]
    return [f"<select {which} {about}>", *options, "</select>"]


def _typed(setting: table.Setting, which: str, about: str) -> list[str]:
    hint = getattr(setting.allowed, "word", "as the slider says")
    value = f'value="{as_text(setting.default)}"'
    return [f'<input {which} type="text" inputmode="text" placeholder="{hint}" {value} {about}>']


def _number(setting: table.Setting, which: str, about: str) -> list[str]:
    box = _box(setting, which, about)
    if setting.name in DICE:
        return ['<div class="pair">', f"  {box}", f"  {_dice(setting.name)}", "</div>"]
    return [box]


def _log(setting: table.Setting, which: str, about: str) -> list[str]:
    box = _box(setting, which, about)
    return ['<div class="pair log">', f"  {_log_slider(setting)}", f"  {box}", "</div>"]


def _box(setting: table.Setting, which: str, about: str) -> str:
    steps = "1" if isinstance(setting.allowed, Whole) else "any"
    value = f'value="{as_text(setting.default)}"'
    return f'<input {which} type="number" {_limits(setting)} step="{steps}" {value} {about}>'


def _slider(setting: table.Setting, which: str, about: str) -> list[str]:
    step, value = setting.allowed.step, f'value="{as_text(setting.default)}"'
    return [
        '<div class="slider">',
        f'  <input {which} type="range" {_limits(setting)} step="{step}" {value} {about}>',
        f'  <output aria-live="off" data-shows="{setting.name}"'
        f"{' data-percent' * isinstance(setting.allowed, Share)}>{shown(setting)}</output>",
        "</div>",
    ]


def _limits(setting: table.Setting) -> str:
    return f'min="{as_text(setting.allowed.low)}" max="{as_text(setting.allowed.high)}"'


# What stands in the form for each kind of control; those of the second list have a label before.
_FIELDS = {"hidden": _hidden, "switch": _switch, "boxes": _boxes}
_CONTROLS = {"menu": _menu, "text": _typed, "number": _number, "log": _log, "slider": _slider}


def shown(setting: table.Setting) -> str:
    """Return the default of a *setting* as it stands beside its slider."""
    if isinstance(setting.allowed, Share):
        return f"{round(100 * setting.default)} %"
    return as_text(setting.default)


def _log_slider(setting: table.Setting) -> str:
    """Return a slider beside a number, on which equal ways are equal factors."""
    # py/page/form.py and static/form.mjs move it; its own value is the number's power of ten.
    allowed = setting.allowed
    low, high = (math.log10(max(end, MIN_ON_SLIDER)) for end in (allowed.low, allowed.high))
    power = f"{math.log10(setting.default):.2f}"
    return (
        f'<input type="range" min="{low:g}" max="{high:g}" step="0.05" value="{power}" '
        f'data-log-of="{setting.name}" aria-label="{_text(setting.label)}, as a slider">'
    )


def _dice(name: str) -> str:
    action, words = DICE[name]
    return f'<button type="button" data-action="{action}" aria-label="{words}">{DIE}</button>'


def _symbol(setting: table.Setting) -> str:
    return f' <i class="symbol">{_text(setting.symbol)}</i>' if setting.symbol else ""


def _help(setting: table.Setting) -> str:
    return f'<small id="{setting.name}-help">{_text(setting.help)}</small>'


def _text(words: str) -> str:
    return html.escape(words, quote=False)


def _code(text: str) -> str:
    return f"`{text}`" if text else "nothing"
