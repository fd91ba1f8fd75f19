"""Commitments: what one side of an agreement promises, by when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import TEXT_CHARACTERS, count_faults, day_faults, span_faults, text_faults
from relevo_server.domain.names import is_id

MOST_AMOUNT = 10**13


class Side(StrEnum):
    """Who promises."""

    FEDERAL = "federal"
    LOCAL = "local"


class CommitmentState(StrEnum):
    """Open until kept (with evidence) or broken."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class CommitmentKind(StrEnum):
    """What is promised, so that it can be counted."""

    TEAMS = "teams"
    OFFICERS = "officers"
    RECRUITMENT = "recruitment"
    CERTIFICATION = "certification"
    PATROLS = "patrols"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """One step in the life of a commitment; ``principal`` recorded it."""

    state: CommitmentState
    evidence: str
    at: datetime
    principal: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise of one side; ``office`` promises, ``evidence`` says where the proof can be found.

    Attributes:
        kind: What is promised; None: only in words.
        amount: Teams, officers, or pesos for a budget; None: not said in numbers.
        start: First day of what is promised.
        end: First day after it.
        history: What became of it, oldest first.
    """

    commitment_id: str
    side: Side
    office: str
    promise: str
    due: date
    state: CommitmentState = CommitmentState.OPEN
    evidence: str = ""
    kind: CommitmentKind | None = None
    amount: int | None = None
    start: date | None = None
    end: date | None = None
    history: tuple[CommitmentChange, ...] = ()

    def overdue(self, day: date) -> bool:
        """Whether it was due before ``day`` and is not kept."""
        return self.state is not CommitmentState.KEPT and self.due < day

    def become(self, change: CommitmentChange) -> Commitment:
        """The commitment after a step, which its history keeps."""
        return replace(self, state=change.state, evidence=change.evidence, history=(*self.history, change))


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """What a caller says of a commitment; None is not said."""

    side: Side | None
    promise: str
    due: date | None
    office: str = ""
    commitment_id: str = ""
    state: CommitmentState = CommitmentState.OPEN
    evidence: str = ""
    kind: CommitmentKind | None = None
    amount: int | None = None
    start: date | None = None
    end: date | None = None

    def faults(self, path: str) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            *text_faults(f"{path}.office", self.office),
            *text_faults(f"{path}.promise", self.promise, most=TEXT_CHARACTERS, required=True, lines=True),
            *day_faults(f"{path}.due_date", self.due),
            *count_faults(f"{path}.amount", self.amount, most=MOST_AMOUNT),
            *evidence_faults(f"{path}.evidence", self.state, self.evidence),
        ]
        if self.side is None:
            faults.append(Fault(f"{path}.side", "is missing", "Choose FEDERAL or LOCAL"))
        if self.commitment_id and not is_id(self.commitment_id):
            remedy = "Use up to 63 lower-case letters, digits and hyphens"
            faults.append(Fault(f"{path}.commitment_id", f"{self.commitment_id!r} is no id", remedy))
        if self.start is not None or self.end is not None:
            faults += span_faults(f"{path}.from_date", self.start, f"{path}.to_date", self.end)
        return faults


def evidence_faults(path: str, state: CommitmentState, evidence: str) -> list[Fault]:
    """Check where the proof is said to be; what counts as kept needs one."""
    if state is CommitmentState.KEPT and not evidence.strip():
        return [Fault(path, "is empty although it is kept", "Say where the proof is")]
    return text_faults(path, evidence, most=TEXT_CHARACTERS, lines=True)


@dataclass(frozen=True, slots=True)
class AgreedCommitment:
    """A commitment with the agreement that holds it, for lists across agreements; ``region`` is the meeting's."""

    name: str
    agreement: str
    region: str
    due: date
    commitment: Commitment
