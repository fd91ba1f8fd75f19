"""Plans: protos and the planner's answer."""

from __future__ import annotations

from collections.abc import Sequence

from relevo.v1 import plan_pb2
from relevo_planner.instance import Instance
from relevo_planner.plan import (
    Baseline,
    Certificate,
    Conflict,
    Demand,
    DemandKind,
    GoalResult,
    LimitPrice,
    NamedTeam,
    Plan,
    PoolPrice,
    Reason,
    Shortfall,
    Stop,
)
from relevo_planner.policy import Goal
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message
from relevo_server.wire.operation_teams import CAPABILITIES, operation_message, operations_of
from relevo_server.wire.policy import GOALS
from relevo_server.wire.reading import Reading

STOPS = Choice(plan_pb2.Plan.Stop.DESCRIPTOR, Stop, "STOP_")
REASONS = Choice(plan_pb2.PlanReason.DESCRIPTOR, Reason, "PLAN_REASON_")
_DEMANDS = Choice(plan_pb2.Demand.Kind.DESCRIPTOR, DemandKind, "KIND_")
_NO_INDEX = -1
Findings = Sequence[tuple[str, str]]
"""(rule, message) of what the review found."""


def plan_message(plan: Plan, instance: Instance, findings: Findings = ()) -> plan_pb2.Plan:
    """Return the wire form of an answer to ``instance``, with what the review found."""
    certificate = plan.certificate
    return plan_pb2.Plan(
        state=plan_pb2.Plan.STATE_PROPOSED,
        first_day=date_message(instance.first_day),
        periods=instance.periods,
        period_days=instance.policy.period_days,
        operations=[operation_message(operation) for operation in plan.operations],
        certificate=plan_pb2.Certificate(value=certificate.value, bound=certificate.bound, gap=certificate.gap),
        goals=[_goal_message(result) for result in plan.goals],
        roster=[plan_pb2.NamedTeam(pool=t.pool, number=t.number, operation=t.operation) for t in plan.roster],
        shortfalls=[shortfall_message(shortfall) for shortfall in plan.shortfalls],
        baselines=[
            plan_pb2.Baseline(name=b.name, value=b.value, operations=[operation_message(o) for o in b.operations])
            for b in plan.baselines
        ],
        prices=[plan_pb2.PoolPrice(pool=price.pool, per_period=price.per_period) for price in plan.prices],
        stop=STOPS.number(plan.stop),
        seed=plan.seed,
        instance_sha256=plan.instance_sha256,
        versions=plan.versions,
        review_findings=[plan_pb2.ReviewFinding(rule=rule, message=message) for rule, message in findings],
        conflicts=[conflict_message(conflict) for conflict in plan.conflicts],
        notes=plan.notes,
        limit_prices=[
            plan_pb2.LimitPrice(
                reason=REASONS.number(one.reason), subject=one.subject, start=one.start, price=one.price
            )
            for one in plan.limit_prices
        ],
    )


def plan_of(reading: Reading, message: plan_pb2.Plan) -> Plan:
    """Read an answer, also one that a person wrote: operations are enough, the rest may be left out."""
    return Plan(
        operations=operations_of(reading, "operations", message.operations),
        certificate=_certificate_of(reading, "certificate", message.certificate),
        goals=tuple(_goal_of(reading, f"goals[{i}]", result) for i, result in enumerate(message.goals)),
        roster=tuple(NamedTeam(team.pool, team.number, team.operation) for team in message.roster),
        shortfalls=tuple(
            _shortfall_of(reading, f"shortfalls[{i}]", shortfall) for i, shortfall in enumerate(message.shortfalls)
        ),
        baselines=tuple(_baseline_of(reading, f"baselines[{i}]", b) for i, b in enumerate(message.baselines)),
        prices=tuple(
            PoolPrice(price.pool, reading.all_finite(f"prices[{i}].per_period", tuple(price.per_period)))
            for i, price in enumerate(message.prices)
        ),
        stop=STOPS.member(reading, "stop", message.stop) or Stop.EMPTY,
        seed=message.seed,
        instance_sha256=message.instance_sha256,
        versions=dict(message.versions),
        conflicts=tuple(_conflict_of(reading, f"conflicts[{i}]", c) for i, c in enumerate(message.conflicts)),
        notes=tuple(message.notes),
        limit_prices=tuple(
            _limit_price_of(reading, f"limit_prices[{i}]", p) for i, p in enumerate(message.limit_prices)
        ),
    )


def shortfall_message(shortfall: Shortfall) -> plan_pb2.Shortfall:
    """Return the wire form of need left open."""
    return plan_pb2.Shortfall(
        municipality=shortfall.municipality,
        reason=REASONS.number(shortfall.reason),
        detail=shortfall.detail,
        capability=CAPABILITIES.number(shortfall.capability),
        teams=shortfall.teams,
    )


def _shortfall_of(reading: Reading, path: str, message: plan_pb2.Shortfall) -> Shortfall:
    return Shortfall(
        municipality=message.municipality,
        reason=REASONS.required(reading, f"{path}.reason", message.reason, Reason.NO_NEED),
        detail=message.detail,
        capability=CAPABILITIES.member(reading, f"{path}.capability", message.capability),
        teams=message.teams,
    )


def _certificate_of(reading: Reading, path: str, message: plan_pb2.Certificate) -> Certificate:
    return Certificate(reading.finite(f"{path}.value", message.value), reading.finite(f"{path}.bound", message.bound))


def _goal_message(result: GoalResult) -> plan_pb2.GoalResult:
    return plan_pb2.GoalResult(
        goal=GOALS.number(result.goal),
        value=result.value,
        bound=result.bound,
        price=result.price,
        unit=result.unit,
    )


def _goal_of(reading: Reading, path: str, message: plan_pb2.GoalResult) -> GoalResult:
    return GoalResult(
        goal=GOALS.required(reading, f"{path}.goal", message.goal, Goal.NEED),
        value=reading.finite(f"{path}.value", message.value),
        bound=reading.finite(f"{path}.bound", message.bound),
        price=reading.finite(f"{path}.price", message.price),
        unit=message.unit,
    )


def _baseline_of(reading: Reading, path: str, message: plan_pb2.Baseline) -> Baseline:
    return Baseline(
        name=message.name,
        value=reading.finite(f"{path}.value", message.value),
        operations=operations_of(reading, f"{path}.operations", message.operations),
    )


def _limit_price_of(reading: Reading, path: str, message: plan_pb2.LimitPrice) -> LimitPrice:
    return LimitPrice(
        reason=REASONS.required(reading, f"{path}.reason", message.reason, Reason.SUPPLY),
        subject=message.subject,
        start=message.start,
        price=reading.finite(f"{path}.price", message.price),
    )


def conflict_message(conflict: Conflict) -> plan_pb2.Conflict:
    """Return the wire form of demands that cannot all be met."""
    demands = [
        plan_pb2.Demand(
            kind=_DEMANDS.number(demand.kind),
            text=demand.text,
            index=None if demand.index == _NO_INDEX else demand.index,
        )
        for demand in conflict.demands
    ]
    return plan_pb2.Conflict(demands=demands)


def _conflict_of(reading: Reading, path: str, message: plan_pb2.Conflict) -> Conflict:
    return Conflict(
        tuple(
            Demand(
                _DEMANDS.required(reading, f"{path}.demands[{index}].kind", demand.kind, DemandKind.RULE),
                demand.text,
                demand.index if demand.HasField("index") else _NO_INDEX,
            )
            for index, demand in enumerate(message.demands)
        )
    )
