"""What meetings decided: agreements and the commitments of each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.commitment import Commitment, CommitmentChange, CommitmentDraft, Side
from relevo_server.domain.days import DaySpan
from relevo_server.domain.errors import Fault, not_found, state_forbids
from relevo_server.domain.limits import (
    LIST_ENTRIES,
    duplicate_faults,
    span_faults,
    text_faults,
)
from relevo_server.domain.names import etag_of, is_municipality, is_state, state_of

MOST_MUNICIPALITIES = 2_500


class AgreementState(StrEnum):
    """Signed until somebody ends it early."""

    SIGNED = "signed"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """What a caller says of an agreement; None is not said."""

    title: str
    start: date | None
    end: date | None
    municipalities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    commitments: tuple[CommitmentDraft, ...] = ()
    follow_up: str = ""

    def faults(self, today: date) -> list[Fault]:
        """What cannot be, whatever the records hold; an end that is past by ``today`` is one of it."""
        faults = text_faults("agreement.title", self.title) + text_faults("agreement.follow_up", self.follow_up)
        faults += self._coverage_faults()
        span = span_faults("agreement.start_date", self.start, "agreement.end_date", self.end)
        if not span and self.end is not None and self.end <= today:
            why = f"{self.end} is past: today is {today}"
            span = [Fault("agreement.end_date", why, "An agreement must cover days to come")]
        return faults + span + self._commitments_faults()

    def _coverage_faults(self) -> list[Fault]:
        municipalities, states = "agreement.municipalities", "agreement.states"
        if not self.municipalities and not self.states:
            return [Fault(municipalities, "and states are empty", "Name at least one municipality or state")]
        if len(self.municipalities) > MOST_MUNICIPALITIES or len(self.states) > LIST_ENTRIES:
            return [Fault(municipalities, "or states name too many", "Name whole states, once each")]
        faults = [
            Fault(f"{municipalities}[{index}]", f"{name!r} is no municipality", "Write municipalities/ and five digits")
            for index, name in enumerate(self.municipalities)
            if not is_municipality(name)
        ]
        faults += [
            Fault(f"{states}[{index}]", f"{name!r} is no state", "Write states/ and two digits")
            for index, name in enumerate(self.states)
            if not is_state(name)
        ]
        return faults + duplicate_faults(municipalities, self.municipalities) + duplicate_faults(states, self.states)

    def _commitments_faults(self) -> list[Fault]:
        path = "agreement.commitments"
        if len(self.commitments) > LIST_ENTRIES:
            return [Fault(path, f"has more than {LIST_ENTRIES} entries", "Split the agreement")]
        faults = [
            fault
            for index, commitment in enumerate(self.commitments)
            for fault in commitment.faults(f"{path}[{index}]")
        ]
        given = [commitment.commitment_id for commitment in self.commitments if commitment.commitment_id]
        if len(given) != len(set(given)):
            faults.append(Fault(path, "gives the same commitment_id twice", "Give each its own, or none"))
        return faults


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a meeting decided, ``meetings/{id}/agreements/{id}``: live from ``start`` until before ``end``.

    ``follow_up`` is the body that follows up what was agreed, ``bodies/{id}``; empty: not said.
    """

    name: str
    title: str
    municipalities: tuple[str, ...]
    states: tuple[str, ...]
    start: date
    end: date
    state: AgreementState
    commitments: tuple[Commitment, ...]
    created: datetime
    version: int = 1
    follow_up: str = ""

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    @property
    def meeting(self) -> str:
        """The meeting that decided it."""
        return self.name.partition("/agreements/")[0]

    @property
    def span(self) -> DaySpan:
        """The days that it covers."""
        return DaySpan(self.start, self.end)

    def live(self, day: date) -> bool:
        """Whether it is in force on ``day``."""
        return self.state is AgreementState.SIGNED and day in self.span

    def covers(self, municipality: str) -> bool:
        """Whether it names the municipality or its whole state."""
        return municipality in self.municipalities or state_of(municipality) in self.states

    def carries(self, municipality: str, stay: DaySpan) -> bool:
        """Whether a stay in the municipality may stand on it: in force on every one of its days."""
        return self.state is AgreementState.SIGNED and self.covers(municipality) and self.span.covers(stay)

    def terminate(self) -> Agreement:
        """The agreement ends early.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is signed.
        """
        if self.state is not AgreementState.SIGNED:
            raise state_forbids(self.name, self.state, "terminated")
        return replace(self, state=AgreementState.TERMINATED, version=self.version + 1)

    def record(self, commitment_id: str, change: CommitmentChange) -> Agreement:
        """What became of one commitment.

        Raises:
            RelevoError: NOT_FOUND, where it holds no such commitment.
        """
        if all(commitment.commitment_id != commitment_id for commitment in self.commitments):
            raise not_found(f"{self.name}/commitments/{commitment_id}")
        changed = tuple(
            commitment.become(change) if commitment.commitment_id == commitment_id else commitment
            for commitment in self.commitments
        )
        return replace(self, commitments=changed, version=self.version + 1)


def overdue_local(agreements: Sequence[Agreement], municipality: str, day: date) -> int:
    """Count the local side's overdue commitments in agreements that cover ``municipality``."""
    return sum(
        commitment.side is Side.LOCAL and commitment.overdue(day)
        for agreement in agreements
        if agreement.covers(municipality)
        for commitment in agreement.commitments
    )
