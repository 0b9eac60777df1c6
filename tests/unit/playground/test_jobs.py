"""Jobs: slice by slice, the same result as at once."""

import pytest

from playground.jobs import Job, finished


def counting(steps):
    for step in range(steps):
        yield (step + 1) / steps
    return "result"


@pytest.mark.parametrize("steps", [0, 1, 5])
def test_a_job_advances_by_at_least_a_slice_and_says_how_far_it_is(steps):
    job = Job(counting(steps))
    seen = []
    while not job.advance(0):
        assert job.result is None
        seen.append(job.progress)
    assert seen == [(step + 1) / steps for step in range(steps)]
    assert (job.progress, job.result) == (1, "result")
    assert job.advance(0)  # once more does no harm


def test_with_time_enough_it_is_done_in_one_go():
    job = Job(counting(50))
    assert job.advance(60)
    assert job.result == finished(counting(50)) == "result"


def test_a_mistake_in_the_work_is_raised_where_it_advances():
    def failing():
        yield 0.5
        raise ValueError("no")

    job = Job(failing())
    job.advance(0)
    with pytest.raises(ValueError, match="no"):
        job.advance(0)
