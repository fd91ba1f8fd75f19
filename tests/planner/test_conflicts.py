"""Impossible requests name the smallest sets of demands in conflict; dropping any one of them is tried and helps."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.conflicts import pin_conflicts, smallest_conflict
from relevo_planner.instance import Capability, Exclusion, Floor, Fund, Instance, Municipality, Operation
from relevo_planner.plan import Conflict, DemandKind, Plan, Stop
from relevo_planner.review import review_operations
from tests.planner.every_plan import best_plan
from tests.planner.small import IN_ORDER, LOOSE, place, pool, proposed, question, random_question


def pin(name: str, start: int = 0, teams: int = 1) -> Operation:
    return Operation(f"municipalities/{name}", start, 1, {"pools/p": teams})


def pinned(conflict: Conflict) -> list[int]:
    return [demand.index for demand in conflict.demands if demand.kind is DemandKind.PIN]


def possible(instance: Instance, pins: list[Operation]) -> bool:
    return not review_operations(replace(instance, pins=()), pins)


def test_three_pins_of_one_pool_conflict_two_by_two() -> None:
    names = ("a", "b", "c")
    pins = tuple(pin(name, teams=count) for name, count in zip(names, (1, 2, 1), strict=True))
    instance = question(*(place(name) for name in names), pins=pins)
    plan = proposed(instance)
    assert plan.stop is Stop.IMPOSSIBLE
    assert plan.operations == ()
    assert {tuple(pinned(conflict)) for conflict in plan.conflicts} >= {(0, 1)}
    for conflict in plan.conflicts:
        core = [pins[index] for index in pinned(conflict)]
        assert not possible(instance, core)
        assert all(possible(instance, [other for other in core if other is not one]) for one in core)
        assert conflict.demands[-1].kind is DemandKind.RULE
        assert "supply" in conflict.demands[-1].text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"standing": replace(IN_ORDER, agreements=())}, "no live agreement"),
        ({"verified_officers": 5}, "complement"),
        ({"absorption_teams": 0}, "host"),
    ],
)
def test_a_pin_that_breaks_a_rule_alone_names_it(changes: dict[str, object], words: str) -> None:
    (conflict,) = pin_conflicts(question(place(**changes), pins=(pin("a"),)))
    assert pinned(conflict) == [0]
    assert words in conflict.demands[-1].text


def test_pins_of_a_set_break_no_other_rule_without_one_of_them() -> None:
    """Three break the supply of ten, but two of them already leave no reserve."""
    pins = tuple(pin(name, teams=teams) for name, teams in zip("abc", (5, 5, 1), strict=True))
    hungry = {Capability.PATROL: (1.0,) * 5}
    places = [place(name, gains=hungry) for name in "abc"]
    instance = question(*places, pools=(pool(teams=10),), policy=replace(LOOSE, reserve_share=0.1), pins=pins)
    (conflict,) = pin_conflicts(instance)
    assert pinned(conflict) == [0, 1]
    assert "reserve" in conflict.demands[-1].text
    assert all(possible(instance, [one]) for one in pins[:2])


def test_a_broken_floor_names_the_pool_in_full() -> None:
    odd = "pools/a in period 1 of 2"
    instance = question(place(), place("b"), pools=(replace(pool(teams=2), name=odd),))
    floors = (Floor("municipalities/a", 2), Floor("municipalities/b", 2))
    plan = proposed(replace(instance, periods=1, floors=floors, municipalities=_of_one_period(instance)))
    (conflict,) = plan.conflicts
    assert f"supply: {odd}" in [demand.text for demand in conflict.demands]


def _of_one_period(instance: Instance) -> tuple[Municipality, ...]:
    return tuple(replace(one, period_weights=(1.0,)) for one in instance.municipalities)


def test_possible_pins_have_no_conflict() -> None:
    assert pin_conflicts(question(place("a"), place("b"), pins=(pin("a"), pin("b")))) == ()


@settings(max_examples=60)
@given(st.integers(0, 100_000), st.integers(1, 4))
def test_a_plan_exists_exactly_where_pins_do_not_conflict(seed: int, count: int) -> None:
    instance = random_question(seed)
    wanted = tuple(
        Operation(one.name, start, instance.policy.durations[0], {instance.pools[0].name: 1})
        for start in range(0, instance.periods, instance.periods)
        for one in instance.municipalities
        if start + instance.policy.durations[0] <= instance.periods
    )[:count]
    plan = proposed(replace(instance, pins=wanted))
    assert (plan.stop is not Stop.IMPOSSIBLE) == possible(instance, list(wanted))
    if plan.stop is not Stop.IMPOSSIBLE:
        assert set(map(str, wanted)) <= set(map(str, plan.operations))


def floor_question(*floors: Floor, **changes: object) -> Instance:
    return question(place("a"), place("b"), place("c"), floors=floors, **changes)


def broken(plan: Plan) -> int:
    return int(plan.goals[0].value)


def test_a_floor_against_another_and_the_supply() -> None:
    two = tuple(Floor(f"municipalities/{name}", 2) for name in "ab")
    instance = floor_question(*two, policy=replace(LOOSE, durations=(4,), tenure_periods=4, tenure_window_periods=5))
    plan = proposed(instance)
    (conflict,) = plan.conflicts
    kinds = [demand.kind for demand in conflict.demands]
    assert kinds.count(DemandKind.FLOOR) == 2
    assert [demand.text for demand in conflict.demands if demand.kind is DemandKind.RULE] == ["supply: pools/p"]
    assert broken(proposed(replace(instance, floors=two[:1]))) == 0
    assert broken(proposed(replace(instance, floors=two[1:]))) == 0
    assert broken(proposed(replace(instance, pools=(pool(teams=4),)))) == 0


def test_a_floor_against_the_ceiling_of_its_state() -> None:
    instance = floor_question(Floor("municipalities/a", 2), policy=replace(LOOSE, state_ceiling_share=0.2))
    (conflict,) = proposed(instance).conflicts
    assert [demand.text for demand in conflict.demands[1:]] == ["state ceiling: states/1"]
    assert broken(proposed(replace(instance, policy=LOOSE))) == 0


def test_a_floor_against_a_fund() -> None:
    paid = pool(fund="funds/f", cost_mxn_per_period=10.0)
    instance = floor_question(Floor("municipalities/a", 2), pools=(paid,), funds=(Fund("funds/f", 15.0),))
    (conflict,) = proposed(instance).conflicts
    assert [demand.text for demand in conflict.demands[1:]] == ["budget: funds/f"]


def test_a_floor_against_a_pin() -> None:
    floor = Floor("municipalities/a", 2)
    teams = {"pools/p": 2}
    instance = floor_question(floor, pins=tuple(Operation("municipalities/b", s, 1, teams) for s in (0, 2)))
    assert broken(proposed(instance)) == 0
    policy = replace(LOOSE, durations=(2,), tenure_window_periods=3)
    pins = (Operation("municipalities/b", 1, 2, teams),)
    instance = floor_question(floor, pins=pins, policy=policy)
    plan = proposed(instance)
    (conflict,) = plan.conflicts
    assert [demand.kind for demand in conflict.demands].count(DemandKind.PIN) == 1
    assert broken(proposed(replace(instance, pins=()))) == 0


@pytest.mark.parametrize(
    ("instance", "words"),
    [
        (floor_question(Floor("municipalities/a", 3)), "need is 2"),
        (floor_question(Floor("municipalities/a", 1), exclusions=(Exclusion("x", "municipalities/a"),)), "excluded"),
    ],
)
def test_a_floor_that_its_own_place_makes_impossible_says_why(instance: Instance, words: str) -> None:
    (conflict,) = proposed(instance).conflicts
    assert words in conflict.demands[1].text


@settings(max_examples=60)
@given(st.integers(0, 100_000))
def test_every_demand_of_a_floors_conflict_is_needed(seed: int) -> None:
    instance = random_question(seed)
    for conflict in proposed(instance).conflicts:
        floor, *others = conflict.demands
        assert floor.kind is DemandKind.FLOOR
        alone = replace(instance, floors=(instance.floors[floor.index],))
        assert others
        assert best_plan(alone)[0] == 1


def test_deletion_finds_a_smallest_set() -> None:
    demands = list(range(10))
    assert smallest_conflict(demands, lambda kept: {2, 5} <= set(kept) or {7} <= set(kept)) == [2, 5]
    assert smallest_conflict(demands, lambda kept: sum(kept) >= 12) in ([0, 1, 2, 3, 4, 5], [3, 4, 5], [1, 2, 4, 5])
