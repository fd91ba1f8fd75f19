"""Deployments and the teams that they use."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, RowMapping, String, Table

from relevo_server.domain.deployment import Deployment, DeploymentState, PoolTeams
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import Part, PartRows, Row, Shelf

deployments = Table(
    "deployments",
    metadata,
    Column("name", String, primary_key=True),
    Column("municipality", ForeignKey("municipalities.name"), nullable=False, index=True),
    Column("agreement", ForeignKey("agreements.name"), nullable=False),
    Column("start_date", Date, nullable=False),
    # Support is temporary: a stay without an end cannot even be written.
    Column("end_date", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("plan", ForeignKey("plans.name")),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("end_date > start_date", "span"),
    Index("ix_deployments_start_date_name", "start_date", "name"),
)
deployment_teams = Table(
    "deployment_teams",
    metadata,
    Column("deployment", ForeignKey("deployments.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("pool", ForeignKey("pools.name"), nullable=False, index=True),
    Column("teams", Integer, nullable=False),
    CheckConstraint("teams >= 1", "teams"),
)


def _row(deployment: Deployment) -> Row:
    return {
        "name": deployment.name,
        "municipality": deployment.municipality,
        "agreement": deployment.agreement,
        "start_date": deployment.start,
        "end_date": deployment.end,
        "state": deployment.state.value,
        "plan": deployment.plan or None,
        "created": deployment.created,
        "version": deployment.version,
    }


def _team_rows(deployment: Deployment) -> list[Row]:
    return [{"position": i, "pool": entry.pool, "teams": entry.teams} for i, entry in enumerate(deployment.teams)]


def _deployment(row: RowMapping, parts: PartRows) -> Deployment:
    return Deployment(
        name=row["name"],
        municipality=row["municipality"],
        agreement=row["agreement"],
        start=row["start_date"],
        end=row["end_date"],
        teams=tuple(PoolTeams(part["pool"], part["teams"]) for part in parts["deployment_teams"]),
        state=DeploymentState(row["state"]),
        plan=row["plan"] or "",
        created=row["created"],
        version=row["version"],
    )


DEPLOYMENTS = Shelf(
    kind=Deployment,
    table=deployments,
    columns={
        "name": deployments.c.name,
        "municipality": deployments.c.municipality,
        "agreement": deployments.c.agreement,
        "state": deployments.c.state,
        "start": deployments.c.start_date,
        "end": deployments.c.end_date,
        "plan": deployments.c.plan,
    },
    to_row=_row,
    from_row=_deployment,
    parts=(Part(deployment_teams, "deployment", "position", _team_rows),),
    is_versioned=True,
)
