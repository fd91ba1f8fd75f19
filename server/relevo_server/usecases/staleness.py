"""What has changed underneath a plan since its question was read, as far as the operations to confirm are touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import TypeAlias

from relevo_planner.instance import Instance, Operation
from relevo_server.domain.agreement import Agreement
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.emergency_calls import EmergencyCallService, state_of_service
from relevo_server.domain.errors import ErrorReason, Fault
from relevo_server.domain.fund import Fund
from relevo_server.domain.names import state_of
from relevo_server.domain.places import Region
from relevo_server.domain.plan import PlanSummary, Snapshot
from relevo_server.domain.pool import Pool
from relevo_server.usecases.deployments import counting_stays
from relevo_server.usecases.ports import Condition, Operator, Query, Unit
from relevo_server.usecases.reading import by_names

Fact: TypeAlias = Region | Pool | Fund | EmergencyCallService | Agreement | CapacityReport | Deployment
_KINDS: tuple[tuple[str, type[Fact]], ...] = (
    ("regions/", Region),
    ("pools/", Pool),
    ("funds/", Fund),
    ("states/", EmergencyCallService),
    ("meetings/", Agreement),
    ("capacityReports/", CapacityReport),
    ("deployments/", Deployment),
)
_REMEDY = "Propose again from the records as they are, with the rest of the plan pinned"


def stale_faults(
    unit: Unit, plan: PlanSummary, snapshot: Snapshot, instance: Instance, operations: Sequence[Operation]
) -> list[Fault]:
    """List the facts behind some operations that are no longer as the plan's question read them.

    A fact counts where an operation rests on it: its pools, its region, and what the records say of its municipality.

    Args:
        unit: One transaction.
        plan: Whose question it is.
        snapshot: The stored question, with the records that it was read from.
        instance: The question itself.
        operations: Those to confirm.
    """
    places = {operation.municipality for operation in operations}
    pools = {pool for operation in operations for pool in operation.teams}
    pools |= {pool.fund for pool in instance.pools if pool.name in pools}
    regions = {place.region for place in instance.municipalities if place.name in places}
    read = dict(snapshot.provenance)
    faults = []
    for prefix, kind in _KINDS:
        versions = {name: version for name, version in read.items() if name.startswith(prefix)}
        for record in by_names(unit, kind, versions).values():
            changed = record.version != versions[record.name]
            if changed and _touches(record, places, pools, regions):
                why = f"was changed: version {versions[record.name]} was read, it is {record.version} now"
                faults.append(_stale(record.name, why))
    return faults + [_stale(name, why) for name, why in _new_facts(unit, plan, instance, places) if name not in read]


def _touches(record: Fact, places: Collection[str], pools: Collection[str], regions: Collection[str]) -> bool:
    if isinstance(record, Pool | Fund):
        return record.name in pools
    if isinstance(record, Region):
        return record.name in regions
    if isinstance(record, EmergencyCallService):
        return state_of_service(record.name) in {state_of(place) for place in places}
    if isinstance(record, Agreement):
        return any(record.covers(place) for place in places)
    return record.municipality in places


def _new_facts(unit: Unit, plan: PlanSummary, instance: Instance, places: Collection[str]) -> Iterable[tuple[str, str]]:
    there = Condition("municipality", Operator.IN, tuple(sorted(places)))
    accepted = Condition("state", Operator.EQUAL, CapacityReportState.ACCEPTED.value)
    for report in unit.find(CapacityReport, Query((there, accepted))):
        yield report.name, f"was accepted for {report.municipality} since"
    policy = instance.policy
    around = timedelta(days=policy.tenure_window_periods * policy.period_days)
    end = instance.first_day + timedelta(days=plan.periods * plan.period_days)
    for stay in counting_stays(unit, DaySpan(instance.first_day - around, end + around), [there]):
        yield stay.name, f"was placed in {stay.municipality} since ({stay.start} to {stay.last_day})"


def _stale(name: str, why: str) -> Fault:
    return Fault(name, why, _REMEDY, ErrorReason.PLAN_STALE)
