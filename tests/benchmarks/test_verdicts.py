"""Verdicts follow from the figures, also where the figures are bad."""

import math
from dataclasses import replace

import pytest

from benchmarks.rungs import RUNGS, Rung
from benchmarks.verdicts import long_runs, races, targets, time_limits
from tests.benchmarks.made import run

RUNG: Rung = RUNGS[0]
GAP = 0.005


def compared(seconds: float, value: float, rival: list[list[float | None]]) -> list[dict[str, object]]:
    ours = run("relevo", RUNG.name, "to gap", [[1.0, value, 100.0]], asked_gap=GAP, wall_s=seconds)
    return [ours, run("highs", RUNG.name, "rival", rival)]


@pytest.mark.parametrize(("seconds", "kept"), [(4.9, True), (5.1, False)])
def test_twenty_times_faster_than_the_fastest_rival(seconds: float, kept: bool) -> None:
    slow = run("scip", RUNG.name, "rival", [[900.0, 99.9, 100.0]])
    race = races([*compared(seconds, 99.6, [[100.0, 99.6, 100.0]]), slow], RUNGS)[0]
    assert (race.rival, race.rival_s, race.fast_enough) == ("highs", 100.0, kept)


def test_no_rival_there_means_no_comparison() -> None:
    race = races(compared(5.0, 99.6, [[100.0, 90.0, 100.0]]), RUNGS)[0]
    assert race.fast_enough is None
    assert race.ratio is None


def test_relevo_not_there_loses_to_a_rival_that_is() -> None:
    race = races(compared(5.0, 98.0, [[100.0, 99.6, 100.0]]), RUNGS)[0]
    assert race.relevo_s is None
    assert race.fast_enough is False
    assert race.better_plan is None


@pytest.mark.parametrize(("rival_value", "better"), [(99.5, True), (99.6, False), (99.7, False)])
def test_as_good_a_plan_at_that_time_is_noticed(rival_value: float, better: bool) -> None:
    trace: list[list[float | None]] = [[4.0, rival_value, None], [6.0, 99.9, 100.0]]
    race = races(compared(5.0, 99.6, trace), RUNGS)[0]
    assert race.better_plan is better


def test_a_rival_without_any_plan_has_no_value() -> None:
    assert races(compared(5.0, 99.6, []), RUNGS)[0].rival_value == -math.inf


@pytest.mark.parametrize(
    ("facts", "kept"),
    [({}, True), ({"wall_s": 10.1}, False), ({"peak_mib": 1025.0}, False), ({"certificate": None}, False)],
)
def test_a_target_needs_gap_time_and_memory(facts: dict[str, object], kept: bool) -> None:
    measured = run("relevo", RUNG.name, "target", [[1.0, 99.6, 100.0]], **facts)
    assert [verdict.kept for verdict in targets([measured], RUNGS)] == [kept]


def test_a_gap_too_wide_is_not_kept() -> None:
    measured = run("relevo", RUNG.name, "target", [[1.0, 99.4, 100.0]])
    assert [verdict.kept for verdict in targets([measured], [replace(RUNG)])] == [False]


def test_long_runs_and_time_limits() -> None:
    measured = [run("relevo", RUNG.name, "long", [[1.0, 99.7, 100.0]], time_limit_s=10.0, wall_s=11.2)]
    assert [verdict.kept for verdict in long_runs(measured)] == [False]
    assert [verdict.kept for verdict in time_limits(measured)] == [False]
    assert time_limits([]) == []
