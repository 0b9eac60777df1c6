"""The table of "Your runs" (MicroPython)."""

from page.runs.columns import (
    ENDED,
    number_text,
    numbers_in,
    range_text,
    results_in,
    setting_text,
    settings_in_common,
    settings_that_differ,
    spread_sentence,
)
from page.runs.parts import button, drawn, element
from page.runs.rows import MAX_NAME, name_of
from page.runs.spread import spread_of
from playground.settings.link import read_link, write_whole

NO_LINK = "too much for an address"
DOTS = (64, 40)  # width and height of the drawing of many results


def table(rows, chosen, opened, thumbnail):
    """Return the table.

    Parameters
    ----------
    rows : list of dict
        The newest first.
    chosen, opened : list of str
        Ids of those that are compared, and of those that show each of their results.
    thumbnail : callable
        Returns the address of the small picture of an id, or "".
    """
    columns, numbers = settings_that_differ(rows), numbers_in(rows)
    labels = ["Compare", "Picture", "Name"]
    labels += [column.label for column in columns + numbers] + ["Actions"]
    head = element("tr", *[element("th", label, scope="col") for label in labels])
    for place in (0, 1, len(labels) - 1):  # what stands below says it to those who see it
        cell = head.children[place]
        cell.replaceChildren(element("span", labels[place], class_="unseen"))
    body = element("tbody")
    for row in rows:
        body.append(_row(row, columns, numbers, chosen, opened, thumbnail(row["id"])))
        if row["id"] in opened:
            body.append(*_results(row, columns, numbers))
    caption = element("caption", _in_common(rows))
    return element("table", caption, element("thead", head), body)


def _row(row, columns, numbers, chosen, opened, picture):
    name, is_many = name_of(row), bool(row["results"])
    cells = [
        element("td", *([] if is_many else [_checkbox(row, name, chosen)])),
        element("td", _dots(row) if is_many else _image(picture)),
        _name_cell(row, name, opened),
    ]
    cells += [element("td", setting_text(row, column.name)) for column in columns]
    cells += [_number_cell(row, column.name) for column in numbers]
    delete = button("Delete", "delete", aria_label=f"Delete {name}")
    cells.append(element("td", element("div", _link(row["link"], name), delete, class_="deeds")))
    return element("tr", *cells, data_id=row["id"])


def _checkbox(row, name, chosen):
    box = element("input", type="checkbox", data_run="compare", aria_label=f"Compare {name}")
    box.checked = row["id"] in chosen
    return element("label", box, class_="check")


def _name_cell(row, name, opened):
    box = element(
        "input", type="text", maxlength=MAX_NAME, data_run="name",
        aria_label="Name of this run", autocomplete="off",
    )  # fmt: skip
    box.value = name
    cell = element("th", box, scope="row")
    if row["results"]:
        is_open = row["id"] in opened
        word = "Hide the results" if is_open else f"Show all {len(row['results'])}"
        state = "true" if is_open else "false"
        cell.append(
            button(word, "expand", aria_expanded=state, aria_label=f"{word} of {name}"),
            element("span", spread_sentence(row), class_="spread"),
        )
    return cell


def _number_cell(row, name):
    cell = element("td", number_text(name, row[name]), class_="number")
    more = range_text(row, name)
    if name == "epoch" and not row["results"]:
        more = ENDED.get(row["stop_reason"], row["stop_reason"])
    if more and more != cell.textContent:
        cell.append(element("small", more))
    return cell


def _link(fragment, name):
    if not fragment:
        return element("span", NO_LINK, class_="quiet")
    return element("a", "Open", href="#" + fragment, data_run="open", aria_label=f"Open {name}")


def _image(address):
    if not address:
        return ""
    return element("img", src=address, alt="", width=48, height=48)


def _results(row, columns, numbers):
    """Return a row for each result of a training that was repeated."""
    values = read_link(row["link"]).values if row["link"] else None
    made = []
    for result in row["results"]:
        one = dict(row, results=[], set=dict(row["set"], weights_seed=result[0]))
        names = ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
        one.update(dict(zip(names, result[1:6])), stop_reason=result[6])  # noqa: B905
        name = f"seed {result[0]}"
        cells = [element("td"), element("td"), element("th", name, scope="row")]
        cells += [element("td", setting_text(one, column.name)) for column in columns]
        cells += [_number_cell(one, column.name) for column in numbers]
        link = write_whole(dict(values, weights_seed=result[0])) if values else ""
        cells.append(element("td", _link(link, name)))
        made.append(element("tr", *cells, class_="result"))
    return made


def _dots(row):
    """Return a drawing of the losses of a training that was repeated: dots, and their median."""
    losses = [loss for loss in results_in(row, "train_loss") if loss is not None]
    width, height = DOTS
    drawing = drawn("svg", class_="dots", viewBox=f"0 0 {width} {height}", aria_hidden="true")
    if losses:
        most = max(losses) or 1
        middle = _across(spread_of(losses).median, most)
        drawing.append(drawn("path", d=f"M{middle:.1f} 4V{height - 4}", class_="median"))
        for number, loss in enumerate(losses):
            down = 8 + (height - 16) * number / max(len(losses) - 1, 1)
            drawing.append(drawn("circle", cx=f"{_across(loss, most):.1f}", cy=f"{down:.1f}", r=2.5))
    return drawing


def _across(loss, most):
    return 4 + (DOTS[0] - 8) * loss / most


def _in_common(rows):
    common = settings_in_common(rows)
    words = ", ".join([f"{label} {text}" for label, text in common])
    return f"All with: {words}." if len(rows) > 1 else f"With: {words}."
