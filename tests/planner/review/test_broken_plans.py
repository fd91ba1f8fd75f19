"""Plans broken by hand, at least one for every check of the review: it finds that fault, says so, and finds no other.

A check without a broken plan fails here. A rule with a test file of its own may hold its broken plans there:
``BROKEN``, as in this table, in ``tests/planner/rules/test_NAME.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

import pytest

from relevo_planner.instance import (
    Capability,
    Exclusion,
    Fund,
    Instance,
    Operation,
    Region,
    ReportStatus,
    Stay,
    Window,
)
from relevo_planner.plan import Certificate, NamedTeam, Plan
from relevo_planner.review import CHECKS, review_operations, review_plan
from tests.planner.small import IN_ORDER, LOOSE, place, pool, proposed, question

Broken = tuple[Instance, tuple[Operation, ...], str]
"""A question, operations that break one rule of it, and words that say how."""

HERE, THERE = "municipalities/a", "municipalities/b"
INTELLIGENCE = {Capability.INTELLIGENCE: (2.0, 1.0)}
SPY = pool(capability=Capability.INTELLIGENCE)
PAID = pool(fund="funds/f", cost_mxn_per_period=10.0)
BASE = {"latitude": 21.122, "longitude": -101.683}
FAR = {"latitude": 16.862, "longitude": -99.887}


def stay(start: int, end: int, teams: int = 1, where: str = HERE) -> Stay:
    return Stay("deployments/1", where, start, end, {"pools/p": teams})


def serve(start: int = 0, periods: int = 1, teams: int = 1, where: str = HERE) -> Operation:
    return Operation(where, start, periods, {"pools/p": teams})


def standing(words: str, **changes: object) -> Broken:
    return question(place(standing=replace(IN_ORDER, **changes))), (serve(),), words  # type: ignore[arg-type]


LONG = replace(LOOSE, durations=(1, 2, 3))
BESIDE = (place("a"), place("b"))

BROKEN: dict[str, tuple[Broken, ...]] = {
    "tenure": (
        (question(place(), policy=LONG), (serve(periods=3),), "lasts 3 periods"),
        (question(place()), (serve(0), serve(1)), "begins less than 1 periods after"),
        (question(place(), policy=LONG, stays=(stay(-1, 0),)), (serve(periods=2),), "extends a stay under way to 3"),
        (question(place(), stays=(stay(3, 4),)), (serve(2),), "less than 1 periods apart from the stay"),
    ),
    "standing": (
        standing("no live agreement covers period 0", agreements=(Window(1, 9),)),
        standing("report is submitted", report=ReportStatus.SUBMITTED),
        standing("report is missing", report=ReportStatus.MISSING, report_age_days=None),
        standing("age of the capacity report is unknown", report_age_days=None),
        standing("91 days old", report_age_days=91),
        (question(place(verified_officers=None)), (serve(),), "its verified officers are unknown"),
        standing("local effort is unknown", effort_ratio=None),
        standing("local effort is 89%", effort_ratio=0.89),
        (
            question(place(standing=replace(IN_ORDER, overdue_commitments=2)), stays=(stay(-9, -8),)),
            (serve(),),
            "2 commitments are overdue",
        ),
    ),
    "fusion_centre": (
        (question(place(gains=INTELLIGENCE, region="regions/s"), pools=(SPY,)), (serve(),), "no fusion centre"),
        (
            question(
                place(gains=INTELLIGENCE), pools=(SPY,), regions=(Region("regions/r", fusion_centre=Window(0, 1)),)
            ),
            (serve(periods=2),),
            "operates throughout",
        ),
    ),
    "reach": (
        (question(place(), pools=(pool(reach_regions=("regions/s",)),)), (serve(),), "does not serve regions/r"),
        (question(place(**FAR), pools=(pool(reach_km=500.0, **BASE),)), (serve(),), "km away"),
        (question(place(), pools=(pool(reach_km=500.0, **BASE),)), (serve(),), "a point is unknown"),
        (question(place(), pools=(pool(available=Window(1, 2)),)), (serve(1, 2),), "periods 1 to 1 only"),
    ),
    "exclusions": (
        (question(place(), exclusions=(Exclusion("storm", municipality=HERE),)), (serve(),), "storm"),
        (question(place(), exclusions=(Exclusion("flood", window=Window(1, 3)),)), (serve(0, 2),), "flood"),
    ),
    "pins": (
        (question(*BESIDE, pins=(serve(),)), (serve(where=THERE),), "pinned but not in the plan"),
        (question(place(), pins=(serve(teams=2),)), (serve(),), "is pinned with"),
    ),
    "complement": (
        (question(place(verified_officers=19)), (serve(teams=2),), "20 officers"),
        (
            question(place(verified_officers=39), policy=replace(LOOSE, complement_ratio=0.5)),
            (serve(teams=2),),
            "allow 19.5",
        ),
    ),
    "absorption": (
        (question(place(), pools=(pool(teams=3),)), (serve(teams=3),), "the need is 2"),
        (question(place(absorption_teams=1)), (serve(teams=2),), "it can host 1"),
        (question(place(absorption_officers=19)), (serve(teams=2),), "it can host 19"),
    ),
    "supply": (
        (question(*BESIDE), (serve(teams=2), serve(teams=1, where=THERE)), "3 teams serve or rest; 2 of 2"),
        (question(*BESIDE, pools=(pool(rest_periods=1),)), (serve(0, teams=2), serve(1, where=THERE)), "period 1"),
        (question(*BESIDE, stays=(stay(0, 1, teams=1, where=THERE),)), (serve(teams=2),), "1 of 2 are free"),
    ),
    "reserve": ((question(place(), policy=replace(LOOSE, reserve_share=0.5)), (serve(teams=2),), "the reserve"),),
    "state_ceiling": (
        (
            question(place(), policy=replace(LOOSE, state_ceiling_share=0.3)),
            (serve(0, 2, teams=2),),
            "4 team-periods of 8",
        ),
    ),
    "budget": ((question(place(), pools=(PAID,), funds=(Fund("funds/f", 39.0),)), (serve(0, 2, teams=2),), "40.00"),),
    "wellformed": (
        (question(place()), (serve(where="municipalities/x"),), "municipalities/x is not in the instance"),
        (question(place()), (serve(3, 2),), "leaves the horizon"),
        (question(place()), (serve(-1, 1),), "leaves the horizon"),
        (question(place()), (serve(0, 3),), "allowed are 1, 2"),
        (question(place()), (Operation(HERE, 0, 1, {}),), "has no teams"),
        (question(place()), (Operation(HERE, 0, 1, {"pools/x": 1}),), "pools/x, which is not in the instance"),
        (question(place()), (serve(teams=0),), "has 0 teams"),
        (question(place()), (serve(teams=-1),), "has -1 teams"),
    ),
}

ALSO = {"allowed are 1, 2": {"tenure"}, "its verified officers are unknown": {"complement"}}
"""Faults that no plan can have alone: a length that is not allowed is too long a stay, nobody is no company."""

CHECKED = ["wellformed", *(check.__module__.rpartition(".")[2] for check in CHECKS)]


def broken_plans(name: str) -> tuple[Broken, ...]:
    if name not in BROKEN and find_spec(own := f"tests.planner.rules.test_{name}"):
        return tuple(getattr(import_module(own), "BROKEN", ()))
    return BROKEN.get(name, ())


@pytest.mark.parametrize("name", CHECKED)
def test_every_check_has_a_broken_plan_and_finds_it(name: str) -> None:
    plans = broken_plans(name)
    assert plans, f"no broken plan for the check {name}: it belongs in BROKEN"
    rule = import_module(f"relevo_planner.review.{name}").RULE
    for instance, operations, words in plans:
        found = review_operations(instance, operations)
        assert {violation.rule for violation in found} == {rule} | ALSO.get(words, set())
        assert any(words in violation.text for violation in found), (words, found)


def test_no_broken_plan_is_for_a_check_that_does_not_exist() -> None:
    assert set(BROKEN) <= set(CHECKED)


DOCTORED: dict[str, tuple[Callable[[Plan], Plan], str]] = {
    "a value that the operations do not have": (
        lambda plan: replace(plan, certificate=Certificate(plan.certificate.value + 1, plan.certificate.bound + 1)),
        "the certificate says",
    ),
    "a bound below the value": (
        lambda plan: replace(plan, certificate=Certificate(plan.certificate.value, plan.certificate.value - 1)),
        "lies below the value",
    ),
    "a team that nobody named": (lambda plan: replace(plan, roster=plan.roster[1:]), "teams of pools/p are named"),
    "a team named for nothing": (
        lambda plan: replace(plan, roster=(*plan.roster, NamedTeam("pools/p", 9, 7))),
        "teams of pools/p are named",
    ),
    "a team that the pool does not have": (
        lambda plan: replace(plan, roster=tuple(replace(team, number=team.number + 3) for team in plan.roster)),
        "the pool has 3",
    ),
    "one team everywhere": (
        lambda plan: replace(plan, roster=tuple(replace(team, number=1) for team in plan.roster)),
        "without rest after",
    ),
}


@pytest.mark.parametrize("fault", DOCTORED)
def test_a_plan_doctored_after_the_fact_is_found_out(fault: str) -> None:
    instance = question(*BESIDE, pools=(pool(teams=3, rest_periods=1),))
    plan = proposed(instance)
    assert review_plan(instance, plan) == ()
    change, words = DOCTORED[fault]
    assert any(words in violation.text for violation in review_plan(instance, change(plan)))
