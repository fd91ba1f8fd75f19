"""What is left of a search that was cut short: the best plan that its child had told, with the bound proven so far.

What a child says last (open need with its reasons, baselines, prices) is not there, and the plan says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from relevo_planner.canonical import instance_sha256
from relevo_planner.goals.need import most_conceivable
from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Certificate, Plan, Stop
from relevo_planner.review import plan_value, review_plan
from relevo_planner.roster import name_teams

NOTE = "the search was cut short: open need, baselines and prices are not told"
Findings = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Best:
    """What a child has told so far.

    Attributes:
        operations: The best plan; None: none yet.
        bound: No plan is worth more; infinite while nothing is proven.
        versions: Of the software that searches.
    """

    operations: tuple[Operation, ...] | None = None
    bound: float = math.inf
    versions: Mapping[str, str] | None = None


def salvage(instance: Instance, best: Best, stop: Stop, seed: int) -> Plan | None:
    """Make a plan of what a child has told; None where it has told none.

    Args:
        instance: The question.
        best: What is known.
        stop: Why the search was cut.
        seed: That it began with.
    """
    if best.operations is None:
        return None
    value = plan_value(instance, best.operations)
    bound = max(value, min(best.bound, most_conceivable(instance)))
    return Plan(
        operations=best.operations,
        certificate=Certificate(value, bound),
        goals=(),
        roster=name_teams(instance, best.operations),
        shortfalls=(),
        baselines=(),
        prices=(),
        stop=stop,
        seed=seed,
        instance_sha256=instance_sha256(instance),
        versions=dict(best.versions or {}),
        notes=(NOTE,),
    )


def findings_of(instance: Instance, plan: Plan) -> Findings:
    """What the independent review says of a plan, as (rule, message)."""
    return tuple((found.rule, f"{found.subject}: {found.text}") for found in review_plan(instance, plan))
