"""Checkpoints of the audit trail. Triggers of the database refuse to change or remove them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, RowMapping, String, Table

from relevo_server.domain.audit import AuditCheckpoint
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("name", String, primary_key=True),
    Column("first_sequence", Integer, nullable=False),
    Column("sequence", Integer, nullable=False, unique=True),
    Column("sha256", String, nullable=False),
    Column("export_sha256", String, nullable=False),
    Column("office", String, nullable=False),
    Column("created", Instant, nullable=False),
    CheckConstraint("sequence >= first_sequence AND first_sequence > 0", "span"),
)
_FIELDS = ("name", "first_sequence", "sequence", "sha256", "export_sha256", "office", "created")


def _row(checkpoint: AuditCheckpoint) -> Row:
    return {field: getattr(checkpoint, field) for field in _FIELDS}


def _checkpoint(row: RowMapping, _parts: PartRows) -> AuditCheckpoint:
    return AuditCheckpoint(**row)


AUDIT_CHECKPOINTS = Shelf(
    kind=AuditCheckpoint,
    table=audit_checkpoints,
    columns={"name": audit_checkpoints.c.name, "sequence": audit_checkpoints.c.sequence},
    to_row=_row,
    from_row=_checkpoint,
)
