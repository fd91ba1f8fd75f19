"""Malformed questions are refused at the door, every fault named at once."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from relevo_planner.instance import (
    Capability,
    Exclusion,
    Floor,
    Fund,
    Instance,
    Operation,
    Region,
    Stay,
    Window,
)
from relevo_planner.policy import Goal
from relevo_planner.propose import propose
from relevo_planner.validate import InvalidInstance, find_faults, validate
from tests.planner.small import EXACT, IN_ORDER, LOOSE, place, pool, question

A = "municipalities/a"


def with_policy(**changes: Any) -> Instance:
    return question(place(), policy=replace(LOOSE, **changes))


def pin(start: int, periods: int = 1, **teams: int) -> Operation:
    return Operation(A, start, periods, {f"pools/{name}": count for name, count in (teams or {"p": 1}).items()})


CASES: list[tuple[Instance, str, str]] = [
    (replace(question(place(period_weights=())), periods=0), "periods", "0"),
    (replace(question(place()), periods=521), "periods", "521"),
    (question(place(gains={Capability.PATROL: (1.0, 2.0)})), "municipalities[0].gains[patrol][1]", "never increase"),
    (question(place(gains={Capability.PATROL: (1.0, -2.0)})), "municipalities[0].gains[patrol][1]", "0 or more"),
    (question(place(gains={Capability.PATROL: (math.nan,)})), "municipalities[0].gains[patrol][0]", "finite"),
    (question(place(gains={Capability.PATROL: (math.inf,)})), "municipalities[0].gains[patrol][0]", "finite"),
    (question(place(period_weights=(1.0, 1.0, 1.0))), "municipalities[1].period_weights", "3 entries for 4"),
    (question(place(period_weights=(1.0, -1.0, 1.0, 1.0))), "municipalities[0].period_weights[1]", "0 or more"),
    (question(place(region="regions/x")), "municipalities[0].region", "regions/x"),
    (question(place(), place()), "municipalities[1].name", "already"),
    (question(replace(place(), name="")), "municipalities[0].name", "empty"),
    (question(place(verified_officers=-1)), "municipalities[0].verified_officers", "-1"),
    (question(place(latitude=91.0, longitude=0.0)), "municipalities[0].latitude", "90"),
    (question(place(latitude=1.0)), "municipalities[0]", "half a point"),
    (question(place(standing=replace(IN_ORDER, effort_ratio=math.nan))), "municipalities[0].standing.effort_ratio", ""),
    (question(place(standing=replace(IN_ORDER, agreements=(Window(2, 2),)))), "standing.agreements[0]", "ends"),
    (question(place(), pools=(pool(teams=-1),)), "pools[0].teams", "-1"),
    (question(place(), pools=(pool(teams=10**9),)), "pools[0].teams", "1000000000"),
    (question(place(), pools=(pool(), pool())), "pools[1].name", "already"),
    (question(place(), pools=(pool(rest_periods=-1),)), "pools[0].rest_periods", "-1"),
    (question(place(), pools=(pool(cost_per_operation=math.nan),)), "pools[0].cost_per_operation", "finite"),
    (question(place(), pools=(pool(reach_km=10.0),)), "pools[0].reach_km", "point"),
    (question(place(), pools=(pool(fund="funds/x"),)), "pools[0].fund", "funds/x"),
    (question(place(), pools=(pool(reach_regions=("regions/x",)),)), "pools[0]", "regions/x"),
    (question(place(), pools=(pool(available=Window(3, 1)),)), "pools[0].available", "ends"),
    (question(place(), funds=(Fund("funds/f", -1.0),)), "funds[0].ceiling_mxn", "0 or more"),
    (question(place(), regions=(Region("regions/r", fusion_centre=Window(1, 0)),)), "regions[0]", "ends"),
    (question(place(), stays=(Stay("s", "municipalities/x", 0, 1, {"pools/p": 1}),)), "stays[0].municipality", "x"),
    (question(place(), stays=(Stay("s", A, 0, 1, {"pools/x": 1}),)), "stays[0].teams[pools/x]", "none"),
    (question(place(), stays=(Stay("s", A, 1, 1, {"pools/p": 1}),)), "stays[0]", "ends"),
    (question(place(), pins=(pin(0, p=0),)), "pins[0].teams[pools/p]", "0"),
    (question(place(), pins=(pin(3, 2),)), "pins[0]", "outside the horizon"),
    (question(place(), pins=(pin(0), pin(1))), "pins[1]", "contradicts pins[0]"),
    (question(place(), pins=(pin(0), pin(0, p=2))), "pins[1]", "contradicts pins[0]"),
    (question(place(), exclusions=(Exclusion("why"),)), "exclusions[0]", "everything"),
    (question(place(), exclusions=(Exclusion("why", pool="pools/x"),)), "exclusions[0].pool", "pools/x"),
    (question(place(), floors=(Floor("municipalities/x", 1),)), "floors[0].municipality", "x"),
    (question(place(), floors=(Floor(A, 0),)), "floors[0].teams", "0"),
    (question(place(gains={Capability.PATROL: (1e13,)})), "municipalities[0].gains[patrol][0]", "at most 1e+12"),
    (question(place(period_weights=(1e13, 1.0, 1.0, 1.0))), "municipalities[0].period_weights[0]", "at most 1e+12"),
    (question(place(), pools=(pool(cost_per_operation=1e308),)), "pools[0].cost_per_operation", "at most 1e+12"),
    (question(place(), funds=(Fund("funds/f", 1e16),)), "funds[0].ceiling_mxn", "at most 1e+15"),
    (replace(question(place()), first_day=date(9999, 12, 1)), "first_day", "calendar"),
    (with_policy(durations=(5, 6)), "periods", "no operation would fit"),
    (with_policy(period_days=2**31 - 1), "policy.period_days", "366"),
    (with_policy(tenure_window_periods=2**31 - 1), "policy.tenure_window_periods", "200000"),
    (with_policy(complement_ratio=1e308), "policy.complement_ratio", "1000"),
    (with_policy(durations=()), "policy.durations", "[]"),
    (with_policy(durations=(0, 1)), "policy.durations", "0"),
    (with_policy(tenure_window_periods=1), "policy.tenure_window_periods", "1"),
    (with_policy(reserve_share=1.5), "policy.reserve_share", "1.5"),
    (with_policy(complement_ratio=math.nan), "policy.complement_ratio", "finite"),
    (with_policy(goals=(Goal.NEED, Goal.NEED)), "policy.goals", "twice"),
    (with_policy(goals=(Goal.FLOORS,)), "policy.goals", "need"),
    (with_policy(goals=(Goal.NEED, Goal.FLOORS)), "policy.goals", "order"),
]


@pytest.mark.parametrize(("instance", "where", "words"), CASES)
def test_a_fault_is_named_with_its_place(instance: Instance, where: str, words: str) -> None:
    if where.startswith("municipalities[1].period_weights"):
        instance = question(place("b"), replace(instance.municipalities[0], name=A))
    found = [fault for fault in find_faults(instance) if where in fault.where]
    assert found
    assert any(words in fault.text for fault in found)


def test_every_fault_is_named_at_once() -> None:
    worst = question(
        place(gains={Capability.PATROL: (1.0, 2.0)}), pools=(pool(teams=-3),), policy=replace(LOOSE, durations=())
    )
    with pytest.raises(InvalidInstance) as refused:
        propose(worst, stop=EXACT)
    assert {fault.where for fault in refused.value.faults} == {
        "municipalities[0].gains[patrol][1]",
        "pools[0].teams",
        "policy.durations",
    }
    assert "pools[0].teams: is -3" in str(refused.value)


def test_what_is_in_order_passes() -> None:
    validate(question(place(), place("b"), pins=(pin(0), pin(2))))
