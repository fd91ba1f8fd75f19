"""A question with changes in it: each change does what it says, nothing else moves, every fault is named."""

from dataclasses import replace

import pytest

from relevo_planner.instance import Exclusion, Floor, Fund, Instance, Operation, Region, Window
from relevo_planner.policy import Goal, Policy
from relevo_planner.scenario import (
    Ceiling,
    Changes,
    Closure,
    PoolSize,
    Weight,
    Withdrawal,
)
from relevo_planner.scenario_words import change_words
from relevo_planner.what_if import InvalidChanges, apply_changes
from tests.planner.small import ALWAYS, IN_ORDER, place, pool, proposed, question

A, B = "municipalities/a", "municipalities/b"


def asked() -> Instance:
    return question(
        place("a", state="states/1"),
        place("b", state="states/2"),
        pools=(pool("p", fund="funds/f", cost_mxn_per_period=1.0), pool("q")),
        funds=(Fund("funds/f", 100.0),),
        regions=(Region("regions/r", fusion_centre=Window(0, 4)), Region("regions/s")),
        floors=(Floor(A, 1),),
        policy=replace(Policy(), durations=(1, 2), tenure_periods=2, tenure_window_periods=4),
    )


def faults_of(changes: Changes) -> list[str]:
    with pytest.raises(InvalidChanges) as refused:
        apply_changes(asked(), changes)
    return [fault.where for fault in refused.value.faults]


def test_no_change_is_the_same_question() -> None:
    assert apply_changes(asked(), Changes()) == asked()
    assert change_words(asked(), Changes()) == ()


def test_every_change_does_what_it_says() -> None:
    before = asked()
    pin, exclusion = Operation(A, 0, 1, {"pools/p": 1}), Exclusion("flood", municipality=B, window=Window(0, 2))
    changes = Changes(
        pool_sizes=(PoolSize("pools/p", 7),),
        ceilings=(Ceiling("funds/f", 50.0),),
        floors=(Floor(B, 2),),
        pins=(pin,),
        exclusions=(exclusion,),
        weights=(Weight(B, 2.0),),
        closures=(Closure("regions/r", 3),),
        withdrawals=(Withdrawal("states/2", 2),),
        policy={"reserve_share": 0.5, "goals": ["need"], "durations": [1]},  # type: ignore[dict-item]  # as JSON
    )
    after = apply_changes(before, changes)
    assert [p.teams for p in after.pools] == [7, 2]
    assert after.funds == (Fund("funds/f", 50.0),)
    assert after.floors == (Floor(A, 1), Floor(B, 2))
    assert (after.pins, after.exclusions) == ((pin,), (exclusion,))
    assert after.municipalities[0] == before.municipalities[0]
    assert after.municipalities[1].period_weights == (2.0,) * 4
    assert after.municipalities[1].standing.agreements == (Window(ALWAYS.start, 2),)
    assert after.regions[0].fusion_centre == Window(0, 3)
    assert after.policy == replace(before.policy, reserve_share=0.5, goals=(Goal.NEED,), durations=(1,))
    assert len(change_words(before, changes)) == 11


def test_a_state_that_withdraws_at_once_gets_nothing() -> None:
    after = apply_changes(asked(), Changes(withdrawals=(Withdrawal("states/2"),)))
    assert after.municipalities[1].standing.agreements == (Window(ALWAYS.start, 0),)
    assert {operation.municipality for operation in proposed(after).operations} == {A}


def test_every_fault_is_named_at_once() -> None:
    changes = Changes(
        pool_sizes=(PoolSize("pools/x", 1), PoolSize("pools/p", -1), PoolSize("pools/p", 2)),
        ceilings=(Ceiling("funds/f", float("nan")),),
        weights=(Weight("municipalities/x", 1.0), Weight(A, -1.0)),
        closures=(Closure("regions/s"), Closure("regions/x"), Closure("regions/r", 4)),
        withdrawals=(Withdrawal("states/9"), Withdrawal("states/1", 4)),
        policy={"speed": 3, "period_days": 7},
    )
    assert faults_of(changes) == [
        "pool_sizes[0].pool",
        "pool_sizes[2].pool",
        "pool_sizes[1].teams",
        "ceilings[0].ceiling_mxn",
        "weights[0].municipality",
        "weights[1].fold",
        "closures[1].region",
        "closures[0].region",
        "closures[2].start",
        "withdrawals[0].state",
        "withdrawals[1]",
        "policy.speed",
        "policy.period_days",
    ]


def test_what_is_added_is_named_by_its_place_among_the_changes() -> None:
    near = (Operation(A, 0, 1, {"pools/p": 1}), Operation(A, 1, 1, {"pools/p": 1}))
    changes = Changes(floors=(Floor("municipalities/x", 1),), pins=near, exclusions=(Exclusion("everything"),))
    assert sorted(faults_of(changes)) == ["exclusions[0]", "floors[0].municipality", "pins[1]"]


def test_contradictory_numbers_are_refused() -> None:
    assert faults_of(Changes(policy={"tenure_periods": 1, "complement_ratio": 0.0})) == [
        "policy.durations",
        "policy.complement_ratio",
    ]


def test_an_agreement_that_ended_before_cannot_be_left() -> None:
    ended = replace(IN_ORDER, agreements=(Window(-9, 0),))
    instance = question(place("a", standing=ended))
    with pytest.raises(InvalidChanges, match="no live agreement"):
        apply_changes(instance, Changes(withdrawals=(Withdrawal("states/1"),)))
