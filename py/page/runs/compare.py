"""Two runs side by side: their pictures, and their curves in one chart (MicroPython)."""

from page.runs.columns import number_text
from page.runs.curves import Axes, ends_in_words, stretches
from page.runs.parts import drawn, element
from page.runs.rows import name_of

MOST = 2  # rows that are compared
HEIGHT, LEAST_WIDTH, MOST_WIDTH = 190, 240, 760
LEFT, RIGHT, TOP, BOTTOM = 46, 20, 10, 24  # around the axes
NO_CURVE = "No curve was kept of one of them."


def compared(rows, storage, scales, width):
    """Return the elements that show two *rows* beside each other.

    Parameters
    ----------
    rows : list of dict
        Two of them.
    storage : RunStorage
        Which has their pictures and curves.
    scales : (str, str)
        Of time and loss, as in the settings.
    width : float
        Of the chart, in CSS pixels.
    """
    names = [name_of(row) for row in rows]
    if names[0] == names[1]:
        names = [f"{name} ({number})" for number, name in enumerate(names, 1)]
    details = [storage.details(row["id"]) for row in rows]
    curves = [one["curve"] for one in details]
    figures = element("div", class_="pair")
    for place, row in enumerate(rows):
        figures.append(_figure(row, names[place], details[place]["picture"], place))
    if not all(curves):
        return [figures, element("p", NO_CURVE, class_="quiet")]
    words = ends_in_words(names, curves)
    has_test = any(loss is not None for curve in curves for loss in curve[2])
    key = element("p", "Loss over the epochs", class_="quiet")
    if has_test:
        key.append("; dotted: of the test points")
    chart = _chart(curves, scales, min(max(width, LEAST_WIDTH), MOST_WIDTH), words)
    return [figures, element("div", key, chart, element("p", words))]


def _figure(row, name, picture, place):
    """Return the picture of a row over its name, with the stroke of its curve."""
    loss = number_text("train_loss", row["train_loss"])
    title = element(
        "figcaption", _sample(place), name, element("span", f"loss {loss}", class_="quiet")
    )
    if not picture:
        return element("figure", title)
    image = element("img", src=picture, alt=f"The picture of {name}", width=240, height=240)
    return element("figure", image, title)


def _sample(place):
    line = drawn("path", d="M1 5H25", class_=f"run-{place}")
    return drawn("svg", line, viewBox="0 0 26 10", aria_hidden="true")


def _chart(curves, scales, width, words):
    """Return the chart as a drawing of that *width*."""
    axes = Axes(curves, *scales)
    chart = drawn(
        "svg", class_="chart", role="img", aria_label=words, viewBox=f"0 0 {width:.0f} {HEIGHT}"
    )

    def place(epoch, loss):
        return (
            LEFT + axes.across(epoch) * (width - LEFT - RIGHT),
            TOP + (1 - axes.up(loss)) * (HEIGHT - TOP - BOTTOM),
        )

    for loss in axes.losses():
        _, down = place(0, loss)
        chart.append(drawn("path", d=f"M{LEFT} {down:.1f}H{width - RIGHT:.0f}", class_="rule"))
        chart.append(_text(LEFT - 6, down + 4, f"{loss:.2g}", "end"))
    for epoch in axes.epochs():
        across, _ = place(epoch, 0)
        chart.append(_text(across, HEIGHT - 6, str(epoch), "middle"))
    for number, curve in enumerate(curves):
        for kind, losses in (("test", curve[2]), ("train", curve[1])):
            for part in stretches(curve[0], losses):
                places = [place(*point) for point in part]
                path = "L".join([f"{across:.1f} {down:.1f}" for across, down in places])
                chart.append(drawn("path", d="M" + path, class_=f"run-{number} {kind}"))
    return chart


def _text(across, down, text, anchor):
    return drawn("text", text, x=f"{across:.1f}", y=f"{down:.1f}", text_anchor=anchor)
