"""Writes the picture, in the colours and sizes of ``look``, and the curve of the loss."""

import json

from playground.export.data_code import has_own_inputs, points_name
from playground.export.source import Chapter, Lines, chapter, indented
from playground.look import style
from playground.look.chart_axes import LOG
from playground.look.theme import THEMES, unit_look
from playground.outputs import MAX_LOG_ODDS
from playground.picture.grid import resolution
from playground.picture.plane_data import PlaneData, PointGroup
from playground.picture.prediction import LINE_STRIDE
from playground.session.session import Session
from playground.settings.table import CUSTOM
from playground.settings.values import names_in

SIZE = 480
"""Width and height of the picture, in pixels."""

_THEME = THEMES["light"]


def picture_chapter(session: Session) -> Chapter:
    """Write a function that draws the plane: what the page shows, but for the units' names."""
    values, dataset = session.values, session.dataset
    data = PlaneData(
        *(dataset.X, dataset.y, dataset.X_test, dataset.y_test),
        draw_test=values["test_points"] == "on",
        limits=dataset.limits,
        size=SIZE,
        names=names_in(values)[:2],
        scale=dataset.scale,
    )
    nodes = resolution(session.network)
    lines = [
        *_limits(session, data),
        f"across, up = np.linspace(left, right, {nodes}), np.linspace(bottom, top, {nodes})",
        "x1, x2 = np.meshgrid(across, up)",
        "nodes = np.stack([x1.ravel(), x2.ravel()])  # " + f"(2, {nodes**2})",
        *("", ""),
        "def draw_plane(axes):",
        *indented(_surface(session, nodes)),
        *indented(_unit_lines(session)),
        *indented(_boundary()),
        *indented(_points(session, data)),
        *indented(_axes(data, is_of_table=dataset.scale is not None)),
    ]
    shown = {
        "probability": "the probability of class 1",
        "decision": "the class that it decides for",
        "confidence": "how sure it is",
    }[values["surface"]]
    text = f"""What the network makes of every point of the plane: the colour is {shown}, the black
        line is where the probability of class 1 is one half."""
    if _has_unit_lines(session):
        text += " Each thin line is where the sum z of a unit of the first layer is 0."
    return chapter("The picture", text, lines)


def losses_chapter(session: Session) -> Chapter:
    """Write a function that draws the loss over the epochs."""
    values, has_test = session.values, session.dataset.y_test.size > 0
    lines = [
        "def draw_losses(axes):",
        f'    axes.plot(losses, color="{_THEME.line}", label="loss")',
    ]
    if has_test:
        lines += [
            f'    axes.plot(test_losses, color="{_THEME.line}", linestyle=":", label="test loss")',
            "    axes.legend(frameon=False)",
        ]
    if values["time_scale"] == LOG:
        lines.append('    axes.set_xscale("symlog")  # logarithmic, from epoch 1 on')
    if values["loss_scale"] == LOG:
        lines.append('    axes.set_yscale("log")')
    else:
        lines.append("    axes.set_ylim(bottom=0)")
    lines.append('    axes.set(xlabel="epoch", ylabel="loss")')
    return chapter("The loss", "How the mean loss of the points falls, epoch by epoch.", lines)


def figure_lines(has_losses: bool) -> Lines:
    """Write the figure: the plane, and beside it the losses if there are any."""
    if not has_losses:
        return [
            f"figure = plt.figure(figsize=({SIZE} / 72, {SIZE} / 72), dpi=72)",
            "draw_plane(figure.add_axes((0, 0, 1, 1)))",
        ]
    return [
        f"figure = plt.figure(figsize=({2 * SIZE} / 72, {SIZE} / 72), dpi=72)",
        "draw_plane(figure.add_axes((0, 0, 0.5, 1)))",
        "draw_losses(figure.add_axes((0.58, 0.12, 0.4, 0.82)))",
    ]


def _limits(session: Session, data: PlaneData) -> Lines:
    if session.values["shape"] == CUSTOM:
        (left, right), (bottom, top) = data.limits
        return [f"(left, right), (bottom, top) = ({left}, {right}), ({bottom}, {top})"]
    name = points_name(session)
    is_split = session.dataset.y_test.size > 0
    every = "every_point" if is_split else name
    return [
        *([f"every_point = np.hstack([{name}, {name}_test])"] if is_split else []),
        f"low, high = {every}.min(axis=1), {every}.max(axis=1)",
        "middle, half = (low + high) / 2, 0.6 * max(high - low) + 0.05",
        "(left, bottom), (right, top) = middle - half, middle + half",
    ]


