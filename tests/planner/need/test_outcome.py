"""Before and after: changes that are there are seen, changes that are not there are mostly not."""

from pathlib import Path

import numpy as np
import pytest

from relevo_planner.need.history import History
from relevo_planner.need.outcome import outcome, placebo
from tests.planner.need.test_backtest import death_certificates

PLACES, MONTHS, START = 120, 24, 14
SERVED = tuple(f"m{index:03}" for index in range(20))


def drifting(seed: int, effect: float = 1.0) -> History:
    """Places of very unlike size whose rates drift from year to year; the served ones change by ``effect``."""
    rng = np.random.default_rng(seed)
    people = np.exp(rng.normal(11.0, 1.0, PLACES))
    rate = np.exp(rng.normal(-9.3, 0.7, PLACES))
    later = np.exp(rng.normal(0.0, 0.25, PLACES))
    later[: len(SERVED)] *= effect
    means = np.outer(people * rate, np.ones(MONTHS))
    means[:, START:] *= later[:, np.newaxis]
    names = tuple(f"m{index:03}" for index in range(PLACES))
    return History(names, ("r",) * PLACES, people, {"c": rng.poisson(means).astype(float)})


def test_intervals_hold_the_change_that_is_there() -> None:
    held = {1.0: 0, 0.6: 0}
    for effect in held:
        for seed in range(60):
            found = outcome(drifting(seed, effect), dict.fromkeys(SERVED, START), before=12, after=6).relative
            assert found is not None
            held[effect] += found.low <= effect <= found.high
    assert min(held.values()) >= 0.8 * 60, held


def test_a_large_change_is_told_apart_from_none() -> None:
    told = [outcome(drifting(seed, 0.5), dict.fromkeys(SERVED, START), before=12, after=6) for seed in range(20)]
    assert sum(found.relative is not None and found.relative.high < 1 for found in told) >= 15


def test_groups_are_sums_and_changes_are_per_month() -> None:
    names = ("a", "b", "c", "d", "e", "f")
    counts = np.array([[10, 10, 5, 5]] * 3 + [[10, 10, 10, 10]] * 3, dtype=float)
    history = History(names, ("",) * 6, np.full(6, 1e5), {"c": counts})
    found = outcome(history, {"a": 2, "b": 2, "c": 2}, before=2, after=1, comparable=3)
    assert (found.served.places, found.served.before, found.served.after) == (3, 60, 15)
    assert (found.comparable.before, found.comparable.after) == (3 * 60, 3 * 30)
    assert found.served_change is not None
    assert found.comparable_change is not None
    assert found.relative is not None
    assert found.served_change.ratio == pytest.approx(0.5)
    assert found.comparable_change.ratio == pytest.approx(1.0)
    assert (found.relative.ratio, found.relative.low, found.relative.high) == pytest.approx((0.5, 0.5, 0.5))
    assert found.comparable_to["a"] == ("d", "e", "f")


def test_nobody_is_compared_with_places_that_had_teams_or_are_unknown() -> None:
    history = drifting(3)
    history.counts["c"][50, 1] = np.nan
    barred = ("m030", "m031")
    found = outcome(history, dict.fromkeys(SERVED, START), before=12, after=6, barred=barred, comparable=PLACES)
    compared = {name for names in found.comparable_to.values() for name in names}
    assert not compared & {*SERVED, *barred}
    assert "m050" in compared  # its unknown month lies outside
    history.counts["c"][50, START] = np.nan
    found = outcome(history, dict.fromkeys(SERVED, START), before=12, after=6, comparable=PLACES)
    assert "m050" not in {name for names in found.comparable_to.values() for name in names}


def test_the_nearest_are_chosen() -> None:
    history = drifting(4)
    sums = np.log1p(history.counts["c"][:, START - 12 : START].sum(axis=1))
    found = outcome(history, {"m000": START}, before=12, after=6, comparable=1)
    (near,) = found.comparable_to["m000"]
    distance = np.abs(sums - sums[0]) + np.abs(np.log(history.population) - np.log(history.population[0]))
    distance[0] = np.inf
    assert near == history.municipalities[int(distance.argmin())]


def test_what_is_not_known_yet_is_untold_not_zero() -> None:
    history = drifting(5)
    history.counts["c"][0, START + 1] = np.nan
    found = outcome(history, {"m000": START, "m001": MONTHS - 3, "m002": 3, "m003": START}, before=12, after=6)
    assert found.untold == ("m000", "m001", "m002")
    assert found.served.places == 1
    assert found.relative is None  # one place shows no spread


def test_too_few_incidents_tell_nothing() -> None:
    history = drifting(6)
    history.counts["c"][:20] = 0.0
    found = outcome(history, dict.fromkeys(SERVED, START), before=12, after=6)
    assert (found.served.before, found.served_change, found.relative) == (0, None, None)
    assert found.comparable.places > 0


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one of each"):
        outcome(drifting(0), {"m000": START}, before=0, after=6)
    with pytest.raises(ValueError, match="no counts of nowhere"):
        outcome(drifting(0), {"nowhere": START}, before=12, after=6)


def test_on_death_certificates_most_intervals_hold_one_where_nobody_came(data_dir: Path) -> None:
    held, told = placebo(death_certificates(data_dir), places=20, draws=40, before=12, after=6, among=50)
    assert told == 40
    assert held >= 0.8


def test_a_placebo_holds_one_most_of_the_time() -> None:
    held, told = placebo(drifting(7), places=15, draws=40, before=10, after=5, among=60)
    assert told == 40
    assert held >= 0.75
