"""How long a crime type's past says something about its future, and how far its rates move from year to year.

The numbers are the back-test's choice on earlier origins (`make bench-ranking` measures them again).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Memory:
    """Recency and drift of one crime type.

    Attributes:
        half_life_months: a month this long ago weighs half.
        drift: year-to-year drift of one municipality's rate, standard deviation of the log.
        national_drift: drift that all municipalities share, standard deviation of the log.
    """

    half_life_months: float
    drift: float
    national_drift: float


MEMORY: Mapping[str, Memory] = {
    "homicidio-doloso": Memory(4.0, 0.35, 0.15),
    "defuncion-por-homicidio": Memory(4.0, 0.35, 0.15),
}
"""Crime types that were judged on their own."""

UNLISTED = Memory(9.0, 0.40, 0.40)
"""A crime type that the table does not list: rarer than homicide, so that fewer months say less."""
