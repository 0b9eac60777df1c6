"""Weights as files: they come back bit for bit, and what is damaged or foreign is refused."""

import copy
import io
import json
import re
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.custom.codec import pack_table
from playground.custom.scale import scale_of_values
from playground.export.weights import (
    network_from_json,
    network_from_npz,
    weights_json,
    weights_npz,
)
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.link_file import as_file

FRAGMENT = "shape=moons&hidden_units=3&epoch=20"
RECORD = as_file(f"https://example.org/#{FRAGMENT}", FRAGMENT)
FRAGMENTS = [
    FRAGMENT,
    "layers=0",
    "widths=16-1-5&activation=leaky_relu&features=x1,sin_x2,x1_x2&standardize=on",
    "shape=custom",
]


def session_of(fragment, epoch=20):
    session = Session(from_fragment(fragment)[0])
    session.begin(epoch)
    session.advance(float("inf"))
    return session


def both(session):
    return [
        network_from_json(weights_json(session, RECORD)),
        network_from_npz(weights_npz(session, RECORD)),
    ]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_network_comes_back_bit_for_bit(fragment):
    session = session_of(fragment)
    X = np.random.RandomState(0).standard_normal((2, 50))
    for network, inputs in both(session):
        for one, two in zip(
            network.weights + network.biases,
            session.network.weights + session.network.biases,
            strict=True,
        ):
            np.testing.assert_array_equal(one, two, strict=True)
        np.testing.assert_array_equal(
            network.predict_proba(inputs.transform(X)),
            session.network.predict_proba(session.inputs.transform(X)),
        )
        assert inputs.names == session.inputs.names


def test_json_says_what_it_holds():
    session = session_of(FRAGMENT)
    content = json.loads(weights_json(session, RECORD))
    assert content["format"] == "neural_network_playground/weights"
    assert content["version"] == 1
    assert content["record"]["fragment"] == FRAGMENT
    assert content["layer_sizes"] == [2, 3, 1]
    assert content["epoch"] == 20
    assert content["losses"] == {"train": session.metrics()["train_loss"], "test": None}
    assert content["settings"] == session.values
    assert RECORD in weights_json(session, RECORD)


def test_numpy_opens_the_archive_and_finds_the_record(tmp_path):
    session = session_of(FRAGMENT)
    content = weights_npz(session, RECORD)
    assert RECORD.encode() in content
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        assert sorted(arrays) == sorted(
            [
                "W1",
                "b1",
                "W2",
                "b2",
                "mean",
                "scale",
                "inputs",
                "activation",
                "output",
                "epoch",
                "record",
            ]
        )
        np.testing.assert_array_equal(arrays["W1"], session.network.weights[0])
        assert arrays["record"].tobytes().decode() == RECORD
        assert arrays["inputs"].tolist() == ["x1", "x2"]
        assert arrays["epoch"] == 20


def test_equal_networks_give_equal_files():
    first, second = session_of(FRAGMENT), session_of(FRAGMENT)
    assert weights_npz(first, RECORD) == weights_npz(second, RECORD)
    assert weights_json(first, RECORD) == weights_json(second, RECORD)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("format", "another", "format"),
        ("version", 2, "version"),
        ("layer_sizes", [2, 3.5, 1], "layer_sizes"),
        ("layer_sizes", [2, 3, 2], "layer_sizes"),
        ("layer_sizes", [2, True, 1], "layer_sizes"),
        ("layer_sizes", [1000] * 60, "layer_sizes"),
        ("layer_sizes", None, "layer_sizes"),
        ("activation", "exp", "activation"),
        ("output", ["sigmoid"], "output"),
        ("inputs", None, "inputs"),
        ("inputs", {"names": ["x1", "x9"], "mean": [0, 0], "scale": [1, 1]}, "inputs"),
        ("inputs", {"names": ["x1", "x2"], "mean": [0], "scale": [1, 1]}, "inputs.mean"),
        ("inputs", {"names": ["x1", "x2"], "mean": [0, 0], "scale": [1, 0]}, "inputs.scale"),
        ("weights", [[[1, 2]]], "weights"),
        ("weights", [[[1, 2]] * 3, [[1, 2]]], r"weights\[1\]"),
        ("weights", [[["1", "2"]] * 3, [[1, 2, 3]]], r"weights\[0\]"),
        ("weights", [[[1], [1, 2]], [[1, 2, 3]]], r"weights\[0\]"),
        ("biases", [[0, 0, 1e999], [0]], r"biases\[0\]"),
        ("biases", [[0, 0, None], [0]], r"biases\[0\]"),
        ("biases", [[0, 0, True], [0]], r"biases\[0\]"),
        ("biases", [[0, 0, 10**400], [0]], r"biases\[0\]"),
        ("biases", [[0] * 1001, [0]], r"biases\[0\]"),
        ("weights", [[["x" * 10**6, *[""] * 10**6]], [[1, 2, 3]]], r"weights\[0\]"),
        ("weights", [[[1, 2]] * 3, {"0": 1}], r"weights\[1\]"),
    ],
)
def test_json_that_is_no_network_is_refused_by_name(field, value, word):
    content = json.loads(weights_json(session_of(FRAGMENT)))
    content[field] = value
    with pytest.raises(ValueError, match=word):
        network_from_json(json.dumps(content))


@pytest.mark.parametrize("text", ["", "[]", "1", "[" * 100000, '{"format": 1}', "x1,x2,class"])
def test_another_text_is_refused(text):
    with pytest.raises(ValueError, match="no file of weights"):
        network_from_json(text)


