"""Arm's length: it sends investigators elsewhere, says why, and its absence is found out."""

from relevo_planner.instance import Capability, Operation
from relevo_planner.plan import Reason
from relevo_planner.rules.arms_length import ArmsLength
from tests.planner.small import broken_without, place, pool, proposed, question

WORTH_MORE, WORTH_LESS = {Capability.INVESTIGATION: (2.0, 1.0)}, {Capability.INVESTIGATION: (1.5,)}
QUESTION = question(
    place("home", gains=WORTH_MORE, region="regions/r"),
    place("away", gains=WORTH_LESS, region="regions/s"),
    pools=(pool(capability=Capability.INVESTIGATION, base_region="regions/r"),),
)
AT_HOME = Operation("municipalities/home", 0, 1, {"pools/p": 1})
BROKEN = ((QUESTION, (AT_HOME,), "pools/p is based there"),)


def test_the_rule_keeps_the_plan_clean() -> None:
    assert broken_without(ArmsLength, QUESTION) == {"arm's length"}


def test_investigators_serve_elsewhere_and_home_hears_why() -> None:
    plan = proposed(QUESTION)
    assert {operation.municipality for operation in plan.operations} == {"municipalities/away"}
    reasons = {shortfall.reason for shortfall in plan.shortfalls if shortfall.municipality == "municipalities/home"}
    assert reasons == {Reason.REACH}
