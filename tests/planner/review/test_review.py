"""The independent review: it names what a hand-made plan breaks, and nothing in a clean one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relevo_planner.instance import Operation
from relevo_planner.plan import Certificate
from relevo_planner.propose import propose
from relevo_planner.review import review_operations, review_plan
from relevo_planner.stopping import Tolerance
from tests.planner.questions import place, pool, question

HERE = "municipalities/12001"


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (Operation("municipalities/99999", 0, 2, {"pools/patrol": 1}), "99999"),
        (Operation(HERE, 0, 2, {"pools/none": 1}), "pools/none"),
        (Operation(HERE, 5, 3, {"pools/patrol": 1}), "5"),
        (Operation(HERE, 0, 2, {"pools/patrol": 5}), "patrol"),
        (Operation(HERE, 0, 2, {"pools/patrol": -1}), "-1"),
    ],
)
def test_a_wrong_operation_is_named(operation: Operation, words: str) -> None:
    found = review_operations(question(), [operation])
    assert found
    assert any(words in f"{violation.subject} {violation.text}" for violation in found)


def test_two_stays_too_close_are_found() -> None:
    near = [Operation(HERE, 0, 2, {"pools/patrol": 1}), Operation(HERE, 3, 2, {"pools/patrol": 1})]
    assert {violation.rule for violation in review_operations(question(), near)} == {"tenure"}


def test_a_plan_without_fault_is_clean_and_any_change_is_found() -> None:
    instance = question(place("12001"), place("12002"), pools=(pool(teams=5),))
    plan = propose(instance, stop=Tolerance(0.0))
    assert plan.operations
    assert review_plan(instance, plan) == ()
    better = replace(plan, certificate=Certificate(plan.certificate.value + 1.0, plan.certificate.bound + 1.0))
    assert review_plan(instance, better)
    unmanned = replace(plan, roster=plan.roster[1:])
    assert review_plan(instance, unmanned)
    doubled = replace(plan, roster=(*plan.roster, plan.roster[0]))
    assert review_plan(instance, doubled)
