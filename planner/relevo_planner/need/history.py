"""The past that rankings are computed from: monthly counts by crime type, with what is unknown kept unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MONTHS_PER_YEAR = 12
RATE_BASE = 100_000.0


@dataclass(frozen=True, slots=True)
class History:
    """M municipalities over T months, the latest month last.

    Attributes:
        municipalities: (M,) names, ascending.
        regions: (M,) region of each; empty where unknown.
        population: (M,) inhabitants, NaN where unknown.
        counts: by crime type (M, T) incidents per month, NaN where unknown.
    """

    municipalities: tuple[str, ...]
    regions: tuple[str, ...]
    population: NDArray[np.float64]
    counts: Mapping[str, NDArray[np.float64]]

    def __post_init__(self) -> None:
        size = len(self.municipalities)
        shapes = {name: counts.shape for name, counts in self.counts.items()}
        if len(self.regions) != size or self.population.shape != (size,):
            raise ValueError(f"{size} municipalities, {len(self.regions)} regions, {self.population.shape} populations")
        if len(set(shapes.values())) > 1 or any(shape[0] != size for shape in shapes.values()):
            raise ValueError(f"counts must all be ({size}, months), they are {shapes}")
        if any(np.nanmin(counts, initial=0.0) < 0 for counts in self.counts.values()):
            raise ValueError("counts must not be negative")

    @property
    def months(self) -> int:
        """Number of months, 0 where no crime type is given."""
        return next((counts.shape[1] for counts in self.counts.values()), 0)

    def until(self, month: int) -> History:
        """Return the past as it stood before month index ``month``."""
        cut = {name: counts[:, :month] for name, counts in self.counts.items()}
        return History(self.municipalities, self.regions, self.population, cut)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Recency-weighted incidents and the exposure in which they fell.

    Attributes:
        incidents: (M,) weighted incidents over known months.
        years: (M,) weighted years of known months; 0 where no month is known.
        person_years: (M,) ``years`` times inhabitants in units of 100,000; NaN where the population is unknown.
    """

    incidents: NDArray[np.float64]
    years: NDArray[np.float64]
    person_years: NDArray[np.float64]


def exposure(counts: NDArray[np.float64], population: NDArray[np.float64], half_life_months: float | None) -> Exposure:
    """Weigh months by recency: a month ``half_life_months`` before the last weighs half. None: all weigh alike.

    Args:
        counts: (M, T) incidents per month, NaN where unknown; unknown months add neither incidents nor exposure.
        population: (M,) inhabitants, NaN where unknown.
        half_life_months: positive, or None.

    Raises:
        ValueError: a half-life that is not positive.
    """
    if half_life_months is not None and not half_life_months > 0:
        raise ValueError(f"half-life is {half_life_months} months, it must be positive")
    age = np.arange(counts.shape[1])[::-1]
    weights = np.ones(counts.shape[1]) if half_life_months is None else np.power(0.5, age / half_life_months)
    known = ~np.isnan(counts)
    years = known @ weights / MONTHS_PER_YEAR
    return Exposure(np.where(known, counts, 0.0) @ weights, years, years * population / RATE_BASE)
