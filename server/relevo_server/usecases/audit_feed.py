"""Follow the trail: what was missed, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_server.domain.audit import START, AuditEvent
from relevo_server.domain.audit_scope import ANY_EVENTS, may_see
from relevo_server.domain.errors import ErrorReason, Fault, RelevoError, refusal
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import require
from relevo_server.usecases.audit import BY_SEQUENCE, NEWEST_FIRST, Anchor, newest_checkpoint
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit

BATCH = 200
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Interest:
    """What a follower wants to hear of: records of some kinds, or whose names begin so; empty: of all."""

    kinds: tuple[str, ...] = ()
    record_prefix: str = ""

    @property
    def where(self) -> tuple[Condition, ...]:
        """The same as conditions."""
        kinds = [Condition("kind", Operator.IN, self.kinds)] if self.kinds else []
        if not self.record_prefix:
            return tuple(kinds)
        first, beyond = self.record_prefix, self.record_prefix + _LAST_CHARACTER
        return (*kinds, Condition("record", Operator.AT_LEAST, first), Condition("record", Operator.LESS, beyond))


@dataclass(frozen=True, slots=True)
class Missed:
    """Events that a follower has not seen.

    Attributes:
        sequence: Everything up to here is among ``events``, or is none that the follower wants or may see.
        is_all: Whether there are no further ones yet.
    """

    events: tuple[AuditEvent, ...]
    sequence: int
    is_all: bool


def begin_to_follow(ports: Ports, principal: Principal, seen: Anchor) -> None:
    """Let a follower begin behind the event that it has seen last.

    Args:
        ports: The outside.
        principal: Who asks.
        seen: Sequence 0: from the beginning; hash empty: not compared.

    Raises:
        RelevoError: PERMISSION_DENIED, EVENTS_PRUNED, EVENT_UNKNOWN.
    """
    require(principal, ANY_EVENTS)
    with ports.records.read() as unit:
        _require_kept(unit, seen.sequence)
        stored = _sha256_of(unit, seen.sequence)
    if stored is None or seen.sha256 not in ("", stored):
        raise _unknown(seen)


def missed_events(ports: Ports, principal: Principal, interest: Interest, after: int) -> Missed:
    """Read the next events behind ``after``.

    Raises:
        RelevoError: EVENTS_PRUNED.
    """
    with ports.records.read() as unit:
        _require_kept(unit, after)
        newest = unit.find(AuditEvent, Query(order=NEWEST_FIRST, limit=1))
        found = unit.find(AuditEvent, Query(interest.where, BY_SEQUENCE, (after,), BATCH))
    is_all = len(found) < BATCH
    end = max(after, *(event.sequence for event in newest)) if is_all else found[-1].sequence
    return Missed(tuple(event for event in found if may_see(principal, event)), end, is_all)


def _require_kept(unit: Unit, after: int) -> None:
    checkpoint = newest_checkpoint(unit)
    if checkpoint is None or after >= checkpoint.sequence:
        return
    raise events_pruned("after_sequence", checkpoint.sequence)


def events_pruned(path: str, sequence: int) -> RelevoError:
    """Return the refusal for events that were removed up to the checkpoint at ``sequence``."""
    why = f"events up to {sequence} were exported and removed"
    fault = Fault(path, why, f"Read them in the export, and go on behind {sequence}", ErrorReason.EVENTS_PRUNED)
    return refusal(ErrorReason.EVENTS_PRUNED, why, [fault], {"checkpoint_sequence": str(sequence)})


def _sha256_of(unit: Unit, sequence: int) -> str | None:
    if sequence == 0:
        return START
    checkpoint = newest_checkpoint(unit)
    if checkpoint is not None and sequence == checkpoint.sequence:
        return checkpoint.sha256
    found = unit.find(AuditEvent, Query((Condition("sequence", Operator.EQUAL, sequence),), BY_SEQUENCE))
    return found[0].sha256 if found else None


def _unknown(seen: Anchor) -> RelevoError:
    why = f"event {seen.sequence} is not in this trail" + (f" with hash {seen.sha256}" if seen.sha256 else "")
    fault = Fault("after_sequence", why, "Verify the trail: it is another one, or was cut", ErrorReason.EVENT_UNKNOWN)
    return refusal(ErrorReason.EVENT_UNKNOWN, why, [fault])
