"""The numbers of a ranking that a caller may say; None is not said, and then the policy's default counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import count_faults, range_faults

_PATH = "ranking.numbers"
MOST_MONTHS = 120
MOST_FIRST = 5_000
MOST_DRAWS = 5_000
MOST_SEED = 2**32 - 1
MOST_WEIGHT = 1_000.0
MOST_DRIFT = 3.0


@dataclass(frozen=True, slots=True)
class RankingNumbers:
    """Numbers of a ranking.

    Attributes:
        half_life_months: A month this long ago weighs half; None: each crime type's own.
        drift: Year-to-year drift of one place, standard deviation of the log; None: the crime type's.
        national_drift: The same of all places together.
        blend_exponent: Power of the population that BLEND divides by, 0 to 1.
        count_discovered: Whether crimes that police discover count.
        call_share: Share of the score from emergency calls, 0 to 1.
        horizon_months: What the rank intervals look ahead.
        first: N of the probability of belonging to the first N.
        draws: Of the posterior-predictive ranks.
        seed: Of the draws.
        weights: By ``crimeTypes/{slug}``, of one incident; those not named have the weight of the table.
    """

    half_life_months: float | None = None
    drift: float | None = None
    national_drift: float | None = None
    blend_exponent: float | None = None
    count_discovered: bool = False
    call_share: float | None = None
    horizon_months: int | None = None
    first: int | None = None
    draws: int | None = None
    seed: int | None = None
    weights: Mapping[str, float] = field(default_factory=dict)

    def faults(self, crime_types: Collection[str]) -> list[Fault]:
        """What cannot be, whatever the records hold.

        Args:
            crime_types: Names of those that are ranked.
        """
        faults = range_faults(f"{_PATH}.half_life_months", self.half_life_months, 0.1, 1_200.0)
        faults += range_faults(f"{_PATH}.drift", self.drift, 0.0, MOST_DRIFT)
        faults += range_faults(f"{_PATH}.national_drift", self.national_drift, 0.0, MOST_DRIFT)
        faults += range_faults(f"{_PATH}.blend_exponent", self.blend_exponent, 0.0, 1.0)
        faults += range_faults(f"{_PATH}.call_share", self.call_share, 0.0, 1.0)
        faults += count_faults(f"{_PATH}.horizon_months", self.horizon_months, least=1, most=MOST_MONTHS)
        faults += count_faults(f"{_PATH}.first", self.first, least=1, most=MOST_FIRST)
        faults += count_faults(f"{_PATH}.draws", self.draws, least=1, most=MOST_DRAWS)
        faults += count_faults(f"{_PATH}.seed", self.seed, most=MOST_SEED)
        for name, weight in sorted(self.weights.items()):
            path = f"{_PATH}.weights[{name[:80]}]"
            faults += range_faults(path, weight, 0.0, MOST_WEIGHT)
            if name not in crime_types:
                faults.append(Fault(path, "is no crime type of the ranking", "Correct the name, or rank it too"))
        return faults
