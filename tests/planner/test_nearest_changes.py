"""Changes found from the plan at hand are those of the full search; nothing is claimed that was not solved again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from relevo_planner.change import smallest_changes, with_more_teams, with_weight
from relevo_planner.earlier import Warm
from relevo_planner.facts import put_right
from relevo_planner.instance import Instance
from relevo_planner.near_change import AtHand, ChangeKind, NearestChanges
from relevo_planner.nearest_changes import OutOfTime, Solve, nearest_changes
from relevo_planner.plan import Certificate, Plan
from tests.planner.small import proposed, random_question
from tests.planner.test_smallest_changes import ASKED, crowded

WEAK = "municipalities/b"


def exactly(question: Instance, warm: Warm) -> Plan:
    return proposed(question)


def nearest(instance: Instance, name: str, improve: Solve = exactly, settle: Solve = exactly) -> NearestChanges:
    about = AtHand(proposed(instance), name)
    return nearest_changes(instance, about, improve=improve, settle=settle, tolerance=0.01)


def ending_after(solves: int) -> Solve:
    taken: Iterator[int] = count()

    def solve(question: Instance, warm: Warm) -> Plan:
        if next(taken) >= solves:
            raise OutOfTime
        return proposed(question)

    return solve


@pytest.mark.parametrize("name", [name for name in ASKED if name.startswith("crowded")])
def test_the_amounts_are_those_of_the_full_search(name: str) -> None:
    instance = ASKED[name][0]
    full = {one.kind: one.amount for one in smallest_changes(instance, proposed(instance), WEAK, proposed)}
    found = nearest(instance, WEAK)
    assert {one.kind: one.amount for one in found.changes} == pytest.approx(full)
    assert (found.unchanged, found.facts, found.open_kinds) == (None, (), ())
    assert all(one.is_least and one.value <= one.bound for one in found.changes)
    for change in found.changes:
        assert change.operation.municipality == WEAK
        if change.kind is ChangeKind.TEAMS:
            question = with_more_teams(instance, change.pool, int(change.amount), change.start)
        else:
            question = with_weight(instance, 1, change.amount)
        assert proposed(question).certificate.value == pytest.approx(change.value)


@pytest.mark.parametrize("seed", [2, 7, 10, 13])
def test_facts_are_put_right_where_that_selects(seed: int) -> None:
    instance, told = random_question(seed), 0
    plan = proposed(instance)
    for name in {one.name for one in instance.municipalities} - {one.municipality for one in plan.operations}:
        found = nearest(instance, name)
        full = smallest_changes(instance, plan, name, proposed)
        if any(one.kind is ChangeKind.FACTS for one in full):
            (change,) = found.changes
            assert change.facts == put_right(instance, name)[1]
            told += 1
    assert told


def test_what_would_not_suffice_is_told_as_needed_only() -> None:
    instance = random_question(2)
    plan = proposed(instance)
    names = {one.name for one in instance.municipalities} - {one.municipality for one in plan.operations}
    blocked = [name for name in sorted(names) if put_right(instance, name)[1]]
    found = nearest(instance, blocked[0], settle=lambda question, warm: plan)
    assert found.changes == ()
    assert found.facts == put_right(instance, blocked[0])[1]
    stopped = nearest(instance, blocked[0], improve=ending_after(0))
    assert (stopped.facts, stopped.open_kinds) == (found.facts, (ChangeKind.FACTS,))


@pytest.mark.parametrize("solves", range(9))
def test_nothing_is_claimed_that_time_did_not_suffice_for(solves: int) -> None:
    found = nearest(crowded(1), WEAK, improve=ending_after(solves))
    verified = {one.kind for one in found.changes}
    # Both sides as things are and with one team, then three turns with two.
    assert (ChangeKind.TEAMS in verified) == (solves >= 2 + 2 + 3)
    assert (ChangeKind.WEIGHT in verified) == (solves >= 2)
    assert set(found.open_kinds) == {ChangeKind.WEIGHT, ChangeKind.TEAMS} - verified


def test_a_number_is_not_called_the_least_where_fewer_could_not_be_solved() -> None:
    # 1, 2 and 4 teams are solved, and no time is left for 3.
    found = nearest(crowded(2), WEAK, improve=ending_after(2 + 2 + 2 + 3))
    (teams,) = (one for one in found.changes if one.kind is ChangeKind.TEAMS)
    assert (teams.amount, teams.is_least) == (4, False)


def test_an_answer_that_is_not_proven_well_enough_is_no_proof() -> None:
    def loosely(question: Instance, warm: Warm) -> Plan:
        plan = proposed(question)
        return replace(plan, certificate=Certificate(plan.certificate.value, 2 * plan.certificate.value))

    found = nearest(crowded(1), WEAK, settle=loosely)
    assert found.changes == ()
    assert set(found.open_kinds) == {ChangeKind.WEIGHT, ChangeKind.TEAMS}


def test_a_better_plan_that_serves_it_as_things_are_is_said_instead_of_changes() -> None:
    instance = crowded(0)
    plan = proposed(instance)
    served = plan.operations[0].municipality
    found = nearest(instance, served)
    assert found.changes == ()
    assert found.unchanged is not None
    assert found.unchanged.municipality == served
