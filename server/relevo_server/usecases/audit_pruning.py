"""Export the trail, and remove what was exported and is older than the retention; the chain goes on behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from relevo_server.domain.audit import KEPT_DAYS, AuditCheckpoint, AuditEvent, ChainReader
from relevo_server.domain.audit_scope import ALL_EVENTS
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import ErrorReason, Fault, Faults, refusal
from relevo_server.domain.limits import text_faults
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import PRUNE, require
from relevo_server.usecases.audit import BY_SEQUENCE, NEWEST_FIRST, newest_checkpoint
from relevo_server.usecases.audit_feed import BATCH, events_pruned
from relevo_server.usecases.audit_lines import event_line
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once

_PART_CHARACTERS = 256 * 1024


@dataclass(frozen=True, slots=True)
class ExportPart:
    """Whole lines of an export; ``events``, ``sequence``, ``sha256`` and ``export_sha256`` tell of all so far."""

    lines: str = ""
    events: int = 0
    sequence: int = 0
    sha256: str = ""
    export_sha256: str = ""


@dataclass(slots=True)
class _Export:
    """Lines that are written, and what was written so far."""

    events: int = 0
    last: AuditEvent | None = None
    waiting: list[str] = field(default_factory=list)
    characters: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, event: AuditEvent) -> None:
        line = event_line(event)
        self.digest.update(line.encode())
        self.waiting.append(line)
        self.characters += len(line)
        self.events, self.last = self.events + 1, event

    def part(self) -> ExportPart:
        """Take what waits."""
        lines = "".join(self.waiting)
        self.waiting, self.characters = [], 0
        last = ("", 0) if self.last is None else (self.last.sha256, self.last.sequence)
        return ExportPart(lines, self.events, last[1], last[0], self.digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Pruning:
    """Which events to remove: those up to ``sequence``, by whoever can name their hash and that of their export."""

    sequence: int
    sha256: str
    export_sha256: str
    office: str


def export_events(ports: Ports, principal: Principal, after: int, through: int) -> Iterator[ExportPart]:
    """Return the trail as JSON Lines, part by part.

    Args:
        ports: The outside.
        principal: Who asks.
        after: The event before the first one; 0: from the first one kept.
        through: The last one; 0: the newest.

    Raises:
        RelevoError: PERMISSION_DENIED, EVENTS_PRUNED, INVALID_FIELDS.
    """
    require(principal, ALL_EVENTS)
    with ports.records.read() as unit:
        checkpoint = newest_checkpoint(unit)
        begin = 0 if checkpoint is None else checkpoint.sequence
        newest = unit.find(AuditEvent, Query(order=NEWEST_FIRST, limit=1))
    if 0 < after < begin:
        raise events_pruned("after_sequence", begin)
    end = newest[0].sequence if newest else 0
    faults = Faults()
    if after > end:
        faults.add("after_sequence", f"the trail ends with event {end}", "Begin earlier")
    if through and not max(after, begin) < through <= end:
        faults.add("through_sequence", f"{through} lies outside {max(after, begin) + 1} to {end}", "Check the number")
    faults.refuse("the export")
    return _parts(ports, after or begin, through or end)


def _parts(ports: Ports, after: int, through: int) -> Iterator[ExportPart]:
    export = _Export()
    while after < through:
        with ports.records.read() as unit:
            checkpoint = newest_checkpoint(unit)
            batch = _batch(unit, after, through)
        if checkpoint is not None and after < checkpoint.sequence:
            raise events_pruned("after_sequence", checkpoint.sequence)
        if not batch:
            break
        for event in batch:
            export.add(event)
            if export.characters >= _PART_CHARACTERS:
                yield export.part()
        after = batch[-1].sequence
    yield export.part()


def _batch(unit: Unit, after: int, through: int) -> list[AuditEvent]:
    where = Condition("sequence", Operator.AT_MOST, through)
    return unit.find(AuditEvent, Query((where,), BY_SEQUENCE, (after,), BATCH))


def prune_audit_trail(
    ports: Ports, principal: Principal, wish: Pruning, *, write: Write = PLAIN_WRITE
) -> AuditCheckpoint:
    """Remove events that were exported and are old enough, and leave the checkpoint that the chain goes on from.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, EVENTS_TOO_YOUNG, TRAIL_BROKEN, REQUEST_ID_REUSED.
    """
    require(principal, PRUNE)
    faults = write.found()
    faults.extend(text_faults("office", wish.office, required=True))
    faults.refuse("the pruning")

    def act(unit: WriteUnit) -> AuditCheckpoint:
        checkpoint = _next_checkpoint(ports, unit, wish)
        unit.create([checkpoint])
        unit.remove_events(checkpoint.sequence)
        return checkpoint

    return write_once(ports, principal, write, "PruneAuditTrail", wish, AuditCheckpoint, act)


def _next_checkpoint(ports: Ports, unit: Unit, wish: Pruning) -> AuditCheckpoint:
    chain = ChainReader.behind(newest_checkpoint(unit))
    first = chain.sequence + 1
    export = _Export()
    while chain.sequence < wish.sequence and (batch := _batch(unit, chain.sequence, wish.sequence)):
        broken = chain.read(batch)
        if broken:
            fault = Fault("through_sequence", broken, "Verify the trail", ErrorReason.TRAIL_BROKEN)
            raise refusal(ErrorReason.TRAIL_BROKEN, f"the trail is broken: {broken}", [fault])
        for event in batch:
            export.add(event)
        export.waiting.clear()
    now = ports.clock.now()
    _refuse_others(wish, first, export)
    assert export.last is not None
    if export.last.happened > now - timedelta(days=KEPT_DAYS):
        why = f"event {wish.sequence} happened on {day_of(export.last.happened)}, less than {KEPT_DAYS:,} days ago"
        fault = Fault("through_sequence", why, "Prune older events only", ErrorReason.EVENTS_TOO_YOUNG)
        raise refusal(ErrorReason.EVENTS_TOO_YOUNG, why, [fault], {"kept_days": str(KEPT_DAYS)})
    name = f"auditCheckpoints/{wish.sequence}"
    return AuditCheckpoint(name, first, wish.sequence, wish.sha256, wish.export_sha256, wish.office, now)


def _refuse_others(wish: Pruning, first: int, export: _Export) -> None:
    """Refuse to remove what the caller does not show to have.

    Raises:
        RelevoError: INVALID_FIELDS.
    """
    faults = Faults()
    found = export.part()
    if found.sequence != wish.sequence:
        where = f"there are events {first} to {found.sequence}" if found.events else f"the trail begins with {first}"
        faults.add("through_sequence", f"event {wish.sequence} is not there: {where}", "Check the number")
    else:
        if found.sha256 != wish.sha256:
            faults.add("through_sha256", f"is not the hash of event {wish.sequence}", "Verify the trail")
        if found.export_sha256 != wish.export_sha256:
            why = f"is not that of the export of events {first} to {wish.sequence}"
            faults.add("export_sha256", why, f"Export behind {first - 1} through {wish.sequence}, and keep the file")
    faults.refuse("the pruning")
