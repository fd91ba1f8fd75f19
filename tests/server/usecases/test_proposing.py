"""From a question to a stored plan: once, whatever dies in between."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from relevo_planner.instance import Floor, Instance
from relevo_planner.instance import Operation as Stay
from relevo_planner.plan import Certificate, Plan, Stop
from relevo_planner.policy import Policy
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.errors import (
    ErrorReason,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    ResourceExhausted,
    refusal,
)
from relevo_server.domain.operation import OperationState, Progress
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingMethod
from relevo_server.domain.search import Search
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.operations import (
    advance_operation,
    cancel_operation,
    fail_operation,
    get_operation,
    list_operations,
    stop_operation,
    unfinished_operations,
)
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan, get_plan_instance, list_plans
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import MOST_UNFINISHED, begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.rankings import create_ranking
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.writing import Write
from tests.server.world import (
    ACAPULCO,
    HOMICIDE,
    TODAY,
    accepted_report,
    clock_of,
    live_agreement,
    open_ports,
    patrol_pool,
    published_ranking,
    settle,
)

FIRST = date(2025, 2, 3)
SEARCH = Search(time_limit_seconds=5.0, seed=7)


@pytest.fixture
def question(ports: Ports) -> Question:
    return prepared(ports)


def prepared(ports: Ports) -> Question:
    ranking = published_ranking(ports)
    patrol_pool(ports)
    live_agreement(ports)
    accepted_report(ports, ACAPULCO, 2000)
    return Question(ranking.name, FIRST)


def answer(instance: Instance, stop: Stop = Stop.OPTIMAL) -> Plan:
    operation = Stay(ACAPULCO, 0, 4, {instance.pools[0].name: 3})
    return Plan(
        operations=(operation,),
        certificate=Certificate(90.0, 100.0),
        goals=(),
        roster=(),
        shortfalls=(),
        baselines=(),
        prices=(),
        stop=stop,
        seed=7,
        instance_sha256="ab" * 32,
        versions={"relevo": "test"},
    )


def test_a_question_becomes_a_stored_plan(ports: Ports, question: Question) -> None:
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    assert operation.state is OperationState.QUEUED
    work = begin_proposal(ports, operation.name)
    assert (work.operation.attempt, work.search) == (1, SEARCH)
    assert len(work.instance.municipalities) == 4
    advance_operation(ports, operation.name, 1, Progress("searching", 80.0, 100.0, 1.0))
    plan = answer(work.instance)
    summary = complete_proposal(ports, operation.name, 1, plan, (("tenure", "too long"),))
    ended = get_operation(ports, LOCAL, operation.name)
    assert (ended.state, ended.result, ended.progress.phase) == (OperationState.SUCCEEDED, summary.name, "done")
    stored = get_plan(ports, LOCAL, summary.name)
    assert (stored.summary, stored.plan, stored.instance) == (summary, plan, work.instance)
    assert stored.findings == (("tenure", "too long"),)
    assert (question.ranking, 2) in stored.provenance
    assert get_plan_instance(ports, LOCAL, summary.name) == work.instance
    assert list_plans(ports, LOCAL, PageRequest()).items == (summary,)
    assert (summary.ranking, summary.first_day, summary.value, summary.bound) == (question.ranking, FIRST, 90.0, 100.0)


def test_a_deployment_can_name_its_plan(ports: Ports, question: Question) -> None:
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    work = begin_proposal(ports, operation.name)
    summary = complete_proposal(ports, operation.name, 1, answer(work.instance), ())
    agreement = live_agreement(ports)
    teams = (PoolTeams(work.instance.pools[0].name, 3),)
    draft = DeploymentDraft(ACAPULCO, agreement.name, FIRST, FIRST + timedelta(days=56), teams, summary.name)
    assert create_deployment(ports, LOCAL, draft).plan == summary.name


def test_the_question_is_the_one_that_was_asked(ports: Ports, question: Question) -> None:
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    before = begin_proposal(ports, operation.name).instance
    patrol_pool(ports)
    assert begin_proposal(ports, operation.name).instance == before


def test_a_retry_asks_once_and_equal_questions_share_a_snapshot(ports: Ports, question: Question) -> None:
    first = propose_plan(ports, LOCAL, question, SEARCH, write=Write("p"))
    assert propose_plan(ports, LOCAL, question, SEARCH, write=Write("p")) == first
    second = propose_plan(ports, LOCAL, question, replace(SEARCH, seed=8))
    assert second.name != first.name
    propose_plan(ports, LOCAL, question, SEARCH, write=Write(validate_only=True))
    assert len(list_operations(ports, LOCAL, PageRequest()).items) == 2


def test_an_attempt_whose_worker_died_is_made_again_and_stored_once(tmp_path: Path) -> None:
    path = tmp_path / "relevo.db"
    ports = open_ports(path)
    settle(ports)
    question = prepared(ports)
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    dead = begin_proposal(ports, operation.name)
    ports = replace(open_ports(path), ids=ports.ids)
    (left,) = unfinished_operations(ports)
    assert left.name == operation.name
    again = begin_proposal(ports, left.name)
    assert again.operation.attempt == 2
    for late in (
        lambda: complete_proposal(ports, left.name, 1, answer(dead.instance), ()),
        lambda: advance_operation(ports, left.name, 1, Progress()),
        lambda: fail_operation(ports, left.name, 1, refusal(ErrorReason.DEFECT, "late")),
        lambda: stop_operation(ports, left.name, 1),
    ):
        with pytest.raises(FailedPrecondition):
            late()
    complete_proposal(ports, left.name, 2, answer(again.instance), ())
    with pytest.raises(FailedPrecondition):
        complete_proposal(ports, left.name, 2, answer(again.instance), ())
    assert len(list_plans(ports, LOCAL, PageRequest()).items) == 1
    assert unfinished_operations(ports) == []


def test_a_cancelled_search_keeps_its_best_plan(ports: Ports, question: Question) -> None:
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    work = begin_proposal(ports, operation.name)
    assert cancel_operation(ports, LOCAL, operation.name).cancel_requested
    assert advance_operation(ports, operation.name, 1, Progress("searching")).cancel_requested
    summary = complete_proposal(ports, operation.name, 1, answer(work.instance, Stop.CANCELLED), ())
    assert summary.stop == "cancelled"
    assert cancel_operation(ports, LOCAL, operation.name).state is OperationState.SUCCEEDED


def test_nothing_begun_is_cancelled_at_once(ports: Ports, question: Question) -> None:
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    assert cancel_operation(ports, LOCAL, operation.name).state is OperationState.CANCELLED
    with pytest.raises(FailedPrecondition):
        begin_proposal(ports, operation.name)
    begun = begin_proposal(ports, propose_plan(ports, LOCAL, question, SEARCH).name).operation
    assert stop_operation(ports, begun.name, 1).state is OperationState.CANCELLED


def test_a_failure_is_kept_with_its_reason(ports: Ports, question: Question) -> None:
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    begin_proposal(ports, operation.name)
    failed = fail_operation(ports, operation.name, 1, refusal(ErrorReason.DEFECT, "the solver broke"))
    assert get_operation(ports, LOCAL, operation.name) == failed
    assert failed.error == ("DEFECT", "the solver broke")
    page = PageRequest(filter='state = "failed"')
    assert list_operations(ports, LOCAL, page).items == (failed,)


def test_a_caller_has_a_limit_of_its_own(ports: Ports, question: Question) -> None:
    operations = [propose_plan(ports, LOCAL, question, SEARCH) for _ in range(MOST_UNFINISHED)]
    with pytest.raises(ResourceExhausted) as caught:
        propose_plan(ports, LOCAL, question, SEARCH)
    assert (caught.value.reason, caught.value.metadata) == (ErrorReason.QUOTA_SPENT, {"limit": str(MOST_UNFINISHED)})
    assert len(unfinished_operations(ports)) == MOST_UNFINISHED, "nothing was queued"
    other = Principal("principals/other", frozenset({Role.ANALYST}))
    propose_plan(ports, other, question, SEARCH)
    cancel_operation(ports, LOCAL, operations[0].name)
    propose_plan(ports, LOCAL, question, SEARCH)


def test_a_proposal_names_every_fault(ports: Ports, question: Question) -> None:
    bad = replace(
        question, first_municipalities=0, periods=105, policy=Policy(period_days=10), first_day=date(1960, 1, 1)
    )
    with pytest.raises(InvalidArgument) as caught:
        propose_plan(ports, LOCAL, bad, Search(float("nan"), 2.0), write=Write(request_id="x" * 65))
    assert {fault.field for fault in caught.value.faults} == {
        "request_id",
        "first_day",
        "first_municipalities",
        "periods",
        "policy.period_days",
        "time_limit_seconds",
        "gap_tolerance",
    }


@pytest.mark.parametrize("first_day", [TODAY - timedelta(days=182), date(2100, 12, 1)])
def test_a_horizon_lies_in_the_days_to_come(ports: Ports, question: Question, first_day: date) -> None:
    with pytest.raises(InvalidArgument):
        propose_plan(ports, LOCAL, replace(question, first_day=first_day), SEARCH)
    propose_plan(ports, LOCAL, replace(question, first_day=TODAY - timedelta(days=181)), SEARCH)


def test_a_plan_stands_on_a_published_ranking(ports: Ports, question: Question) -> None:
    with pytest.raises(NotFound):
        propose_plan(ports, LOCAL, replace(question, ranking="rankings/none"), SEARCH)
    with ports.records.read() as unit:
        published = unit.get(Ranking, question.ranking)
    assert published is not None
    draft = RankingDraft(
        "", RankingMethod.RATE, published.datasets, (HOMICIDE,), published.from_month, published.until_month
    )
    unpublished = create_ranking(ports, LOCAL, draft)
    floors = (Floor("municipalities/99001", 0),)
    with pytest.raises(FailedPrecondition) as caught:
        propose_plan(ports, LOCAL, replace(question, ranking=unpublished.name, floors=floors), SEARCH)
    assert caught.value.reason is ErrorReason.INSTANCE_INVALID
    assert [fault.field for fault in caught.value.faults] == ["ranking", "floors[0].municipality", "floors[0].teams"]
    assert list_operations(ports, LOCAL, PageRequest()).items == ()


def test_only_who_may_propose_does(ports: Ports, question: Question) -> None:
    reader = Principal("principals/reader", frozenset({Role.READER}))
    operation = propose_plan(ports, LOCAL, question, SEARCH)
    with pytest.raises(PermissionDenied):
        propose_plan(ports, reader, question, SEARCH)
    with pytest.raises(PermissionDenied):
        cancel_operation(ports, reader, operation.name)
    assert get_operation(ports, reader, operation.name) == operation
    assert clock_of(ports).at == operation.created
