"""A trained network as a file, and back: weights, biases, and what belongs to its inputs.

Two formats hold the same. **JSON**, version 1, is one object:

``format``, ``version``
    ``"neural_network_playground/weights"`` and 1.
``record``
    The object that `settings.link_file` writes: the page opens a file with it; or null.
``layer_sizes``
    Number of inputs, of units in each hidden layer, and 1 for the output: ``[2, 3, 1]``.
``activation``, ``output``
    Names of `activations.ACTIVATIONS`, in the hidden layers, and of `outputs.OUTPUTS`.
``inputs``
    ``names`` of `features.FEATURES`, in order, and of each the ``mean`` that is taken from it and
    the ``scale`` that it is then divided by.
``axes``
    Where points of one's own have a table's numbers, of each coordinate its ``name`` and the
    numbers that are -1 and 1 in the plane, ``low`` and ``high``; else null.
``weights``, ``biases``
    For each layer, a row for each unit with a number for each input; a number for each unit.
``epoch``
    How long it was trained.
``losses``, ``accuracies``
    ``train`` and ``test``: in nats, and as shares of 1; null where there are no points.
``settings``
    The value of every setting, by name.

**NPZ** is what ``numpy.load`` opens without pickle: ``W1``, ``b1``, ``W2``, ``b2``, … in the shapes
of `Network`, (units, inputs) and (units, 1); ``mean`` and ``scale``, (inputs, 1); ``inputs``,
``activation`` and ``output`` as text; ``epoch``; and ``record``, the bytes of its text in UTF-8,
where there is one. Nothing is compressed, so that the text can be found in the file.
"""

import contextlib
import io
import json
import math
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from playground.activations import ACTIVATIONS
from playground.checks import Array
from playground.features import FEATURES, FeatureTransform
from playground.network import MAX_UNITS, Network
from playground.outputs import OUTPUTS
from playground.session.session import Session
from playground.settings.values import names_in

FORMAT, VERSION = "neural_network_playground/weights", 1
# Of what is read: a file and all that is in it, the layers of a network, and all of its numbers.
# The page's own are far smaller.
MAX_BYTES, MAX_LAYERS, MAX_PARAMETERS = 2**24, 64, 10**6
# The one that archives can hold at the earliest: equal networks give equal bytes.
DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3


# ---- Writing


def weights_json(session: Session, record: str = "") -> str:
    """Return the network of a *session*, as it is now, as JSON.

    Parameters
    ----------
    session : Session
        Stays as it is.
    record : str
        One line of JSON, as `settings.link_file.as_file` writes it; it stands in the file as it is.
    """
    network, inputs, metrics = session.network, session.inputs, session.metrics()
    content = {
        "layer_sizes": list(network.layer_sizes),
        "activation": network.activation,
        "output": network.output,
        "inputs": {
            "names": list(inputs.names),
            "mean": inputs.mean[:, 0].tolist(),
            "scale": inputs.scale[:, 0].tolist(),
        },
        "axes": _axes(session),
        "weights": [W.tolist() for W in network.weights],
        "biases": [b[:, 0].tolist() for b in network.biases],
        "epoch": session.epoch,
        "losses": _of_sets(metrics, "loss"),
        "accuracies": _of_sets(metrics, "accuracy"),
        "settings": session.values,
    }
    # A line for each part: a reader finds it, and the record is what it was before.
    parts = [
        ("format", json.dumps(FORMAT)),
        ("version", str(VERSION)),
        ("record", record or "null"),
    ]
    parts += [(name, json.dumps(part, allow_nan=False)) for name, part in content.items()]
    lines = [f"{json.dumps(name)}: {text}" for name, text in parts]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def weights_npz(session: Session, record: str = "") -> bytes:
    """Return the network of a *session*, as it is now, as an archive of NumPy's.

    The parameters are those of `weights_json`.
    """
    network, inputs = session.network, session.inputs
    arrays: dict[str, Any] = {}
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True), 1):
        arrays |= {f"W{layer}": W, f"b{layer}": b}
    arrays |= {"mean": inputs.mean, "scale": inputs.scale, "inputs": np.array(inputs.names)}
    arrays |= {"activation": np.array(network.activation), "output": np.array(network.output)}
    arrays["epoch"] = np.array(session.epoch, np.int64)
    if record:
        arrays["record"] = np.frombuffer(record.encode(), np.uint8)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", DATE)
            member.create_system = UNIX  # wherever it is made
            archive.writestr(member, _npy(array))
    return buffer.getvalue()


def _axes(session: Session) -> list[dict[str, object]] | None:
    scale, names = session.dataset.scale, names_in(session.values)
    if scale is None:
        return None
    return [
        {"name": name, "low": axis.low, "high": axis.high}
        for name, axis in zip(names[:2], scale, strict=True)
    ]


def _of_sets(metrics: Mapping[str, float | None], measure: str) -> dict[str, float | None]:
    found = {name: metrics[f"{name}_{measure}"] for name in ("train", "test")}
    return {
        name: number if number is not None and math.isfinite(number) else None
        for name, number in found.items()
    }


