"""The same numbers and the same pictures everywhere: in the browser's Python as in CPython.

The golden pictures are small and of few colours. After a change that is meant, renew them from the
page, and look at them all: ``NN_PLAYGROUND_GOLDEN=renew pytest tests/browser -k golden``.
"""

import itertools
import os
import time

import golden
import numpy as np
import pytest
from PIL import Image

from playground.custom.codec import pack
from playground.data import generate
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.table import ACTIVATION, OPTIMIZER, RATE, SHAPE

# Both compute with the same 64 bits, but sum and call exp in other orders: a step may differ in its
# last digits, and a run in which such a difference does not grow in a few more.
STEP, RUN = 1e-12, 1e-9
# A run in which a nudge of all first weights, relative, moves no last one further is not chaotic.
NUDGE, CALM = 1e-12, 1e-10

REGULARIZATIONS = ("none", "l1&regularization_rate=0.01", "l2&regularization_rate=0.01")
RENEW = os.environ.get("NN_PLAYGROUND_GOLDEN") == "renew"
BATCH_SIZES = ("all", "10", "1")
RUNS = (
    "shape=blobs&hidden_units=2",
    "shape=circles&hidden_units=4",
    "shape=moons&hidden_units=3",
    "shape=xor&hidden_units=8&activation=relu&learning_rate=0.3",
    "shape=spiral&hidden_units=8&epochs=300",
    "shape=sine&hidden_units=4&activation=sigmoid",
    "shape=cubic&hidden_units=4&optimizer=momentum&learning_rate=0.5",
    "shape=absolute&hidden_units=3",
    "shape=moons&hidden_units=3&optimizer=adam&learning_rate=0.1",
    "shape=moons&hidden_units=3&batch_size=10&learning_rate=0.3",
    "shape=circles&layers=2&hidden_units=4&regularization=l2&regularization_rate=0.001",
)

# Goes to some addresses, and reads the file of the weights that each of them ends with: all digits.
WEIGHTS = """async (wishes) => {
    const worker = document.querySelector("script[worker]").xworker;
    const button = document.querySelector("[data-subject=weights][data-format=json]");
    const next = (isIt) => new Promise((resolve, reject) => {
        setTimeout(reject, 20_000, new Error(`no answer at ${location.hash}`));
        worker.addEventListener("message", function hear({ data }) {
            const message = typeof data === "string" ? JSON.parse(data) : {};
            if (!isIt(message)) return;
            worker.removeEventListener("message", hear);
            resolve(message);
        });
    });
    const { click } = HTMLElement.prototype; // of the link that would save each file
    HTMLAnchorElement.prototype.click = function () { if (!this.download) click.call(this); };
    const files = [];
    let { change } = window.reports.at(-1); // of what is there
    for (const [address, epoch] of wishes) {
        const isThere = ({ kind, ...picture }) => kind === "picture" && picture.change > change
            && picture.state !== "running" && picture.epoch === epoch;
        const trained = next(isThere);
        location.hash = address;
        change = (await trained).change;
        const made = next(({ kind }) => kind === "exported");
        button.click();
        files.push(await (await fetch((await made).address)).json());
    }
    delete HTMLAnchorElement.prototype.click;
    return files;
}"""


def steps():
    """Return an address for one epoch of each activation, optimizer and batch size.

    At a low rate: at a quarter of the usual, momentum diverges within an epoch of single points.
    """
    kinds = itertools.product(ACTIVATION.words, OPTIMIZER.words, BATCH_SIZES)
    for number, (activation, optimizer, batch_size) in enumerate(kinds):
        yield (
            f"shape=circles&hidden_units=4&layers={1 + number % 2}&n_samples=40&noise=0.1"
            f"&activation={activation}&optimizer={optimizer}&learning_rate={RATE[optimizer] / 20}"
            f"&batch_size={batch_size}&regularization={REGULARIZATIONS[number // 3 % 3]}"
        )


def session_at(address, epoch):
    """Return a session of CPython's at an *epoch*."""
    session = Session(from_fragment(address)[0])
    session.begin(epoch)
    session.advance(float("inf"))
    return session


def apart(file, session):
    """Return how far the weights of a *file* and of a *session* are apart, at the most."""
    network = session.network
    assert file["epoch"] == session.epoch
    pairs = [
        *zip(file["weights"], network.weights, strict=True),
        *zip(file["biases"], [b[:, 0] for b in network.biases], strict=True),
    ]
    return max(float(np.abs(np.array(one) - other).max()) for one, other in pairs)


