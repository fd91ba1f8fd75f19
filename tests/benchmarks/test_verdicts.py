"""Verdicts follow from the figures, also where the figures are bad."""

import math
from dataclasses import replace

import pytest

from benchmarks.rungs import RUNGS, Rung
from benchmarks.verdicts import Times, fastest, long_runs, races, targets, time_limits
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
    assert (race.rival, race.rivals, race.fast_enough) == ("highs", Times((100.0,)), kept)


def test_with_several_seeds_the_middle_of_each_side_counts() -> None:
    ours = [
        run("relevo", RUNG.name, "to gap", [[1.0, 99.6, 100.0]], asked_gap=GAP, wall_s=wall, seed=seed)
        for seed, wall in enumerate((9.0, 5.0, 1.0))
    ]
    theirs = [
        run("highs", RUNG.name, "rival", [[seconds, 99.6, 100.0]], seed=seed)
        for seed, seconds in enumerate((90.0, 500.0, 100.0))
    ]
    faster = run("scip", RUNG.name, "rival", [[110.0, 99.6, 100.0]], seed=1)
    race = races([*ours, *theirs, faster], RUNGS)[0]
    assert race.relevo == Times((1.0, 5.0, 9.0))
    assert race.rivals == Times((90.0, 100.0, 110.0))
    assert (race.rival, race.ratio, race.fast_enough) == ("highs", 20.0, True)


def test_a_rival_that_gets_there_with_one_seed_only_counts_with_its_time_otherwise() -> None:
    there = run("highs", RUNG.name, "rival", [[100.0, 99.6, 100.0]])
    never = run("highs", RUNG.name, "rival", [[100.0, 90.0, 100.0]], seed=1, time_limit_s=600.0)
    assert fastest([there, never], GAP) == [(100.0, "highs"), (600.0, "")]


def test_as_good_a_plan_with_any_seed_is_noticed() -> None:
    others = run("highs", RUNG.name, "rival", [[4.0, 99.7, None]], seed=1)
    race = races([*compared(5.0, 99.6, [[100.0, 99.6, 100.0]]), others], RUNGS)[0]
    assert (race.better_plan, race.rival_value) == (False, 99.7)


def test_half_the_seeds_not_there_have_no_middle() -> None:
    assert Times((1.0, 2.0, math.inf)).median == 2.0
    assert Times((1.0, math.inf)).median is None


def test_no_rival_there_means_no_comparison() -> None:
    race = races(compared(5.0, 99.6, [[100.0, 90.0, 100.0]]), RUNGS)[0]
    assert race.fast_enough is None
    assert race.ratio is None


def test_relevo_not_there_loses_to_a_rival_that_is() -> None:
    race = races(compared(5.0, 98.0, [[100.0, 99.6, 100.0]]), RUNGS)[0]
    assert race.relevo.median is None
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
