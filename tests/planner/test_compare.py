"""Plans side by side: sums that agree with the certificates, and every difference told."""

from dataclasses import replace

import pytest

from relevo_planner.compare import Contender, compare
from relevo_planner.instance import Capability, Instance, Operation, Pool
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal
from relevo_planner.stay_changes import StayChangeKind, stay_changes
from tests.planner.small import place, pool, proposed, question

A, B, C = (f"municipalities/{name}" for name in "abc")


def asked(**changes: object) -> Instance:
    """Three places of two regions and two states; two pools, one of stated cost."""
    return question(
        place("a", title="Acá", state="states/1"),
        place("b", state="states/2", gains={Capability.PATROL: (1.5, 0.5)}),
        place("c", state="states/2", region="regions/s", gains={Capability.PATROL: (1.0,)}),
        pools=(pool("p", cost_mxn_per_period=100.0), pool("q", teams=1, base_region="regions/s")),
        **changes,  # type: ignore[arg-type]
    )


def by_hand(instance: Instance, *operations: Operation) -> Plan:
    return replace(proposed(instance), operations=operations)


@pytest.fixture(scope="module")
def plans() -> tuple[Contender, Contender]:
    instance = asked()
    closed = replace(instance, pools=(replace(instance.pools[0], teams=1), instance.pools[1]))
    return Contender("now", instance, proposed(instance)), Contender("fewer", closed, proposed(closed))


def test_every_view_adds_up_to_the_certificate(plans: tuple[Contender, Contender]) -> None:
    found = compare(plans)
    for index, contender in enumerate(plans):
        value = contender.plan.certificate.value
        assert found.totals[index].value == pytest.approx(value)
        for lines in (found.regions, found.states, found.municipalities, found.pools):
            assert sum(line.amounts[index].value for line in lines) == pytest.approx(value)
            served = sum(line.amounts[index].team_periods for line in lines)
            assert served == sum(o.periods * sum(o.teams.values()) for o in contender.plan.operations)


def test_a_plan_against_itself_changes_nothing(plans: tuple[Contender, Contender]) -> None:
    found = compare([plans[0], replace(plans[0], label="again")])
    assert found.labels == ("now", "again")
    assert (found.gainers[1], found.losers[1], found.changes[1], found.same_question[1]) == ((), (), (), True)
    assert all(line.difference(1) == 0 for line in found.municipalities)


def test_with_fewer_teams_somebody_loses_and_the_pool_shows_it(plans: tuple[Contender, Contender]) -> None:
    found = compare(plans)
    assert found.losers[1]
    assert found.same_question == (True, False)
    (line,) = [line for line in found.pools if line.name == "pools/p"]
    assert line.supply == (8, 4)
    assert line.amounts[1].team_periods <= 4
    (need,) = [line for line in found.goals if line.goal is Goal.NEED]
    assert [result.value for result in need.results if result] == [c.plan.certificate.value for c in plans]


def test_money_nobody_stated_is_not_zero() -> None:
    instance = asked()
    stated = by_hand(instance, Operation(A, 0, 2, {"pools/p": 2}))
    unknown = by_hand(instance, Operation(C, 0, 2, {"pools/q": 1}))
    mixed = by_hand(instance, Operation(A, 0, 2, {"pools/p": 1}), Operation(C, 0, 2, {"pools/q": 1}))
    nothing = by_hand(instance)
    contenders = [Contender(str(i), instance, plan) for i, plan in enumerate((stated, unknown, mixed, nothing))]
    totals = compare(contenders).totals
    assert [amount.spend_mxn for amount in totals] == [400.0, None, 200.0, 0.0]
    assert [amount.uncosted_team_periods for amount in totals] == [0, 2, 2, 0]


def test_other_weights_are_not_praised_for_themselves() -> None:
    instance = asked()
    heavier = replace(
        instance,
        municipalities=tuple(replace(p, period_weights=(10.0,) * 4) for p in instance.municipalities),
    )
    operations = (Operation(A, 0, 2, {"pools/p": 2}),)
    first = Contender("now", instance, by_hand(instance, *operations))
    other = Contender("heavier", heavier, by_hand(heavier, *operations))
    found = compare([first, other])
    assert found.totals[0].value == found.totals[1].value == pytest.approx(6.0)


def test_a_pool_that_the_first_question_lacks_is_measured_by_its_own() -> None:
    instance = asked()
    extra: Pool = pool("new", teams=1)
    larger = replace(instance, pools=(*instance.pools, extra))
    found = compare(
        [
            Contender("now", instance, by_hand(instance)),
            Contender("more", larger, by_hand(larger, Operation(A, 0, 2, {"pools/new": 1}))),
        ]
    )
    (line,) = found.pools
    assert (line.name, line.supply, line.difference(1)) == ("pools/new", (0, 4), 4.0)
    assert found.gainers == ((), (A,))


def test_stays_are_paired_by_window_then_by_order() -> None:
    before = [
        Operation(A, 0, 2, {"pools/p": 1}),
        Operation(A, 3, 1, {"pools/p": 1}),
        Operation(B, 0, 2, {"pools/p": 1, "pools/q": 0}),
        Operation(C, 0, 1, {"pools/q": 1}),
    ]
    after = [
        Operation(A, 0, 2, {"pools/p": 2}),
        Operation(A, 2, 2, {"pools/p": 1}),
        Operation(B, 0, 2, {"pools/p": 1}),
        Operation(B, 3, 1, {"pools/q": 1}),
    ]
    assert [(change.kind, change.municipality) for change in stay_changes(before, after)] == [
        (StayChangeKind.TEAMS, A),
        (StayChangeKind.MOVED, A),
        (StayChangeKind.NEW, B),
        (StayChangeKind.DROPPED, C),
    ]


def test_one_plan_is_nothing_to_compare(plans: tuple[Contender, Contender]) -> None:
    with pytest.raises(ValueError, match="two or more"):
        compare(plans[:1])
