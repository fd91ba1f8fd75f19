"""Rivals race again with other seeds, as far as they got and until another one was there."""

import pytest

from benchmarks.again import able, seconds_left
from tests.benchmarks.made import run

RUNG = "50x13"
NAMES = ("highs", "scip", "cpsat")


def test_those_that_got_somewhere_go_again_the_fastest_first() -> None:
    runs = [
        run("highs", RUNG, "rival", [[30.0, 99.2, 100.0], [140.0, 99.6, 100.0]]),
        run("scip", RUNG, "rival", [[20.0, 99.2, 100.0], [90.0, 99.7, 100.0]]),
        run("cpsat", RUNG, "rival", [[500.0, 93.0, 100.0]]),
    ]
    assert able(NAMES, RUNG, runs) == [("scip", 0.005), ("highs", 0.005)]
    assert able(NAMES, "50x26", runs) == []


@pytest.mark.parametrize(
    ("seed", "gap", "left"), [(1, 0.005, 90.0), (1, 0.01, 20.0), (1, 0.001, 600.0), (2, 0.01, 600.0)]
)
def test_the_second_has_the_time_of_the_first(seed: int, gap: float, left: float) -> None:
    runs = [run("scip", RUNG, "rival", [[20.0, 99.2, 100.0], [90.0, 99.7, 100.0]], seed=1)]
    assert seconds_left(NAMES, RUNG, runs, seed, gap, 600.0) == left
