"""Emergency calls as a second source beside reported crime: a declared mix, never a silent one.

``mixed[m] = (1 - share) * reported[m] + share * f * called[m]``, where ``called`` is expected from the smoothed rate of
calls and ``f`` scales the calls to the reports' total over the municipalities that have both, so that a share of 0.3
means that 0.3 of the score comes from calls. Where calls are unknown the score stands on reports alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import MONTHS_PER_YEAR, RATE_BASE, Exposure
from relevo_planner.need.memory import UNLISTED
from relevo_planner.need.smoothing import Posterior, smooth
from relevo_planner.need.uncertainty import Part


@dataclass(frozen=True, slots=True)
class Calls:
    """Emergency calls of M municipalities over one span.

    Attributes:
        counts: (M,) calls that were founded, NaN where unknown.
        months: length of the span.
    """

    counts: NDArray[np.float64]
    months: int

    def __post_init__(self) -> None:
        if self.months < 1 or np.nanmin(self.counts, initial=0.0) < 0:
            raise ValueError("calls need at least one month, and none of them may be negative")


@dataclass(frozen=True, slots=True)
class CallScore:
    """What calls say of each municipality.

    Attributes:
        known: (M,) whether the municipality's calls are known.
        expected: (M,) calls per year scaled to the reports' total; 0 where unknown.
        scale: f.
        posterior: of the rate of calls.
    """

    known: NDArray[np.bool_]
    expected: NDArray[np.float64]
    scale: float
    posterior: Posterior

    def mixed(self, reported: NDArray[np.float64], share: float) -> NDArray[np.float64]:
        """(M,) the declared mix of both sources."""
        weight = share * self.known
        return np.asarray((1 - weight) * reported + weight * self.expected)

    def part(self, share: float) -> Part:
        """The calls' part of the score. One year is too little to measure their drift: that of an unlisted crime."""
        weights = share * self.scale * self.known
        return Part(np.asarray(weights, dtype=np.float64), self.posterior, UNLISTED.drift, UNLISTED.national_drift)


def score_calls(
    calls: Calls, population: NDArray[np.float64], regions: tuple[str, ...], reported: NDArray[np.float64]
) -> CallScore:
    """Smooth the rate of calls and scale it to the reports.

    Args:
        calls: (M,) of the same municipalities.
        population: (M,) inhabitants, NaN where unknown.
        regions: (M,) region of each; empty where unknown.
        reported: (M,) harm-weighted incidents per year expected from reports, NaN where unknown.

    Raises:
        ValueError: the calls are not of as many municipalities.
    """
    if calls.counts.shape != population.shape:
        raise ValueError(f"calls of {len(calls.counts)} municipalities, counts of {len(population)}")
    there = ~np.isnan(calls.counts)
    years = np.where(there, calls.months / MONTHS_PER_YEAR, 0.0)
    posterior = smooth(Exposure(np.where(there, calls.counts, 0.0), years, years * population / RATE_BASE), regions)
    called = posterior.mean * population / RATE_BASE
    known = ~np.isnan(called) & ~np.isnan(reported)
    scale = float(reported[known].sum() / called[known].sum()) if known.any() else 0.0
    return CallScore(known, np.where(known, scale * called, 0.0), scale, posterior)
