"""Meeting mode: what is changed, what comes of it, and that nothing is stored unless asked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from relevo_planner.instance import Exclusion, Floor, Instance
from relevo_planner.instance import Operation as Stay
from relevo_planner.plan import Plan
from relevo_planner.policy import Policy
from relevo_planner.propose import propose
from relevo_planner.scenario import PoolSize
from relevo_planner.stopping import Steps
from relevo_server.domain.deployment import PoolTeams
from relevo_server.domain.errors import InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.search import Search
from relevo_server.usecases.operations import get_operation, list_operations
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan, list_plans
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.trial_changes import Promise, Trial
from relevo_server.usecases.trying import Begun, Tried, begin_trial, end_trial
from relevo_server.usecases.writing import Write
from tests.server.world import (
    ACAPULCO,
    MEXICALI,
    TIJUANA,
    accepted_report,
    clock_of,
    live_agreement,
    patrol_pool,
    published_ranking,
)

FIRST = date(2025, 2, 3)


def solved(instance: Instance) -> Plan:
    return propose(instance, stop=Steps(50))


@pytest.fixture
def plan(ports: Ports) -> str:
    ranking = published_ranking(ports)
    patrol_pool(ports)
    live_agreement(ports)
    for place in (ACAPULCO, TIJUANA):
        accepted_report(ports, place, 2000)
    question = Question(ranking.name, FIRST, periods=6, policy=Policy(state_ceiling_share=1.0))
    name = propose_plan(ports, LOCAL, question, Search()).name
    return complete_proposal(ports, name, 1, solved(begin_proposal(ports, name).instance), ()).name


def pool_of(ports: Ports, plan: str) -> str:
    return get_plan(ports, LOCAL, plan).instance.pools[0].name


def tried(ports: Ports, plan: str, trial: Trial, **more: Any) -> Tried:
    begun = begin_trial(ports, LOCAL, plan, trial)
    return end_trial(ports, LOCAL, begun, solved(begun.instance), (), **more)


def test_a_pin_is_held_and_nothing_is_stored(ports: Ports, plan: str) -> None:
    pin = Stay(ACAPULCO, 1, 2, {pool_of(ports, plan): 1})
    found = tried(ports, plan, Trial(pins=(pin,)))
    assert pin in found.plan.operations
    assert (found.begun.assumed, found.kept) == ((), None)
    assert found.difference.most <= 1e-9, "the best plan is no better for being told what to do"
    assert len(list_plans(ports, LOCAL, PageRequest()).items) == 1
    assert len(list_operations(ports, LOCAL, PageRequest()).items) == 1


def test_a_trial_stays_close_to_the_plan_at_hand_and_begins_where_it_ended(ports: Ports, plan: str) -> None:
    stored = get_plan(ports, LOCAL, plan)
    begun = begin_trial(ports, LOCAL, plan, Trial(floors=(Floor(TIJUANA, 1),)))
    assert begun.instance.published == stored.plan.operations
    assert begun.warm is not None
    assert (begun.warm.operations, begun.warm.prices) == (stored.plan.operations, stored.plan.limit_prices)


def test_a_new_pin_replaces_those_of_its_municipality_and_others_can_be_let_go(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    first, second = Stay(ACAPULCO, 0, 2, {pool: 1}), Stay(ACAPULCO, 1, 2, {pool: 1})
    kept = tried(ports, plan, Trial(pins=(first,)), is_kept=True).kept
    assert kept is not None
    assert begin_trial(ports, LOCAL, kept.name, Trial(pins=(second,))).instance.pins == (second,)
    assert begin_trial(ports, LOCAL, kept.name, Trial(unpinned=(ACAPULCO,))).instance.pins == ()


def test_promises_and_teams_are_assumed_and_said(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    begun = begin_trial(
        ports,
        LOCAL,
        plan,
        Trial(teams=(PoolTeams(pool, 9),), promises=(Promise(MEXICALI, True), Promise(TIJUANA, False))),
    )
    standing = {place.name: place.standing for place in begun.instance.municipalities}
    assert standing[TIJUANA].agreements == ()
    assert begun.instance.pools[0].teams == 9
    teams, kept, *more = begun.assumed
    assert "9 teams instead of 5" in teams
    assert kept.startswith("Mexicali has ")
    assert more[-1] == "the agreement of Tijuana lapses"
    served = {operation.municipality for operation in solved(begun.instance).operations}
    assert MEXICALI in served
    assert TIJUANA not in served


def test_teams_change_from_a_day_on_and_stays_are_told_with_whole_pools(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    before = get_plan(ports, LOCAL, plan).plan.operations
    fewer = tried(ports, plan, Trial(pool_sizes=(PoolSize(pool, 2, 5),)))
    assert [one.name for one in fewer.begun.instance.pools] == [pool, f"{pool}@5"]
    assert fewer.begun.assumed == (f"{pool} has 2 teams instead of 5 from 2025-04-14 on",)
    named = {
        name
        for change in fewer.difference.stays
        for stay in (change.before, change.after)
        if stay
        for name in stay.teams
    }
    assert named <= {pool}
    last = fewer.begun.instance.periods - 1
    busy = [stay for stay in fewer.plan.operations if stay.start <= last < stay.end]
    assert sum(sum(stay.teams.values()) for stay in busy) <= 2
    assert fewer.difference.kept + sum(change.before is not None for change in fewer.difference.stays) == len(before)


def test_teams_from_a_day_on_name_every_fault(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    sizes = (PoolSize(pool, 3, 6), PoolSize(pool, -1, -1), PoolSize("pools/none", 1))
    with pytest.raises(InvalidArgument) as caught:
        begin_trial(ports, LOCAL, plan, Trial(teams=(PoolTeams(pool, 2),), pool_sizes=sizes))
    assert {fault.field for fault in caught.value.faults} == {
        "pool_sizes[0].start",
        "pool_sizes[0].pool",
        "pool_sizes[1].pool",
        "pool_sizes[1].start",
        "pool_sizes[1].teams",
        "pool_sizes[2].pool",
    }


def test_what_is_kept_is_a_proposal_that_says_what_it_assumes(ports: Ports, plan: str) -> None:
    trial = Trial(teams=(PoolTeams(pool_of(ports, plan), 2),))
    write = Write("once")
    first = tried(ports, plan, trial, is_kept=True, write=write).kept
    begun = begin_trial(ports, LOCAL, plan, trial)
    other = replace(solved(begun.instance), operations=())
    again = end_trial(ports, LOCAL, begun, other, (("rule", "of the second answer"),), is_kept=True, write=write)
    assert first is not None
    assert first == again.kept, "a retry is answered with the first plan"
    assert again.plan == get_plan(ports, LOCAL, first.name).plan, "and with its stays, whatever came of the second"
    assert (again.plan.operations != (), again.findings) == (True, ())
    stored = get_plan(ports, LOCAL, first.name)
    assert stored.instance.pools[0].teams == 2
    assert any("tried, not recorded" in note for note in stored.plan.notes)
    assert get_operation(ports, LOCAL, first.operation).result == first.name


def test_a_trial_names_every_fault_under_its_own_field(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    with pytest.raises(InvalidArgument) as caught:
        begin_trial(
            ports,
            LOCAL,
            plan,
            Trial(
                unpinned=("municipalities/99001",),
                teams=(PoolTeams(pool, -1), PoolTeams(pool, 1), PoolTeams("pools/none", 1)),
                promises=(Promise("municipalities/99002", True),),
            ),
            Search(600.0, 2.0),
        )
    assert {fault.field for fault in caught.value.faults} == {
        "unpinned[0]",
        "teams[0].teams",
        "teams[1]",
        "teams[2].pool",
        "promises[0].municipality",
        "time_limit_seconds",
        "gap_tolerance",
    }
    with pytest.raises(InvalidArgument) as caught:
        begin_trial(ports, LOCAL, plan, Trial(pins=(Stay("municipalities/99001", 0, 2, {"pools/none": 1}),)))
    assert {fault.field.partition(".")[0] for fault in caught.value.faults} == {"pins[0]"}
    assert len(list_plans(ports, LOCAL, PageRequest()).items) == 1


def test_a_trial_that_changes_nothing_and_one_on_days_gone_by_say_what_to_do(ports: Ports, plan: str) -> None:
    with pytest.raises(InvalidArgument, match="Change a pin, a promise, a number of teams"):
        begin_trial(ports, LOCAL, plan, Trial())
    clock_of(ports).move(days=400)
    with pytest.raises(InvalidArgument, match="for days to come"):
        begin_trial(ports, LOCAL, plan, Trial(exclusions=(Exclusion("no beds", ACAPULCO),)))


def test_only_who_may_propose_tries(ports: Ports, plan: str) -> None:
    reader = Principal("principals/reader", frozenset({Role.READER}))
    trial = Trial(unpinned=(ACAPULCO,))
    with pytest.raises(PermissionDenied):
        begin_trial(ports, reader, plan, trial)
    with pytest.raises(NotFound):
        begin_trial(ports, LOCAL, "plans/none", trial)
    begun: Begun = begin_trial(ports, LOCAL, plan, trial)
    with pytest.raises(PermissionDenied):
        end_trial(ports, reader, replace(begun), solved(begun.instance), ())
