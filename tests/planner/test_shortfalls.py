"""Need left open is reported with the reason that binds."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.explain import explain_operation
from relevo_planner.instance import Capability, Exclusion, Fund, Instance, Stay, Window
from relevo_planner.plan import Reason, Shortfall
from tests.planner.small import IN_ORDER, LOOSE, place, pool, proposed, question, random_question

BOTH = {Capability.PATROL: (2.0, 1.0), Capability.INTELLIGENCE: (2.0, 1.0)}
STAY = Stay("deployments/1", "municipalities/b", 0, 4, {"pools/p": 2})
WHOLE = replace(LOOSE, durations=(4,), tenure_periods=4, tenure_window_periods=5)


def shortfalls(instance: Instance) -> dict[tuple[str, Capability | None], Shortfall]:
    return {(short.municipality[-1], short.capability): short for short in proposed(instance).shortfalls}


@pytest.mark.parametrize(
    ("instance", "reason", "teams"),
    [
        (question(place(standing=replace(IN_ORDER, agreements=()))), Reason.NO_AGREEMENT, 2),
        (question(place(), exclusions=(Exclusion("storm", "municipalities/a"),)), Reason.EXCLUSION, 2),
        (question(place(), pools=(pool(reach_regions=("regions/s",)),)), Reason.REACH, 2),
        (question(place(), pools=(pool(available=Window(0, 3)),), policy=WHOLE), Reason.AVAILABILITY, 2),
        (question(place(), pools=(pool(capability=Capability.FORENSICS),)), Reason.SUPPLY, 2),
        (question(place(absorption_teams=0)), Reason.ABSORPTION, 2),
        (question(place(verified_officers=9)), Reason.COMPLEMENT, 2),
        (question(place(absorption_officers=9)), Reason.ABSORPTION, 2),
        (question(place(), place("b", gains={}), stays=(STAY,), policy=WHOLE), Reason.SUPPLY, 2),
        (question(place(), policy=replace(LOOSE, reserve_share=1.0)), Reason.RESERVE, 2),
        (question(place(), policy=replace(LOOSE, state_ceiling_share=0.0)), Reason.STATE_CEILING, 2),
        (
            question(place(), pools=(pool(fund="f", cost_mxn_per_period=9.0),), funds=(Fund("f", 8.0),)),
            Reason.BUDGET,
            2,
        ),
    ],
)
def test_a_place_without_support_hears_why(instance: Instance, reason: Reason, teams: int) -> None:
    found = shortfalls(instance)["a", None]
    assert (found.reason, found.teams) == (reason, teams)
    assert found.detail


@pytest.mark.parametrize(
    ("instance", "capability", "reason"),
    [
        (question(place(absorption_teams=1)), Capability.PATROL, Reason.ABSORPTION),
        (question(place(verified_officers=19)), Capability.PATROL, Reason.COMPLEMENT),
        (question(place(gains=BOTH)), Capability.INTELLIGENCE, Reason.SUPPLY),
        (
            question(
                place(gains=BOTH, region="regions/s"), pools=(pool(), pool("i", capability=Capability.INTELLIGENCE))
            ),
            Capability.INTELLIGENCE,
            Reason.FUSION_CENTRE,
        ),
        (
            question(
                place(gains=BOTH),
                pools=(pool(), pool("i", capability=Capability.INTELLIGENCE, reach_regions=("regions/s",))),
            ),
            Capability.INTELLIGENCE,
            Reason.REACH,
        ),
    ],
)
def test_a_place_served_in_part_hears_what_lacks(instance: Instance, capability: Capability, reason: Reason) -> None:
    assert shortfalls(instance)["a", capability].reason is reason


def test_others_may_need_it_more() -> None:
    weak = place("b", gains={Capability.PATROL: (0.5, 0.25)})
    found = shortfalls(question(place("a"), weak, policy=WHOLE))
    assert set(found) == {("b", None)}
    assert found["b", None].reason is Reason.OUTBID


def test_nothing_to_give_and_nobody_in_need_are_said() -> None:
    empty = proposed(question(place(), pools=(pool(teams=0),)))
    assert (empty.operations, empty.stop.value) == ((), "empty")
    assert "nothing to give" in empty.notes[0]
    calm = proposed(question(place(gains={})))
    assert calm.operations == ()
    assert "nobody is in need" in calm.notes[0]
    assert calm.shortfalls == ()
    nowhere = proposed(question())
    assert nowhere.operations == ()


@settings(max_examples=60)
@given(st.integers(0, 100_000))
def test_every_open_need_is_listed_once(seed: int) -> None:
    instance = random_question(seed)
    plan = proposed(instance)
    kinds = {one.name: one.capability for one in instance.pools}
    for one in instance.municipalities:
        served = [op for op in plan.operations if op.municipality == one.name]
        brought = [Counter(dict.fromkeys(one.gains, 0)) for _ in served]
        for count, operation in zip(brought, served, strict=True):
            for name, teams in operation.teams.items():
                count[kinds[name]] += teams
        most = {kind: max((count[kind] for count in brought), default=0) for kind in one.gains}
        open_need = {kind: len(gains) - most[kind] for kind, gains in one.gains.items()}
        listed = [short for short in plan.shortfalls if short.municipality == one.name]
        assert sum(short.teams for short in listed) == sum(open_need.values())
        assert all(short.reason is not Reason.NO_NEED for short in listed)


def test_a_need_that_nobody_knows_is_told_as_such_and_asks_for_no_team() -> None:
    calls = Capability.EMERGENCY_CALL_SUPPORT
    instance = question(place(unknown_need=(calls,)), pools=(pool(), pool("c", capability=calls)))
    plan = proposed(instance)
    unknown = next(short for short in plan.shortfalls if short.capability is calls)
    assert (unknown.reason, unknown.teams) == (Reason.NEED_UNKNOWN, 0)
    assert all("pools/c" not in operation.teams for operation in plan.operations)
    told = [explain_operation(instance, plan, operation) for operation in plan.operations]
    assert told
    assert all(Reason.NEED_UNKNOWN not in explained.binding for explained in told)
