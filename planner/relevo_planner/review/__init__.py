"""A second reading of a plan against the rules, sharing no code with what made it.

Every check reads the instance and the operations only; a new rule's check is one module and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Plan
from relevo_planner.review import (
    absorption,
    budget,
    complement,
    exclusions,
    fusion_centre,
    pins,
    reach,
    reserve,
    standing,
    state_ceiling,
    supply,
    tenure,
    wellformed,
)
from relevo_planner.review.roster import check_roster
from relevo_planner.review.value import check_certificate, plan_value
from relevo_planner.review.violation import Violation

__all__ = ["Violation", "plan_value", "review_operations", "review_plan"]

Check = Callable[[Instance, tuple[Operation, ...]], Iterator[Violation]]

CHECKS: tuple[Check, ...] = (
    tenure.check,
    standing.check,
    fusion_centre.check,
    reach.check,
    exclusions.check,
    pins.check,
    complement.check,
    absorption.check,
    supply.check,
    reserve.check,
    state_ceiling.check,
    budget.check,
)


def review_operations(instance: Instance, operations: Iterable[Operation]) -> tuple[Violation, ...]:
    """Read operations, whoever made them, against every rule.

    Operations that name what does not exist or leave the horizon are reported once and kept out of the other checks.
    """
    every = tuple(operations)
    understood = wellformed.readable(instance, every)
    found = list(wellformed.check(instance, every))
    for check in CHECKS:
        found.extend(check(instance, understood))
    return tuple(found)


def review_plan(instance: Instance, plan: Plan) -> tuple[Violation, ...]:
    """Read a plan: its operations, its certificate and its roster."""
    found = list(review_operations(instance, plan.operations))
    if not any(violation.rule == wellformed.RULE for violation in found):
        found.extend(check_certificate(instance, plan))
        found.extend(check_roster(instance, plan))
    return tuple(found)
