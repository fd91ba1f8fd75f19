"""What people decided on a plan: confirmed in whole or part, or rejected, by a named office and with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relevo_server.domain.deployment import PoolTeams
from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import MOST_TEAMS, count_faults, duplicate_faults, text_faults, texts_faults


@dataclass(frozen=True, slots=True)
class Override:
    """One operation of the plan, sent otherwise than proposed; its municipality stays.

    Attributes:
        operation: Index into the plan's operations.
        start: First period, from 0.
        periods: How many.
        teams: By pool; none of them named twice.
        reason: Why the proposal was not followed.
    """

    operation: int
    start: int
    periods: int
    teams: tuple[PoolTeams, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a caller wants to confirm.

    Attributes:
        office: That decides, for example the coordination of a region.
        operations: Indices into the plan's operations; empty: all. What is not named is left undone.
        overrides: Of operations that are confirmed.
    """

    office: str
    operations: tuple[int, ...] = ()
    overrides: tuple[Override, ...] = ()

    def faults(self) -> list[Fault]:
        """Everything that is wrong with it in itself."""
        faults = text_faults("office", self.office, required=True)
        faults += duplicate_faults("operations", [f"operation {index}" for index in self.operations])
        faults += duplicate_faults("overrides", [f"operation {wish.operation}" for wish in self.overrides])
        for index, wish in enumerate(self.overrides):
            at = f"overrides[{index}]"
            faults += text_faults(f"{at}.reason", wish.reason, required=True, lines=True)
            faults += duplicate_faults(f"{at}.teams", [entry.pool for entry in wish.teams])
            for place, entry in enumerate(wish.teams):
                faults += count_faults(f"{at}.teams[{place}].teams", entry.teams, least=1, most=MOST_TEAMS)
        return faults

    def faults_on(self, planned: int) -> list[Fault]:
        """What of it does not fit a plan of so many operations."""
        if not planned:
            return [Fault("operations", "the plan has none", "Reject it, or propose again")]
        known = f"the plan has operations 0 to {planned - 1}"
        faults = [
            Fault(f"operations[{at}]", f"{index} does not exist: {known}", "Name one of them")
            for at, index in enumerate(self.operations)
            if not 0 <= index < planned
        ]
        chosen = self.chosen(planned)
        for at, wish in enumerate(self.overrides):
            if not 0 <= wish.operation < planned:
                why = f"{wish.operation} does not exist: {known}"
                faults.append(Fault(f"overrides[{at}].operation", why, "Name one of them"))
            elif wish.operation not in chosen:
                why = f"operation {wish.operation} is not among those that are confirmed"
                faults.append(Fault(f"overrides[{at}].operation", why, "Confirm it, or leave the override out"))
        return faults

    def chosen(self, planned: int) -> Sequence[int]:
        """The operations that are confirmed, in the plan's order."""
        return sorted(self.operations) if self.operations else range(planned)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and by whom.

    Attributes:
        office: That decided.
        principal: Who told it to the system.
        reasons: Why it was rejected; empty where it was confirmed.
        operations: Indices of the operations that were confirmed.
        deployments: What they became, in the same order.
        overrides: Where the proposal was not followed.
        override_cost: What the overrides give up of the plan's value; None: there were none.
    """

    office: str
    principal: str
    decided: datetime
    reasons: tuple[str, ...] = ()
    operations: tuple[int, ...] = ()
    deployments: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    override_cost: float | None = None


def rejection_faults(office: str, reasons: tuple[str, ...]) -> list[Fault]:
    """Everything that is wrong with a rejection in itself."""
    faults = text_faults("office", office, required=True) + texts_faults("reasons", reasons)
    if not reasons:
        faults.append(Fault("reasons", "is empty", "Say why the plan is rejected"))
    return faults
