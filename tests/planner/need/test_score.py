"""Smoothing, scores and rank intervals: small places do not jump on one incident, and doubt is stated."""

import numpy as np
import pytest

from relevo_planner.need.history import History, exposure
from relevo_planner.need.score import order, rank_belief, score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy
from relevo_planner.need.smoothing import fit, smooth
from relevo_planner.need.uncertainty import _shortest, mid_ranks

CRIME = "homicidio-doloso"


def country(seed: int = 7, places: int = 2000) -> History:
    """A made country: heavy-tailed populations, Gamma rates, two years of Poisson months."""
    rng = np.random.default_rng(seed)
    population = np.round(np.exp(rng.normal(9.5, 1.3, places)) + 500)
    theta = rng.gamma(1.5, 10.0, places)
    counts = rng.poisson((theta * population / 1e5 / 12)[:, None], (places, 24)).astype(float)
    names = tuple(f"municipalities/{i:05d}" for i in range(places))
    return History(names, tuple(f"regions/{i % 5}" for i in range(places)), population, {CRIME: counts})


def test_fit_recovers_the_prior_that_made_the_counts() -> None:
    rng = np.random.default_rng(3)
    exposure_years = rng.uniform(0.05, 20.0, 5000)
    counts = rng.poisson(rng.gamma(2.0, 1 / 0.1, 5000) * exposure_years).astype(float)
    prior = fit(counts, exposure_years)
    assert prior.nu == pytest.approx(2.0, rel=0.06)
    assert prior.mean == pytest.approx(20.0, rel=0.06)


def test_fit_finds_a_crime_of_cities() -> None:
    rng = np.random.default_rng(4)
    size = np.exp(rng.normal(-1.0, 1.2, 5000))
    rate = rng.gamma(3.0, 1 / 3.0, 5000) * 10.0 * size**0.7
    prior = fit(rng.poisson(rate * size).astype(float), size, size)
    assert prior.slope == pytest.approx(0.7, abs=0.05)
    assert prior.mean == pytest.approx(10.0, rel=0.06)
    assert prior.nu / prior.alpha(np.array([0.01]))[0] == pytest.approx(10.0 * 0.01**prior.slope, rel=0.06)


def test_even_counts_keep_their_mean() -> None:
    """Counts more even than chance drive nu to its bound; the mean must stay where the counts are."""
    size = np.full(500, 2.0)
    prior = fit(np.full(500, 3.0), size)
    assert prior.nu > 1000
    assert prior.mean == pytest.approx(1.5, rel=0.01)


def test_a_single_incident_in_a_small_place_does_not_enter_the_first_fifty_by_rate() -> None:
    made = country()
    population, counts = made.population.copy(), made.counts[CRIME].copy()
    population[:40], counts[:40] = 900.0, 0.0
    counts[:40, -1] = 1.0
    history = History(made.municipalities, made.regions, population, {CRIME: counts})
    scored = score(history, ScoreMethod.RATE, ScorePolicy())
    raw_first = np.argsort(-counts[:, -12:].sum(axis=1) / population)[:50]
    assert (population[raw_first] < 5000).sum() >= 40
    smoothed_first = order(scored.score)[:50]
    assert not np.isin(smoothed_first, np.arange(40)).any()


def test_unknown_counts_and_populations_stay_unknown() -> None:
    made = country(places=300)
    counts, population = made.counts[CRIME].copy(), made.population.copy()
    counts[0] = np.nan
    population[1] = np.nan
    scored = score(
        History(made.municipalities, made.regions, population, {CRIME: counts}), ScoreMethod.VOLUME, ScorePolicy()
    )
    assert np.isnan(scored.score[:2]).all()
    assert not np.isin(order(scored.score), [0, 1]).any()


def test_a_partly_unknown_month_adds_no_exposure() -> None:
    counts = np.array([[2.0, np.nan, 4.0]])
    past = exposure(counts, np.array([100_000.0]), None)
    assert past.incidents[0] == 6.0
    assert past.years[0] == pytest.approx(2 / 12)
    assert past.person_years[0] == pytest.approx(2 / 12)


