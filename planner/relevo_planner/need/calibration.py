"""Whether the rank intervals keep their promise, and the drift that would have made them keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import MONTHS_PER_YEAR, RATE_BASE, History
from relevo_planner.need.score import order, rank_belief, score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy
from relevo_planner.need.uncertainty import LEVEL, mid_ranks

HEAD = 200
"""The part of the order that decides: coverage there stands beside the coverage of all."""
DRIFTS = tuple(round(0.05 * step, 2) for step in range(4, 13))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Share of municipalities whose next rank fell in the stated 90 % interval.

    Attributes:
        overall_by_origin, head_by_origin: (R,) over all municipalities, over the first 200.
    """

    overall_by_origin: NDArray[np.float64]
    head_by_origin: NDArray[np.float64]

    @property
    def overall(self) -> float:
        """Over all municipalities, mean over origins."""
        return float(self.overall_by_origin.mean())

    @property
    def first_200(self) -> float:
        """Over the first 200, mean over origins."""
        return float(self.head_by_origin.mean())


def calibration(history: History, method: ScoreMethod, policy: ScorePolicy, *, origins: Sequence[int]) -> Calibration:
    """Return how often the next rank fell in its interval, over all municipalities and over the first 200.

    Args:
        history: the whole past; at an origin the intervals know the months before it only.
        method: of the ranking.
        policy: of the ranking; its horizon is what the intervals look ahead.
        origins: month indices, each with the horizon after it.

    Raises:
        ValueError: an origin without the horizon after it.
    """
    if any(origin + policy.horizon_months > history.months for origin in origins) or not origins:
        raise ValueError(f"every origin needs {policy.horizon_months} months after it")
    overall, head = [], []
    for origin in origins:
        past = history.until(origin)
        scored = score(past, method, policy)
        belief = rank_belief(scored, past, method, policy)
        future = _future_score(history, scored.weights, origin, method, policy)
        known = ~np.isnan(belief.low) & ~np.isnan(future)
        ranks = np.full(len(future), np.nan)
        ranks[known] = mid_ranks(future[known])
        inside = (ranks >= belief.low - 1e-9) & (ranks <= belief.high + 1e-9)
        overall.append(float(inside[known].mean()))
        head.append(float(inside[order(scored.score)[:HEAD]].mean()))
    return Calibration(np.array(overall), np.array(head))


@dataclass(frozen=True, slots=True)
class Drift:
    """How far rates moved: each place on its own, and the nation's together; standard deviations of the log."""

    own: float
    national: float


def fit_drift(
    history: History, method: ScoreMethod, policy: ScorePolicy, *, origins: Sequence[int], draws: int = 200
) -> Drift:
    """Return the drift that earlier origins showed, to be judged on later ones.

    The nation's is the root mean square of the log of actual over expected incidents, in steps of 0.05, at least 0.05.
    With it, each place's own is the one whose intervals held their promise best, both coverages counting alike.
    """
    national = national_drift(history, policy, origins=origins)

    def miss(own: float) -> float:
        tried = replace(policy, drift=own, national_drift=national, draws=draws)
        seen = calibration(history, method, tried, origins=origins)
        return abs(seen.overall - LEVEL) + abs(seen.first_200 - LEVEL)

    return Drift(min(DRIFTS, key=miss), national)


def national_drift(history: History, policy: ScorePolicy, *, origins: Sequence[int]) -> float:
    """Return how far the nation's incidents moved from what was expected of them: see ``fit_drift``."""
    squares = []
    for origin in origins:
        scored = score(history.until(origin), ScoreMethod.VOLUME, policy)
        expected = np.nansum(scored.score) * policy.horizon_months / MONTHS_PER_YEAR
        actual = np.nansum(_future_score(history, scored.weights, origin, ScoreMethod.VOLUME, policy))
        squares.append(float(np.log(actual / expected)) ** 2)
    return max(0.05, round(20 * float(np.sqrt(np.mean(squares)))) / 20)


def _future_score(
    history: History, weights: Mapping[str, float], origin: int, method: ScoreMethod, policy: ScorePolicy
) -> NDArray[np.float64]:
    future = np.zeros(len(history.municipalities))
    for crime, weight in weights.items():
        future += weight * history.counts[crime][:, origin : origin + policy.horizon_months].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(future / np.power(history.population / RATE_BASE, policy.exponent(method)))
