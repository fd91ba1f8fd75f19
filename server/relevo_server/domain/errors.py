"""Refusals: why something could not be done, every fault named at once, in the words of the person who asked.

The reasons are those of ``error_reason.proto``; the classes follow the status that a caller sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class ErrorReason(StrEnum):
    """Machine-readable reasons; values are the names of ``error_reason.proto`` without their prefix."""

    INVALID_FIELDS = "INVALID_FIELDS"
    NOT_FOUND = "NOT_FOUND"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    STALE_ETAG = "STALE_ETAG"
    REQUEST_ID_REUSED = "REQUEST_ID_REUSED"
    PAGE_TOKEN_INVALID = "PAGE_TOKEN_INVALID"  # noqa: S105 - a token of a list, no secret
    UNAUTHENTICATED = "UNAUTHENTICATED"
    PERMISSION_DENIED = "PERMISSION_DENIED"
    INTAKE_REFUSED = "INTAKE_REFUSED"
    LAYOUT_UNKNOWN = "LAYOUT_UNKNOWN"
    INTAKE_TRUNCATED = "INTAKE_TRUNCATED"
    MUNICIPALITY_UNKNOWN = "MUNICIPALITY_UNKNOWN"
    RANKING_PUBLISHED = "RANKING_PUBLISHED"
    STATE_FORBIDS = "STATE_FORBIDS"
    NO_LIVE_AGREEMENT = "NO_LIVE_AGREEMENT"
    STAY_OVERLAPS = "STAY_OVERLAPS"
    FOREIGN_MUNICIPALITY = "FOREIGN_MUNICIPALITY"
    INSTANCE_INVALID = "INSTANCE_INVALID"
    OVERLOADED = "OVERLOADED"
    TOO_LARGE = "TOO_LARGE"
    DEFECT = "DEFECT"
    POLICY_CONTRADICTORY = "POLICY_CONTRADICTORY"
    SCENARIO_INVALID = "SCENARIO_INVALID"
    UPLOAD_OFFSET = "UPLOAD_OFFSET"
    UPLOAD_INCOMPLETE = "UPLOAD_INCOMPLETE"
    UPLOAD_LIMIT = "UPLOAD_LIMIT"
    POINTS_NOT_KEPT = "POINTS_NOT_KEPT"
    POOL_COMMITTED = "POOL_COMMITTED"
    FUND_EXHAUSTED = "FUND_EXHAUSTED"
    NOT_BENEFICIARY = "NOT_BENEFICIARY"
    EVENTS_PRUNED = "EVENTS_PRUNED"
    EVENT_UNKNOWN = "EVENT_UNKNOWN"
    TRAIL_BROKEN = "TRAIL_BROKEN"
    EVENTS_TOO_YOUNG = "EVENTS_TOO_YOUNG"
    QUOTA_SPENT = "QUOTA_SPENT"
    PLAN_STALE = "PLAN_STALE"
    OVERRIDE_BREAKS_RULES = "OVERRIDE_BREAKS_RULES"
    TENURE_EXCEEDED = "TENURE_EXCEEDED"
    COMMITMENT_OVERDUE = "COMMITMENT_OVERDUE"
    STAY_ENDED = "STAY_ENDED"
    PLAN_NOT_PUBLISHED = "PLAN_NOT_PUBLISHED"
    SIGNING_KEY_MISSING = "SIGNING_KEY_MISSING"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        field: Path of the field (``agreement.commitments[1].due_date``), or the record's name where a rule is broken.
        why: What is wrong with it.
        remedy: What to do about it.
        reason: The rule or limit that it breaks.
    """

    field: str
    why: str
    remedy: str = ""
    reason: ErrorReason = ErrorReason.INVALID_FIELDS

    def __str__(self) -> str:
        end = f" {self.remedy}." if self.remedy else ""
        return f"{self.field}: {self.why}.{end}"


