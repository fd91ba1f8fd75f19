"""Capacity reports."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    text,
)

from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.local_capacity import LocalCapacity
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf
from relevo_server.usecases.frozen_json import from_json, to_json

_FIGURES = ("municipal_officers", "attributed_state_officers", "certified_officers", "officers_year_before")

capacity_reports = Table(
    "capacity_reports",
    metadata,
    Column("name", String, primary_key=True),
    Column("state_name", ForeignKey("states.name"), nullable=False, index=True),
    Column("municipality", ForeignKey("municipalities.name"), nullable=False, index=True),
    Column("as_of", Date, nullable=False),
    Column("state", String, nullable=False),
    *(Column(figure, BigInteger) for figure in _FIGURES),
    *(CheckConstraint(f"{figure} >= 0", figure) for figure in _FIGURES),
    Column("illustrative", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("return_reasons", JSON, nullable=False),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("local_capacity", Text, nullable=False, server_default="{}"),
    Index("ix_capacity_reports_created_name", "created", "name"),
    # One report speaks for a municipality, whatever the code does.
    Index(
        "uq_capacity_reports_accepted",
        "municipality",
        unique=True,
        sqlite_where=text("state = 'accepted'"),
        postgresql_where=text("state = 'accepted'"),
    ),
)


def _row(report: CapacityReport) -> Row:
    return {
        "name": report.name,
        "state_name": report.state_name,
        "municipality": report.municipality,
        "as_of": report.as_of,
        "state": report.state.value,
        "municipal_officers": report.municipal_officers,
        "attributed_state_officers": report.attributed_state_officers,
        "certified_officers": report.certified_officers,
        "officers_year_before": report.officers_year_before,
        "illustrative": report.illustrative,
        "source": report.source,
        "return_reasons": list(report.return_reasons),
        "created": report.created,
        "version": report.version,
        "local_capacity": to_json(report.local_capacity),
    }


def _report(row: RowMapping, _parts: PartRows) -> CapacityReport:
    return CapacityReport(
        name=row["name"],
        state_name=row["state_name"],
        municipality=row["municipality"],
        as_of=row["as_of"],
        state=CapacityReportState(row["state"]),
        municipal_officers=row["municipal_officers"],
        attributed_state_officers=row["attributed_state_officers"],
        certified_officers=row["certified_officers"],
        officers_year_before=row["officers_year_before"],
        illustrative=row["illustrative"],
        source=row["source"],
        return_reasons=tuple(row["return_reasons"]),
        created=row["created"],
        version=row["version"],
        local_capacity=from_json(LocalCapacity, row["local_capacity"]),
    )


CAPACITY_REPORTS = Shelf(
    kind=CapacityReport,
    table=capacity_reports,
    columns={
        field: capacity_reports.c[field]
        for field in ("name", "state_name", "municipality", "state", "as_of", "created")
    },
    to_row=_row,
    from_row=_report,
    is_versioned=True,
)