def _npy(array: Array) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.asarray(array, order="C"), (1, 0), allow_pickle=False)
    return buffer.getvalue()


# ---- Reading


def network_from_json(text: str) -> tuple[Network, FeatureTransform]:
    """Read a network, and what makes its inputs of points, from what `weights_json` has written.

    Parameters
    ----------
    text : str
        May come from anywhere.

    Raises
    ------
    ValueError
        If this is no such file, or damaged; names the field.
    """
    if len(text) > MAX_BYTES:
        raise ValueError(f"This file is too large for weights: more than {MAX_BYTES:,} characters.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("This is no file of weights: it is not JSON.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"This is no file of weights: its format is not {FORMAT}.")
    if content.get("version") != VERSION:
        raise ValueError(f"version must be {VERSION}; this file is from another playground.")
    sizes, inputs = content.get("layer_sizes"), content.get("inputs")
    if not isinstance(sizes, list):
        raise ValueError("layer_sizes must be a list such as [2, 3, 1].")
    if not isinstance(inputs, dict):
        raise ValueError("inputs must have names, mean and scale.")
    _check_sizes(sizes)
    arrays = {f"inputs.{name}": _columns(inputs.get(name), 1) for name in ("mean", "scale")}
    for name in ("weights", "biases"):
        layers = content.get(name)
        if not isinstance(layers, list) or len(layers) != len(sizes) - 1:
            raise ValueError(f"{name} must have an entry for each of {len(sizes) - 1} layers.")
        for layer, part in enumerate(layers):
            arrays[f"{name}[{layer}]"] = _columns(part, 2 if name == "weights" else 1)
    names = [f"weights[{layer}]" for layer in range(len(sizes) - 1)]
    return _built(
        sizes,
        (content.get("activation"), content.get("output"), inputs.get("names")),
        arrays,
        [*names, *(name.replace("weights", "biases") for name in names)],
        ("inputs.mean", "inputs.scale"),
    )


def network_from_npz(content: bytes) -> tuple[Network, FeatureTransform]:
    """Read a network, and what makes its inputs of points, from what `weights_npz` has written.

    Nothing in it is ever run.

    Parameters
    ----------
    content : bytes
        May come from anywhere.

    Raises
    ------
    ValueError
        If this is no such file, or damaged; names the member.
    """
    arrays = _members(content)
    for name in ("W1", "mean", "scale", "inputs", "activation", "output"):
        if name not in arrays:
            raise ValueError(f"This is no file of weights: it has no {name}.")
    n_layers = sum(name.startswith("W") for name in arrays)
    names = [f"{letter}{layer}" for letter in "Wb" for layer in range(1, n_layers + 1)]
    for name in names:
        if name not in arrays:
            raise ValueError(f"The file has no {name}.")
        if arrays[name].ndim != 2:
            raise ValueError(f"{name} must have two dimensions, not {arrays[name].ndim}.")
    sizes = [arrays["W1"].shape[1], *(len(arrays[name]) for name in names[:n_layers])]
    _check_sizes(sizes)
    words = tuple(_text(arrays[name]) for name in ("activation", "output", "inputs"))
    return _built(sizes, words, arrays, names, ("mean", "scale"))


def _check_sizes(sizes: Sequence[object]) -> None:
    """Raise a ValueError if a network of these *sizes* cannot be read; says why."""
    if not 2 <= len(sizes) <= MAX_LAYERS + 1:
        raise ValueError(f"layer_sizes must have from 2 to {MAX_LAYERS + 1} numbers.")
    whole = [size for size in sizes if isinstance(size, int) and not isinstance(size, bool)]
    if len(whole) < len(sizes) or not all(1 <= size <= MAX_UNITS for size in whole):
        raise ValueError(f"Each of layer_sizes must be a whole number from 1 to {MAX_UNITS}.")
    if whole[-1] != 1:
        raise ValueError(f"layer_sizes must end in 1, not {whole[-1]}: there is one output.")
    if sum((n_in + 1) * n_out for n_in, n_out in pairwise(whole)) > MAX_PARAMETERS:
        raise ValueError(f"layer_sizes must not ask for more than {MAX_PARAMETERS:,} numbers.")


