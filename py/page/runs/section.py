"""The section "Your runs": rows of trainings, to be named, compared, opened (MicroPython)."""

from pyscript import document, ffi

from page.browser import Debounce, listen_to, save_text, window
from page.runs.columns import numbers_of, spread_sentence
from page.runs.compare import MOST, compared
from page.runs.export import as_csv, as_markdown
from page.runs.link import link_to, link_to_now
from page.runs.parts import button, element
from page.runs.pictures import large, thumbnail
from page.runs.repetition import Repetition
from page.runs.rows import MEASURES, found, name_of, renamed, same_as, settings_to_keep, with_row
from page.runs.storage import NAME, RunStorage
from page.runs.table import table
from page.summary import NO_POINTS

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

MILLISECONDS_UNTIL_RESIZED = 200
NOT_KEPT = "This browser keeps nothing here: what is new goes when this page is closed."
COPIED = "The table is copied, as Markdown."
FILE = "runs"  # the name of a file with the table, without its end


class Runs:
    """Keeps runs, and shows them.

    Parameters
    ----------
    page : Page
        Whose runs they are.
    """

    def __init__(self, page):
        self._page, self._storage = page, RunStorage()
        self._repetition = Repetition(page.link, self._on_repeated)
        self._chosen, self._opened = [], []  # ids: to be compared; all results are shown
        self._awaits_curve = None  # the number of the choice, and the id of its row
        self._taken = []  # what was deleted, the latest last
        page.on_curve.append(self._on_curve)
        section = self._section = document.querySelector("#runs")
        self._undo = button("Undo", "undo")
        self._exports = [button("CSV", "csv"), button("Markdown", "markdown")]
        section.querySelector(".row").append(*[self._undo] + self._exports)
        self._remark = element("p", class_="quiet")
        # What is said to everybody, for those who look here.
        self._says = element("p", class_="says", aria_hidden="true")
        label = "Your runs, as a table"
        self._box = element("div", tabindex=0, role="region", aria_label=label, class_="box")
        self._pair = element("div", class_="compared")
        section.append(self._repetition.bar, self._says, self._remark, self._box, self._pair)
        self._deeds = {
            "cancel": lambda _id: self._cancel(),
            "undo": lambda _id: self._put_back(),
            "csv": lambda _id: self._save_csv(),
            "markdown": lambda _id: self._copy_markdown(),
            "delete": self._delete,
            "expand": self._expand,
            "compare": self._choose,
        }
        listen_to(section, "click", self._on_click)
        listen_to(section, "change", self._on_change)
        listen_to(window, "storage", self._on_storage)
        resized = Debounce(MILLISECONDS_UNTIL_RESIZED, self._compare)
        listen_to(window, "resize", lambda _event: resized.start())
        self._show()

    # ---- For the page

    def keep(self, is_asked_for):
        """Keep the training that is on the screen; whoever *has asked for* it is told."""
        picture = self._page.newest_picture
        if not picture:
            return
        if not picture["n_train"]:
            self._say(NO_POINTS)
            return
        row = self._new_row(self._page.choices.values, link_to_now(self._page))
        for name in ("state", "stop_reason", "epoch") + MEASURES:
            row[name] = picture[name]
        if row["state"] == "running":
            row["state"] = "paused"
        same = same_as(self._storage.rows(), row)
        if same:
            if is_asked_for:
                self._say(f"“{name_of(same)}” is kept already.")
            return
        self._add(row)
        self._storage.keep_thumbnail(row["id"], thumbnail())
        self._storage.keep_details(row["id"], picture=large())
        self._awaits_curve = (picture["change"], row["id"])
        self._page.link.send("curve")
        self._show()
        if is_asked_for:
            self._say(f"Kept: “{name_of(row)}”, under Your runs.")

    def repeat(self):
        """Train with the settings that there are from several seeds."""
        picture = self._page.newest_picture
        if picture and not picture["n_train"]:
            self._say(NO_POINTS)
        elif not self._repetition.is_running:
            self._repetition.begin(self._page.choices.values)
            self._show_state()

    # ---- From the engine

    def _on_curve(self, message):
        change, name = self._awaits_curve or (None, "")
        if message["change"] == change:
            self._awaits_curve = None
            curve = [message["epochs"], message["train"], message["test"]]
            self._storage.keep_details(name, curve=curve)
            self._compare()

    def _on_repeated(self, values, results):
        row = self._new_row(values, link_to(values))
        row.update(numbers_of(values, results))
        same = same_as(self._storage.rows(), row)
        if same:
            row = same
        else:
            self._add(row)
        self._show()
        self._say(spread_sentence(row))

    def _new_row(self, values, link):
        now = window.Date.new().toISOString()
        mark = int(window.Math.random() * 1000000)
        kept = settings_to_keep(values)
        row = {"id": f"{now}-{mark}", "time": now, "name": "", "set": kept, "link": link}
        row["results"] = []
        return row

    def _add(self, row):
        self._storage.change(lambda rows: with_row(rows, row))

    # ---- From the reader

    def _on_click(self, event):
        target = event.target.closest("[data-run]")
        if not target:
            return
        if target.dataset.run == "open":
            document.querySelector("#controls").scrollIntoView()
        elif target.dataset.run in self._deeds and target.tagName == "BUTTON":
            self._deeds[target.dataset.run](_id_around(target))

    def _on_change(self, event):
        box, name = event.target, _id_around(event.target)
        if box.getAttribute("data-run") == "compare":
            self._choose(name)
        elif box.getAttribute("data-run") == "name":
            self._storage.change(lambda rows: renamed(rows, name, box.value))
            self._show()

    def _on_storage(self, event):
        """Follow another tab of this page."""
        if event.key == NAME:
            self._show()

    def _choose(self, name):
        """Compare a row, or no longer; of three, the first one chosen goes."""
        if name in self._chosen:
            self._chosen.remove(name)
        else:
            self._chosen = (self._chosen + [name])[-MOST:]
        self._show()

    def _expand(self, name):
        if name in self._opened:
            self._opened.remove(name)
        else:
            self._opened.append(name)
        self._show()

    def _delete(self, name):
        row = found(self._storage.rows(), name)
        self._taken.append(self._storage.take_out(name))
        self._show()
        self._undo.focus()
        if row:
            self._say(f"“{name_of(row)}” is deleted; Undo brings it back.")

    def _put_back(self):
        self._storage.put_back(self._taken.pop(), with_row)
        self._show()
        if not self._taken:
            self._section.querySelector("[data-action=keep_run]").focus()  # the other has gone
        self._say("It is there again.")

    def _cancel(self):
        self._repetition.cancel()
        self._show_state()
        self._section.querySelector("[data-action=repeat_seeds]").focus()

    def _save_csv(self):
        text = as_csv(self._storage.rows(), window.location.href.partition("#")[0])
        # With its mark at the beginning, spreadsheets know that it is UTF-8.
        save_text(f"{FILE}.csv", "\ufeff" + text, "text/csv;charset=utf-8")

    def _copy_markdown(self):
        text = as_markdown(self._storage.rows())

        def on_copied(is_done):
            if is_done:
                self._say(COPIED)
            else:
                save_text(f"{FILE}.md", text, "text/markdown;charset=utf-8")

        # Of static/form.mjs, since MicroPython cannot catch the errors of a browser.
        window.copyText(text).then(ffi.create_proxy(on_copied))

    # ---- What it shows

    def _say(self, sentence):
        self._page.say(sentence)
        self._says.textContent = sentence

    def _show(self):
        """Show all rows anew; the focus stays where it was."""
        rows = self._storage.rows()
        ids = [row["id"] for row in rows]
        self._chosen = [name for name in self._chosen if name in ids]
        focus = _focus_in(self._box)
        if rows:
            made = table(rows, self._chosen, self._opened, self._storage.thumbnail)
            self._box.replaceChildren(made)
        else:
            self._box.replaceChildren()
        self._restore(focus)
        document.querySelector("#runs-empty").hidden = bool(rows)
        self._box.hidden = not rows
        for one in self._exports:
            one.hidden = not rows
        self._show_state()
        self._compare()

    def _show_state(self):
        self._undo.hidden = not self._taken
        is_busy = self._repetition.is_running
        self._section.querySelector("[data-action=repeat_seeds]").disabled = is_busy
        self._remark.textContent = NOT_KEPT if self._storage.is_refused else ""
        self._remark.hidden = not self._storage.is_refused

    def _restore(self, focus):
        for one in self._box.querySelectorAll("[data-run]"):
            if focus and (_id_around(one), one.dataset.run) == focus:
                one.focus()
                return

    def _compare(self):
        """Show the two rows that are chosen, beside each other."""
        rows = [found(self._storage.rows(), name) for name in self._chosen]
        rows = [row for row in rows if row]
        self._pair.hidden = not rows
        if len(rows) < MOST:
            words = "Choose a second one, to see both side by side."
            self._pair.replaceChildren(element("p", words, class_="quiet"))
            return
        values = self._page.choices.values
        scales = values["time_scale"], values["loss_scale"]
        parts = compared(rows, self._storage, scales, self._pair.clientWidth)
        self._pair.replaceChildren(*parts)


def _id_around(target):
    row = target.closest("[data-id]")
    return row.dataset.id if row else ""


def _focus_in(box):
    """Return what has the focus in the table, so that it is found again; or None."""
    focus = document.activeElement
    if not focus or not box.contains(focus) or not focus.hasAttribute("data-run"):
        return None
    return _id_around(focus), focus.dataset.run
