"""A plan under other needs."""

from __future__ import annotations

from relevo.v1 import plan_robustness_pb2
from relevo_planner.robustness import Robustness


def robustness_message(plan: str, seed: int, found: Robustness) -> plan_robustness_pb2.PlanRobustness:
    """Return the wire form of how a plan does under draws of need."""
    return plan_robustness_pb2.PlanRobustness(
        plan=plan,
        planned=found.planned,
        draws=found.draws,
        seed=seed,
        outcomes=[
            plan_robustness_pb2.RobustnessOutcome(
                assumed_displacement=outcome.displacement,
                mean=outcome.mean,
                low=outcome.low,
                high=outcome.high,
                ahead=outcome.ahead,
            )
            for outcome in found.outcomes
        ],
        baseline=found.baseline,
        undrawn_municipalities=found.undrawn,
        sentences=found.sentences,
    )
