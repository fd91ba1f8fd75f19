"""Value: what the operations bring, reckoned team by team and period by period from the instance alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from relevo_planner.instance import Capability, Instance, Municipality, Operation
from relevo_planner.plan import Plan
from relevo_planner.review.violation import Violation

RULE = "value"
TOLERANCE = 1e-6


def covered_need(instance: Instance, operation: Operation) -> float:
    """Priority-weighted need that one operation covers, costs not taken off."""
    place = next(m for m in instance.municipalities if m.name == operation.municipality)
    return _covered(place, {pool.name: pool.capability for pool in instance.pools}, operation)


def _covered(place: Municipality, capability_of: Mapping[str, Capability], operation: Operation) -> float:
    teams: Counter[Capability] = Counter()
    for pool, number in operation.teams.items():
        teams[capability_of[pool]] += number
    weight = math.fsum(place.period_weights[operation.start : operation.end])
    return math.fsum(gain * weight for k, number in teams.items() for gain in place.gains.get(k, ())[:number])


def plan_value(instance: Instance, operations: tuple[Operation, ...]) -> float:
    """Goal 2's value: need covered less the pools' cost per operation."""
    cost_of = {pool.name: pool.cost_per_operation for pool in instance.pools}
    capability_of = {pool.name: pool.capability for pool in instance.pools}
    places = {municipality.name: municipality for municipality in instance.municipalities}
    covered = math.fsum(_covered(places[o.municipality], capability_of, o) for o in operations)
    return covered - math.fsum(cost_of[pool] * n for operation in operations for pool, n in operation.teams.items())


def check_certificate(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Yield a certificate that the operations do not bear out."""
    value = plan_value(instance, plan.operations)
    room = TOLERANCE * max(1.0, abs(value))
    if abs(value - plan.certificate.value) > room:
        text = f"the certificate says {plan.certificate.value:.9g}, the operations are worth {value:.9g}"
        yield Violation(RULE, "certificate", text)
    if plan.certificate.bound < value - room:
        text = f"the bound {plan.certificate.bound:.9g} lies below the value {value:.9g}"
        yield Violation(RULE, "certificate", text)