def _built(
    sizes: list[int],
    words: tuple[object, ...],
    arrays: Mapping[str, Array],
    names: Sequence[str],
    names_of_inputs: tuple[str, str],
) -> tuple[Network, FeatureTransform]:
    """Return the network of what has been read; *names* are its arrays, weights before biases."""
    activation, output, inputs = words
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}.")
    if not isinstance(output, str) or output not in OUTPUTS:
        raise ValueError(f"output must be one of {', '.join(OUTPUTS)}.")
    is_known = isinstance(inputs, list) and all(
        isinstance(name, str) and name in FEATURES for name in inputs
    )
    if not is_known or not isinstance(inputs, list) or len(inputs) != sizes[0]:
        raise ValueError(f"inputs must name {sizes[0]} of {', '.join(FEATURES)}.")
    shapes = list(pairwise(sizes))
    expected = [(n_out, n_in) for n_in, n_out in shapes] + [(n_out, 1) for _, n_out in shapes]
    for name, shape in zip(names, expected, strict=True):
        _check_array(name, arrays[name], shape)
    for name in names_of_inputs:
        _check_array(name, arrays[name], (sizes[0], 1))
    mean, scale = (arrays[name].copy() for name in names_of_inputs)
    if not (scale > 0).all():
        raise ValueError(f"{names_of_inputs[1]} must be positive.")
    features = FeatureTransform(inputs, bool((mean != 0).any() or (scale != 1).any()))
    features.mean, features.scale = mean, scale
    found = [arrays[name].copy() for name in names]
    n_layers = len(shapes)
    first = Network(sizes, activation, output=output)
    return first.with_parameters(found[:n_layers], found[n_layers:]), features


def _check_array(name: str, array: Array, shape: tuple[int, int]) -> None:
    if array.dtype != np.float64 or not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers.")
    if array.shape != shape:
        raise ValueError(f"{name} must have the shape {shape}, not {array.shape}.")


def _columns(part: object, dimensions: int) -> Array:
    """Return numbers from JSON as a matrix; a list becomes one column. No numbers become text."""
    rows = part if dimensions == 2 else [part]
    # Looked at before NumPy does, which makes every text as long as the longest one.
    if not isinstance(rows, list) or len(rows) > MAX_UNITS or not all(map(_is_row, rows)):
        return np.array("")
    try:
        matrix = np.array(rows, np.float64)
    except (ValueError, OverflowError):  # rows of different lengths; numbers of many digits
        return np.array("")
    return matrix if dimensions == 2 else matrix.T


def _is_row(part: object) -> bool:
    """Tell whether this is a list of numbers, not more than one unit can have."""
    if not isinstance(part, list) or len(part) > MAX_UNITS:
        return False
    return all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in part)


def _members(content: bytes) -> dict[str, Any]:
    """Return the arrays in an archive, by name."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"This file is too large for weights: more than {MAX_BYTES:,} bytes.")
    with _damage_told("This is no file of weights: it is no archive, or damaged."):
        archive = zipfile.ZipFile(io.BytesIO(content))
    _check_members(archive.infolist())
    found = {}
    for member in archive.infolist():
        name = _name_of(member)
        with _damage_told(f"{name} is damaged."):
            body = archive.read(member)
        found[name] = _array(name, body)
    return found


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    """Raise a ValueError if something does not belong there, or would unpack to too much."""
    for member in members:
        name = _name_of(member)
        if not _is_known(name):
            raise ValueError(f"{_short(name)} does not belong into a file of weights.")
        if member.compress_type != zipfile.ZIP_STORED or member.compress_size != member.file_size:
            raise ValueError(f"{name} is compressed, as nothing in a file of weights is.")
    # Several may lie in the same bytes of the file.
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise ValueError(f"This file holds too much for weights: more than {MAX_BYTES:,} bytes.")


def _name_of(member: zipfile.ZipInfo) -> str:
    return member.filename.removesuffix(".npy")


def _is_known(name: str) -> bool:
    digits = name[1:]
    is_layer = name[:1] in ("W", "b") and digits.isascii() and digits.isdecimal() and len(name) < 4
    others = ("mean", "scale", "inputs", "activation", "output", "epoch", "record")
    return is_layer or name in others


@contextlib.contextmanager
def _damage_told(words: str) -> Iterator[None]:
    """Raise a ValueError with these *words* for all that a damaged archive or array can raise."""
    try:
        yield
    except (ValueError, TypeError, SyntaxError, tokenize.TokenError):  # of a header of NumPy's
        raise ValueError(words) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError):
        raise ValueError(words) from None
    # RuntimeError: encrypted, or nested beyond all measure.
    except (NotImplementedError, RuntimeError, OverflowError, MemoryError):
        raise ValueError(words) from None


def _array(name: str, content: bytes) -> Any:
    """Read one array, and only numbers and text: what needs pickle is refused."""
    buffer = io.BytesIO(content)
    with _damage_told(f"{name} is no array of NumPy's, or damaged."):
        if np.lib.format.read_magic(buffer) != (1, 0):
            raise ValueError
        shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(buffer)
    body = content[buffer.tell() :]
    with _damage_told(f"{name} is damaged, or holds neither numbers nor text."):
        # What it says of its size is believed only if it is true.
        if dtype.kind not in "fiuU" or len(body) != math.prod(shape) * dtype.itemsize:
            raise ValueError
        array: Any = np.frombuffer(body, dtype).reshape(shape, order="F" if is_fortran else "C")
        return array.astype(np.float64) if dtype.kind == "f" else array


def _text(array: Array) -> object:
    """Return the text that an *array* holds, or a list of texts; None if it holds none."""
    if array.dtype.kind != "U" or array.size > MAX_UNITS:
        return None
    try:
        return array.tolist()
    except ValueError:  # numbers that no letter has
        return None


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:20]}…"
