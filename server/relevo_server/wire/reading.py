"""What is wrong with a message or a file, gathered while it is read, so that it can be told at once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from relevo_server.domain.errors import ErrorReason, Fault, refusal

MOST_FAULTS = 1_000
"""Faults told at once; what lies beyond is counted."""


@dataclass(slots=True)
class Reading:
    """Faults by field path, the first one of each; where a field has a fault, what follows from it is not told."""

    faults: dict[str, Fault] = field(default_factory=dict)
    untold: int = 0

    def note(self, path: str, why: str, remedy: str = "") -> None:
        """Note that the field at ``path`` is wrong."""
        self.take([Fault(path, why, remedy)])

    def take(self, faults: Iterable[Fault]) -> None:
        """Note faults that somebody else found."""
        for fault in faults:
            if fault.field in self.faults:
                continue
            if len(self.faults) < MOST_FAULTS:
                self.faults[fault.field] = fault
            else:
                self.untold += 1

    def finite(self, path: str, value: float) -> float:
        """Return ``value``, noting one that is no number or infinite."""
        if not math.isfinite(value):
            self.note(path, f"is {value}, which is no number to plan with", "Give a finite number")
        return value

    def all_finite(self, path: str, values: tuple[float, ...]) -> tuple[float, ...]:
        """Return ``values``, noting each that is no number or infinite."""
        if not all(map(math.isfinite, values)):
            for index, value in enumerate(values):
                self.finite(f"{path}[{index}]", value)
        return values

    def refuse(self, what: str, reason: ErrorReason = ErrorReason.INVALID_FIELDS) -> None:
        """Raise if anything was noted.

        Args:
            what: What was read, for the message ("the instance").
            reason: Of the refusal.

        Raises:
            RelevoError: At least one fault was noted; all of them are told.
        """
        if not self.faults:
            return
        count = len(self.faults) + self.untold
        told = "" if not self.untold else f", of which the first {len(self.faults):,} are told"
        faults = "1 fault" if count == 1 else f"{count:,} faults"
        raise refusal(reason, f"{what} was refused: {faults}{told}", self.faults.values())
