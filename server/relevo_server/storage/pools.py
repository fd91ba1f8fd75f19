"""Federal pools."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
)

from relevo_server.domain.places import Point
from relevo_server.domain.pool import Capability, Pool
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import Part, PartRows, Row, Shelf

pools = Table(
    "pools",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("agency", String, nullable=False),
    Column("capability", String, nullable=False),
    Column("teams", Integer, nullable=False),
    Column("officers_per_team", Integer, nullable=False),
    Column("rest_days", Integer, nullable=False),
    Column("base_region", ForeignKey("regions.name")),
    Column("reach_km", Float),
    Column("base_latitude", Float),
    Column("base_longitude", Float),
    Column("available_from", Date),
    Column("available_until", Date),
    Column("illustrative", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("fund", ForeignKey("funds.name")),
    Column("team_day_mxn", BigInteger),
    Column("teams_since", Date),
    CheckConstraint("teams >= 1", "teams"),
    CheckConstraint("available_until > available_from", "availability"),
)
pool_reach_regions = Table(
    "pool_reach_regions",
    metadata,
    Column("pool", ForeignKey("pools.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("region", ForeignKey("regions.name"), nullable=False),
)


def _row(pool: Pool) -> Row:
    return {
        "name": pool.name,
        "title": pool.title,
        "agency": pool.agency,
        "capability": pool.capability.value,
        "teams": pool.teams,
        "officers_per_team": pool.officers_per_team,
        "rest_days": pool.rest_days,
        "base_region": pool.base_region or None,
        "reach_km": pool.reach_km,
        "base_latitude": None if pool.base_point is None else pool.base_point.latitude,
        "base_longitude": None if pool.base_point is None else pool.base_point.longitude,
        "available_from": pool.available_from,
        "available_until": pool.available_until,
        "illustrative": pool.illustrative,
        "created": pool.created,
        "version": pool.version,
        "fund": pool.fund or None,
        "team_day_mxn": pool.team_day_mxn,
        "teams_since": pool.teams_since,
    }


def _pool(row: RowMapping, parts: PartRows) -> Pool:
    return Pool(
        name=row["name"],
        title=row["title"],
        agency=row["agency"],
        capability=Capability(row["capability"]),
        teams=row["teams"],
        officers_per_team=row["officers_per_team"],
        rest_days=row["rest_days"],
        base_region=row["base_region"] or "",
        reach_regions=tuple(part["region"] for part in parts["pool_reach_regions"]),
        reach_km=row["reach_km"],
        base_point=None if row["base_latitude"] is None else Point(row["base_latitude"], row["base_longitude"]),
        available_from=row["available_from"],
        available_until=row["available_until"],
        illustrative=row["illustrative"],
        created=row["created"],
        version=row["version"],
        fund=row["fund"] or "",
        team_day_mxn=row["team_day_mxn"],
        teams_since=row["teams_since"],
    )


POOLS = Shelf(
    kind=Pool,
    table=pools,
    columns={"name": pools.c.name, "base_region": pools.c.base_region},
    to_row=_row,
    from_row=_pool,
    parts=(
        Part(
            pool_reach_regions,
            "pool",
            "position",
            lambda pool: ({"position": i, "region": name} for i, name in enumerate(pool.reach_regions)),
        ),
    ),
    is_versioned=True,
)