def test_half_life_halves() -> None:
    counts = np.array([[8.0, 0.0, 0.0]])
    assert exposure(counts, np.array([1.0]), 2.0).incidents[0] == pytest.approx(4.0)
    with pytest.raises(ValueError, match="positive"):
        exposure(counts, np.array([1.0]), 0.0)


def test_regions_are_fitted_on_their_own_where_they_bear_it() -> None:
    made = country()
    past = exposure(made.counts[CRIME], made.population, None)
    assert smooth(past, made.regions).groups == ("nation", *(f"regions/{i}" for i in range(5)))
    assert smooth(past, ("",) * 2000).groups == ("nation",)


def test_intervals_are_repeatable_and_hold_the_middle() -> None:
    made = country(places=400)
    policy = ScorePolicy(draws=200)
    scored = score(made, ScoreMethod.VOLUME, policy)
    first = rank_belief(scored, made, ScoreMethod.VOLUME, policy)
    again = rank_belief(scored, made, ScoreMethod.VOLUME, policy)
    assert np.array_equal(first.low, again.low)
    assert (first.low <= first.high).all()
    assert first.probability_first.sum() == pytest.approx(50, abs=1.0)
    best = order(scored.score)[0]
    assert first.low[best] <= 5


def test_more_drift_is_less_sure() -> None:
    made = country(places=400)
    widths = []
    for drift in (0.0, 0.6):
        policy = ScorePolicy(draws=200, drift=drift)
        belief = rank_belief(score(made, ScoreMethod.VOLUME, policy), made, ScoreMethod.VOLUME, policy)
        widths.append(float((belief.high - belief.low).mean()))
    assert widths[0] < widths[1]


def test_places_without_incidents_share_a_rank_that_the_nation_moves() -> None:
    rng = np.random.default_rng(8)
    counts = rng.poisson(0.003, (1000, 36)).astype(float)
    names = tuple(f"m{i:04d}" for i in range(1000))
    rare = History(names, ("",) * 1000, np.full(1000, 20_000.0), {"rapto": counts})
    widths = []
    for national in (0.0, 0.5):
        policy = ScorePolicy(draws=300, drift=0.0, national_drift=national)
        belief = rank_belief(score(rare, ScoreMethod.VOLUME, policy), rare, ScoreMethod.VOLUME, policy)
        widths.append(float(np.median(belief.high - belief.low)))
    assert widths[1] > 2 * widths[0]


def test_the_interval_is_the_shortest_that_holds_nine_draws_of_ten() -> None:
    ranks = np.array([[1.0], [50.0], [51.0], [52.0], [53.0], [54.0], [55.0], [56.0], [57.0], [58.0]])
    low, high = _shortest(ranks)
    assert (low[0], high[0]) == (50.0, 58.0)


def test_ties_share_their_mean_rank() -> None:
    assert mid_ranks(np.array([5.0, 1.0, 5.0, 0.0])).tolist() == [1.5, 3.0, 1.5, 4.0]


def test_discovered_crimes_weigh_nothing_unless_the_policy_says_so() -> None:
    assert ScorePolicy().weight("narcomenudeo") == 0.0
    assert ScorePolicy(count_discovered=True).weight("narcomenudeo") > 0.0
    assert ScorePolicy().weight("not-in-the-table") == 1.0


def test_a_blend_lies_between_volume_and_rate() -> None:
    made = country(places=500)
    by_method = {m: score(made, m, ScorePolicy()).score for m in ScoreMethod}
    assert np.allclose(
        by_method[ScoreMethod.BLEND] ** 2, by_method[ScoreMethod.VOLUME] * by_method[ScoreMethod.RATE], rtol=1e-9
    )


def test_a_history_names_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="2 municipalities, 1 regions"):
        History(("a", "b"), ("",), np.ones(2), {})
    with pytest.raises(ValueError, match="negative"):
        History(("a",), ("",), np.ones(1), {CRIME: np.array([[-1.0]])})
