"""A whole ranking: a tiny place's single incident does not put it first, draws repeat, what is unknown has no order."""

import numpy as np
import pytest

from relevo_planner.need.history import History
from relevo_planner.need.ordering import order_municipalities
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy

CRIME = "homicidio-doloso"
SMALL, LARGE = 300, 700


def nation(seed: int = 7) -> History:
    """A thousand places; 300 of them under 5,000 inhabitants, each with one incident in the whole year."""
    rng = np.random.default_rng(seed)
    people = np.concatenate([rng.integers(900, 4_999, SMALL), rng.integers(20_000, 900_000, LARGE)]).astype(float)
    rates = rng.gamma(1.5, 15.0, LARGE)
    counts = np.zeros((SMALL + LARGE, 12))
    counts[np.arange(SMALL), rng.integers(0, 12, SMALL)] = 1.0
    counts[SMALL:] = rng.poisson((rates * people[SMALL:] / 1e5 / 12)[:, None], (LARGE, 12))
    names = tuple(f"municipalities/{index:05d}" for index in range(SMALL + LARGE))
    return History(names, ("",) * len(names), people, {CRIME: counts})


def test_no_place_under_5000_enters_the_first_50_by_rate_for_a_single_incident() -> None:
    history = nation()
    raw = history.counts[CRIME].sum(axis=1) / history.population
    assert (history.population[np.argsort(-raw)[:50]] < 5_000).sum() > 10
    found = order_municipalities(history, ScoreMethod.RATE, ScorePolicy(draws=50))
    assert (history.population[found.order[:50]] >= 5_000).all()


def test_the_same_seed_gives_the_same_doubt_and_another_another() -> None:
    history = nation()
    one, same, other = (
        order_municipalities(history, ScoreMethod.BLEND, ScorePolicy(draws=60, seed=seed)) for seed in (3, 3, 4)
    )
    assert np.array_equal(one.belief.low, same.belief.low)
    assert not np.array_equal(one.belief.low, other.belief.low)
    assert np.array_equal(one.order, other.order)
    assert one.belief.probability_first.sum() == pytest.approx(50, abs=3)


def test_without_a_population_there_is_an_order_by_volume_and_none_by_rate() -> None:
    history = nation()
    people = history.population.copy()
    people[-1], history.counts[CRIME][-1] = np.nan, 500.0
    unknown = History(history.municipalities, history.regions, people, history.counts)
    volume = order_municipalities(unknown, ScoreMethod.VOLUME, ScorePolicy(draws=20))
    assert volume.order[0] == len(people) - 1
    assert np.isnan(volume.belief.low[-1])
    assert len(people) - 1 not in order_municipalities(unknown, ScoreMethod.RATE, ScorePolicy(draws=20)).order
    history.counts[CRIME][-1, 3] = np.nan
    assert "weight 12, half-life 4 months" in volume.formula
