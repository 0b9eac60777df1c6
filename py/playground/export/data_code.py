"""Writes how the points come about, as ``shapes`` and ``data`` draw them, and the inputs."""

import json

import numpy as np

from playground.export.source import Chapter, Lines, assigned, chapter
from playground.session.dataset import Dataset
from playground.session.session import Session
from playground.settings.table import CUSTOM
from playground.settings.values import names_in
from playground.shapes import BLOB_CENTRES, GAP, INNER_RADIUS, TURNS

WORDS = {
    "blobs": "two round clouds, which one straight line separates",
    "circles": "a ring (class 0) around a smaller ring (class 1)",
    "moons": "two half circles that reach into each other",
    "xor": "four squares; class 1 is where one coordinate is positive, but not both",
    "spiral": "two arms that wind around each other, one the other turned by half a turn",
    "sine": "points all over a square; those above a sine curve are of class 1",
    "cubic": "points all over a square; those above a cubic curve are of class 1",
    "absolute": "points all over a square; those above a bent line are of class 1",
    CUSTOM: "points of your own",
}
"""What each shape looks like."""

# Where the plane has the numbers of a table, as `Axis.to_plane` computes it.
_PLACES = "2 * ({} - lowest) / (highest - lowest) - 1"
_CURVES = {
    "sine": "0.5 * np.sin(np.pi * drawn[:, 0])",
    "cubic": "drawn[:, 0] ** 3",
    "absolute": "(np.abs(drawn[:, 0]) - 0.5)",
}
_FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1_squared": "x1**2",
    "x2_squared": "x2**2",
    "x1_x2": "x1 * x2",
    "sin_x1": "np.sin(x1)",
    "sin_x2": "np.sin(x2)",
}


def has_own_inputs(session: Session) -> bool:
    """Tell whether the network is told anything but x₁ and x₂ as they are."""
    return session.inputs.names != ("x1", "x2") or _is_standardized(session)


def points_name(session: Session) -> str:
    """Return what the points are called: X, if they are the inputs of the network as well."""
    return "points" if has_own_inputs(session) else "X"


def data_chapter(session: Session) -> Chapter:
    """Write where the points come from, in the order in which the network sees them."""
    values, dataset = session.values, session.dataset
    name, n = points_name(session), dataset.y.size
    comment = f"  # (2, {n}): a point per column"
    if values["shape"] == CUSTOM:
        return _own_chapter(session, name, comment)
    lines = [*_drawn(session, f"{name}, y", comment if not dataset.y_test.size else "")]
    words = WORDS[values["shape"]]
    text = f"{words[0].upper()}{words[1:]}."
    if dataset.y_test.size:
        lines += ["", *_split(session, name, comment)]
        text += " The last points of each class are kept for the test."
    return chapter("The data", text, lines)


def _own_chapter(session: Session, name: str, comment: str) -> Chapter:
    """Write the reader's own points; those of a table by its own numbers, if these lead there."""
    dataset, n = session.dataset, session.dataset.y.size
    names = names_in(session.values)
    one, two, zero, first = (json.dumps(each, ensure_ascii=False) for each in names)
    of_each = f"  # ({n},): the class of each"
    if session.values["names"]:
        of_each = f"  # 0 is {zero}, 1 is {first}"
        comment = f"  # (2, {n}): {one} and {two}"
    text = "Points of your own, in the order in which they are learned."
    if is_table := _leads_to_places(dataset):
        lines = [
            *assigned("lowest", np.array([[axis.low] for axis in dataset.scale or ()])),
            *assigned("highest", np.array([[axis.high] for axis in dataset.scale or ()])),
            *assigned("table", dataset.values, comment),
            f"{name} = {_PLACES.format('table')}",
        ]
        text += """ The network sees the numbers of your table as places in the plane: lowest and
            highest are -1 and 1 there."""
    else:
        lines = assigned(name, dataset.X, comment)
    lines += assigned("y", dataset.y, of_each)
    if dataset.y_test.size:
        lines.append("")
        if is_table:
            lines += assigned("table_test", dataset.values_test)
            lines.append(f"{name}_test = {_PLACES.format('table_test')}")
        else:
            lines += assigned(f"{name}_test", dataset.X_test)
        lines += assigned("y_test", dataset.y_test)
        text += " The others are kept for the test: the network never learns from them."
    return chapter("The data", text, lines)


def _leads_to_places(dataset: Dataset) -> bool:
    """Tell whether there are a table's numbers, and `_PLACES` makes just the points of them."""
    if dataset.scale is None:
        return False
    low, high = (np.array([[axis[end]] for axis in dataset.scale]) for end in range(2))
    with np.errstate(all="ignore"):  # of the largest and the smallest numbers it makes none
        X, X_test = (
            2 * (values - low) / (high - low) - 1
            for values in (dataset.values, dataset.values_test)
        )
    return np.array_equal(X, dataset.X) and np.array_equal(X_test, dataset.X_test)