def weights_of(reader, addresses, epoch):
    """Return the files of the weights that the page comes to after an *epoch* of each address."""
    at = f"&epoch={epoch}" if epoch is not None else ""
    wishes = [
        [f"#{address}{at}", epoch if at else from_fragment(address)[0]["epochs"]]
        for address in addresses
    ]
    return reader.page.evaluate(WEIGHTS, wishes)


def test_first_weights_are_equal_to_the_last_bit(reader):
    addresses = ["shape=moons&hidden_units=3&layers=2", "shape=xor&initialization=he"]
    for address, file in zip(addresses, weights_of(reader, addresses, 0), strict=True):
        assert apart(file, session_at(address, 0)) == 0


def test_one_epoch_is_the_same_in_the_browser_and_in_cpython(reader):
    addresses = list(steps())
    assert len(addresses) == 60
    files = weights_of(reader, addresses, 1)
    worst = {
        address: apart(file, session_at(address, 1))
        for address, file in zip(addresses, files, strict=True)
    }
    print(f"worst of {len(worst)}: {max(worst.values()):.1e}")
    assert {address: most for address, most in worst.items() if most > STEP} == {}


def test_whole_runs_that_are_not_chaotic_end_at_the_same_weights(reader):
    worst = {}
    for address, file in zip(RUNS, weights_of(reader, RUNS, None), strict=True):
        session = session_at(address, None)
        assert nudged_end(address, session) < CALM, f"{address} is chaotic"
        worst[address] = apart(file, session)
    print(f"worst of {len(worst)}: {max(worst.values()):.1e}")
    assert {address: most for address, most in worst.items() if most > RUN} == {}


def nudged_end(address, session):
    """Return how far from the end of a *session* the same run ends after a `NUDGE`."""
    twin = session_at(address, 0)
    twin.training.set_parameters(twin.training.parameters * (1 + NUDGE))
    while not twin.stop_reason:
        twin.training.train(1000)
    return float(np.abs(twin.training.parameters - session.training.parameters).max())


# ---- Pictures

# Goes to an address, and waits until the end of its training is on the screen.
SHOW = """(address) => new Promise((resolve, reject) => {
    setTimeout(reject, 20_000, new Error(`no picture of ${address}`));
    const worker = document.querySelector("script[worker]").xworker;
    worker.addEventListener("message", function hear({ data }) {
        const message = typeof data === "string" ? JSON.parse(data) : {};
        if (message.kind !== "picture" || message.state !== "done" || message.epoch !== 100) return;
        worker.removeEventListener("message", hear);
        requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    location.hash = address;
})"""


def address_of(shape):
    """Return an address whose training ends soon, where rounding has moved nothing yet."""
    points = f"&points={pack(*generate('spiral', n_samples=60, noise=0, seed=1))}"
    own = points if shape == "custom" else ""
    return f"#shape={shape}&hidden_units=4&epochs=100{own}"


def is_seen(reader, name):
    """Tell whether the page comes to show the golden picture of that *name*."""
    end = time.monotonic() + 10
    while True:
        shown = golden.thumbnail(reader.picture())
        if golden.are_alike(shown, golden.kept(name)):
            return True
        if time.monotonic() > end:
            print(name, golden.apart(shown, golden.kept(name)))
            return False
        reader.page.wait_for_timeout(50)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_golden_pictures_of_every_shape(reader, theme):
    reader.page.emulate_media(color_scheme=theme)
    others = []
    for shape in SHAPE.words:
        name = f"{shape}-{theme}"
        reader.page.evaluate(SHOW, address_of(shape))
        if RENEW:
            reader.page.wait_for_timeout(300)
            golden.renew(name, golden.thumbnail(reader.picture()))
        others += [] if is_seen(reader, name) else [name]
    assert others == []


@pytest.mark.parametrize("shape", SHAPE.words)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_golden_pictures_tell_what_is_altered(shape, theme):
    picture = golden.kept(f"{shape}-{theme}")
    pixels = np.asarray(picture, int)
    assert golden.are_alike(picture, picture)
    for other in SHAPE.words:
        for dress in ("light", "dark"):
            is_same = (other, dress) == (shape, theme)
            assert golden.are_alike(picture, golden.kept(f"{other}-{dress}")) == is_same
    # All a little lighter; blue and orange changed for each other; moved by less than a point.
    lighter, swapped = np.clip(pixels + 6, 0, 255), pixels[..., ::-1]
    moved = np.roll(pixels, 2, axis=1)
    for altered in (lighter, swapped, moved):
        assert not golden.are_alike(picture, Image.fromarray(altered.astype(np.uint8)))
