"""Plans made known, and the plan after: close to what was published, or with the rest pinned."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal, Policy
from relevo_planner.propose import propose
from relevo_planner.stopping import Steps
from relevo_server.domain.decision import Confirmation
from relevo_server.domain.errors import (
    Aborted,
    ErrorReason,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from relevo_server.domain.operation import Operation
from relevo_server.domain.policy_version import PolicyDraft
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.search import Search
from relevo_server.usecases.deciding import confirm_plan, reject_plan
from relevo_server.usecases.frozen_json import to_json
from relevo_server.usecases.operations import list_operations
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan, list_plans
from relevo_server.usecases.policies import create_policy
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.publishing import publish_plan
from relevo_server.usecases.replanning import Replan, replan_plan
from relevo_server.usecases.snapshot import Question
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
OFFICE = "Coordination of Centro"
POLICY = Policy(state_ceiling_share=1.0, goals=(Goal.FLOORS, Goal.NEED))
PLACES = (ACAPULCO, TIJUANA, MEXICALI)


def solved(instance: Instance) -> Plan:
    return propose(instance, stop=Steps(50))


def completed(ports: Ports, operation: Operation) -> str:
    work = begin_proposal(ports, operation.name)
    plan = propose(work.instance, stop=Steps(50), warm=work.warm)
    return complete_proposal(ports, operation.name, work.operation.attempt, plan, ()).name


@pytest.fixture
def plan(ports: Ports) -> str:
    ranking = published_ranking(ports)
    patrol_pool(ports)
    live_agreement(ports)
    for place in PLACES:
        accepted_report(ports, place, 2000)
    question = Question(ranking.name, FIRST, periods=8, policy=POLICY)
    return completed(ports, propose_plan(ports, LOCAL, question, Search()))


@pytest.fixture
def published(ports: Ports, plan: str) -> str:
    publish_plan(ports, LOCAL, plan, OFFICE)
    return plan


def question_of(ports: Ports, operation: Operation) -> Instance:
    return begin_proposal(ports, operation.name).instance


def test_a_plan_is_published_once_and_never_once_rejected(ports: Ports, plan: str) -> None:
    etag = get_plan(ports, LOCAL, plan).summary.etag
    told = publish_plan(ports, LOCAL, plan, OFFICE, etag=etag, write=Write("p"))
    assert publish_plan(ports, LOCAL, plan, OFFICE, etag=etag, write=Write("p")) == told
    assert get_plan(ports, LOCAL, plan).publication == told
    assert (told.office, told.principal, told.published) == (OFFICE, LOCAL.name, clock_of(ports).at)
    with pytest.raises(FailedPrecondition, match="published"):
        publish_plan(ports, LOCAL, plan, OFFICE)
    reject_plan(ports, LOCAL, plan, OFFICE, ("too late",))
    with pytest.raises(FailedPrecondition, match="is rejected: it cannot be planned again"):
        replan_plan(ports, LOCAL, plan, Replan(), Search())


def test_a_rejected_plan_is_neither_published_nor_confirmed_and_says_what_to_do(ports: Ports, plan: str) -> None:
    reject_plan(ports, LOCAL, plan, OFFICE, ("too late",))
    for step in (
        lambda: publish_plan(ports, LOCAL, plan, OFFICE),
        lambda: confirm_plan(ports, LOCAL, plan, Confirmation(OFFICE)),
        lambda: replan_plan(ports, LOCAL, plan, Replan(pins_rest=True), Search()),
    ):
        with pytest.raises(FailedPrecondition, match="Propose again") as caught:
            step()
        assert caught.value.reason is ErrorReason.STATE_FORBIDS
    assert get_plan(ports, LOCAL, plan).publication is None


def test_who_publishes_says_so_and_has_read_the_plan(ports: Ports, plan: str) -> None:
    with pytest.raises(InvalidArgument):
        publish_plan(ports, LOCAL, plan, "")
    with pytest.raises(NotFound):
        publish_plan(ports, LOCAL, "plans/none", OFFICE)
    with pytest.raises(Aborted):
        publish_plan(ports, LOCAL, plan, OFFICE, etag="old")
    with pytest.raises(PermissionDenied):
        publish_plan(ports, Principal("principals/a", frozenset({Role.ANALYST})), plan, OFFICE)
    assert get_plan(ports, LOCAL, plan).publication is None


def test_the_next_plan_stays_close_to_what_was_published(ports: Ports, published: str) -> None:
    before = get_plan(ports, LOCAL, published)
    operation = replan_plan(ports, LOCAL, published, Replan(), Search())
    work = begin_proposal(ports, operation.name)
    assert work.instance.published == before.plan.operations
    assert Goal.STABILITY in work.instance.policy.goals
    assert work.warm is not None
    assert work.warm.operations == before.plan.operations
    assert solved(work.instance).operations == before.plan.operations


def test_the_next_plan_is_made_under_the_same_named_policy(ports: Ports, plan: str) -> None:
    numbers = get_plan(ports, LOCAL, plan).instance.policy
    for goals in (numbers.goals, Policy().goals):
        draft = PolicyDraft("Loose", "As agreed", to_json(replace(numbers, goals=goals)))
        version = create_policy(ports, LOCAL, draft)
        question = Question(get_plan(ports, LOCAL, plan).summary.ranking, FIRST, periods=8, policy_name=version.name)
        named = completed(ports, propose_plan(ports, LOCAL, question, Search()))
        publish_plan(ports, LOCAL, named, OFFICE)
        again = completed(ports, replan_plan(ports, LOCAL, named, Replan(), Search()))
        kept = Goal.STABILITY in goals
        assert get_plan(ports, LOCAL, again).summary.policy == (version.name if kept else ""), "unless goals were added"


def test_nobody_stays_close_to_what_was_never_published(ports: Ports, plan: str) -> None:
    with pytest.raises(FailedPrecondition, match="Publish it first, or pin the rest") as caught:
        replan_plan(ports, LOCAL, plan, Replan(), Search())
    assert caught.value.reason is ErrorReason.PLAN_NOT_PUBLISHED
    assert len(list_operations(ports, LOCAL, PageRequest()).items) == 1


def test_the_rest_is_pinned_where_no_fact_has_changed(ports: Ports, plan: str) -> None:
    before = get_plan(ports, LOCAL, plan).plan.operations
    assert {stay.municipality for stay in before} == {ACAPULCO, TIJUANA}
    accepted_report(ports, TIJUANA, 1900)
    with pytest.raises(FailedPrecondition) as caught:
        confirm_plan(ports, LOCAL, plan, Confirmation(OFFICE))
    assert caught.value.reason is ErrorReason.PLAN_STALE
    operation = replan_plan(ports, LOCAL, plan, Replan(pins_rest=True), Search())
    pins = question_of(ports, operation).pins
    assert pins == tuple(stay for stay in before if stay.municipality != TIJUANA)
    again = completed(ports, operation)
    confirm_plan(ports, LOCAL, again, Confirmation(OFFICE))


def test_what_became_a_deployment_is_no_longer_planned(ports: Ports, published: str) -> None:
    before = get_plan(ports, LOCAL, published).plan.operations
    confirm_plan(ports, LOCAL, published, Confirmation(OFFICE, (0,)))
    instance = question_of(ports, replan_plan(ports, LOCAL, published, Replan(), Search()))
    assert [stay.municipality for stay in instance.stays] == [before[0].municipality]
    assert instance.published == before[1:]


def test_a_later_first_day_moves_stays_and_keeps_the_end(ports: Ports, published: str) -> None:
    before = get_plan(ports, LOCAL, published)
    later = before.instance.first_day + timedelta(days=28)
    work = begin_proposal(ports, replan_plan(ports, LOCAL, published, Replan(later), Search()).name)
    assert (work.instance.first_day, work.instance.periods) == (later, 6)
    assert len(work.instance.published) == sum(stay.start >= 2 for stay in before.plan.operations)
    clock_of(ports).move(days=FIRST.toordinal() + 15 - clock_of(ports).at.toordinal())
    assert question_of(ports, replan_plan(ports, LOCAL, published, Replan(), Search())).first_day == later


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (FIRST + timedelta(days=3), "no period of the plan at hand begins on"),
        (FIRST - timedelta(days=14), "no period of the plan at hand begins on"),
        (FIRST + timedelta(days=8 * 14), "lies behind the plan at hand"),
    ],
)
def test_a_day_that_does_not_fit_is_refused(ports: Ports, published: str, day: date, why: str) -> None:
    with pytest.raises(InvalidArgument, match=why) as caught:
        replan_plan(ports, LOCAL, published, Replan(day), Search(gap_tolerance=2.0))
    assert {fault.field for fault in caught.value.faults} == {"first_day", "gap_tolerance"}
    assert len(list_plans(ports, LOCAL, PageRequest()).items) == 1


def test_a_plan_that_has_ended_is_not_planned_again(ports: Ports, published: str) -> None:
    clock_of(ports).move(days=400)
    with pytest.raises(InvalidArgument, match="Propose a new plan for later days"):
        replan_plan(ports, LOCAL, published, Replan(), Search())


def test_without_any_live_agreement_nothing_is_planned(ports: Ports) -> None:
    ranking = published_ranking(ports)
    patrol_pool(ports)
    accepted_report(ports, ACAPULCO, 2000)
    with pytest.raises(FailedPrecondition, match="Record what a meeting agreed") as caught:
        propose_plan(ports, LOCAL, Question(ranking.name, FIRST), Search())
    assert caught.value.reason is ErrorReason.NO_LIVE_AGREEMENT
    assert list_operations(ports, LOCAL, PageRequest()).items == ()
