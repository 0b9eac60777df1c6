"""Write the controls of the settings into `index.html`, and their rows into the README.

Both are files that people read, so they hold the whole text; the table of settings is where it
comes from. Between two comments of `index.html` stand the controls of one section of the table.
The strip of lessons, the list of all that ships, and that of the modules which the page's own
Python imports, are written there, too.
"""

import html
import json
import math
import pathlib
import re

from playground.settings import lessons, table
from playground.settings.kinds import Share, Whole, as_text
from playground.settings.table import MIN_ON_SLIDER
from tools.console import say
from tools.rooms import frame_modules, later_modules, page_modules
from tools.site import shipped
from tools.site.embed_lists import ELEMENT, with_lists, with_tables

PAGE, README = "index.html", "README.md"
_SECTION = re.compile(r"( *)<!-- settings: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
_MODULES = re.compile(r'("files": )\{.*?\}', re.DOTALL)
# The page names it itself, as the script that begins (static/boot.mjs).
ENTRY = "page/main.py"
_FRAME = re.compile(r'(<script type="application/json" id="frame-files">).*?(</script>)', re.DOTALL)
_LATER = re.compile(r'(<script type="application/json" id="later-files">).*?(</script>)', re.DOTALL)
_ROWS = re.compile(r"(\| setting \|[^\n]*\n\|---[^\n]*\n).*?\n\n", re.DOTALL)
_SHIPPED = re.compile(r"( *)<!-- shipped -->\n.*?<!-- end -->", re.DOTALL)
_LESSONS = re.compile(r"( *)<!-- (lessons|guesses) -->\n.*?<!-- end -->", re.DOTALL)
# What a thumbnail says where the table says more.
SHORT = {"absolute": "|x|"}
# The lessons that are the article's own come first.
INSIGHTS = 3
PENCIL = "M8 36l3-9L29 9a4 4 0 0 1 6 6L17 33zM26 12l6 6"


def write_form(root: pathlib.Path) -> None:
    """Bring page and README up to date with the table of settings and the page's modules."""
    py = root / "py"
    modules = page_modules(py), frame_modules(py), later_modules(py)
    for name, written in (
        (
            PAGE,
            lambda page: with_modules(with_shipped(with_lessons(with_controls(page))), *modules),
        ),
        (README, lambda readme: with_tables(with_rows(readme))),
        (ELEMENT, with_lists),
    ):
        path = root / name
        before = path.read_text(encoding="utf-8")
        after = written(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
        say(f"{name}: {'written' if after != before else 'up to date'}")


def with_shipped(page: str) -> str:
    """Return the text of the `page` with the list of others' work that ships."""

    def filled(place: re.Match[str]) -> str:
        lines = "".join(f"{place[1]}{line}\n" for line in shipped.as_list().splitlines())
        return f"{place[1]}<!-- shipped -->\n{lines}{place[1]}<!-- end -->"

    return _SHIPPED.sub(filled, page)


def with_controls(page: str) -> str:
    """Return the text of the `page` with the controls of the table."""

    def filled(section: re.Match[str]) -> str:
        indent, name = section.groups()
        rows = [setting for setting in table.SETTINGS if setting.section == name]
        written = _SECTIONS.get(name, field)
        lines = [line for setting in rows for line in written(setting)]
        return "\n".join(
            [f"{indent}<!-- settings: {name} -->"]
            + [indent + line for line in lines]
            + [f"{indent}<!-- end -->"]
        )

    return _SECTION.sub(filled, page)


def with_lessons(page: str) -> str:
    """Return the text of the `page` with the links to the lessons, and what each lets one guess."""
    written = {"lessons": _links(), "guesses": _guesses()}

    def filled(place: re.Match[str]) -> str:
        indent, what = place.groups()
        lines = (f"<!-- {what} -->", *written[what], "<!-- end -->")
        return "\n".join(indent + line for line in lines)

    return _LESSONS.sub(filled, page)


def _links() -> list[str]:
    """Return the lines of the strip: the insights, then the other lessons."""
    links = []
    for number, lesson in enumerate(lessons.LESSONS, 1):
        current = ' aria-current="true"' * (lesson is lessons.FIRST)
        counted = f"<b>{number}</b>" * (number <= INSIGHTS)
        links.append(
            f'<li><a href="#{html.escape(lessons.address_of(lesson))}" '
            f'data-lesson="{lesson.name}" data-question="{html.escape(lesson.question)}"'
            f"{current}>{counted}{_text(lesson.label)}</a></li>"
        )
    return [
        "<ol>",
        *(f"  {link}" for link in links[:INSIGHTS]),
        "</ol>",
        '<ol aria-label="More lessons">',
        *(f"  {link}" for link in links[INSIGHTS:]),
        "</ol>",
    ]


def _guesses() -> list[str]:
    """Return the lines of what a reader can guess in each lesson."""
    lines = []
    for lesson in lessons.LESSONS:
        name = lesson.name
        hidden = " hidden" * (lesson is not lessons.FIRST)
        lines += [
            f'<fieldset class="guess" data-lesson="{name}"{hidden}>',
            f"  <legend>{_shortened(lesson.asks)}</legend>",
            "  <div>",
            *(
                f'    <label><input type="radio" name="guess-{name}"><span>{_shortened(guess.text)}'
                "</span></label>"
                for guess in lesson.guesses
            ),
            "  </div>",
            "</fieldset>",
        ]
    return lines


def _shortened(text: str) -> str:
    """Return a *text* in which what stands in brackets can be left out by the style sheet."""
    return _text(text).replace("[", '<span class="long">').replace("]", "</span>")


def with_modules(
    page: str, modules: list[str], framed: list[str], later: dict[str, list[str]]
) -> str:
    """Return the text of the `page` with the *modules* that its MicroPython is to be given.

    Those that are *framed* stand by themselves, since only a frame asks for them; and so does each
    room of those that come *later*.
    """
    apart = {ENTRY, *framed, *(name for names in later.values() for name in names)}
    usual = [name for name in modules if name not in apart]
    listed = json.dumps(_places(usual), indent=2).replace("\n", "\n    ")
    page = _MODULES.sub(lambda head: head[1] + listed, page)
    page = _LATER.sub(lambda tags: tags[1] + json.dumps(later) + tags[2], page)
    return _FRAME.sub(lambda tags: tags[1] + json.dumps(_places(framed)) + tags[2], page)


def _places(modules: list[str]) -> dict[str, str]:
    """Return where MicroPython finds each of the *modules*, by where the site has it."""
    return {f"./py/{name}": f"./{name}" for name in modules}


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
    box = _box_to_tick(setting, f" {_described(setting)}")
    return [
        '<div class="field check">',
        f'  <label class="check">{box} {_named(setting)}</label>',
        *_about(setting),
        "</div>",
    ]


def _box_to_tick(setting: table.Setting, about: str = "") -> str:
    checked = " checked" * (setting.default == table.SWITCH.words[0])
    return f'<input name="{setting.name}" type="checkbox"{checked}{about}>'


def _boxes(setting: table.Setting) -> list[str]:
    allowed, chosen = setting.allowed, setting.default.split(",")
    boxes = [
        f'<label class="check"><input type="checkbox" value="{word}"'
        f"{' checked' * (word in chosen)}> {_text(text)}</label>"
        for word, text in zip(allowed.words, allowed.texts, strict=True)
    ]
    return _group(setting, "choices", boxes)


def _segments(setting: table.Setting) -> list[str]:
    allowed = setting.allowed
    boxes = [
        f'<label><input type="radio" name="{setting.name}-choice" value="{word}"'
        f"{' checked' * (word == setting.default)}><span>{_text(text)}</span></label>"
        for word, text in zip(allowed.words, allowed.texts, strict=True)
    ]
    return _group(setting, "segmented", boxes)


def _group(setting: table.Setting, kind: str, boxes: list[str]) -> list[str]:
    """Return the lines of a control that is several boxes."""
    name = setting.name
    return [
        f'<fieldset id="{name}" name="{name}" class="field" {_described(setting)}>',
        f"  <legend>{_named(setting)}</legend>",
        f'  <div class="{kind}">',
        *(f"    {box}" for box in boxes),
        "  </div>",
        *_about(setting),
        "</fieldset>",
    ]


def _labelled(setting: table.Setting, kind: str = "") -> list[str]:
    """Return the lines of HTML of a control of one element, or two; of another *kind*, if given."""
    name = setting.name
    about = _described(setting)
    written = _CONTROLS[kind or setting.allowed.control]
    return [
        '<div class="field">',
        f'  <label for="{name}">{_named(setting)}</label>',
        *(f"  {line}" for line in written(setting, f'id="{name}" name="{name}"', about)),
        *_about(setting),
        "</div>",
    ]


def _menu(setting: table.Setting, which: str, about: str) -> list[str]:
    options = [
        f'  <option value="{word}"{" selected" * (word == setting.default)}>{_text(text)}</option>'
        for word, text in zip(setting.allowed.words, setting.allowed.texts, strict=True)
    ]
    return [f"<select {which} {about}>", *options, "</select>"]


def _typed(setting: table.Setting, which: str, about: str) -> list[str]:
    value = f'value="{as_text(setting.default)}"'
    return [f'<input {which} type="text" placeholder="{setting.allowed.word}" {value} {about}>']


def _number(setting: table.Setting, which: str, about: str) -> list[str]:
    # Text, as a browser takes a decimal comma out of a number; py/page/form.py has the arrow keys.
    keyboard = "numeric" if isinstance(setting.allowed, Whole) else "decimal"
    value = f'value="{as_text(setting.default)}"'
    return [f'<input {which} type="text" inputmode="{keyboard}" {value} {about}>']


def _log(setting: table.Setting, which: str, about: str) -> list[str]:
    (box,) = _number(setting, which, about)
    return ['<div class="pair">', f"  {_log_slider(setting)}", f"  {box}", "</div>"]


def _slider(setting: table.Setting, which: str, about: str) -> list[str]:
    step, value = setting.allowed.step, f'value="{as_text(setting.default)}"'
    return [
        f'<input {which} type="range" {_limits(setting)} step="{step}" {value} {about}>',
        f'<output aria-live="off" data-shows="{setting.name}"'
        f"{' data-percent' * isinstance(setting.allowed, Share)}>{shown(setting)}</output>",
    ]


def _shapes(setting: table.Setting) -> list[str]:
    """Return a menu, and the pictures that do for the pointer what it does for the keyboard."""
    name, allowed = setting.name, setting.allowed
    pictures = []
    for word, text in zip(allowed.words, allowed.texts, strict=True):
        drawing = "<use/>"  # static/boot.mjs says of what
        if word == table.CUSTOM:
            drawing = f'<path class="pencil" d="{PENCIL}"/>'
        chosen = ' class="chosen"' * (word == setting.default)
        pictures.append(
            f'  <button type="button" tabindex="-1" data-shape="{word}"{chosen}>'
            f'<svg viewBox="0 0 44 44">{drawing}</svg>{_text(SHORT.get(word, text))}</button>'
        )
    menu = _menu(setting, f'id="{name}" name="{name}"', f'aria-describedby="{name}-help"')
    return [
        f'<label for="{name}" class="unseen">{_text(setting.label)}</label>',
        *menu,
        f'<small id="{name}-help" class="unseen">{_text(setting.help)}</small>',
        '<div class="shapes" aria-hidden="true">',
        *pictures,
        "</div>",
    ]


def _legend(setting: table.Setting) -> list[str]:
    sample = _SAMPLES.get(setting.name, "")
    return [
        f'<label class="check" data-entry="{setting.name}">{_box_to_tick(setting)}{sample}'
        f"{_text(setting.label)}</label>"
    ]


def _run(setting: table.Setting) -> list[str]:
    """Return the lines of a control beside Run, where there is no room for a slider."""
    return _labelled(setting, "number") if setting.allowed.control == "log" else field(setting)


def _limits(setting: table.Setting) -> str:
    return f'min="{as_text(setting.allowed.low)}" max="{as_text(setting.allowed.high)}"'


# What stands in the form for each kind of control; those of the second list have a label before.
_FIELDS = {"hidden": _hidden, "switch": _switch, "boxes": _boxes, "segments": _segments}
_CONTROLS = {"menu": _menu, "text": _typed, "number": _number, "log": _log, "slider": _slider}
# How some of what the legend switches on looks on the picture.
_SAMPLES = {
    "test_points": '<svg viewBox="0 0 12 12" aria-hidden="true">'
    '<circle cx="6" cy="6" r="4.8" class="hollow"/></svg>'
}
# Sections that look otherwise.
_SECTIONS = {"shapes": _shapes, "legend": _legend, "run": _run}


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


def _named(setting: table.Setting) -> str:
    """Return label and symbol."""
    symbol = f' <i class="symbol">{_text(setting.symbol)}</i>' if setting.symbol else ""
    return _text(setting.label) + symbol


def _about(setting: table.Setting) -> list[str]:
    """Return the lines that say what a setting is for, and what is wrong with its value."""
    name = setting.name
    return [
        f'  <small id="{name}-help">{_text(setting.help)}</small>',
        f'  <p class="problem" id="{name}-problem" data-problem="{name}" hidden></p>',
    ]


def _described(setting: table.Setting) -> str:
    """Return the attribute that ties a control to what `_about` says of it."""
    return f'aria-describedby="{setting.name}-help {setting.name}-problem"'


def _text(words: str) -> str:
    return html.escape(words, quote=False)


def _code(text: str) -> str:
    return f"`{text}`" if text else "nothing"
