"""Why this: what an operation covers, what its teams would be worth elsewhere, and what keeps it from being larger."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from relevo_planner.instance import Capability, Instance, Municipality, Operation, Pool
from relevo_planner.plan import Plan, PoolPrice, Reason
from relevo_planner.shortfalls import WORDS


@dataclass(frozen=True, slots=True)
class Part:
    """Teams of one capability in an operation: how many of the needed, and the need that they cover."""

    capability: Capability
    teams: int
    needed: int
    value: float


@dataclass(frozen=True, slots=True)
class OperationExplanation:
    """Why an operation is in the plan.

    Attributes:
        operation: the operation.
        value: what it adds to goal 2: need covered less its teams' cost.
        weight: sum of the municipality's period weights over its window.
        parts: per capability.
        price_paid: what its teams would be worth elsewhere, by the plan's prices, rest included.
        binding: what keeps it from being larger or longer.
        sentences: the same in words.
    """

    operation: Operation
    value: float
    weight: float
    parts: tuple[Part, ...]
    price_paid: float
    binding: tuple[Reason, ...]
    sentences: tuple[str, ...]


def explain_operation(instance: Instance, plan: Plan, operation: Operation) -> OperationExplanation:
    """Explain one operation of a plan.

    Raises:
        KeyError: if the operation names what is not in the instance.
    """
    pools = {pool.name: pool for pool in instance.pools}
    place = {place.name: place for place in instance.municipalities}[operation.municipality]
    weight = math.fsum(place.period_weights[operation.start : operation.end])
    parts = _parts(place, pools, operation, weight)
    cost = math.fsum(pools[name].cost_per_operation * teams for name, teams in operation.teams.items())
    value = math.fsum(part.value for part in parts) - cost
    paid = price_of(instance, plan.prices, operation)
    binding = _binding(instance, plan, operation)
    sentences = _sentences(instance, place, parts, (value, weight, paid), binding)
    return OperationExplanation(operation, value, weight, parts, paid, binding, sentences)


def price_of(instance: Instance, prices: tuple[PoolPrice, ...], operation: Operation) -> float:
    """What the teams of an operation would be worth elsewhere while they serve and rest; 0 where nothing is known."""
    per_period = {price.pool: price.per_period for price in prices}
    rest = {pool.name: pool.rest_periods for pool in instance.pools}
    return math.fsum(
        teams * math.fsum(per_period[pool][operation.start : operation.end + rest[pool]])
        for pool, teams in operation.teams.items()
        if pool in per_period
    )


def _parts(place: Municipality, pools: Mapping[str, Pool], operation: Operation, weight: float) -> tuple[Part, ...]:
    teams: Counter[Capability] = Counter()
    for name, count in operation.teams.items():
        teams[pools[name].capability] += count
    return tuple(
        Part(capability, teams[capability], len(gains), math.fsum(gains[: teams[capability]]) * weight)
        for capability, gains in place.gains.items()
        if teams[capability]
    )


def _binding(instance: Instance, plan: Plan, operation: Operation) -> tuple[Reason, ...]:
    lacking = (short for short in plan.shortfalls if short.teams)
    found = [short.reason for short in lacking if short.municipality == operation.municipality]
    if operation.periods >= min(instance.policy.tenure_periods, max(instance.policy.durations)):
        found.append(Reason.TENURE)
    if any(pin == operation for pin in instance.pins):
        found.append(Reason.PIN)
    return tuple(dict.fromkeys(found))


def _sentences(
    instance: Instance,
    place: Municipality,
    parts: tuple[Part, ...],
    figures: tuple[float, float, float],
    binding: tuple[Reason, ...],
) -> tuple[str, ...]:
    value, weight, paid = figures
    asked = ", ".join(f"{part.teams} of {part.needed} {_said(part.capability)} teams" for part in parts)
    mean = float(np.mean(place.period_weights)) if place.period_weights else 0.0
    periods = weight / mean if mean > 0 else 0.0
    found = [
        f"It receives {asked}, which cover {value:.4g} of priority-weighted need.",
        f"The weights of its periods add up to {weight:.4g}, as much as {periods:.3g} of its average periods.",
    ]
    if paid > 0:
        found.append(f"Elsewhere its teams would cover about {paid:.4g}, by the plan's prices.")
    if Reason.TENURE in binding:
        days = instance.policy.tenure_periods * instance.policy.period_days
        found.append(f"It lasts as long as one operation may; no presence may exceed {days} days.")
    if Reason.PIN in binding:
        found.append("The coordinator has fixed it.")
    others = [WORDS[reason] for reason in binding if reason not in (Reason.TENURE, Reason.PIN)]
    if others:
        found.append("What keeps it from being larger: " + "; ".join(others) + ".")
    return tuple(found)


def _said(capability: Capability) -> str:
    return capability.value.replace("_", " ")
