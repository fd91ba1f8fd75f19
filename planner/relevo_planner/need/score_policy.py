"""The numbers of a ranking, each with its unit and its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from relevo_planner.need import harm as harms
from relevo_planner.need import memory as memories
from relevo_planner.policy import PolicyNumber


class ScoreMethod(StrEnum):
    """The declared way of ordering."""

    VOLUME = "volume"
    RATE = "rate"
    BLEND = "blend"


def _number(default: Any, unit: str, reason: str) -> Any:
    return field(default=default, metadata={"unit": unit, "reason": reason})


def _table(default: Mapping[str, Any], unit: str, reason: str) -> Any:
    return field(default_factory=lambda: default, metadata={"unit": unit, "reason": reason})


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """Numbers of a ranking; ``numbers()`` lists them for people."""

    half_life_months: float | None = _number(
        None, "months", "a month this long ago weighs half; none given: each crime type's own, as the back-test chose"
    )
    drift: float | None = _number(
        None, "standard deviation of the log", "how far one place's rate moves in a year; none given: the crime type's"
    )
    national_drift: float | None = _number(
        None, "standard deviation of the log", "how far all rates move together; none given: the crime type's"
    )
    blend_exponent: float = _number(
        0.5, "power of the population", "divides the score of BLEND: 0 is volume, 1 is rate, between them is declared"
    )
    count_discovered: bool = _number(
        False, "yes or no", "counting crimes that police discover would send forces where forces already are"
    )
    call_share: float = _number(
        0.0,
        "share of the score",
        "from emergency calls, 0 to 1. Calls reach what is never filed (INEGI's ENVIPE finds about nine crimes in ten "
        "without a file), but measure demand, not crime: they count one event twice, and some that were none "
        "(Klinger and Bridges, Criminology 35, 1997). One year of totals cannot be back-tested: reports alone",
    )
    horizon_months: int = _number(12, "months", "what the intervals look ahead: a year of support and its review")
    first: int = _number(50, "municipalities", "N of the first N: the length of the list of 2016")
    draws: int = _number(
        1000, "draws", "of the posterior-predictive ranks: the ends of intervals move by less than 1 %"
    )
    seed: int = _number(1, "none", "of the draws, so that a ranking can be replayed")
    harm: Mapping[str, harms.Harm] = _table(
        harms.HARM, "least years of prison", "weight of one incident per crime type; those not named weigh 1"
    )
    memory: Mapping[str, memories.Memory] = _table(
        memories.MEMORY, "months, deviation of the log", "half-life and drift per crime type, from the back-test"
    )

    def __post_init__(self) -> None:
        faults = [
            f"{name} is {value:g}, it must lie between 0 and 1"
            for name, value in (("call_share", self.call_share), ("blend_exponent", self.blend_exponent))
            if not 0 <= value <= 1
        ]
        faults += [
            f"{name} is {value}, it must be at least 1"
            for name, value in (("horizon_months", self.horizon_months), ("first", self.first), ("draws", self.draws))
            if value < 1
        ]
        faults += [
            f"{name} is {value:g}, it must not be negative"
            for name, value in (("drift", self.drift), ("national_drift", self.national_drift))
            if value is not None and not value >= 0
        ]
        if faults:
            raise ValueError("; ".join(faults))

    def weight(self, crime_type: str) -> float:
        """Return the weight of one incident."""
        harm = self.harm.get(crime_type, harms.UNLISTED)
        return 0.0 if harm.discovered and not self.count_discovered else harm.weight

    def remembered(self, crime_type: str) -> memories.Memory:
        """Return recency and drift of a crime type: the policy's own numbers where it gives them, else the table's."""
        usual = self.memory.get(crime_type, memories.UNLISTED)
        return memories.Memory(
            usual.half_life_months if self.half_life_months is None else self.half_life_months,
            usual.drift if self.drift is None else self.drift,
            usual.national_drift if self.national_drift is None else self.national_drift,
        )

    def exponent(self, method: ScoreMethod) -> float:
        """Return the power of the population that the score is divided by."""
        return {ScoreMethod.VOLUME: 0.0, ScoreMethod.RATE: 1.0, ScoreMethod.BLEND: self.blend_exponent}[method]

    def numbers(self) -> tuple[PolicyNumber, ...]:
        """Every number with its unit and reason, in the order of declaration."""
        return tuple(
            PolicyNumber(f.name, getattr(self, f.name), f.metadata["unit"], f.metadata["reason"]) for f in fields(self)
        )
