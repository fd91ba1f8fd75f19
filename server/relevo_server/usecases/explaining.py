"""Why a plan is as it is: per operation, per place that is not served, per conflict; with sentences beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from relevo_planner.instance import Instance, Municipality, Operation
from relevo_planner.plan import Conflict, Plan, Reason, Shortfall
from relevo_planner.why_not import why_not
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.principal import Principal
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.telling import Telling
from relevo_server.wording import Language


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
class UnservedExplained:
    """Why a municipality has no operation.

    Attributes:
        best: The stay that comes closest to paying; None: rules leave none, or nobody asked for it.
        value: What it would bring.
        price: What its teams cover elsewhere, by the plan's prices.
    """

    municipality: str
    reasons: tuple[Reason, ...]
    best: Operation | None
    value: float
    price: float
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictExplained:
    """Demands that cannot all be met."""

    conflict: Conflict
    sentence: str


@dataclass(frozen=True, slots=True)
class PlanExplained:
    """Every operation asked for, and the open need; ``sentences`` say once what is so in many places."""

    operations: tuple[OperationExplained, ...]
    shortfalls: tuple[Shortfall, ...]
    unserved: tuple[UnservedExplained, ...]
    conflicts: tuple[ConflictExplained, ...]
    sentences: tuple[str, ...]


def explain_plan(
    ports: Ports, principal: Principal, name: str, municipality: str = "", language: Language = Language.ENGLISH
) -> PlanExplained:
    """Explain ``plans/{id}``, for one municipality or all.

    Only where one is named, its best stay is looked for.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND (plan, or a municipality that takes no part in it).
    """
    stored = get_plan(ports, principal, name)
    instance, plan = stored.instance, stored.plan
    if municipality and municipality not in {place.name for place in instance.municipalities}:
        faults = Faults()
        why = f"{municipality} has no part in the question behind {name}"
        faults.add("municipality", why, "Name a municipality of the plan", ErrorReason.NOT_FOUND)
        faults.refuse("the explanation")
    telling = Telling(instance, language)
    operations = [o for o in plan.operations if municipality in ("", o.municipality)]
    shortfalls = tuple(s for s in plan.shortfalls if municipality in ("", s.municipality))
    served = {operation.municipality for operation in plan.operations}
    absent = [
        place
        for place in instance.municipalities
        if place.name not in served and municipality in ("", place.name) and plan.operations
    ]
    return PlanExplained(
        operations=tuple(_explained(telling, plan, o) for o in operations),
        shortfalls=shortfalls,
        unserved=tuple(unserved_of(telling, plan, place, is_asked=bool(municipality)) for place in absent),
        conflicts=tuple(ConflictExplained(one, telling.conflict(one)) for one in plan.conflicts),
        sentences=telling.unknown_need(
            [place for place in instance.municipalities if municipality in ("", place.name)]
        ),
    )


def _explained(telling: Telling, plan: Plan, operation: Operation) -> OperationExplained:
    instance = telling.instance
    place = next(m for m in instance.municipalities if m.name == operation.municipality)
    start = instance.first_day + timedelta(days=operation.start * instance.policy.period_days)
    last_day = start + timedelta(days=operation.periods * instance.policy.period_days - 1)
    binding = _reasons(plan, operation.municipality)
    value, paid = _value(instance, place, operation), _price_paid(plan, operation)
    sentences = telling.operation(place, operation, (value, paid), binding)
    return OperationExplained(operation, start, last_day, value, paid, binding, sentences)


def unserved_of(telling: Telling, plan: Plan, place: Municipality, *, is_asked: bool) -> UnservedExplained:
    """Why a municipality has no operation; its best stay is looked for where it is asked about."""
    if is_asked:
        found = why_not(telling.instance, plan, place.name)
        sentences = telling.unserved(found.reasons, found.best, found.value, found.price)
        return UnservedExplained(place.name, found.reasons, found.best, found.value, found.price, sentences)
    reasons = _reasons(plan, place.name)
    if not any(place.gains.values()):
        reasons = (Reason.NO_NEED,)
    return UnservedExplained(place.name, reasons, None, 0.0, 0.0, telling.unserved(reasons, None, 0.0, 0.0))


def _reasons(plan: Plan, municipality: str) -> tuple[Reason, ...]:
    """What keeps teams away. A need that nobody knows keeps none away, and is said once for all places."""
    found = (short.reason for short in plan.shortfalls if short.municipality == municipality)
    return tuple(dict.fromkeys(reason for reason in found if reason is not Reason.NEED_UNKNOWN))


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
