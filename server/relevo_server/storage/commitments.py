"""Commitments: parts of agreements, and found across them."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Index, Integer, RowMapping, String, Table, Text

from relevo_server.domain.commitment import (
    Commitment,
    CommitmentChange,
    CommitmentKind,
    CommitmentState,
    Side,
)
from relevo_server.storage.metadata import metadata
from relevo_server.storage.shelf import Row
from relevo_server.usecases.frozen_json import from_json, to_json

commitments = Table(
    "commitments",
    metadata,
    Column("agreement", ForeignKey("agreements.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("commitment_id", String, nullable=False),
    Column("side", String, nullable=False),
    Column("office", String, nullable=False),
    Column("promise", Text, nullable=False),
    Column("due_date", Date, nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("kind", String),
    Column("amount", BigInteger),
    Column("from_date", Date),
    Column("to_date", Date),
    Column("history", JSON, nullable=False, server_default="[]"),
    Index("uq_commitments_agreement_commitment_id", "agreement", "commitment_id", unique=True),
)


def commitment_row(position: int, commitment: Commitment) -> Row:
    """Return a commitment as a row, without its agreement."""
    return {
        "position": position,
        "commitment_id": commitment.commitment_id,
        "side": commitment.side.value,
        "office": commitment.office,
        "promise": commitment.promise,
        "due_date": commitment.due,
        "state": commitment.state.value,
        "evidence": commitment.evidence,
        "kind": None if commitment.kind is None else commitment.kind.value,
        "amount": commitment.amount,
        "from_date": commitment.start,
        "to_date": commitment.end,
        "history": [to_json(change) for change in commitment.history],
    }


def commitment_of(row: RowMapping) -> Commitment:
    """Return the commitment of a row."""
    return Commitment(
        commitment_id=row["commitment_id"],
        side=Side(row["side"]),
        office=row["office"],
        promise=row["promise"],
        due=row["due_date"],
        state=CommitmentState(row["state"]),
        evidence=row["evidence"],
        kind=None if row["kind"] is None else CommitmentKind(row["kind"]),
        amount=row["amount"],
        start=row["from_date"],
        end=row["to_date"],
        history=tuple(from_json(CommitmentChange, change) for change in row["history"]),
    )
