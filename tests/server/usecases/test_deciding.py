"""People decide: in whole or part, with overrides, against the records as they are now."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from relevo_planner.evaluate import evaluate
from relevo_planner.instance import Operation as Stay
from relevo_server.domain.decision import Confirmation, Decision, Override
from relevo_server.domain.deployment import Deployment, DeploymentState, PoolTeams
from relevo_server.domain.errors import (
    Aborted,
    ErrorReason,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    RelevoError,
)
from relevo_server.domain.plan import PlanState
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.search import Search
from relevo_server.usecases.deciding import confirm_plan, reject_plan
from relevo_server.usecases.deployments import list_deployments
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.writing import Write
from tests.server.jobs.staged import empty_plan
from tests.server.world import (
    ACAPULCO,
    TIJUANA,
    accepted_report,
    clock_of,
    live_agreement,
    patrol_pool,
    published_ranking,
)

FIRST = date(2025, 2, 3)
OFFICE = "Coordination of the region Centro"
ALL = Confirmation(OFFICE)


@pytest.fixture
def question(ports: Ports) -> Question:
    ranking = published_ranking(ports)
    patrol_pool(ports)
    live_agreement(ports)
    accepted_report(ports, ACAPULCO, 2000)
    accepted_report(ports, TIJUANA, 2000)
    return Question(ranking.name, FIRST)


def proposed(ports: Ports, question: Question, *stays: tuple[str, int, int, int]) -> str:
    """A stored plan of (municipality, start, periods, teams)."""
    operation = propose_plan(ports, LOCAL, question, Search(time_limit_seconds=5.0))
    instance = begin_proposal(ports, operation.name).instance
    pool = instance.pools[0].name
    operations = tuple(Stay(place, start, periods, {pool: teams}) for place, start, periods, teams in stays)
    value = evaluate(instance, operations).value
    plan = replace(empty_plan(value, value + 1.0), operations=operations)
    return complete_proposal(ports, operation.name, 1, plan, ()).name


def placed(ports: Ports) -> tuple[Deployment, ...]:
    return tuple(list_deployments(ports, LOCAL, PageRequest()).items)


def refused(kind: type[RelevoError], call: Callable[[], Any]) -> set[tuple[str, ErrorReason]]:
    with pytest.raises(kind) as caught:
        call()
    return {(fault.field, fault.reason) for fault in caught.value.faults}


def test_a_confirmed_plan_is_placed_and_says_by_whom(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2), (TIJUANA, 1, 2, 2))
    decision = confirm_plan(ports, LOCAL, name, ALL)
    first, second = placed(ports)
    assert decision == Decision(OFFICE, LOCAL.name, clock_of(ports).now(), (), (0, 1), (first.name, second.name))
    assert (first.municipality, first.start, first.end, first.plan) == (ACAPULCO, FIRST, date(2025, 3, 31), name)
    assert (second.municipality, second.start, second.last_day) == (TIJUANA, date(2025, 2, 17), date(2025, 3, 16))
    assert (first.teams[0].teams, first.state) == (2, DeploymentState.PLANNED)
    stored = get_plan(ports, LOCAL, name)
    assert (stored.summary.state, stored.decision) == (PlanState.CONFIRMED, decision)


def test_a_part_leaves_the_rest_undone(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2), (TIJUANA, 1, 2, 2))
    decision = confirm_plan(ports, LOCAL, name, Confirmation(OFFICE, (1,)))
    assert decision.operations == (1,)
    assert [stay.municipality for stay in placed(ports)] == [TIJUANA]


def test_an_override_is_placed_and_its_cost_kept(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    stored = get_plan(ports, LOCAL, name)
    pool = stored.instance.pools[0].name
    wish = Override(0, 2, 2, (PoolTeams(pool, 1),), "one barracks is closed")
    decision = confirm_plan(ports, LOCAL, name, Confirmation(OFFICE, (), (wish,)))
    lost = evaluate(stored.instance, [Stay(ACAPULCO, 2, 2, {pool: 1})], stored.plan).override_cost
    assert decision.override_cost == lost
    assert lost is not None
    assert lost > 0.0
    (stay,) = placed(ports)
    assert (stay.start, stay.teams) == (date(2025, 3, 3), (PoolTeams(pool, 1),))
    kept = get_plan(ports, LOCAL, name).decision
    assert kept is not None
    assert kept.overrides == (wish,)


def test_overrides_name_what_exists_and_keep_the_rules(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    pool = get_plan(ports, LOCAL, name).instance.pools[0].name
    nobody = Override(0, 0, 4, (PoolTeams("pools/none", 1),), "they are near")
    assert refused(NotFound, lambda: confirm_plan(ports, LOCAL, name, Confirmation(OFFICE, (), (nobody,)))) == {
        ("overrides[0].teams[0].pool", ErrorReason.NOT_FOUND)
    }
    endless = Override(0, 0, 13, (PoolTeams(pool, 1),), "longer is better")
    call = lambda: confirm_plan(ports, LOCAL, name, Confirmation(OFFICE, (), (endless,)))  # noqa: E731
    assert {reason for _, reason in refused(FailedPrecondition, call)} == {ErrorReason.OVERRIDE_BREAKS_RULES}
    assert placed(ports) == ()


def test_everything_wrong_with_a_confirmation_is_named(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2), (TIJUANA, 1, 2, 2))
    pool = get_plan(ports, LOCAL, name).instance.pools[0].name
    wish = Confirmation(
        "", (0, 7), (Override(1, 0, 2, (PoolTeams(pool, 0),), ""), Override(9, 0, 2, (PoolTeams(pool, 1),), "why"))
    )
    fields = refused(InvalidArgument, lambda: confirm_plan(ports, LOCAL, name, wish))
    assert {field for field, _ in fields} == {
        "office",
        "operations[1]",
        "overrides[0].reason",
        "overrides[0].teams[0].teams",
        "overrides[0].operation",
        "overrides[1].operation",
    }
    empty = proposed(ports, question)
    assert refused(InvalidArgument, lambda: confirm_plan(ports, LOCAL, empty, ALL)) == {
        ("operations", ErrorReason.INVALID_FIELDS)
    }


def test_a_decision_is_made_once(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    rejected = reject_plan(ports, LOCAL, name, OFFICE, ("the state asked for time",), write=Write("r"))
    assert reject_plan(ports, LOCAL, name, OFFICE, ("the state asked for time",), write=Write("r")) == rejected
    assert get_plan(ports, LOCAL, name).summary.state is PlanState.REJECTED
    with pytest.raises(FailedPrecondition, match="is rejected: it cannot be confirmed"):
        confirm_plan(ports, LOCAL, name, ALL)
    with pytest.raises(FailedPrecondition):
        reject_plan(ports, LOCAL, name, OFFICE, ("again",))
    assert placed(ports) == ()


def test_a_rejection_has_an_office_and_reasons(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    fields = refused(InvalidArgument, lambda: reject_plan(ports, LOCAL, name, " ", ()))
    assert {field for field, _ in fields} == {"office", "reasons"}
    with pytest.raises(NotFound):
        reject_plan(ports, LOCAL, "plans/none", OFFICE, ("why",))


def test_a_retry_places_nothing_twice_and_a_look_places_nothing(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    confirm_plan(ports, LOCAL, name, ALL, write=Write(validate_only=True))
    assert placed(ports) == ()
    with pytest.raises(Aborted):
        confirm_plan(ports, LOCAL, name, ALL, etag="old")
    first = confirm_plan(ports, LOCAL, name, ALL, write=Write("c"))
    assert confirm_plan(ports, LOCAL, name, ALL, write=Write("c")) == first
    assert len(placed(ports)) == 1
    analyst = Principal("principals/a", frozenset({Role.ANALYST}))
    for call in (
        lambda: confirm_plan(ports, analyst, name, ALL),
        lambda: reject_plan(ports, analyst, name, OFFICE, ("why",)),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_what_has_changed_underneath_is_listed(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2), (TIJUANA, 0, 4, 2))
    report = accepted_report(ports, ACAPULCO, 900)
    call = lambda: confirm_plan(ports, LOCAL, name, ALL)  # noqa: E731
    stale = refused(FailedPrecondition, call)
    assert (report.name, ErrorReason.PLAN_STALE) in stale
    assert {reason for _, reason in stale} == {ErrorReason.PLAN_STALE}
    assert placed(ports) == ()
    confirm_plan(ports, LOCAL, name, Confirmation(OFFICE, (1,)))
    assert [stay.municipality for stay in placed(ports)] == [TIJUANA], "what the facts do not touch can be confirmed"


def test_what_is_left_undone_does_not_stand_in_the_way_of_an_override(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2), (TIJUANA, 0, 4, 2))
    pool = get_plan(ports, LOCAL, name).instance.pools[0].name
    wish = Override(0, 0, 4, (PoolTeams(pool, 4),), "the other town has declined")
    both = lambda: confirm_plan(ports, LOCAL, name, Confirmation(OFFICE, (), (wish,)))  # noqa: E731
    assert {reason for _, reason in refused(FailedPrecondition, both)} == {ErrorReason.OVERRIDE_BREAKS_RULES}
    confirm_plan(ports, LOCAL, name, Confirmation(OFFICE, (0,), (wish,)))
    assert [stay.teams[0].teams for stay in placed(ports)] == [4]


def test_days_that_have_begun_are_not_confirmed(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    clock_of(ports).move(days=60)
    assert refused(FailedPrecondition, lambda: confirm_plan(ports, LOCAL, name, ALL)) == {
        ("operations[0]", ErrorReason.PLAN_STALE)
    }


@pytest.mark.parametrize("start", [0, 4, 8])
def test_two_who_want_the_same_teams_never_both_get_them(ports: Ports, question: Question, start: int) -> None:
    rivals = [proposed(ports, question, (place, start, 2, 4)) for place in (ACAPULCO, TIJUANA)]

    def attempt(name: str) -> Decision | RelevoError:
        try:
            return confirm_plan(ports, LOCAL, name, ALL)
        except RelevoError as error:
            return error

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(attempt, rivals))
    (loser,) = (outcome for outcome in outcomes if isinstance(outcome, RelevoError))
    (fault,) = loser.faults
    assert (fault.field, fault.reason) == ("operations[0].teams[0].teams", ErrorReason.STAY_OVERLAPS)
    (stay,) = placed(ports)
    day = FIRST + timedelta(days=14 * start)
    last_day = day + timedelta(days=27)
    assert fault.why.startswith(f"4 wanted from {day} to {last_day}, but pools/")
    assert fault.why.endswith(f"has 5 on {day}, 4 of them away or resting for {stay.name}")
