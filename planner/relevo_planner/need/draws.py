"""What the incidence of months to come may be: seeded posterior-predictive draws, as rankings are judged by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import MONTHS_PER_YEAR, RATE_BASE
from relevo_planner.need.uncertainty import Part, drifted_rates


def draw_incidents(
    parts: Sequence[Part], population: NDArray[np.float64], *, months: float, draws: int, seed: int
) -> NDArray[np.float64]:
    """Draw the incidents of some months to come, all parts together.

    Args:
        parts: posteriors with their drift; an incident counts once, whatever its weight.
        population: (M,) inhabitants, NaN where unknown.
        months: ahead, more than 0.
        draws: at least 1.
        seed: makes the draws repeatable.

    Returns:
        (draws, M) incidents; NaN where a rate or the population is unknown.
    """
    known = ~np.isnan(population) & (population > 0)
    for part in parts:
        known &= ~np.isnan(part.posterior.shape)
    places = np.flatnonzero(known)
    person_years = population[places] / RATE_BASE * months / MONTHS_PER_YEAR
    rng = np.random.default_rng(seed)
    found = np.full((draws, len(population)), np.nan)
    found[:, places] = 0.0
    for part in parts:
        found[:, places] += rng.poisson(drifted_rates(part, places, draws, rng) * person_years)
    return found
