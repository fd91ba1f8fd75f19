"""Federal pools."""

from __future__ import annotations

from relevo.v1 import pool_pb2
from relevo_server.domain.places import Point
from relevo_server.domain.pool import AMENDABLE as FIELDS
from relevo_server.domain.pool import Capability, Pool, PoolDraft
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.geography import point_message
from relevo_server.wire.reading import Reading

CAPABILITIES = Choice(pool_pb2.Capability.DESCRIPTOR, Capability, "CAPABILITY_")

AMENDABLE = {field: field for field in FIELDS}
"""Fields of a pool that an update can change, and what the code calls them."""


def pool_draft_of(reading: Reading, message: pool_pb2.Pool) -> PoolDraft:
    """Return what a caller says of a pool."""
    point = message.base_point
    return PoolDraft(
        agency=message.agency,
        capability=CAPABILITIES.member(reading, "pool.capability", message.capability),
        teams=message.teams,
        officers_per_team=message.officers_per_team,
        title=message.title,
        rest_days=message.rest_days,
        base_region=message.base_region,
        reach_regions=tuple(message.reach_regions),
        reach_km=message.reach_km if message.HasField("reach_km") else None,
        base_point=Point(point.latitude, point.longitude) if message.HasField("base_point") else None,
        available_from=day_of(reading, "pool.available_from", message.available_from),
        available_until=day_of(reading, "pool.available_until", message.available_until),
        illustrative=message.illustrative,
        fund=message.fund,
        team_day_mxn=message.team_day_mxn if message.HasField("team_day_mxn") else None,
    )


def pool_message(pool: Pool) -> pool_pb2.Pool:
    """Return the wire form of a pool."""
    return pool_pb2.Pool(
        name=pool.name,
        title=pool.title,
        agency=pool.agency,
        capability=CAPABILITIES.number(pool.capability),
        teams=pool.teams,
        officers_per_team=pool.officers_per_team,
        rest_days=pool.rest_days,
        base_region=pool.base_region,
        reach_regions=pool.reach_regions,
        reach_km=pool.reach_km,
        base_point=point_message(pool.base_point),
        available_from=date_message(pool.available_from),
        available_until=date_message(pool.available_until),
        illustrative=pool.illustrative,
        create_time=timestamp(pool.created),
        etag=pool.etag,
        fund=pool.fund,
        team_day_mxn=pool.team_day_mxn,
        teams_since=date_message(pool.teams_since),
    )