def _surface(session: Session, nodes: int) -> Lines:
    inputs = "inputs(nodes)" if has_own_inputs(session) else "nodes"
    kind = session.values["surface"]
    colors = _THEME.confidence if kind == "confidence" else _THEME.surface
    lines = [
        f"trace = forward({inputs})",
        f"z = trace[-2].reshape({nodes}, {nodes})",
    ]
    if kind == "decision":
        lines += [
            "# 0 and 1, and in between within half a step of the boundary",
            f"z = np.clip(z, -{MAX_LOG_ODDS:g}, {MAX_LOG_ODDS:g})",
            "steepness = np.hypot(*np.gradient(z))",
            "edge = np.clip(z / np.maximum(steepness, 1e-12) + 0.5, 0, 1)",
            "shown = np.where(steepness > 1e-12, edge, z > 0)",
        ]
    else:
        probability = f"trace[-1].reshape({nodes}, {nodes})"
        sureness = f"np.abs(2 * {probability} - 1)"
        lines.append(f"shown = {sureness if kind == 'confidence' else probability}")
    return [
        *lines,
        f'colors = LinearSegmentedColormap.from_list("", {list(colors)})'.replace("'", '"'),
        'smooth = {"origin": "lower", "interpolation": "bilinear"}',
        "dx, dy = (across[1] - across[0]) / 2, (up[1] - up[0]) / 2  # a node is a pixel's middle",
        "extent = (left - dx, right + dx, bottom - dy, top + dy)",
        'axes.imshow(shown, colors, vmin=0, vmax=1, extent=extent, aspect="auto", **smooth)',
    ]


def _has_unit_lines(session: Session) -> bool:
    return session.values["unit_lines"] == "on" and len(session.network.layer_sizes) > 2


def _unit_lines(session: Session) -> Lines:
    """Write the lines on which z of the units of the first layer is 0."""
    if not _has_unit_lines(session):
        return []
    looks = [unit_look("light", unit) for unit in range(session.network.layer_sizes[1])]
    lines = ["looks = [", *(f'    ("{color}", (0, {dashes})),' for color, dashes in looks), "]"]
    if session.inputs.names == ("x1", "x2"):
        return [*lines, *_straight_lines(session)]
    nodes = resolution(session.network)
    every = f"[::{LINE_STRIDE}, ::{LINE_STRIDE}]" if len(looks) > 1 else ""
    return [
        *lines,
        "for z1, (color, dashes) in zip(trace[0], looks):",
        "    if z1.min() < 0 < z1.max():",
        f"        line = [nodes{every} for nodes in (x1, x2, z1.reshape({nodes}, {nodes}))]",
        f'        look = {{"linewidths": {style.UNIT_WIDTH}, "linestyles": [dashes], "zorder": 1}}',
        '        axes.contour(*line, [0], colors=[color], algorithm="serial", **look)',
    ]


def _straight_lines(session: Session) -> Lines:
    """Write the lines w x + b = 0 of the units that are told x₁ and x₂."""
    W, b, lines = "W1", "b1", []
    if has_own_inputs(session):
        W, b = "plane_W", "plane_b"
        lines = [
            "plane_W = W1 / scale.T  # as if the inputs were not standardized",
            "plane_b = b1 - plane_W @ mean",
        ]
    return [
        *lines,
        f"for w, b, (color, dashes) in zip({W}, {b}, looks):",
        "    if w @ w > 0:  # the line w x + b = 0, long enough to cross the plane",
        "        middle = np.array([left + right, bottom + top]) / 2",
        "        nearest = middle - (w @ middle + b) / (w @ w) * w",
        "        along = np.array([-w[1], w[0]]) / np.sqrt(w @ w) * (right - left)",
        f'        look = {{"linewidths": {style.UNIT_WIDTH}, "linestyles": [dashes], "zorder": 1}}',
        "        line = LineCollection([[nearest - along, nearest + along]], colors=color, **look)",
        "        axes.add_collection(line)",
    ]


