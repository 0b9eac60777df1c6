"""Whether a training can be taken again is measured: chaos is found, calm is not taken for it."""

import numpy as np
import pytest
from export_cases import NAMES, case, finished_session

from playground.export.replay import CHAOTIC, obstacle_steps, replay_steps
from playground.jobs import Job, finished


@pytest.mark.parametrize("name", ["one_line", "two_lines", "three_lines", "xor", "zeros"])
def test_the_paths_of_the_lessons_are_calm(name):
    assert case(name)[1] == ""


@pytest.mark.parametrize(
    "fragment",
    [
        "shape=spiral&hidden_units=8&learning_rate=20&n_samples=200",
        "shape=moons&hidden_units=8&layers=3&learning_rate=6&activation=relu",
        "shape=xor&hidden_units=6&layers=2&optimizer=adam&learning_rate=1",
    ],
)
def test_a_rate_that_is_too_high_leads_along_a_chaotic_path(fragment):
    session = finished_session(fragment)
    assert finished(obstacle_steps(session)) == CHAOTIC


def test_most_paths_can_be_taken_again():
    obstacles = [case(name)[1] for name in NAMES]
    assert obstacles.count("") >= 0.75 * len(NAMES)
    assert CHAOTIC in obstacles


def test_it_is_found_out_in_slices():
    session = finished_session("shape=moons&hidden_units=3&epochs=100")
    job, seen = Job(obstacle_steps(session)), []
    while not job.advance(0):
        seen.append(job.progress)
    assert job.result == ""
    assert seen == sorted(seen)
    assert len(seen) == 200
    assert 0 < seen[0] < seen[-1] <= 1


def test_nothing_of_the_session_changes():
    session = finished_session("shape=moons&hidden_units=3&activation=relu&epochs=60")
    before = session.training.timeline.state(60).copy(), session.network.activation
    finished(obstacle_steps(session))
    assert np.array_equal(session.training.timeline.state(60), before[0])
    assert np.array_equal(session.training.parameters, before[0])
    assert session.epoch == 60


def test_the_plain_trainer_ends_where_the_page_has():
    session = finished_session("shape=moons&hidden_units=3&regularization=l1&batch_size=10")
    reached = finished(replay_steps(session))
    assert np.abs(reached - session.training.parameters).max() < 1e-12
