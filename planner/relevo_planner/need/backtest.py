"""How well a ranking would have done: rolling origins and hit rates beside rivals. Intervals: ``calibration``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from relevo_planner.need.history import MONTHS_PER_YEAR, History
from relevo_planner.need.score import order, score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy

Chooser = Callable[[History], NDArray[np.float64]]
"""From the past to a score per municipality, greater first, NaN where unknown."""

ORACLE = "oracle"
"""The best N in hindsight: what nobody can reach."""
RIVAL_MONTHS = 2 * MONTHS_PER_YEAR
"""Months that every one of ``RIVALS`` looks back."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Mean difference of two hit rates, paired by origin, with half of its 95 % interval (NaN: too few origins)."""

    mean: float
    half_width: float

    @property
    def is_noise(self) -> bool:
        """Whether the interval holds zero, or cannot be told."""
        return not abs(self.mean) > self.half_width


@dataclass(frozen=True, slots=True)
class HitRate:
    """Share of the next months' incidents that fell in the N chosen places, over the origins.

    Attributes:
        rates: (R,) one per origin.
        accuracy_index: predictive accuracy index, hit rate over the chosen places' share of the population
            (Chainey, Tompson and Uhlig, Security Journal 21, 2008, there of the area), mean over origins.
        overlap: horizon over the step between origins; above 1 the origins look at the same months.
    """

    rates: NDArray[np.float64]
    accuracy_index: float
    overlap: float

    @property
    def mean(self) -> float:
        """Mean hit rate over the origins."""
        return float(self.rates.mean())

    def gap(self, rival: HitRate) -> Gap:
        """Return how much better than a rival over the same origins.

        Overlapping origins are worth fewer: R origins count as R / overlap in the standard error and in the degrees of
        freedom of Student's t.
        """
        gaps = self.rates - rival.rates
        worth = len(gaps) / max(1.0, self.overlap)
        if worth <= 1.5:
            return Gap(float(gaps.mean()), float("nan"))
        spread = float(gaps.std(ddof=1)) / np.sqrt(worth)
        return Gap(float(gaps.mean()), float(student.ppf(0.975, worth - 1)) * spread)


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
SHORT_RIVALS: Mapping[str, Chooser] = {"raw count": raw_count, "raw rate": raw_rate}
"""For a past under two years: these take what there is of the last twelve months."""


def hit_rates(
    history: History,
    choosers: Mapping[str, Chooser],
    *,
    origins: Sequence[int],
    horizon: int,
    first: int,
    rivals: Mapping[str, Chooser] = RIVALS,
    past_months: int = RIVAL_MONTHS,
) -> dict[str, HitRate]:
    """Return each chooser's hit rate, the oracle's (the best N in hindsight) and every rival's.

    Args:
        history: the whole past; at an origin only the months before it are shown to a chooser.
        choosers: by name, added to ``rivals``.
        origins: month indices, ascending, evenly spaced, each with ``past_months`` before and ``horizon`` after it.
        horizon: months ahead.
        first: N.
        rivals: what to compare with.
        past_months: months that an origin must have before it.

    Raises:
        ValueError: an origin without enough months around it, or without any incident in the months after it.
    """
    if any(o < past_months or o + horizon > history.months for o in origins) or not origins:
        raise ValueError(f"every origin needs {past_months} months before it and the horizon after it")
    everyone = {**rivals, **choosers}
    hits: dict[str, list[float]] = {name: [] for name in (*everyone, ORACLE)}
    index: dict[str, list[float]] = {name: [] for name in hits}
    people = np.nansum(history.population)
    for origin in origins:
        past, future = history.until(origin), _total(history, origin, horizon)
        if future.sum() <= 0:
            raise ValueError(f"no incident in the {horizon} months after month {origin}: nothing to hit")
        scores = {name: chooser(past) for name, chooser in everyone.items()} | {ORACLE: future}
        for name, values in scores.items():
            chosen = order(values)[:first]
            hits[name].append(float(future[chosen].sum() / future.sum()))
            index[name].append(hits[name][-1] / float(np.nansum(history.population[chosen]) / people))
    overlap = horizon / (origins[1] - origins[0]) if len(origins) > 1 else 1.0
    return {name: HitRate(np.array(hits[name]), float(np.mean(index[name])), overlap) for name in hits}


def best(found: Mapping[str, HitRate], names: Sequence[str]) -> str:
    """Return which of the names hit most; of equals the first. For choosing on earlier origins."""
    return max(names, key=lambda name: found[name].mean)


def _total(history: History, start: int, months: int) -> NDArray[np.float64]:
    start, end = max(0, start), max(0, start + months)
    return np.asarray(sum(np.nansum(c[:, start:end], axis=1) for c in history.counts.values()))


def _last_year(past: History, years_back: int) -> NDArray[np.float64]:
    return _total(past, past.months - MONTHS_PER_YEAR * (years_back + 1), MONTHS_PER_YEAR)