def _boundary() -> Lines:
    width = style.BOUNDARY_WIDTH
    return [
        "if z.min() < 0 < z.max():",
        f'    look = {{"colors": "{_THEME.line}", "linewidths": {width}, "zorder": 1}}',
        '    axes.contour(x1, x2, z, [0], algorithm="serial", **look)',
    ]


def _points(session: Session, data: PlaneData) -> Lines:
    """Write the points of both classes, and the rings around mistakes."""
    name, scale = points_name(session), data.marker_scale
    lines = [
        line
        for group in data.groups
        if group.X.size
        for line in _scatter(name if group.is_filled else f"{name}_test", group, scale)
    ]
    if session.values["mistakes"] != "on" or session.dataset.is_empty:
        return lines
    diameter, width = style.ring(scale)
    sets = [""]
    if session.values["test_points"] == "on" and session.dataset.y_test.size:
        sets.append("_test")
    lines += [
        f'ring = {{"markersize": {diameter:.4g}, "markeredgewidth": {width}, "zorder": 3}}',
        f'ring |= {{"markerfacecolor": "none", "markeredgecolor": "{_THEME.line}"}}',
    ]
    for one in sets:
        lines += [
            f"is_wrong = (forward(X{one})[-1][0] > 0.5) != y{one}",
            f'axes.plot(*{name}{one}[:, is_wrong], "o", **ring)',
        ]
    return lines


def _scatter(name: str, group: PointGroup, scale: float) -> Lines:
    """Write the points of a class."""
    color, edge = _THEME.classes[group.label], _THEME.point_edge
    area, width = style.marker(group.is_filled, scale)
    marker, test = style.CLASS_MARKERS[group.label], "" if group.is_filled else "_test"
    strokes = (
        [(color, edge, width)]
        if group.is_filled
        else [("none", edge, style.HALO * scale), ("none", color, width)]
    )
    lines = [
        f"of_class = {name}[:, y{test} == {group.label}]",
        f'shape = {{"s": {area:.4g}, "marker": "{marker}", "zorder": 2}}',
    ]
    for fill, stroke, line in strokes:
        inks = f'c="{fill}", edgecolors="{stroke}", linewidths={line:.4g}'
        lines.append(f"axes.scatter(*of_class, {inks}, **shape)")
    return lines


def _axes(data: PlaneData, is_of_table: bool) -> Lines:
    """Write the axes; the numbers of a table stand where they are in the plane."""
    lines = ["axes.set(xlim=(left, right), ylim=(bottom, top))"]
    for axis, ticks in zip("xy", data.ticks, strict=True):
        texts = [text for _, text in ticks]
        if is_of_table:
            lines += [
                f"places = [{', '.join(f'{place:.9g}' for place, _ in ticks)}]",
                f"axes.set_{axis}ticks(places, {json.dumps(texts, ensure_ascii=False)})",
            ]
            continue
        plain = [float(text.replace("−", "-")) for text in texts]
        lines.append(f"axes.set_{axis}ticks([{', '.join(f'{one:g}' for one in plain)}])")
    away, below = style.NAME_AWAY / SIZE, style.NAME_BELOW / SIZE
    level, upright = (json.dumps(name, ensure_ascii=False) for name in data.names)
    return [
        *lines,
        f'ink, faint = "{_THEME.line}", "{_THEME.line}{style.TICK_INK}"',
        'axes.tick_params(direction="in", color=faint, '
        f"length={style.TICK_LENGTH}, width={style.TICK_WIDTH})",
        "axes.tick_params(labelcolor=ink, "
        f"labelsize={style.NUMBER_SIZE}, pad=-{style.NUMBER_AWAY})",
        'plt.setp(axes.get_xticklabels(), verticalalignment="baseline")',
        'plt.setp(axes.get_yticklabels(), horizontalalignment="left")',
        "plt.setp(axes.spines.values(), visible=False)",
        'name = {"transform": axes.transAxes, "color": ink, "parse_math": False}',
        f'name |= {{"fontsize": {style.NAME_SIZE}}}',
        f'axes.text({1 - away:.4f}, {away:.4f}, {level}, ha="right", **name)',
        f'axes.text({away:.4f}, {1 - below:.4f}, {upright}, ha="left", **name)',
    ]
