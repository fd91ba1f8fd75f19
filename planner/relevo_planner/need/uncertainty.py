"""How sure a ranking is: posterior-predictive ranks with the year-to-year drift that the past showed.

A posterior of the rate alone is too sure of itself: rates move from one year to the next, each place's on its own and
all of them together. Each draw takes ``theta ~ posterior``, multiplies it by two log-normal drifts of mean 1, one per
place and one for the nation, draws the incidents of the horizon from a Poisson, and ranks them, ties mid-ranked.

The nation's drift matters through the ties: where a crime is rare, most places have no incident at all and share one
rank, which moves with the number of places that have one. For the same reason an interval is the shortest that holds
90 % of the draws, not the one between two tails: where nine draws of ten say "no incident", the tails would add ranks
that the promise does not need, and the intervals would hold far more than they claim.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import MONTHS_PER_YEAR, RATE_BASE
from relevo_planner.need.smoothing import Posterior

LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Part:
    """One crime type's (or the calls') share in a score.

    Attributes:
        weights: (M,) of one incident; where it is 0 the posterior may be unknown.
        posterior: of the rate.
        drift: standard deviation of the log, each place's own.
        national_drift: standard deviation of the log, all places together.
    """

    weights: NDArray[np.float64]
    posterior: Posterior
    drift: float
    national_drift: float


@dataclass(frozen=True, slots=True)
class RankBelief:
    """What the draws say of each municipality's rank over the horizon; NaN where its rate is unknown.

    Attributes:
        low, high: (M,) ends of the shortest interval that holds 90 % of the mid-ranks drawn.
        probability_first: (M,) probability of belonging to the first N.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    probability_first: NDArray[np.float64]


def mid_ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank the last axis from 1, greatest score first, ties sharing their mean rank."""
    # Loaded here, because it takes a second that a server which ranks nothing yet need not wait for.
    from scipy.stats import rankdata

    return np.asarray(rankdata(-scores, method="average", axis=-1), dtype=np.float64)


def believe(
    parts: Sequence[Part],
    population: NDArray[np.float64],
    *,
    exponent: float,
    horizon_months: int,
    first: int,
    draws: int,
    seed: int,
) -> RankBelief:
    """Return rank intervals from seeded draws of the next ``horizon_months``.

    Args:
        parts: of the score.
        population: (M,) inhabitants, NaN where unknown.
        exponent: 0 ranks volume, 1 the rate, between them a blend: score = incidents / population ** exponent.
        horizon_months: months ahead, at least 1.
        first: N of "the first N".
        draws: number of draws, at least 1.
        seed: makes the draws repeatable.
    """
    known = ~np.isnan(population) & (population > 0)
    for part in parts:
        known &= (part.weights == 0) | ~np.isnan(part.posterior.shape)
    people = population[known]
    person_years = people / RATE_BASE * horizon_months / MONTHS_PER_YEAR
    scores = np.zeros((draws, int(known.sum())), dtype=np.float64)
    rng = np.random.default_rng(seed)
    for part in parts:
        counted = np.flatnonzero(part.weights[known] > 0)
        expected = drifted_rates(part, np.flatnonzero(known)[counted], draws, rng) * person_years[counted]
        scores[:, counted] += part.weights[known][counted] * rng.poisson(expected)
    ranks = mid_ranks(scores / np.power(people, exponent))
    low, high = _shortest(ranks)
    return RankBelief(_spread(low, known), _spread(high, known), _spread((ranks <= first + 0.5).mean(axis=0), known))


def drifted_rates(part: Part, places: NDArray[np.intp], draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """(draws, places) rates per 100,000 and year. Single precision: a third of the time, far below the noise."""
    shape = part.posterior.shape[places].astype(np.float32)
    theta = rng.standard_gamma(shape, size=(draws, len(places)), dtype=np.float32)
    if part.drift > 0:
        own = rng.standard_normal(theta.shape, dtype=np.float32)
        theta *= np.exp(np.float32(part.drift) * own - np.float32(part.drift**2 / 2))
    if part.national_drift > 0:
        shared = rng.normal(-(part.national_drift**2) / 2, part.national_drift, size=(draws, 1))
        theta *= np.exp(shared).astype(np.float32)
    return np.asarray(theta / part.posterior.rate[places], dtype=np.float64)


def _shortest(ranks: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return, per column, the ends of the shortest interval that holds ``LEVEL`` of the rows; of equals the best."""
    inside = math.ceil(LEVEL * len(ranks))
    ascending = np.sort(ranks, axis=0)
    widths = ascending[inside - 1 :] - ascending[: len(ranks) - inside + 1]
    start = widths.argmin(axis=0)
    columns = np.arange(ranks.shape[1])
    return ascending[start, columns], ascending[start + inside - 1, columns]


def _spread(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    out = np.full(len(known), np.nan)
    out[known] = values
    return out
