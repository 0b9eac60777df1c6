"""What a table would become, shown before it counts; one Enter takes it (MicroPython).

The engine keeps the table and tells what it would become; each change here asks it again.
"""

from pyscript import document

from messages import REST
from page.browser import listen_to, window
from page.preview import plot, rows
from page.preview.markup import DECIMALS, ENCODINGS, HEADERS, MARKUP, ROWS, SEPARATORS
from page.preview.roles import ALL_OTHERS, ROLES, in_words, next_role, with_class, with_role

PASTED = "Pasted table"


class TableDialog:
    """Shows one table after the other.

    Parameters
    ----------
    page : Page
        To whose engine the table belongs.
    editor : PointEditor
        Which is given the points that the reader takes.
    """

    def __init__(self, page, editor):
        self._page, self._editor = page, editor
        self._preview = None  # the newest message
        self._choices = None  # of the reader, which the engine may not have heard of yet
        self._has_asked = False  # whether it has yet to answer
        self._dialog = document.querySelector("#table-preview")
        # Nothing from outside is in there (static/first.js lets no other string be markup).
        self._dialog.insertAdjacentHTML("beforeend", window.ownMarkup(MARKUP))
        self._dialog.setAttribute("aria-labelledby", "table-preview-title")
        for name, options in (
            ("encoding", ENCODINGS),
            ("separator", SEPARATORS),
            ("decimal", DECIMALS),
            ("header", HEADERS),
            ("rows", ROWS),
        ):
            _offer(self._menu(name), options)
        for event, method in (
            ("change", self._on_change),
            ("click", self._on_click),
            ("keydown", self._on_key),
            ("close", self._on_close),
        ):
            listen_to(self._dialog, event, method)
        self._refuse_further = page.link.commands["refused"]
        page.link.commands["refused"] = self._on_refused

    def show(self, preview, remark):
        """Show what a table would become, a *preview*; with a *remark* on other files."""
        is_open = self._dialog.open
        if not is_open and not preview["is_new"]:
            return  # an answer to what the reader has closed
        self._has_asked = False
        self._preview, self._choices = preview, preview["choices"]
        self._fill(preview, remark)
        if preview["is_new"]:
            self._part("details").open = preview["is_open"] or bool(preview["notes"])
            self._part(".sheet").scrollTop = 0
        if not is_open:
            self._page.unsay()
            self._dialog.returnValue = ""
            self._dialog.showModal()
        if preview["problem"]:
            self._page.say(preview["problem"])

    # ---- From the reader

    def _on_change(self, event):
        name, value = event.target.name, event.target.value
        choices = self._choices
        if name in ROLES:
            self._choose(with_role(choices, name, int(value)))
        elif name in ("zero", "one"):
            self._choose(with_class(choices, name, value))
        else:
            chosen = dict(choices)
            chosen[name] = int(value) if name == "header" else value
            self._choose(_found_anew(chosen, name))

    def _on_click(self, event):
        button = event.target.closest("[data-column]")
        if button:
            column = int(button.dataset.column)
            role = next_role(column, self._preview["columns"], self._choices)
            self._choose(with_role(self._choices, role, column))

    def _on_key(self, event):
        """Keep keys from the page, whose shortcuts would train behind the dialog."""
        event.stopPropagation()

    def _on_close(self, _event):
        if self._dialog.returnValue == "use":
            self._editor.use_table(self._choices)
        else:
            self._page.unsay()

    def _choose(self, choices):
        self._choices, self._has_asked = choices, True
        self._page.link.send("choose_table", choices=choices)

    # ---- From the engine

    def _on_refused(self, message):
        """Tell here as well what cannot be read, as long as nothing else can be seen."""
        self._refuse_further(message)
        if self._dialog.open:
            self._tell(message["text"], self._has_asked)
            self._has_asked = False

    # ---- What is shown

    def _fill(self, preview, remark):
        choices, columns, words = preview["choices"], preview["columns"], in_words(preview)
        self._part("h2").textContent = preview["name"] or PASTED
        said = self._part("#table-preview-words")
        if said.textContent != words:
            said.textContent = words
        plot.draw(self._part(".plot"), preview["points"])
        for place, role in ((".across", "x1"), (".up", "x2")):
            self._part(place).textContent = columns[choices[role]][0]
        self._fill_menus(preview)
        self._fill_rows(preview)
        told = self._part("#table-preview-remark")
        told.textContent, told.hidden = remark, not remark
        self._tell(preview["problem"], True)

    def _fill_menus(self, preview):
        choices = preview["choices"]
        names = [(str(at), name) for at, (name, _) in enumerate(preview["columns"])]
        for role in ROLES:
            _offer(self._menu(role), names)
        labels = [(label, f"{label} ({count:,})") for label, count in preview["labels"]]
        if len(labels) > 2:
            labels.append((REST, ALL_OTHERS))
        for name in ("zero", "one"):
            _offer(self._menu(name), labels)
        for name, value in choices.items():
            self._menu(name).value = str(value)
        self._menu("rows").parentElement.hidden = not choices["rows"]

    def _fill_rows(self, preview):
        focused = document.activeElement  # its button is about to be another one
        column = focused.getAttribute("data-column") if focused else None
        rows.fill(self._part("table"), preview)
        if column is not None:
            self._part(f"[data-column='{column}']").focus()
        notes = self._part("ul")
        notes.replaceChildren()
        for note in preview["notes"]:
            item = document.createElement("li")
            item.textContent = note
            notes.append(item)

    def _tell(self, problem, is_obstacle):
        """Show a *problem*, which may be an obstacle to using what is shown."""
        place = self._part("#table-preview-problem")
        place.textContent, place.hidden = problem, not problem
        self._part("[data-table=use]").disabled = bool(problem) and is_obstacle

    def _menu(self, name):
        return self._part(f"[name={name}]")

    def _part(self, selector):
        return self._dialog.querySelector(selector)


def _offer(menu, options):
    """Let a *menu* have these *options*: values and words."""
    menu.replaceChildren()
    for value, words in options:
        option = document.createElement("option")
        option.value, option.textContent = value, words
        menu.append(option)


def _found_anew(choices, name):
    """Return *choices* after another one of the *name*, without those that built on the last."""
    if name in ("separator", "encoding"):
        choices.update({"header": -1, "x1": -1, "x2": -1, "label": -1, "zero": "", "one": ""})
    if name == "separator":
        choices["decimal"] = ""
    return choices
