"""A plan joined with its question, its reasons and its pools, so that it can be shown with names and dates."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from relevo.v1.instance_pb2 import Instance, InstanceMunicipality, Operation
from relevo.v1.plan_pb2 import Baseline, OperationExplanation, Plan, PlanReason, Shortfall
from relevo.v1.planning_service_pb2 import ExplainPlanResponse
from relevo.v1.pool_pb2 import Capability, Pool
from relevo_client import dates
from relevo_client.client import Relevo
from relevo_client.names import key
from relevo_client.presentation import places


@dataclass(frozen=True, slots=True)
class Sent:
    """Teams of one pool in one stay."""

    title: str
    capability: Capability.ValueType
    teams: int
    officers: int
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """One proposed operation. `value` in weighted incidents, None where the server did not explain it."""

    rank: int
    municipality: str
    place: str
    first_day: date
    last_day: date
    periods: int
    sent: tuple[Sent, ...]
    value: float | None
    price_paid: float | None
    sentences: tuple[str, ...]
    local_officers: int | None

    def teams(self, capability: Capability.ValueType) -> int:
        """Teams of one capability."""
        return sum(part.teams for part in self.sent if part.capability == capability)

    @property
    def officers(self) -> int:
        """Federal officers in all."""
        return sum(part.officers for part in self.sent)


@dataclass(frozen=True, slots=True)
class Unserved:
    """A municipality without any operation, and why."""

    rank: int
    municipality: str
    place: str
    reason: PlanReason.ValueType
    detail: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """All that a person is shown of a plan."""

    plan: Plan
    instance: Instance
    first_day: date
    stays: tuple[Stay, ...]
    unserved: tuple[Unserved, ...]
    open_need: tuple[Shortfall, ...]
    unknown_need: tuple[Shortfall, ...]
    by_rank: Baseline | None
    has_illustrative_pools: bool
    fusion_centres: tuple[tuple[str, bool], ...]

    @property
    def last_day(self) -> date:
        """Last day of the horizon."""
        return dates.last_day(self.first_day, self.plan.periods, self.plan.period_days)


def read(relevo: Relevo, name: str) -> PlanView:
    """Fetch a plan with all that is needed to show it."""
    plan = relevo.planning.get(name)
    return join(plan, relevo.planning.instance(name), relevo.planning.explain(name), list(relevo.force.pools()))


def join(plan: Plan, instance: Instance, explained: ExplainPlanResponse, pools: list[Pool]) -> PlanView:
    """Join what belongs to a plan.

    Raises:
        ValueError: the plan has no first day.
    """
    first_day = dates.from_wire(plan.first_day)
    if first_day is None:
        raise ValueError(f"{plan.name} has no first day")
    municipalities = {place.name: place for place in instance.municipalities}
    why = {(e.operation.municipality, e.operation.start): e for e in explained.operations}
    by_name = {pool.name: pool for pool in pools}
    stays = [
        _stay(
            plan,
            first_day,
            operation,
            municipalities,
            why.get((operation.municipality, operation.start)),
            instance,
            by_name,
        )
        for operation in plan.operations
    ]
    shortfalls = explained.shortfalls or plan.shortfalls
    known = [s for s in shortfalls if s.reason != PlanReason.PLAN_REASON_NEED_UNKNOWN]
    served = {operation.municipality for operation in plan.operations}
    return PlanView(
        plan=plan,
        instance=instance,
        first_day=first_day,
        stays=tuple(sorted(stays, key=lambda stay: (stay.rank or 10**6, stay.municipality, stay.first_day))),
        unserved=_unserved(municipalities, [s for s in known if s.municipality not in served]),
        open_need=tuple(s for s in known if s.municipality in served),
        unknown_need=tuple(s for s in shortfalls if s.reason == PlanReason.PLAN_REASON_NEED_UNKNOWN),
        by_rank=next((b for b in plan.baselines if b.name.replace("-", " ") == "by rank"), None),
        has_illustrative_pools=any(by_name[p.name].illustrative for p in instance.pools if p.name in by_name),
        fusion_centres=tuple((r.title or key(r.name), r.HasField("fusion_centre")) for r in instance.regions),
    )


def _stay(
    plan: Plan,
    first_day: date,
    operation: Operation,
    municipalities: dict[str, InstanceMunicipality],
    why: OperationExplanation | None,
    instance: Instance,
    pools: dict[str, Pool],
) -> Stay:
    found = municipalities.get(operation.municipality)
    days = plan.period_days
    return Stay(
        rank=found.rank if found is not None else 0,
        municipality=operation.municipality,
        place=places.place(operation.municipality, found.title if found is not None else ""),
        first_day=dates.period_start(first_day, operation.start, days),
        last_day=dates.last_day(first_day, operation.start + operation.periods, days),
        periods=operation.periods,
        sent=_sent(operation, instance, pools),
        value=why.value if why is not None else None,
        price_paid=why.price_paid if why is not None else None,
        sentences=tuple(why.sentences) if why is not None else (),
        local_officers=found.verified_officers if found is not None and found.HasField("verified_officers") else None,
    )


def _sent(operation: Operation, instance: Instance, pools: dict[str, Pool]) -> tuple[Sent, ...]:
    known = {pool.name: pool for pool in instance.pools}
    parts = []
    for part in operation.teams:
        pool, record = known[part.pool], pools.get(part.pool)
        parts.append(
            Sent(
                title=pool.title or key(pool.name),
                capability=pool.capability,
                teams=part.teams,
                officers=part.teams * pool.officers_per_team,
                is_illustrative=record is not None and record.illustrative,
            )
        )
    return tuple(parts)


def _unserved(municipalities: dict[str, InstanceMunicipality], shortfalls: list[Shortfall]) -> tuple[Unserved, ...]:
    reasons: dict[str, list[Shortfall]] = defaultdict(list)
    for shortfall in shortfalls:
        reasons[shortfall.municipality].append(shortfall)
    unserved = []
    for name, several in reasons.items():
        found, most = municipalities.get(name), max(several, key=lambda s: s.teams)
        rank = found.rank if found is not None else 0
        unserved.append(
            Unserved(rank, name, places.place(name, found.title if found is not None else ""), most.reason, most.detail)
        )
    return tuple(sorted(unserved, key=lambda one: (one.rank or 10**6, one.municipality)))
