"""Comparison of rankings: the right change is named for every place that crosses the line."""

from dataclasses import replace

import numpy as np
import pytest

from relevo_planner.need.calls import Calls
from relevo_planner.need.comparison import Basis, Cause, compare
from relevo_planner.need.history import History
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy

CRIME = "homicidio-doloso"


def basis() -> Basis:
    counts = np.outer(np.arange(20.0, 0.0, -1.0), np.ones(12))
    names = tuple(f"municipalities/{i:05d}" for i in range(20))
    history = History(names, ("",) * 20, np.full(20, 50_000.0), {CRIME: counts})
    return Basis(history, ScoreMethod.VOLUME, ScorePolicy())


def test_equal_rankings_have_no_moves() -> None:
    same = compare(basis(), basis(), 5)
    assert (same.entered, same.left) == ((), ())
    assert same.spearman == same.kendall == pytest.approx(1.0)


def test_counts_carry_a_place_across() -> None:
    before = basis()
    counts = before.history.counts[CRIME].copy()
    counts[10] = 40.0
    after = replace(before, history=replace(before.history, counts={CRIME: counts}))
    found = compare(before, after, 5)
    assert [(m.municipality[-2:], m.before, m.after, m.cause) for m in found.entered] == [("10", 11, 1, Cause.COUNTS)]
    assert [(m.municipality[-2:], m.before, m.after) for m in found.left] == [("04", 5, 6)]
    assert found.spearman is not None
    assert found.spearman < 1.0


def test_the_method_carries_a_place_across() -> None:
    before = basis()
    population = before.history.population.copy()
    population[15] = 1_000.0
    before = replace(before, history=replace(before.history, population=population))
    found = compare(before, replace(before, method=ScoreMethod.RATE), 5)
    assert [(m.municipality[-2:], m.cause) for m in found.entered] == [("15", Cause.METHOD)]


def test_population_carries_a_place_across() -> None:
    before = replace(basis(), method=ScoreMethod.RATE)
    population = before.history.population.copy()
    population[15] = 1_000.0
    found = compare(before, replace(before, history=replace(before.history, population=population)), 5)
    assert [(m.municipality[-2:], m.cause) for m in found.entered] == [("15", Cause.POPULATION)]


def test_smoothing_carries_a_place_across() -> None:
    """Sixty incidents in the last month are few of a year and many of a month."""
    before = basis()
    counts = before.history.counts[CRIME].copy()
    counts[10] = [0.0] * 11 + [60.0]
    before = replace(
        before,
        history=replace(before.history, counts={CRIME: counts}),
        policy=replace(before.policy, half_life_months=600.0),
    )
    after = replace(before, policy=replace(before.policy, half_life_months=1.0))
    found = compare(before, after, 5)
    assert [(m.municipality[-2:], m.cause) for m in found.entered] == [("10", Cause.SMOOTHING)]
    assert [(m.municipality[-2:], m.cause) for m in found.left] == [("04", Cause.SMOOTHING)]


def test_calls_carry_a_place_across() -> None:
    before = basis()
    calls = np.full(20, 100.0)
    calls[15] = 10_000.0
    after = replace(before, policy=replace(before.policy, call_share=0.5), calls=Calls(calls, 12))
    found = compare(before, after, 5)
    assert [(m.municipality[-2:], m.cause) for m in found.entered] == [("15", Cause.CALLS)]


def test_different_municipalities_or_crimes_are_refused() -> None:
    other = basis()
    renamed = replace(other.history, municipalities=tuple(reversed(other.history.municipalities)))
    with pytest.raises(ValueError, match="different municipalities"):
        compare(other, replace(other, history=renamed), 5)
    recrimed = replace(other.history, counts={"robo": other.history.counts[CRIME]})
    with pytest.raises(ValueError, match="different crime types"):
        compare(other, replace(other, history=recrimed), 5)