def archive_of(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def parts():
    with np.load(io.BytesIO(weights_npz(session_of(FRAGMENT)))) as arrays:
        return dict(arrays)


def test_an_archive_of_numpys_own_is_read_as_well():
    network, _ = network_from_npz(archive_of(**parts()))
    np.testing.assert_array_equal(network.weights[0], session_of(FRAGMENT).network.weights[0])


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"W1": np.ones((3, 3))}, "inputs"),
        ({"W2": np.ones((1, 2))}, "W2"),
        ({"W1": np.ones(3)}, "W1"),
        ({"W1": np.full((3, 2), np.nan)}, "W1"),
        ({"W1": np.ones((3, 2), dtype=int)}, "W1"),
        ({"b1": np.ones((3, 2))}, "b1"),
        ({"W3": np.ones((1, 1))}, "b3"),
        ({"activation": np.array("exp")}, "activation"),
        ({"inputs": np.array([{}, {}], dtype=object)}, "inputs"),
        ({"evil": np.ones(1)}, "evil"),
        ({"scale": np.zeros((2, 1))}, "scale"),
    ],
)
def test_an_archive_that_is_no_network_is_refused_by_name(changed, word):
    with pytest.raises(ValueError, match=word):
        network_from_npz(archive_of(**{**parts(), **changed}))


@pytest.mark.parametrize("name", ["W1", "b2", "mean", "inputs", "output"])
def test_what_is_missing_is_named(name):
    arrays = parts()
    del arrays[name]
    with pytest.raises(ValueError, match=name):
        network_from_npz(archive_of(**arrays))


def test_an_array_that_claims_to_be_enormous_is_refused_at_once():
    buffer = io.BytesIO()
    header = {"descr": "<f8", "fortran_order": False, "shape": (10**12, 10**6)}
    np.lib.format.write_array_header_1_0(buffer, header)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("W1.npy", buffer.getvalue())
    with pytest.raises(ValueError, match="W1 is damaged"):
        network_from_npz(packed.getvalue())


def archive_with(members, compression=zipfile.ZIP_STORED):
    """Return an archive of *members*, pairs of a name and its bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def test_an_archive_that_is_compressed_is_refused_before_anything_is_read(monkeypatch):
    content = archive_with([("W1.npy", bytes(2**20))], zipfile.ZIP_DEFLATED)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(ValueError, match="W1 is compressed"):
        network_from_npz(content)


def test_members_that_share_their_bytes_are_refused_before_anything_is_read(monkeypatch):
    """The same body again and again: an archive of 2 MB that says it holds 20."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("W1.npy", npy(np.ones((512, 512))))
        archive.filelist += [copy.copy(archive.filelist[0]) for _ in range(9)]
        for number, member in enumerate(archive.filelist, 1):
            member.filename = f"W{number}.npy"
    assert len(packed.getvalue()) < 2**21 + 10_000
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(ValueError, match="holds too much"):
        network_from_npz(packed.getvalue())


@pytest.mark.parametrize("name", ["W\u0661.npy", "W\u00b2.npy", "W-1.npy", "W.npy", "../W1.npy"])
def test_other_names_are_refused(name):
    with pytest.raises(ValueError, match="does not belong"):
        network_from_npz(archive_with([(name, npy(np.ones((1, 1))))]))


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1)}", bytes(8)),
        ("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,)}", b""),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (" + 99 * "1," + ")}", bytes(8)),
        ("{'descr': [], 'fortran_order': False, 'shape': (1,)}", bytes(8)),
        ("{'descr': 7, 'fortran_order': False, 'shape': (1,)}", bytes(8)),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': 1}", bytes(8)),
        ("{{}: 1}", bytes(8)),
        ("(" * 5000, bytes(8)),
        ('"""', bytes(8)),
        ("  1\n 2", bytes(8)),
    ],
)
def test_a_header_that_makes_no_sense_is_refused(header, body):
    head = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
    with pytest.raises(ValueError, match=r"W1 is (damaged|no array)"):
        network_from_npz(archive_with([("W1.npy", head + body)]))


def test_text_of_no_letters_is_refused():
    text = np.array([0x110000] * 4, np.uint32).view("<U4").reshape(())
    with pytest.raises(ValueError, match="activation must be"):
        network_from_npz(archive_of(**{**parts(), "activation": text}))


def test_text_without_end_is_refused():
    text = np.array([""] * 100_000, "<U1")
    with pytest.raises(ValueError, match="inputs must name"):
        network_from_npz(archive_of(**{**parts(), "inputs": text}))


@given(st.data())
def test_damage_is_refused_or_harmless(data):
    content = bytearray(weights_npz(session_of("epochs=1", 0), RECORD))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    said = None
    try:
        network, _ = network_from_npz(bytes(content[:end]))
    except ValueError as problem:
        said = str(problem)
    if said is not None:
        assert re.fullmatch(r"(?s)\S+ .*\.", said)  # a sentence
        return
    assert all(np.isfinite(W).all() for W in network.weights)


def test_json_says_what_the_plane_is_of_a_table():
    numbers = np.array([[5.0, 9.0, 7.0], [-1.0, 1e9, 3.0]])
    code = pack_table(numbers, np.array([0, 1, 1]), scale_of_values(numbers))
    content = json.loads(weights_json(session_of(f"shape=custom&points={code}&names=a,b,no,yes")))
    assert content["axes"] == [
        {"name": "a", "low": 5.0, "high": 9.0},
        {"name": "b", "low": -1.0, "high": 1e9},
    ]
    assert json.loads(weights_json(session_of(FRAGMENT)))["axes"] is None
