"""The numbers that people who answer for a plan may change, each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class Goal(StrEnum):
    """What a plan should be good at, in the order in which it is pursued (MODEL.md section 4)."""

    FLOORS = "floors"
    NEED = "need"
    FAIRNESS = "fairness"
    STABILITY = "stability"
    TRAVEL = "travel"


@dataclass(frozen=True, slots=True)
class PolicyNumber:
    """One number of a policy as a person reads it."""

    name: str
    value: Any
    unit: str
    reason: str


def _number(default: Any, unit: str, reason: str) -> Any:
    return field(default=default, metadata={"unit": unit, "reason": reason})


@dataclass(frozen=True, slots=True)
class Policy:
    """Tunable numbers of the rules and goals. Defaults are MODEL.md section 3's."""

    period_days: int = _number(14, "days", "a fortnight: long enough to relocate a team, short enough to replan")
    durations: tuple[int, ...] = _number(
        (2, 3, 4, 5, 6), "periods", "allowed lengths of one operation: under two, travel eats the stay"
    )
    tenure_periods: int = _number(6, "periods", "K: federal presence in one municipality is temporary")
    tenure_window_periods: int = _number(
        13, "periods", "W: never more than K periods of presence in any W (half a year)"
    )
    complement_ratio: float = _number(
        0.5, "federal officers per verified local officer", "federal forces support, they never substitute"
    )
    effort_floor: float = _number(
        0.9, "share of the local effort a year before", "support must not replace what the municipality already did"
    )
    report_fresh_days: int = _number(90, "days", "a capacity report older than a quarter says little about today")
    reserve_share: float = _number(
        0.10, "share of the teams based in a region", "something must be left for the unforeseen"
    )
    state_ceiling_share: float = _number(
        0.25, "share of all team-periods that the pools can supply", "no state may absorb the federation"
    )
    stability_epsilon: float = _number(
        0.01, "share of covered need", "the most that staying close to a published plan may cost"
    )
    fairness_epsilon: float = _number(0.05, "share of covered need", "the most that fairness may cost")
    goals: tuple[Goal, ...] = _number(
        (Goal.FLOORS, Goal.NEED, Goal.FAIRNESS, Goal.STABILITY, Goal.TRAVEL),
        "ordered",
        "lexicographic: earlier goals win",
    )

    @property
    def separation_periods(self) -> int:
        """Periods that must lie between two stays in one municipality: W - K."""
        return self.tenure_window_periods - self.tenure_periods

    def numbers(self) -> tuple[PolicyNumber, ...]:
        """Every number with its unit and reason, in the order of declaration."""
        return tuple(
            PolicyNumber(f.name, getattr(self, f.name), f.metadata["unit"], f.metadata["reason"]) for f in fields(self)
        )