class RelevoError(Exception):
    """Base of all refusals.

    Attributes:
        reason: One of ErrorReason.
        message: One sentence for a person.
        faults: Everything that is wrong, in order of appearance.
        metadata: Machine-readable facts, for example the record's ``name``.
    """

    def __init__(
        self,
        reason: ErrorReason,
        message: str,
        faults: Iterable[Fault] = (),
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        self.reason = reason
        self.message = message
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.metadata: dict[str, str] = dict(metadata or {})
        super().__init__(message)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {fault}" for fault in self.faults)])


class InvalidArgument(RelevoError):
    """What was asked is wrong in itself, whatever the records hold."""


class NotFound(RelevoError):
    """A named record does not exist."""


class AlreadyExists(RelevoError):
    """The id is taken."""


class Aborted(RelevoError):
    """Somebody else was faster: read again and retry."""


class Unauthenticated(RelevoError):
    """Nobody knows who asks."""


class PermissionDenied(RelevoError):
    """The principal lacks the role."""


class FailedPrecondition(RelevoError):
    """The records do not allow it as they stand."""


class ResourceExhausted(RelevoError):
    """Too much at once, or too large."""


class Defect(RelevoError):
    """Relevo itself is wrong."""


_CLASSES: Mapping[ErrorReason, type[RelevoError]] = {
    ErrorReason.INVALID_FIELDS: InvalidArgument,
    ErrorReason.NOT_FOUND: NotFound,
    ErrorReason.ALREADY_EXISTS: AlreadyExists,
    ErrorReason.STALE_ETAG: Aborted,
    ErrorReason.REQUEST_ID_REUSED: InvalidArgument,
    ErrorReason.PAGE_TOKEN_INVALID: InvalidArgument,
    ErrorReason.UNAUTHENTICATED: Unauthenticated,
    ErrorReason.PERMISSION_DENIED: PermissionDenied,
    ErrorReason.INTAKE_REFUSED: InvalidArgument,
    ErrorReason.LAYOUT_UNKNOWN: InvalidArgument,
    ErrorReason.INTAKE_TRUNCATED: InvalidArgument,
    ErrorReason.MUNICIPALITY_UNKNOWN: FailedPrecondition,
    ErrorReason.RANKING_PUBLISHED: FailedPrecondition,
    ErrorReason.STATE_FORBIDS: FailedPrecondition,
    ErrorReason.NO_LIVE_AGREEMENT: FailedPrecondition,
    ErrorReason.STAY_OVERLAPS: FailedPrecondition,
    ErrorReason.FOREIGN_MUNICIPALITY: FailedPrecondition,
    ErrorReason.INSTANCE_INVALID: FailedPrecondition,
    ErrorReason.OVERLOADED: ResourceExhausted,
    ErrorReason.TOO_LARGE: ResourceExhausted,
    ErrorReason.DEFECT: Defect,
    ErrorReason.POLICY_CONTRADICTORY: InvalidArgument,
    ErrorReason.SCENARIO_INVALID: InvalidArgument,
    ErrorReason.UPLOAD_OFFSET: Aborted,
    ErrorReason.UPLOAD_INCOMPLETE: FailedPrecondition,
    ErrorReason.UPLOAD_LIMIT: ResourceExhausted,
    ErrorReason.POINTS_NOT_KEPT: InvalidArgument,
    ErrorReason.POOL_COMMITTED: FailedPrecondition,
    ErrorReason.FUND_EXHAUSTED: FailedPrecondition,
    ErrorReason.NOT_BENEFICIARY: FailedPrecondition,
    ErrorReason.EVENTS_PRUNED: FailedPrecondition,
    ErrorReason.EVENT_UNKNOWN: FailedPrecondition,
    ErrorReason.TRAIL_BROKEN: FailedPrecondition,
    ErrorReason.EVENTS_TOO_YOUNG: FailedPrecondition,
    ErrorReason.QUOTA_SPENT: ResourceExhausted,
    ErrorReason.PLAN_STALE: FailedPrecondition,
    ErrorReason.OVERRIDE_BREAKS_RULES: FailedPrecondition,
    ErrorReason.TENURE_EXCEEDED: FailedPrecondition,
    ErrorReason.COMMITMENT_OVERDUE: FailedPrecondition,
    ErrorReason.STAY_ENDED: FailedPrecondition,
    ErrorReason.PLAN_NOT_PUBLISHED: FailedPrecondition,
    ErrorReason.SIGNING_KEY_MISSING: FailedPrecondition,
}


def refusal(
    reason: ErrorReason, message: str, faults: Iterable[Fault] = (), metadata: Mapping[str, str] | None = None
) -> RelevoError:
    """Return the error of the class that belongs to ``reason``."""
    return _CLASSES[reason](reason, message, faults, metadata)


def not_found(name: str) -> RelevoError:
    """Return the refusal for a record that does not exist."""
    fault = Fault(name, "does not exist", "Check the name", ErrorReason.NOT_FOUND)
    return refusal(ErrorReason.NOT_FOUND, f"{name} does not exist", [fault], {"name": name})


def state_forbids(name: str, state: str, step: str, remedy: str = "Read the record again") -> RelevoError:
    """Return the refusal for a step that the record's state does not allow."""
    why = f"is {state}: it cannot be {step}"
    fault = Fault(name, why, remedy, ErrorReason.STATE_FORBIDS)
    return refusal(ErrorReason.STATE_FORBIDS, f"{name} {why}", [fault], {"name": name, "state": state})


@dataclass(slots=True)
class Faults:
    """Gathers what is wrong, so that it can be told at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, field_path: str, why: str, remedy: str, reason: ErrorReason = ErrorReason.INVALID_FIELDS) -> None:
        """Note a fault, unless the same field already has one of the same reason."""
        if not any(fault.field == field_path and fault.reason is reason for fault in self.found):
            self.found.append(Fault(field_path, why, remedy, reason))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Note several."""
        for fault in faults:
            self.add(fault.field, fault.why, fault.remedy, fault.reason)

    def missing(self, field_path: str, name: str, remedy: str = "Check the name") -> None:
        """Note that ``field_path`` names a record that does not exist."""
        self.add(field_path, f"{name} does not exist", remedy, ErrorReason.NOT_FOUND)

    def refuse(self, what: str) -> None:
        """Raise if anything was noted.

        A wrong field outweighs an unknown name, which outweighs a broken rule; the error names all of them.

        Args:
            what: What was asked, for the message ("the agreement").

        Raises:
            RelevoError: At least one fault was noted.
        """
        if not self.found:
            return
        reason = _gravest(self.found)
        count = "1 fault" if len(self.found) == 1 else f"{len(self.found)} faults"
        first = next(fault for fault in self.found if fault.reason is reason)
        metadata = {"name": first.field} if reason is not ErrorReason.INVALID_FIELDS else {}
        raise refusal(reason, f"{what} was refused: {count}", self.found, metadata)


def _gravest(faults: Sequence[Fault]) -> ErrorReason:
    reasons = [fault.reason for fault in faults]
    for grave in (ErrorReason.INVALID_FIELDS, ErrorReason.NOT_FOUND):
        if grave in reasons:
            return grave
    return reasons[0]
