"""What a change makes of a plan."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.difference import PlaceChange, difference
from relevo_planner.instance import Operation
from relevo_planner.plan import Certificate, Plan
from relevo_planner.review import plan_value
from relevo_planner.stay_changes import StayChange, StayChangeKind
from tests.planner.small import place, pool, proposed, question, random_question


def stay(key: str, start: int, periods: int, teams: int) -> Operation:
    return Operation(f"municipalities/{key}", start, periods, {"pools/p": teams})


def plan_of(plan: Plan, *stays: Operation, value: float, bound: float) -> Plan:
    return replace(plan, operations=stays, certificate=Certificate(value, bound))


def test_stays_are_told_apart_by_their_days_and_their_teams() -> None:
    instance = question(place("a"), place("b"), place("c"), pools=[pool(teams=9)])
    base = proposed(instance)
    kept = stay("c", 0, 1, 1)
    before = plan_of(base, stay("a", 0, 1, 2), stay("b", 0, 2, 1), kept, value=9.0, bound=10.0)
    after = plan_of(base, stay("a", 0, 1, 1), stay("b", 1, 2, 1), kept, value=8.0, bound=8.5)
    found = difference((instance, before), (instance, after))
    assert found.stays == (
        StayChange(StayChangeKind.TEAMS, "municipalities/a", before.operations[0], after.operations[0]),
        StayChange(StayChangeKind.MOVED, "municipalities/b", before.operations[1], after.operations[1]),
    )
    assert found.kept == 1
    assert found.places == (PlaceChange("municipalities/a", 3.0, 2.0),)
    assert (found.least, found.most) == (-2.0, -0.5)


@settings(max_examples=25)
@given(st.integers(0, 100_000))
def test_what_places_gain_and_lose_adds_up_and_the_certified_range_holds(seed: int) -> None:
    instance = replace(random_question(seed), floors=(), pins=())
    fewer = replace(instance, pools=tuple(replace(one, teams=one.teams // 2) for one in instance.pools))
    before, after = proposed(instance), proposed(fewer)
    found = difference((instance, before), (fewer, after))
    moved = sum(change.after - change.before for change in found.places)
    values = plan_value(fewer, after.operations) - plan_value(instance, before.operations)
    assert moved == pytest.approx(values, abs=1e-6)
    assert found.least - 1e-6 <= values <= found.most + 1e-6
    assert found.most <= 1e-6, "fewer teams never make the best plan better"