def inputs_chapter(session: Session) -> Chapter:
    """Write what the network is told about each point; only for `has_own_inputs`."""
    features = ", ".join(_FEATURES[name] for name in session.inputs.names)
    coordinates = "x1, x2 = points"
    if "x2" not in features or "x1" not in features:
        coordinates = "x1 = points[0]" if "x1" in features else "x2 = points[1]"
    is_standardized, k = _is_standardized(session), len(session.inputs.names)
    lines = [
        f"def {'features' if is_standardized else 'inputs'}(points):",
        f"    {coordinates}",
        f"    return np.stack([{features}])",
        "",
    ]
    text = "What the network is told about each point."
    if is_standardized:
        text += """ Each number is shifted and stretched to mean 0 and standard deviation 1, as
            measured on the points to learn from alone."""
        lines += [
            "",
            f"mean = features(points).mean(axis=1, keepdims=True)  # ({k}, 1)",
            f"scale = features(points).std(axis=1, keepdims=True)  # ({k}, 1)",
        ]
        is_constant = np.ptp(session.inputs.transform(session.dataset.X), axis=1) == 0
        lines += [
            f"scale[{row}] = 1  # the same for all points: only shifted"
            for row in np.flatnonzero(is_constant)
        ]
        lines += [
            *("", ""),
            "def inputs(points):",
            "    return (features(points) - mean) / scale",
            "",
        ]
    lines += ["", f"X = inputs(points)  # ({k}, {session.dataset.y.size})"]
    if session.dataset.y_test.size:
        lines.append(f"X_test = inputs(points_test)  # ({k}, {session.dataset.y_test.size})")
    return chapter("The inputs", text, lines)


def _is_standardized(session: Session) -> bool:
    return session.inputs.standardize and not session.dataset.is_empty


def _drawn(session: Session, names: str, comment: str) -> Lines:
    """Write the draws of a shape, the same in the same order as ``shapes``."""
    values, dataset = session.values, session.dataset
    n_0, n_1 = np.bincount(np.concatenate([dataset.y, dataset.y_test]), minlength=2).tolist()
    n, noise = n_0 + n_1, values["noise"]
    strayed = []
    if values["shape"] != "blobs" and noise:
        strayed = [f"rows = rows + random.normal(scale={noise}, size=({n}, 2))  # the noise"]
    return [
        f"random = np.random.RandomState({values['data_seed']})",
        *_classes(values["shape"], n_0, n_1, noise),
        f"rows, labels = np.concatenate([class_0, class_1]), np.repeat([0, 1], [{n_0}, {n_1}])",
        f"order = np.arange({n})",
        "random.shuffle(order)  # both classes are mixed",
        "rows, labels = rows[order], labels[order]",
        *strayed,
        f"{names} = rows.T, labels{comment}",
    ]


def _classes(shape: str, n_0: int, n_1: int, noise: float) -> Lines:
    """Write the points of both classes, a row for each, before they are mixed."""
    if shape == "blobs":
        return [
            f"class_{label} = random.normal({centre}, {noise}, ({size}, 2))"
            for label, (centre, size) in enumerate(zip(BLOB_CENTRES, (n_0, n_1), strict=True))
        ]
    if shape == "circles":
        return [
            f"outer = np.linspace(0, 2 * np.pi, {n_0}, endpoint=False)",
            f"inner = np.linspace(0, 2 * np.pi, {n_1}, endpoint=False)",
            "class_0 = np.column_stack([np.cos(outer), np.sin(outer)])",
            f"class_1 = {INNER_RADIUS} * np.column_stack([np.cos(inner), np.sin(inner)])",
        ]
    if shape == "moons":
        return [
            f"outer, inner = np.linspace(0, np.pi, {n_0}), np.linspace(0, np.pi, {n_1})",
            "class_0 = np.column_stack([np.cos(outer), np.sin(outer)])",
            "class_1 = np.column_stack([1 - np.cos(inner), 1 - np.sin(inner) - 0.5])",
        ]
    if shape == "xor":
        lines = [
            "    first = np.where(np.arange(size) % 2, 1, -1)  # the two squares take turns",
            "    signs = np.column_stack([first, sign * first])",
            f"    classes.append(signs * random.uniform({GAP}, 1, (size, 2)))",
        ]
    elif shape == "spiral":
        lines = [
            f"    radius = np.linspace({GAP}, 1, size)",
            f"    angle = 2 * np.pi * {TURNS} * radius",
            "    across, up = sign * radius * np.sin(angle), sign * radius * np.cos(angle)",
            "    classes.append(np.column_stack([across, up]))",
        ]
    else:
        return [
            "below = above = np.empty((0, 2))",
            f"while len(below) < {n_0} or len(above) < {n_1}:",
            f"    drawn = random.uniform(-1, 1, ({n_0 + n_1}, 2))",
            f"    height = drawn[:, 1] - {_CURVES[shape]}",
            f"    below = np.concatenate([below, drawn[height < -{GAP}]])",
            f"    above = np.concatenate([above, drawn[height > {GAP}]])",
            f"class_0, class_1 = below[:{n_0}], above[:{n_1}]",
        ]
    head = f"for size, sign in (({n_0}, 1), ({n_1}, -1)):"
    return ["classes = []", head, *lines, "class_0, class_1 = classes"]


def _split(session: Session, name: str, comment: str) -> Lines:
    """Write which points are kept for the test, as `dataset.kept_for_test` chooses them."""
    kept = np.bincount(session.dataset.y_test, minlength=2).tolist()
    n = session.dataset.y.size + session.dataset.y_test.size
    return [
        f"is_test = np.zeros({n}, bool)",
        *(
            f"is_test[np.flatnonzero(y == {label})[-{count}:]] = True"
            for label, count in enumerate(kept)
            if count
        ),
        f"{name}_test, y_test = {name}[:, is_test], y[is_test]",
        f"{name}, y = {name}[:, ~is_test], y[~is_test]{comment}",
    ]
