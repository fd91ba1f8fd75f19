"""What goals after need cost the need that a plan covers, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.v1.plan_pb2 import Plan
from relevo.v1.policy_pb2 import Goal
from relevo_client.presentation import words

LEAST_SHARE = 5e-5
"""Of the bound: what costs less shows as 0.00 %."""
_REACHED = {
    Goal.GOAL_FAIRNESS: "so that the region served worst has {} of its need covered, not less",
    Goal.GOAL_STABILITY: "so that what was published changes less",
    Goal.GOAL_TRAVEL: "so that teams travel less",
}


def goal_prices(plan: Plan) -> Iterator[str]:
    """Yield a sentence per goal for which need was given up; the certificate's gap counts all of it."""
    bound = abs(plan.certificate.bound)
    for result in plan.goals:
        if result.goal in _REACHED and result.price > LEAST_SHARE * bound:
            why = _REACHED[result.goal].format(words.percent(result.value, 1))
            yield f"Of that gap, {words.percent(result.price / bound, 2)} was given up {why}."
