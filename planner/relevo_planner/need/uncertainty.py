"""How sure a ranking is: posterior-predictive ranks with the year-to-year drift that the past showed.

A posterior of the rate alone is too sure of itself: rates move from one year to the next. Each draw therefore takes
``theta ~ posterior``, multiplies it by a log-normal drift of mean 1 and standard deviation ``drift`` (log scale), draws
the incidents of the horizon from a Poisson, and ranks them, ties mid-ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from relevo_planner.need.history import MONTHS_PER_YEAR, RATE_BASE
from relevo_planner.need.smoothing import Posterior

LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class RankBelief:
    """What the draws say of each municipality's rank over the horizon; NaN where its rate is unknown.

    Attributes:
        low, high: (M,) ends of the 90 % interval of the mid-rank.
        probability_first: (M,) probability of belonging to the first N.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    probability_first: NDArray[np.float64]


def mid_ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank the last axis from 1, greatest score first, ties sharing their mean rank."""
    return np.asarray(rankdata(-scores, method="average", axis=-1), dtype=np.float64)


def believe(
    posteriors: Sequence[tuple[float, Posterior]],
    population: NDArray[np.float64],
    *,
    exponent: float,
    drift: float,
    horizon_months: int,
    first: int,
    draws: int,
    seed: int,
) -> RankBelief:
    """Return rank intervals from seeded draws of the next ``horizon_months``.

    Args:
        posteriors: weight and posterior of each crime type.
        population: (M,) inhabitants, NaN where unknown.
        exponent: 0 ranks volume, 1 the rate, between them a blend: score = incidents / population ** exponent.
        drift: standard deviation of the log-normal year-to-year drift.
        horizon_months: months ahead, at least 1.
        first: N of "the first N".
        draws: number of draws, at least 1.
        seed: makes the draws repeatable.
    """
    known = ~np.isnan(population) & (population > 0)
    for _, posterior in posteriors:
        known &= ~np.isnan(posterior.shape)
    people = population[known]
    person_years = people / RATE_BASE * horizon_months / MONTHS_PER_YEAR
    scores = np.zeros((draws, int(known.sum())), dtype=np.float64)
    rng = np.random.default_rng(seed)
    for weight, posterior in posteriors:
        scores += weight * rng.poisson(_drifted(posterior, known, drift, draws, rng) * person_years)
    ranks = mid_ranks(scores / np.power(people, exponent))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(ranks, [tail, 1 - tail], axis=0)
    return RankBelief(_spread(low, known), _spread(high, known), _spread((ranks <= first + 0.5).mean(axis=0), known))


def _drifted(
    posterior: Posterior, known: NDArray[np.bool_], drift: float, draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    shape, rate = posterior.shape[known], posterior.rate[known]
    theta = rng.standard_gamma(shape, size=(draws, len(shape))) / rate
    if drift > 0:
        theta *= np.exp(rng.normal(-drift * drift / 2, drift, size=theta.shape))
    return theta


def _spread(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    out = np.full(len(known), np.nan)
    out[known] = values
    return out
