"""The audit trail, written with the records in one transaction.

Triggers of the database refuse to change it, and to remove what no checkpoint tells of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Column, Connection, Integer, RowMapping, String, Table, Text, delete, insert, select

from relevo_server.domain.audit import START, AuditAction, AuditEvent
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf
from relevo_server.usecases.frozen_json import sha256_of, to_json
from relevo_server.usecases.ports import Record

MOST_CHARACTERS = 64 * 1024
"""A longer record (a plan, a frozen question) is told by its hash and length: it never changes, and is kept itself."""

audit_events = Table(
    "audit_events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("happened", Instant, nullable=False),
    Column("actor", String, nullable=False),
    Column("method", String, nullable=False),
    Column("action", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False, index=True),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("previous_sha256", String, nullable=False),
    Column("sha256", String, nullable=False),
)


def append(
    connection: Connection,
    written: Sequence[tuple[Record | None, Record]],
    *,
    happened: datetime,
    actor: str,
    method: str,
) -> None:
    """Add one event per record, each behind the last.

    Args:
        connection: In whose transaction.
        written: Each record as it was (None: not there) and as it became.
        happened: Now.
        actor: Who wrote.
        method: What was being done.
    """
    keys = audit_events.c
    last = connection.execute(select(keys.sequence, keys.sha256).order_by(keys.sequence.desc()).limit(1)).one_or_none()
    sequence, sha256 = (0, START) if last is None else (last.sequence, last.sha256)
    rows = []
    for before, after in written:
        sequence += 1
        event = AuditEvent(
            sequence=sequence,
            happened=happened,
            actor=actor,
            method=method,
            action=AuditAction.CREATE if before is None else AuditAction.UPDATE,
            kind=type(after).__name__,
            record=after.name,
            before="" if before is None else told(before),
            after=told(after),
            previous_sha256=sha256,
            sha256="",
        )
        event = replace(event, sha256=event.expected_sha256())
        sha256 = event.sha256
        rows.append(_row(event))
    connection.execute(insert(audit_events), rows)


def remove(connection: Connection, through: int) -> None:
    """Remove events up to one that a checkpoint tells of."""
    connection.execute(delete(audit_events).where(audit_events.c.sequence <= through))


def told(record: Record) -> str:
    """Return what an event tells of a record: its JSON, or where that is too long its hash and length."""
    text = to_json(record, finite=False)
    return text if len(text) <= MOST_CHARACTERS else to_json({"sha256": sha256_of(text), "characters": len(text)})


def _row(event: AuditEvent) -> Row:
    return {
        "sequence": event.sequence,
        "happened": event.happened,
        "actor": event.actor,
        "method": event.method,
        "action": event.action.value,
        "kind": event.kind,
        "record": event.record,
        "before": event.before,
        "after": event.after,
        "previous_sha256": event.previous_sha256,
        "sha256": event.sha256,
    }


def _event(row: RowMapping, _parts: PartRows) -> AuditEvent:
    return AuditEvent(**{**row, "action": AuditAction(row["action"])})


AUDIT_EVENTS = Shelf(
    kind=AuditEvent,
    table=audit_events,
    columns={name: audit_events.c[name] for name in ("sequence", "actor", "method", "action", "kind", "record")},
    to_row=_row,
    from_row=_event,
    key="sequence",
)
