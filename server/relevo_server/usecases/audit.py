"""Read and verify the trail of every write."""

from __future__ import annotations

from dataclasses import dataclass, replace

from relevo_server.domain.audit import AuditCheckpoint, AuditEvent, ChainReader
from relevo_server.domain.audit_scope import ANY_EVENTS, may_see
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import require
from relevo_server.usecases.frozen_json import to_json
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit
from relevo_server.usecases.reading import read_list

BY_SEQUENCE = (Order("sequence"),)
NEWEST_FIRST = (Order("sequence", descending=True),)

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event that somebody noted outside of the records: only so does a trail cut short at its end show."""

    sequence: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TrailVerdict:
    """What reading the whole trail found.

    Attributes:
        events: That hold, from the first on; those that were removed before the checkpoint count.
        sha256: Of the last of them, to be noted as the next anchor.
        broken: What is wrong with the event behind them; empty: the trail holds.
        checkpoint: Where the trail begins; None: with its first event.
    """

    events: int
    sha256: str
    broken: str = ""
    checkpoint: AuditCheckpoint | None = None


def list_audit_events(ports: Ports, principal: Principal, page: PageRequest) -> Page[AuditEvent]:
    """List in the order of writing; filter by ``actor``, ``method``, ``kind``, ``record``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    require(principal, ANY_EVENTS)
    fields = ("actor", "kind", "method", "record")
    found = read_list(ports, principal, AuditEvent, page, order=BY_SEQUENCE, filter_fields=fields)
    return replace(found, items=tuple(event for event in found.items if may_see(principal, event)))


def newest_checkpoint(unit: Unit) -> AuditCheckpoint | None:
    """Where the trail begins; None: with its first event."""
    found = unit.find(AuditCheckpoint, Query(order=NEWEST_FIRST, limit=1))
    return found[0] if found else None


def verify_trail(ports: Ports, principal: Principal, anchor: Anchor | None = None) -> TrailVerdict:
    """Read the trail from its first event on, and find a changed, missing or reordered one.

    Args:
        ports: The outside.
        principal: Who asks.
        anchor: An event noted before; None: the trail is held against itself alone.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, ANY_EVENTS)
    with ports.records.read() as unit:
        checkpoint = newest_checkpoint(unit)
        chain = ChainReader.behind(checkpoint)
        is_met = anchor is None or anchor == Anchor(chain.sequence, chain.sha256)
        broken = "" if checkpoint is None else _checkpoint_fault(unit, checkpoint)
        while not broken and (events := unit.find(AuditEvent, Query((), BY_SEQUENCE, (chain.sequence,), _BATCH))):
            broken = chain.read(events)
            is_met = is_met or any(anchor == Anchor(event.sequence, event.sha256) for event in events)
    if not broken and not is_met:
        assert anchor is not None
        broken = f"event {anchor.sequence} is not the one that was noted, or is missing"
        if checkpoint is not None and anchor.sequence < checkpoint.sequence:
            broken = f"event {anchor.sequence} was removed: look for it in export {checkpoint.export_sha256}"
    return TrailVerdict(chain.sequence, chain.sha256, broken, checkpoint)


def _checkpoint_fault(unit: Unit, checkpoint: AuditCheckpoint) -> str:
    """What is wrong with a checkpoint: the trail itself must tell that it was made, and as it stands."""
    where = Condition("record", Operator.EQUAL, checkpoint.name)
    events = unit.find(AuditEvent, Query((where,), BY_SEQUENCE))
    if [event.after for event in events] != [to_json(checkpoint)] or events[0].sequence <= checkpoint.sequence:
        return f"{checkpoint.name} is not what the trail tells of it"
    return ""
