"""Agreements, the places that they cover, and the commitments of each side."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, RowMapping, String, Table

from relevo_server.domain.agreement import Agreement, AgreementState
from relevo_server.storage.commitments import commitment_of, commitment_row, commitments
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import Part, PartRows, Row, Shelf

agreements = Table(
    "agreements",
    metadata,
    Column("name", String, primary_key=True),
    Column("meeting", ForeignKey("meetings.name"), nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("end_date", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("follow_up", ForeignKey("bodies.name")),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("end_date > start_date", "span"),
    Index("ix_agreements_created_name", "created", "name"),
)
agreement_municipalities = Table(
    "agreement_municipalities",
    metadata,
    Column("agreement", ForeignKey("agreements.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("municipality", ForeignKey("municipalities.name"), nullable=False, index=True),
)
agreement_states = Table(
    "agreement_states",
    metadata,
    Column("agreement", ForeignKey("agreements.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("state", ForeignKey("states.name"), nullable=False, index=True),
)


def _row(agreement: Agreement) -> Row:
    return {
        "name": agreement.name,
        "meeting": agreement.meeting,
        "title": agreement.title,
        "start_date": agreement.start,
        "end_date": agreement.end,
        "state": agreement.state.value,
        "follow_up": agreement.follow_up or None,
        "created": agreement.created,
        "version": agreement.version,
    }


def _agreement(row: RowMapping, parts: PartRows) -> Agreement:
    return Agreement(
        name=row["name"],
        title=row["title"],
        municipalities=tuple(part["municipality"] for part in parts["agreement_municipalities"]),
        states=tuple(part["state"] for part in parts["agreement_states"]),
        start=row["start_date"],
        end=row["end_date"],
        state=AgreementState(row["state"]),
        commitments=tuple(map(commitment_of, parts["commitments"])),
        created=row["created"],
        version=row["version"],
        follow_up=row["follow_up"] or "",
    )


AGREEMENTS = Shelf(
    kind=Agreement,
    table=agreements,
    columns={
        "name": agreements.c.name,
        "meeting": agreements.c.meeting,
        "state": agreements.c.state,
        "start": agreements.c.start_date,
        "end": agreements.c.end_date,
        "created": agreements.c.created,
    },
    to_row=_row,
    from_row=_agreement,
    parts=(
        Part(
            agreement_municipalities,
            "agreement",
            "position",
            lambda agreement: (
                {"position": i, "municipality": name} for i, name in enumerate(agreement.municipalities)
            ),
        ),
        Part(
            agreement_states,
            "agreement",
            "position",
            lambda agreement: ({"position": i, "state": name} for i, name in enumerate(agreement.states)),
        ),
        Part(
            commitments,
            "agreement",
            "position",
            lambda agreement: (commitment_row(i, commitment) for i, commitment in enumerate(agreement.commitments)),
        ),
    ),
    is_versioned=True,
)
