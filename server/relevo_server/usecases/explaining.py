"""Why a plan is as it is, operation by operation, and why need stays open elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from relevo_planner.instance import Instance, Municipality, Operation
from relevo_planner.plan import Plan, Reason, Shortfall
from relevo_planner.shortfalls import WORDS
from relevo_server.domain.principal import Principal
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports


@dataclass(frozen=True, slots=True)
class OperationExplained:
    """Why one operation was chosen.

    Attributes:
        value: What its teams bring over its window, units of value.
        price_paid: What its teams would bring elsewhere, by the plan's prices.
        binding: Limits that keep it from being larger.
    """

    operation: Operation
    start: date
    last_day: date
    value: float
    price_paid: float
    binding: tuple[Reason, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanExplained:
    """Every operation asked for, and the open need."""

    operations: tuple[OperationExplained, ...]
    shortfalls: tuple[Shortfall, ...]


def explain_plan(ports: Ports, principal: Principal, name: str, municipality: str = "") -> PlanExplained:
    """Explain ``plans/{id}``, for one municipality or all.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    stored = get_plan(ports, principal, name)
    instance, plan = stored.instance, stored.plan
    operations = [o for o in plan.operations if municipality in ("", o.municipality)]
    shortfalls = tuple(s for s in plan.shortfalls if municipality in ("", s.municipality))
    return PlanExplained(tuple(_explained(instance, plan, o) for o in operations), shortfalls)


def _explained(instance: Instance, plan: Plan, operation: Operation) -> OperationExplained:
    place = next(m for m in instance.municipalities if m.name == operation.municipality)
    start = instance.first_day + timedelta(days=operation.start * instance.policy.period_days)
    last_day = start + timedelta(days=operation.periods * instance.policy.period_days - 1)
    binding = tuple(dict.fromkeys(s.reason for s in plan.shortfalls if s.municipality == operation.municipality))
    value, paid = _value(instance, place, operation), _price_paid(plan, operation)
    return OperationExplained(
        operation, start, last_day, value, paid, binding, _sentences(instance, place, operation, (value, paid), binding)
    )


def _value(instance: Instance, place: Municipality, operation: Operation) -> float:
    """Gains of the teams over the window, less their cost."""
    pools = {pool.name: pool for pool in instance.pools}
    served: dict[str, int] = {}
    for name, teams in operation.teams.items():
        served[pools[name].capability] = served.get(pools[name].capability, 0) + teams
    gain = sum(sum(gains[: served.get(capability, 0)]) for capability, gains in place.gains.items())
    cost = sum(pools[name].cost_per_operation * teams for name, teams in operation.teams.items())
    return gain * sum(place.period_weights[operation.start : operation.end]) - cost


def _price_paid(plan: Plan, operation: Operation) -> float:
    prices = {price.pool: price.per_period for price in plan.prices}
    return sum(
        teams * sum(prices[pool][operation.start : operation.end])
        for pool, teams in operation.teams.items()
        if pool in prices
    )


def _sentences(
    instance: Instance,
    place: Municipality,
    operation: Operation,
    worth: tuple[float, float],
    binding: tuple[Reason, ...],
) -> tuple[str, ...]:
    policy = instance.policy
    days = operation.periods * policy.period_days
    most = policy.tenure_periods * policy.period_days
    rank = f"It is number {place.rank} of the ranking" if place.rank else "It is not in the ranking"
    sentences = [
        f"{rank}; its teams take on {worth[0]:.2f} weighted incidents in {days} days.",
        f"Support may last {most} days at most in any {policy.tenure_window_periods * policy.period_days}.",
    ]
    if worth[1] > 0:
        sentences.append(f"Elsewhere the same teams would take on {worth[1]:.2f}, by the plan's prices.")
    if binding:
        sentences.append("What keeps it from being larger: " + "; ".join(WORDS[b] for b in binding) + ".")
    return tuple(sentences)
