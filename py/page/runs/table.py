"""The table of "Your runs" (MicroPython)."""

from page.runs.columns import (
    ENDED,
    NOT_TRAINED,
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
from page.runs.rows import MAX_NAME, MEASURES, link_to_result, name_of
from page.runs.spread import spread_of

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

# What the engine says of each result, behind its seed.
RESULT = ("epoch",) + MEASURES + ("stop_reason",)
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
    head = element("tr")
    for label in ("Compare", "Picture"):  # what stands below says it to those who see it
        head.append(element("th", element("span", label, class_="unseen"), scope="col"))
    for label in ["Name"] + [column.label for column in columns + numbers]:
        head.append(element("th", label, scope="col"))
    body = element("tbody")
    for row in rows:
        body.append(_row(row, columns, numbers, chosen, opened, thumbnail(row["id"])))
        if row["id"] in opened and row["results"]:
            body.append(*_results(row, columns, numbers))
    return element("table", *_caption(rows), element("thead", head), body)


def _row(row, columns, numbers, chosen, opened, picture):
    name, is_many = name_of(row), bool(row["results"])
    cells = [
        element("td", *([] if is_many else [_checkbox(row, name, chosen)])),
        element("td", _dots(row) if is_many else _image(picture)),
        _name_cell(row, name, row["id"] in opened),
    ]
    cells += [element("td", setting_text(row, column.name)) for column in columns]
    cells += [_number_cell(row, column.name) for column in numbers]
    return element("tr", *cells, data_id=row["id"])


def _checkbox(row, name, chosen):
    box = element("input", type="checkbox", data_run="compare", aria_label=f"Compare {name}")
    box.checked = row["id"] in chosen
    return element("label", box, class_="check")


def _name_cell(row, name, is_open):
    label = f"Name of {name}"
    box = element("input", type="text", maxlength=MAX_NAME, data_run="name", aria_label=label)
    box.value = name
    deeds = element("div", _link(row["link"], name), class_="deeds")
    if row["results"]:
        word = "Hide the results" if is_open else f"Show all {len(row['results'])}"
        state = "true" if is_open else "false"
        deeds.append(button(word, "expand", aria_expanded=state, aria_label=f"{word} of {name}"))
    deeds.append(button("Delete", "delete", aria_label=f"Delete {name}"))
    return element("th", box, deeds, scope="row")


def _number_cell(row, name):
    cell = element("td", number_text(name, row[name]))
    more = range_text(row, name)
    if name == "epoch" and not row["results"]:
        more = ENDED.get(row["stop_reason"], row["stop_reason"])
    if more:
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
    """Return how alike the results of a training are, and a row for each of them."""
    width = 3 + len(columns) + len(numbers)
    words = element("td", element("span", spread_sentence(row), class_="spread"), colspan=width)
    made = [element("tr", words, class_="result")]
    for result in row["results"]:
        one = dict(row, results=[], set=dict(row["set"], weights_seed=result[0]))
        one.update(dict(zip(RESULT, result[1:])))  # noqa: B905
        one["stop_reason"] = one["stop_reason"] or NOT_TRAINED
        name = f"seed {result[0]}"
        link = _link(link_to_result(row, result[0]), name)
        cells = [element("td", colspan=2), element("th", name, " ", link, scope="row")]
        # The other settings are those of all the results.
        seed = [column.name == "weights_seed" for column in columns]
        cells += [element("td", str(result[0]) if is_seed else "") for is_seed in seed]
        cells += [_number_cell(one, column.name) for column in numbers]
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
            across = _across(loss, most)
            drawing.append(drawn("circle", cx=f"{across:.1f}", cy=f"{down:.1f}", r=2.5))
    return drawing


def _across(loss, most):
    return 4 + (DOTS[0] - 8) * loss / most


def _caption(rows):
    """Return what all rows have in common, as a list of one element, or of none."""
    common = settings_in_common(rows)
    words = ", ".join([f"{label} {text}" for label, text in common])
    start = "All with" if len(rows) > 1 else "With"
    return [element("caption", f"{start}: {words}.")] if words else []
