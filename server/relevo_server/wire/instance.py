"""Planning questions: protos and the planner's frozen instance."""

from __future__ import annotations

from datetime import date
from typing import Any

from relevo.v1 import instance_pb2
from relevo_planner.instance import Capability, Fund, Instance, Pool, Region, Stay
from relevo_planner.policy import Policy
from relevo_server.wire.dates import date_message, day_of
from relevo_server.wire.instance_places import municipality_message, municipality_of
from relevo_server.wire.operation_teams import (
    CAPABILITIES,
    exclusion_message,
    exclusions_of,
    floor_message,
    floors_of,
    operation_message,
    operations_of,
    team_messages,
    teams_of,
    window_message,
    window_of,
)
from relevo_server.wire.policy import policy_message, policy_of
from relevo_server.wire.reading import Reading

_NO_DAY = date(1970, 1, 1)
_UNITS = ("cost_per_operation", "cost_mxn_per_period")


def instance_message(instance: Instance) -> instance_pb2.Instance:
    """Return the wire form of a question."""
    return instance_pb2.Instance(
        first_day=date_message(instance.first_day),
        periods=instance.periods,
        municipalities=[municipality_message(place) for place in instance.municipalities],
        pools=[_pool_message(pool) for pool in instance.pools],
        regions=[
            instance_pb2.InstanceRegion(name=r.name, title=r.title, fusion_centre=window_message(r.fusion_centre))
            for r in instance.regions
        ],
        funds=[instance_pb2.InstanceFund(name=fund.name, ceiling_mxn=fund.ceiling_mxn) for fund in instance.funds],
        stays=[
            instance_pb2.InstanceStay(
                name=stay.name,
                municipality=stay.municipality,
                start=stay.start,
                end=stay.end,
                teams=team_messages(stay.teams),
            )
            for stay in instance.stays
        ],
        pins=[operation_message(pin) for pin in instance.pins],
        exclusions=[exclusion_message(exclusion) for exclusion in instance.exclusions],
        floors=[floor_message(floor) for floor in instance.floors],
        published=[operation_message(operation) for operation in instance.published],
        policy=policy_message(instance.policy),
    )


def instance_of(reading: Reading, message: instance_pb2.Instance) -> Instance:
    """Read a question; faults of form are noted, the sense of it is the planner's to judge."""
    day = day_of(reading, "first_day", message.first_day)
    if day is None:
        reading.note("first_day", "is missing", "Give the first day of the plan")
    return Instance(
        first_day=day or _NO_DAY,
        periods=message.periods,
        municipalities=tuple(
            municipality_of(reading, f"municipalities[{i}]", place) for i, place in enumerate(message.municipalities)
        ),
        pools=tuple(_pool_of(reading, f"pools[{i}]", pool) for i, pool in enumerate(message.pools)),
        regions=tuple(
            Region(r.name, r.title, window_of(r.fusion_centre) if r.HasField("fusion_centre") else None)
            for r in message.regions
        ),
        funds=tuple(
            Fund(fund.name, reading.finite(f"funds[{i}].ceiling_mxn", fund.ceiling_mxn))
            for i, fund in enumerate(message.funds)
        ),
        stays=tuple(
            Stay(s.name, s.municipality, s.start, s.end, teams_of(reading, f"stays[{i}]", s.teams))
            for i, s in enumerate(message.stays)
        ),
        pins=operations_of(reading, "pins", message.pins),
        exclusions=exclusions_of(reading, "exclusions", message.exclusions),
        floors=floors_of(reading, "floors", message.floors),
        published=operations_of(reading, "published", message.published),
        policy=policy_of(reading, "policy", message.policy) if message.HasField("policy") else Policy(),
    )


def _pool_message(pool: Pool) -> instance_pb2.InstancePool:
    return instance_pb2.InstancePool(
        name=pool.name,
        capability=CAPABILITIES.number(pool.capability),
        teams=pool.teams,
        title=pool.title,
        agency=pool.agency,
        officers_per_team=pool.officers_per_team,
        rest_periods=pool.rest_periods,
        available=window_message(pool.available),
        base_region=pool.base_region,
        reach_regions=pool.reach_regions,
        reach_km=pool.reach_km,
        latitude=pool.latitude,
        longitude=pool.longitude,
        cost_per_operation=pool.cost_per_operation,
        fund=pool.fund,
        cost_mxn_per_period=pool.cost_mxn_per_period,
    )


def _pool_of(reading: Reading, path: str, message: instance_pb2.InstancePool) -> Pool:
    optional: dict[str, Any] = {
        name: getattr(message, name)
        for name in ("rest_periods", "reach_km", "latitude", "longitude")
        if message.HasField(name)
    }
    for name, value in {**optional, **{name: getattr(message, name) for name in _UNITS}}.items():
        reading.finite(f"{path}.{name}", value)
    return Pool(
        name=message.name,
        capability=CAPABILITIES.required(reading, f"{path}.capability", message.capability, Capability.PATROL),
        teams=message.teams,
        title=message.title,
        agency=message.agency,
        officers_per_team=message.officers_per_team,
        available=window_of(message.available) if message.HasField("available") else None,
        base_region=message.base_region,
        reach_regions=tuple(message.reach_regions),
        cost_per_operation=message.cost_per_operation,
        fund=message.fund,
        cost_mxn_per_period=message.cost_mxn_per_period,
        **optional,
    )
