"""Plans and the frozen questions behind them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
)

from relevo_server.domain.decision import Decision
from relevo_server.domain.plan import PlanRecord, PlanState, PlanSummary, Snapshot
from relevo_server.domain.publication import Publication
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf
from relevo_server.usecases.frozen_json import from_json, to_json

snapshots = Table(
    "snapshots",
    metadata,
    Column("name", String, primary_key=True),
    Column("instance", Text, nullable=False),
    Column("provenance", JSON, nullable=False),
)
plans = Table(
    "plans",
    metadata,
    Column("name", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("ranking", ForeignKey("rankings.name"), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("periods", Integer, nullable=False),
    Column("period_days", Integer, nullable=False),
    Column("value", Float, nullable=False),
    Column("bound", Float, nullable=False),
    Column("stop", String, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("instance_sha256", String, nullable=False),
    Column("snapshot", ForeignKey("snapshots.name"), nullable=False),
    # One operation makes one plan, however often its work was begun.
    Column("operation", ForeignKey("operations.name"), nullable=False, unique=True),
    Column("answer", Text, nullable=False),
    Column("findings", JSON, nullable=False),
    # What people made of the plan, as JSON.
    Column("decision", Text),
    # The named policy that it was made under, and the scenario that it answers; empty: none.
    Column("policy", String, nullable=False, server_default=""),
    Column("scenario", String, nullable=False, server_default=""),
    # Who made the plan known, as JSON.
    Column("publication", Text),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_plans_created_name", "created", "name"),
)

_SUMMARY_FIELDS = (
    "name",
    "ranking",
    "first_day",
    "periods",
    "period_days",
    "value",
    "bound",
    "stop",
    "seed",
    "instance_sha256",
    "snapshot",
    "operation",
    "policy",
    "scenario",
    "created",
    "version",
)


def _snapshot_row(snapshot: Snapshot) -> Row:
    return {
        "name": snapshot.name,
        "instance": snapshot.instance,
        "provenance": [list(source) for source in snapshot.provenance],
    }


def _snapshot(row: RowMapping, _parts: PartRows) -> Snapshot:
    return Snapshot(row["name"], row["instance"], tuple((name, version) for name, version in row["provenance"]))


def _plan_row(plan: PlanRecord) -> Row:
    summary = plan.summary
    row = {field: getattr(summary, field) for field in _SUMMARY_FIELDS}
    findings = [list(finding) for finding in plan.findings]
    decision = None if plan.decision is None else to_json(plan.decision)
    publication = None if plan.publication is None else to_json(plan.publication)
    told = {"answer": plan.answer, "findings": findings, "decision": decision, "publication": publication}
    return row | {"state": summary.state.value} | told


def _summary(row: RowMapping, _parts: PartRows) -> PlanSummary:
    return PlanSummary(state=PlanState(row["state"]), **{field: row[field] for field in _SUMMARY_FIELDS})


def _plan(row: RowMapping, parts: PartRows) -> PlanRecord:
    findings = tuple((rule, message) for rule, message in row["findings"])
    decision = None if row["decision"] is None else from_json(Decision, row["decision"])
    publication = None if row["publication"] is None else from_json(Publication, row["publication"])
    return PlanRecord(_summary(row, parts), row["answer"], findings, decision, publication)


_COLUMNS = {field: plans.c[field] for field in ("name", "ranking", "state", "scenario", "created")}

SNAPSHOTS = Shelf(
    kind=Snapshot,
    table=snapshots,
    columns={"name": snapshots.c.name},
    to_row=_snapshot_row,
    from_row=_snapshot,
)
PLANS = Shelf(kind=PlanRecord, table=plans, columns=_COLUMNS, to_row=_plan_row, from_row=_plan, is_versioned=True)
SUMMARIES = Shelf(
    kind=PlanSummary,
    table=plans,
    columns=_COLUMNS,
    to_row=lambda _summary: {},
    from_row=_summary,
    selected=(*(plans.c[field] for field in _SUMMARY_FIELDS), plans.c.state),
)
