"""How long and how closely the planner searches."""

from __future__ import annotations

from dataclasses import dataclass

MOST_SECONDS = 3_600.0
MOST_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Search:
    """How long and how closely to search.

    Attributes:
        time_limit_seconds: Most seconds of solving.
        gap_tolerance: The search ends once the gap is proven to be no larger.
        seed: Of every random choice.
        steps: Most steps of a search that counts them and looks at no clock: the same plan on every machine. None: the
            clock decides.
    """

    time_limit_seconds: float = 30.0
    gap_tolerance: float = 0.005
    seed: int = 0
    steps: int | None = None
