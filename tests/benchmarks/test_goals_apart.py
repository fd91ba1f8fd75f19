"""Phases of a run, from the progress that it told."""

import pytest

from benchmarks.goals_apart import phases


def test_every_phase_lasts_until_the_next_begins() -> None:
    told = [("prices", 1.0), ("prices", 1.5), ("search", 2.0), ("fairness", 4.0), ("search", 4.5), ("travel", 7.0)]
    found = phases([{"phase": phase, "elapsed_s": at} for phase, at in told], 9.0)
    assert found == pytest.approx({"start": 1.0, "need": 3.0, "fairness": 3.0, "travel": 2.0})


def test_a_run_that_told_nothing_only_started() -> None:
    assert phases([], 2.5) == {"start": 2.5}
