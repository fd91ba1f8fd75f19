"""Funds, their projects, and what was spent."""

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
)

from relevo_server.domain.fund import Beneficiary, Fund, FundKind, Project
from relevo_server.domain.spending import SpendRecord
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

funds = Table(
    "funds",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("ceiling_mxn", BigInteger, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("end_date", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("illustrative", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("ceiling_mxn >= 1", "ceiling"),
    CheckConstraint("end_date > start_date", "span"),
)
projects = Table(
    "projects",
    metadata,
    Column("name", String, primary_key=True),
    Column("fund", ForeignKey("funds.name"), nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("beneficiaries", JSON, nullable=False),
    Column("budget_mxn", BigInteger),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)
# Triggers refuse every change of these rows.
spend_records = Table(
    "spend_records",
    metadata,
    Column("name", String, primary_key=True),
    Column("fund", ForeignKey("funds.name"), nullable=False, index=True),
    Column("project", ForeignKey("projects.name"), nullable=False, index=True),
    Column("month", Date, nullable=False),
    Column("place", String, nullable=False),
    Column("amount_mxn", BigInteger, nullable=False),
    Column("deployment", ForeignKey("deployments.name")),
    Column("corrects", ForeignKey("spend_records.name"), index=True),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("created", Instant, nullable=False),
    CheckConstraint("amount_mxn > 0 OR corrects IS NOT NULL", "amount"),
    Index("ix_spend_records_month_name", "month", "name"),
)
_FUND = ("name", "title", "ceiling_mxn", "source", "illustrative", "created", "version")
_PROJECT = ("name", "title", "budget_mxn", "created", "version")
_SPEND = ("name", "month", "place", "amount_mxn", "reason", "source", "created")


def _fund_row(fund: Fund) -> Row:
    plain = {field: getattr(fund, field) for field in _FUND}
    return plain | {"kind": fund.kind.value, "start_date": fund.start, "end_date": fund.end}


def _fund(row: RowMapping, _parts: PartRows) -> Fund:
    plain = {field: row[field] for field in _FUND}
    return Fund(kind=FundKind(row["kind"]), start=row["start_date"], end=row["end_date"], **plain)


def _project_row(project: Project) -> Row:
    plain = {field: getattr(project, field) for field in _PROJECT}
    pairs = [[beneficiary.place, beneficiary.office] for beneficiary in project.beneficiaries]
    return plain | {"fund": project.fund, "beneficiaries": pairs}


def _project(row: RowMapping, _parts: PartRows) -> Project:
    beneficiaries = tuple(Beneficiary(place, office) for place, office in row["beneficiaries"])
    return Project(beneficiaries=beneficiaries, **{field: row[field] for field in _PROJECT})


def _spend_row(record: SpendRecord) -> Row:
    plain = {field: getattr(record, field) for field in _SPEND}
    named = {"deployment": record.deployment or None, "corrects": record.corrects or None}
    return plain | named | {"fund": record.fund, "project": record.project}


def _spend(row: RowMapping, _parts: PartRows) -> SpendRecord:
    plain = {field: row[field] for field in _SPEND}
    return SpendRecord(deployment=row["deployment"] or "", corrects=row["corrects"] or "", **plain)


FUNDS = Shelf(
    kind=Fund,
    table=funds,
    columns={field: funds.c[field] for field in ("name", "kind")},
    to_row=_fund_row,
    from_row=_fund,
    is_versioned=True,
)
PROJECTS = Shelf(
    kind=Project,
    table=projects,
    columns={field: projects.c[field] for field in ("name", "fund")},
    to_row=_project_row,
    from_row=_project,
    is_versioned=True,
)
SPEND_RECORDS = Shelf(
    kind=SpendRecord,
    table=spend_records,
    columns={field: spend_records.c[field] for field in ("name", "fund", "project", "month", "place", "corrects")},
    to_row=_spend_row,
    from_row=_spend,
)
