"""The training as a GIF: frames along the axis of time, one palette, and nobody is disturbed."""

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence

from playground.jobs import Job, finished
from playground.picture import animation as module
from playground.picture.animation import animation, moments_of, words_of
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.link_file import as_file, fragment_in

pytestmark = pytest.mark.filterwarnings("error")


def session_of(fragment="epochs=60", epoch=None):
    session = Session(from_fragment(fragment)[0])
    session.begin(epoch)
    session.advance(float("inf"))
    return session


def frames_of(content):
    return [frame.copy() for frame in ImageSequence.Iterator(Image.open(io.BytesIO(content)))]


@pytest.fixture(scope="module")
def made():
    """A session of sixty epochs and its animation."""
    session = session_of()
    return session, finished(animation(session, record='{"neural": 1}'))


def test_there_is_a_frame_for_each_moment_and_the_last_is_held(made):
    session, content = made
    image, epochs = Image.open(io.BytesIO(content)), [one.epoch for one in moments_of(session)]
    assert (image.format, image.n_frames) == ("GIF", len(epochs))
    assert image.info["loop"] == 0
    assert image.size == (440, 440 + module.STRIP)
    durations = [frame.info["duration"] for frame in frames_of(content)]
    assert durations[0] == module.FIRST
    assert durations[-1] == module.LAST > 10 * module.BETWEEN
    assert set(durations[1:-1]) == {module.BETWEEN}


def test_a_record_of_any_length_is_found_as_it_is_and_changes_no_picture(made):
    _, content = made
    frames = [Image.new("P", (8, 8), shade) for shade in range(3)]
    fragment = "points=" + "aB-_" * 20_000
    record = as_file("https://example.org/", fragment)
    plain, marked = (module.gif(frames, 90, one) for one in ("", record))
    assert fragment_in(marked.decode("latin-1")) == fragment
    assert plain.endswith(b";")  # the trailer: what follows is no part of the picture
    assert marked == plain + record.encode()
    for one, other in zip(frames_of(plain), frames_of(marked), strict=True):
        assert one.info == other.info
        assert one.tobytes() == other.tobytes()
    assert content.endswith(b'{"neural": 1}')


def test_the_moments_are_even_on_the_logarithmic_axis():
    moments = list(moments_of(session_of("epochs=1000")))
    epochs = [one.epoch for one in moments]
    assert epochs[:5] == [0, 1, 2, 3, 4]
    assert epochs[-1] == 1000
    assert epochs == sorted(set(epochs))
    assert 25 <= len(epochs) <= module.FRAMES
    far = np.array([one.share for one in moments if one.epoch > 50])
    assert np.ptp(np.diff(far)) < 0.01


def test_it_shows_all_that_was_trained_wherever_the_session_stands():
    session = session_of("epochs=60")
    session.go_to(7)
    assert [one.epoch for one in moments_of(session)][-1] == 60


def test_the_session_stays_as_it_is_and_may_go_on_meanwhile(made):
    session = session_of()
    session.go_to(7)
    weights = [W.copy() for W in session.network.weights]
    job = Job(animation(session, record='{"neural": 1}'))
    job.advance(0)
    assert session.epoch == 7
    assert all((a == b).all() for a, b in zip(weights, session.network.weights, strict=True))
    session.set_weight(0, 0, 0, 5.0)
    session.step()
    while not job.advance(0):
        assert 0 < job.progress <= 1
    assert job.result == made[1]


def test_all_frames_have_the_same_few_colours(made):
    colors = set()
    for frame in frames_of(made[1]):
        colors |= {color for _, color in frame.convert("RGB").getcolors()}
    assert len(colors) <= module.COLORS


def test_what_does_not_change_stays_to_the_pixel(made):
    frames = [np.asarray(frame.convert("RGB")) for frame in frames_of(made[1])]
    ground = [frame[-4, -4] for frame in frames]
    assert (np.array(ground) == ground[0]).all()


@pytest.mark.parametrize(
    "fragment", ["shape=custom", "layers=0&epochs=3", "mistake=doubled&epochs=3", "epochs=1"]
)
def test_any_session_can_be_animated(fragment):
    assert len(frames_of(finished(animation(session_of(fragment), "dark")))) >= 1


def test_an_untrained_session_is_one_picture():
    (frame,) = frames_of(finished(animation(session_of(epoch=0))))
    assert frame.size[0] == 440


def test_a_file_that_is_too_large_has_fewer_frames(monkeypatch, made):
    monkeypatch.setattr(module, "MAX_BYTES", len(made[1]) - 1000)
    content = finished(animation(made[0]))
    durations = [frame.info["duration"] for frame in frames_of(content)]
    assert len(content) < len(made[1])
    assert set(durations[1:-1]) == {2 * module.BETWEEN}
    assert durations[-1] == module.LAST


def test_the_words_say_what_was_achieved():
    session = session_of("epochs=60&test_fraction=0.3")
    *_, last = moments_of(session)
    words = words_of(last, has_points=True)
    metrics = session.metrics()
    assert words.startswith(f"epoch 60   loss {metrics['train_loss']:.3g}   ")
    assert words.endswith(f"test loss {metrics['test_loss']:.3g}")
