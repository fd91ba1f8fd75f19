"""Waivers."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Integer, RowMapping, String, Table

from relevo_server.domain.waiver import Waiver
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

waivers = Table(
    "waivers",
    metadata,
    Column("name", String, primary_key=True),
    Column("municipality", ForeignKey("municipalities.name"), nullable=False, index=True),
    Column("office", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("end_date", Date, nullable=False),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("end_date > start_date", "span"),
)


def _row(waiver: Waiver) -> Row:
    return {
        "name": waiver.name,
        "municipality": waiver.municipality,
        "office": waiver.office,
        "reasons": list(waiver.reasons),
        "start_date": waiver.start,
        "end_date": waiver.end,
        "created": waiver.created,
        "version": waiver.version,
    }


def _waiver(row: RowMapping, _parts: PartRows) -> Waiver:
    return Waiver(
        name=row["name"],
        municipality=row["municipality"],
        office=row["office"],
        reasons=tuple(row["reasons"]),
        start=row["start_date"],
        end=row["end_date"],
        created=row["created"],
        version=row["version"],
    )


WAIVERS = Shelf(
    kind=Waiver,
    table=waivers,
    columns={
        "name": waivers.c.name,
        "municipality": waivers.c.municipality,
        "start": waivers.c.start_date,
        "end": waivers.c.end_date,
    },
    to_row=_row,
    from_row=_waiver,
    is_versioned=True,
)
