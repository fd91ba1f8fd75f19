"""Score any plan, a person's or a spreadsheet's, with the same gains and rules, and say what an override costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from relevo_planner.goals.floors import broken_floors
from relevo_planner.goals.need import covered_value
from relevo_planner.goals.regions import region_shares
from relevo_planner.goals.stability import changes
from relevo_planner.goals.travel import travel_km
from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Plan
from relevo_planner.review import Violation, review_operations
from relevo_planner.review.wellformed import readable


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What operations are worth, goal by goal, and which rules they break.

    Attributes:
        value: goal 2's value; operations that name what does not exist bring nothing.
        violations: broken rules, in words; empty where the plan could be confirmed.
        broken_floors: indices of ``Instance.floors``.
        region_shares: covered share of each region's need.
        changed: against the published plan.
        travel_km: team-kilometres from base.
        override_cost: goal 2 of the proposal less ``value``: what this plan gives up against it; None without one.
    """

    value: float
    violations: tuple[Violation, ...]
    broken_floors: tuple[int, ...]
    region_shares: dict[str, float]
    changed: int
    travel_km: float
    override_cost: float | None = None


def evaluate(instance: Instance, operations: Iterable[Operation], proposal: Plan | None = None) -> Evaluation:
    """Score operations, whoever made them.

    Args:
        instance: a question that ``validate`` let pass.
        operations: the plan by hand.
        proposal: the planner's plan for the same instance, to compare with.
    """
    every = tuple(operations)
    understood = readable(instance, every)
    value = covered_value(instance, understood)
    return Evaluation(
        value=value,
        violations=review_operations(instance, every),
        broken_floors=broken_floors(instance, understood),
        region_shares=region_shares(instance, understood),
        changed=changes(instance, understood),
        travel_km=travel_km(instance, understood),
        override_cost=None if proposal is None else proposal.certificate.value - value,
    )


@dataclass(frozen=True, slots=True)
class Override:
    """The best plan that holds what a person insists on, and what the insistence costs on goal 2."""

    plan: Plan
    cost: float


def price_override(
    instance: Instance, wanted: Iterable[Operation], proposal: Plan, solve: Callable[[Instance], Plan]
) -> Override:
    """Plan again around operations that a person wants.

    Args:
        instance: the question of the proposal.
        wanted: operations that must be in the plan.
        proposal: the planner's plan without them.
        solve: asks the planner.

    Returns:
        The new plan, which names the conflicts where the wish breaks rules, and goal 2's loss against the proposal.
    """
    plan = solve(replace(instance, pins=(*instance.pins, *wanted)))
    return Override(plan, proposal.certificate.value - plan.certificate.value)
