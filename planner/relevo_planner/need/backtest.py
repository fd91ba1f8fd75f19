"""How well a ranking would have done: rolling origins, hit rates beside rivals, calibration of the intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import MONTHS_PER_YEAR, History
from relevo_planner.need.score import ScoreMethod, ScorePolicy, order, rank_belief, score
from relevo_planner.need.uncertainty import mid_ranks

Chooser = Callable[[History], NDArray[np.float64]]
"""From the past to a score per municipality, greater first, NaN where unknown."""


@dataclass(frozen=True, slots=True)
class HitRate:
    """Share of the next months' incidents that fell in the N chosen places, over the origins.

    Attributes:
        rates: (R,) one per origin.
        difference: mean difference to the raw count, paired by origin.
        half_width: half of the 95 % interval of that difference. Origins overlap, so it is widened by the
            square root of horizon over step.
        accuracy_index: predictive accuracy index, hit rate over the chosen places' share of the population
            (Chainey, Tompson and Uhlig, Security Journal 21, 2008), mean over origins.
    """

    rates: NDArray[np.float64]
    difference: float
    half_width: float
    accuracy_index: float

    @property
    def mean(self) -> float:
        """Mean hit rate over the origins."""
        return float(self.rates.mean())


@dataclass(frozen=True, slots=True)
class Calibration:
    """Share of municipalities whose next rank fell in the stated 90 % interval, over the origins."""

    overall: float
    first_200: float


def raw_count(past: History) -> NDArray[np.float64]:
    """Score by the incidents of the last twelve months."""
    return _last_year(past, 0)


def raw_rate(past: History) -> NDArray[np.float64]:
    """Score by the incidents of the last twelve months over population."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(past.population > 0, _last_year(past, 0) / past.population, np.nan)


def last_list(past: History) -> NDArray[np.float64]:
    """Score by the twelve months before the last twelve: the list that was made a year ago."""
    return _last_year(past, 1)


def naive_trend(past: History) -> NDArray[np.float64]:
    """Score by the last twelve months plus their change from the twelve before."""
    return 2 * _last_year(past, 0) - _last_year(past, 1)


def scored_by(method: ScoreMethod, policy: ScorePolicy) -> Chooser:
    """Return the chooser of a ranking method."""
    return lambda past: score(past, method, policy).score


RIVALS: Mapping[str, Chooser] = {
    "raw count": raw_count,
    "raw rate": raw_rate,
    "last year's list": last_list,
    "naive trend": naive_trend,
}


def hit_rates(
    history: History, choosers: Mapping[str, Chooser], *, origins: Sequence[int], horizon: int, first: int
) -> dict[str, HitRate]:
    """Return each chooser's hit rate, the oracle's (the best N in hindsight) and every rival's.

    Args:
        history: the whole past; at an origin only the months before it are shown to a chooser.
        choosers: by name, added to ``RIVALS``.
        origins: month indices, ascending, each with two years before and ``horizon`` months after it.
        horizon: months ahead.
        first: N.

    Raises:
        ValueError: an origin without enough months around it.
    """
    if any(o < 2 * MONTHS_PER_YEAR or o + horizon > history.months for o in origins) or not origins:
        raise ValueError("every origin needs 24 months before it and the horizon after it")
    everyone = {**RIVALS, **choosers}
    hits: dict[str, list[float]] = {name: [] for name in (*everyone, "oracle")}
    index: dict[str, list[float]] = {name: [] for name in hits}
    people = np.nansum(history.population)
    for origin in origins:
        past, future = history.until(origin), _total(history, origin, horizon)
        scores = {name: chooser(past) for name, chooser in everyone.items()} | {"oracle": future}
        for name, values in scores.items():
            chosen = order(values)[:first]
            hits[name].append(float(future[chosen].sum() / future.sum()))
            index[name].append(hits[name][-1] / float(np.nansum(history.population[chosen]) / people))
    step = origins[1] - origins[0] if len(origins) > 1 else horizon
    return {
        name: _paired(np.array(hits[name]), np.array(hits["raw count"]), index[name], horizon / step) for name in hits
    }


def calibration(history: History, method: ScoreMethod, policy: ScorePolicy, *, origins: Sequence[int]) -> Calibration:
    """Return how often the next rank fell in its interval, over all municipalities and over the first 200."""
    inside_all, inside_first = [], []
    for origin in origins:
        past = history.until(origin)
        scored = score(past, method, policy)
        belief = rank_belief(scored, past, method, policy)
        future = _future_score(history, scored.weights, origin, method, policy)
        known = ~np.isnan(belief.low) & ~np.isnan(future)
        ranks = np.full(len(future), np.nan)
        ranks[known] = mid_ranks(future[known])
        inside = (ranks >= belief.low - 1e-9) & (ranks <= belief.high + 1e-9)
        inside_all.append(float(inside[known].mean()))
        inside_first.append(float(inside[order(scored.score)[:200]].mean()))
    return Calibration(float(np.mean(inside_all)), float(np.mean(inside_first)))


def fit_drift(
    history: History, method: ScoreMethod, policy: ScorePolicy, *, origins: Sequence[int], draws: int = 200
) -> float:
    """Return the drift that the past showed: the one whose intervals held their promise best at earlier origins.

    Both coverages, over all municipalities and over the first 200, count alike.
    """

    def miss(drift: float) -> float:
        seen = calibration(history, method, replace(policy, drift=drift, draws=draws), origins=origins)
        return abs(seen.overall - 0.90) + abs(seen.first_200 - 0.90)

    return min((round(0.05 * step, 2) for step in range(4, 11)), key=miss)


def _future_score(
    history: History, weights: Mapping[str, float], origin: int, method: ScoreMethod, policy: ScorePolicy
) -> NDArray[np.float64]:
    future = np.zeros(len(history.municipalities))
    for crime, weight in weights.items():
        future += weight * history.counts[crime][:, origin : origin + policy.horizon_months].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(future / np.power(history.population, policy.exponent(method)), dtype=np.float64)


def _total(history: History, start: int, months: int) -> NDArray[np.float64]:
    return np.asarray(sum(np.nansum(c[:, start : start + months], axis=1) for c in history.counts.values()))


def _last_year(past: History, years_back: int) -> NDArray[np.float64]:
    return _total(past, past.months - MONTHS_PER_YEAR * (years_back + 1), MONTHS_PER_YEAR)


def _paired(rates: NDArray[np.float64], reference: NDArray[np.float64], index: list[float], overlap: float) -> HitRate:
    gap = rates - reference
    spread = gap.std(ddof=1) / np.sqrt(len(gap)) if len(gap) > 1 else np.nan
    return HitRate(rates, float(gap.mean()), float(1.96 * spread * np.sqrt(max(1.0, overlap))), float(np.mean(index)))
