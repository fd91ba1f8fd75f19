"""Teams that come or go on a date: what ends before they go is served by them, what lasts longer by those that stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_planner.instance import Instance, Operation, Pool, Stay, Window
from relevo_planner.plan import Plan
from relevo_planner.pool_dates import rejoined, with_teams_from
from relevo_planner.review import review_operations
from relevo_planner.scenario import Changes, PoolSize
from relevo_planner.scenario_words import change_words
from relevo_planner.what_if import InvalidChanges, apply_changes
from tests.planner.small import place, pool, proposed, question

A, B, P = "municipalities/a", "municipalities/b", "pools/p"


def asked(teams: int = 1, **changes: Any) -> Instance:
    return question(place("a"), place("b"), pools=(pool("p", teams=teams, title="Patrol"),), **changes)


def serving(plan: Plan, period: int) -> int:
    return sum(sum(stay.teams.values()) for stay in plan.operations if stay.start <= period < stay.end)


def pools_of(instance: Instance) -> list[tuple[str, int, Window | None]]:
    return [(one.name, one.teams, one.available) for one in instance.pools]


def test_teams_that_come_serve_from_their_day_on() -> None:
    later = with_teams_from(asked(), P, 3, 2)
    assert pools_of(later) == [(P, 1, None), ("pools/p@2", 2, Window(2, 4))]
    assert later.pools[1].title == f"Patrol, more from {date(2025, 2, 3)} on"
    plan = proposed(later)
    assert review_operations(later, plan.operations) == ()
    assert max(serving(plan, period) for period in (2, 3)) == 3
    assert max(serving(plan, period) for period in (0, 1)) == 1


def test_teams_that_go_serve_until_their_day() -> None:
    later = with_teams_from(asked(3), P, 1, 2)
    assert pools_of(later) == [(P, 1, None), ("pools/p@2", 2, Window(0, 2))]
    assert later.pools[1].title == f"Patrol, more until {date(2025, 2, 2)}"
    plan = proposed(later)
    assert max(serving(plan, period) for period in (0, 1)) == 3
    assert max(serving(plan, period) for period in (2, 3)) == 1


def test_all_the_time_is_the_pool_itself() -> None:
    for start in (0, -3):
        assert pools_of(with_teams_from(asked(), P, 3, start)) == [(P, 3, None)]
    assert with_teams_from(asked(), P, 1, 2) == asked()
    there = replace(asked(), pools=(pool("p", teams=1, available=Window(2, 4)),))
    assert pools_of(with_teams_from(there, P, 3, 2)) == [(P, 3, Window(2, 4))]
    assert pools_of(with_teams_from(there, P, 3, 3))[1] == ("pools/p@3", 2, Window(3, 4))


def test_stays_and_pins_before_the_day_are_served_by_those_that_go() -> None:
    pins = (Operation(B, 0, 2, {P: 2}),)
    stays = (Stay("deployments/d", A, -1, 1, {P: 1}),)
    later = with_teams_from(asked(3, pins=pins, stays=stays, published=pins), P, 1, 2)
    assert sum(later.stays[0].teams.values()) == 1
    assert rejoined(later.pins[0]) == pins[0]
    assert rejoined(later.published[0]) == pins[0]
    plan = proposed(later)
    assert plan.conflicts == ()
    assert later.pins[0] in plan.operations
    lasting = with_teams_from(asked(3, pins=(Operation(B, 1, 2, {P: 2}),)), P, 1, 2)
    assert proposed(lasting).conflicts != (), "a stay that lasts longer has one team only"


@st.composite
def pinned(draw: st.DrawFn) -> tuple[Instance, int, int]:
    """A question of six periods in which stays, pins and their rest never take more teams than there are."""
    start, before = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    after, rest = draw(st.integers(0, before - 1)), draw(st.integers(0, 1))
    free = [before if period < start else after for period in range(6)]
    taken: list[Stay | Operation] = []
    for index in range(draw(st.integers(1, 6))):
        first, length, teams = draw(st.integers(0, 5)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
        busy = range(first, min(6, first + length + rest))
        if first + length > 6 or any(free[period] < teams for period in busy):
            continue
        for period in busy:
            free[period] -= teams
        if draw(st.booleans()):
            taken.append(Operation(f"municipalities/{index}", first, length, {P: teams}))
        else:
            name = f"municipalities/{index}"
            taken.append(Stay(f"deployments/{index}", name, first, first + length, {P: teams}))
    places = [place(str(index), period_weights=(1.0,) * 6) for index in range(6)]
    asked = question(
        *places,
        pools=(pool("p", teams=before, rest_periods=rest),),
        periods=6,
        pins=tuple(one for one in taken if isinstance(one, Operation)),
        stays=tuple(one for one in taken if isinstance(one, Stay)),
    )
    return asked, after, start


@given(pinned())
def test_teams_that_suffice_before_and_after_suffice_in_their_parts(drawn: tuple[Instance, int, int]) -> None:
    asked, after, start = drawn
    later = with_teams_from(asked, P, after, start)
    assert [rejoined(pin) for pin in later.pins] == list(asked.pins)
    assert [stay.name for stay in later.stays] == [stay.name for stay in asked.stays]
    assert [sum(stay.teams.values()) for stay in later.stays] == [sum(stay.teams.values()) for stay in asked.stays]
    for one in later.pools:
        busy = [_busy(one, [*later.stays, *later.pins], period) for period in range(6)]
        window = one.available or Window(0, 6)
        assert all(number <= one.teams for number in busy[window.start : window.end]), (one.name, busy)


def _busy(one: Pool, stays: Sequence[Stay | Operation], period: int) -> int:
    return sum(stay.teams.get(one.name, 0) for stay in stays if stay.start <= period < stay.end + one.rest_periods)


def test_a_scenario_says_the_day_and_names_what_cannot_be() -> None:
    changes = Changes(pool_sizes=(PoolSize(P, 3, 2),))
    assert change_words(asked(), changes) == (f"pools/p has 3 teams instead of 1 from {date(2025, 2, 3)} on",)
    later = apply_changes(asked(), changes)
    assert later == with_teams_from(asked(), P, 3, 2)
    for size, words in (
        (PoolSize(P, 3, -1), "the first period is 0"),
        (PoolSize(P, 3, 4), "in no later period than 3"),
        (PoolSize(P, 4, 2), "change from then on already"),
    ):
        with pytest.raises(InvalidChanges) as refused:
            apply_changes(later, Changes(pool_sizes=(size,)))
        assert [(fault.where, words in fault.text) for fault in refused.value.faults] == [("pool_sizes[0].start", True)]
