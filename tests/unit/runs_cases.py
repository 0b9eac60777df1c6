"""What "Your runs" makes of some rows, as text; runs in CPython and in the page's MicroPython."""

from page.runs.columns import number_text, numbers_of, range_text, spread_sentence
from page.runs.curves import Axes, ends_in_words, stretches
from page.runs.export import as_csv, as_markdown
from page.runs.rows import (
    link_to_result,
    name_of,
    read_rows,
    renamed,
    same_as,
    settings_to_keep,
    with_row,
    write_rows,
)
from playground.settings.link import read_link

FRAGMENTS = (
    "shape=moons&hidden_units=3",
    "shape=xor&widths=8-4&optimizer=adam&regularization=l2&test_fraction=0.25",
    "shape=circles&layers=0&features=x1,x1_squared&data_seed=7&balance=0.3",
    "shape=custom&points=AQACAAAAAAAAAAAA&names=a,b,c,d",
)
RESULTS = [
    [0, 1000, 0.0035, 0.01, 1.0, 0.95, "epochs"],
    [1, 640, 0.0615, None, 0.97, None, "converged"],
    [2, 40, None, None, None, None, "diverged"],
]
CURVE = [[0, 1, 10, 100], [0.9, 0.5, None, 0.01], [None, 1.2, 0.3, 0.02]]


def row(number, fragment, **changed):
    """Return a row of the training that a *fragment* leads to."""
    values = read_link(fragment).values
    made = {
        "id": str(number),
        "time": f"2026-01-01T00:00:{number:02d}.000Z",
        "name": "",
        "set": settings_to_keep(values),
        "link": fragment,
        "state": "done",
        "stop_reason": "epochs",
        "epoch": 1000,
        "train_loss": 0.0035 + number,
        "test_loss": None,
        "train_accuracy": 0.996,
        "test_accuracy": None,
        "results": [],
    }
    made.update(changed)
    return made


def rows():
    """Return some rows."""
    made = []
    for number, fragment in enumerate(FRAGMENTS):
        made = with_row(made, row(number, fragment))
    many = row(9, FRAGMENTS[0])
    many.update(numbers_of(read_link(FRAGMENTS[0]).values, RESULTS))
    return renamed(with_row(made, many), "1", '=SUM("A1"|B2)\n,x')


def report():
    """Return what the functions make of the rows, a line for each."""
    made = rows()
    lines = [name_of(one) for one in made]
    lines += [as_csv(made, "https://example.org/"), as_markdown(made)]
    again = read_rows(write_rows(made))
    lines.append(f"{again == made} {[one['id'] for one in again]}")
    lines += [str(same_as(made, one) is one) for one in made]
    many = made[0]
    lines += [spread_sentence(many), range_text(many, "train_loss"), range_text(many, "epoch")]
    lines += [link_to_result(many, 5), link_to_result(row(1, ""), 5)]
    for name in ("epoch", "train_loss", "train_accuracy"):
        lines += [number_text(name, number) for number in (None, 0, 0.12345, 1, 123456.7)]
    for time_scale in ("log", "linear"):
        for loss_scale in ("log", "linear"):
            axes = Axes([CURVE, CURVE], time_scale, loss_scale)
            lines.append(" ".join([f"{loss:.6g}" for loss in axes.losses()]))
            lines.append(" ".join([str(epoch) for epoch in axes.epochs()]))
            places = [(axes.across(epoch), axes.up(0.01 * epoch)) for epoch in CURVE[0]]
            lines.append(" ".join([f"{across:.9f} {up:.9f}" for across, up in places]))
    lines += [str(stretches(CURVE[0], losses)) for losses in CURVE[1:]]
    lines.append(ends_in_words(["one", "other"], [CURVE, CURVE]))
    return "\n".join(lines)
