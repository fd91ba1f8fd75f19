"""Operations as their readers see them: filtered, in pages, deleted once they have ended."""

import pytest

from relevo_server.domain.errors import ErrorReason, FailedPrecondition, InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.operation import Operation, OperationState
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.search import Search
from relevo_server.usecases.operations import (
    cancel_operation,
    delete_operation,
    fail_operation,
    get_operation,
    list_operations,
    unfinished_operations,
)
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan, summaries_of
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.snapshot import Question
from tests.server.jobs.staged import asked, empty_plan, queue

OTHER = Principal("principals/other", frozenset({Role.ANALYST}))


@pytest.fixture
def question(ports: Ports) -> Question:
    return asked(ports)


def listed(ports: Ports, text: str = "", **more: object) -> list[str]:
    return [found.name for found in list_operations(ports, LOCAL, PageRequest(filter=text), **more).items]  # type: ignore[arg-type]


def test_filters_tell_methods_callers_and_states_apart(ports: Ports, question: Question) -> None:
    own, others = queue(ports, question), propose_plan(ports, OTHER, question, Search()).name
    cancel_operation(ports, LOCAL, own)
    assert set(listed(ports)) == set(listed(ports, 'method = "ProposePlan"')) == {own, others}
    assert listed(ports, 'principal = "principals/other"') == [others]
    assert listed(ports, 'state = "cancelled" AND principal = "principals/local"') == [own]
    assert listed(ports, 'state = "running"') == []
    with pytest.raises(InvalidArgument, match="1 fault") as refused:
        listed(ports, 'colour = "red"')
    assert [fault.field for fault in refused.value.faults] == ["filter"]


def test_there_is_one_collection_of_operations(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    assert listed(ports, parent="") == listed(ports, parent="operations") == [name]
    with pytest.raises(InvalidArgument) as refused:
        listed(ports, parent="plans")
    assert [fault.field for fault in refused.value.faults] == ["name"]


def test_pages_join_to_the_whole_and_leave_out_what_is_deleted(ports: Ports, question: Question) -> None:
    names = {queue(ports, question) for _ in range(5)}
    gone = names.pop()
    cancel_operation(ports, LOCAL, gone)
    delete_operation(ports, LOCAL, gone)
    seen, token = list[str](), ""
    for _ in range(2):
        page = list_operations(ports, LOCAL, PageRequest(size=2, token=token))
        seen, token = seen + [found.name for found in page.items], page.next_token
    assert (set(seen), len(seen), token) == (names, 4, "")


def test_a_deleted_operation_is_told_no_more_and_its_plan_stays(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    begin_proposal(ports, name)
    plan = complete_proposal(ports, name, 1, empty_plan(), ())
    delete_operation(ports, LOCAL, name)
    with pytest.raises(NotFound):
        get_operation(ports, LOCAL, name)
    with pytest.raises(NotFound):
        cancel_operation(ports, LOCAL, name)
    assert listed(ports) == []
    assert get_plan(ports, LOCAL, plan.name).summary == plan
    delete_operation(ports, LOCAL, name)
    with ports.records.read() as unit:
        stored = unit.get(Operation, name)
    assert stored is not None
    assert (stored.deleted, stored.version) == (True, 4), "asking again changes nothing"


def test_what_has_not_ended_is_not_deleted(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    for state in (OperationState.QUEUED, OperationState.RUNNING):
        assert get_operation(ports, LOCAL, name).state is state
        with pytest.raises(FailedPrecondition) as refused:
            delete_operation(ports, LOCAL, name)
        (fault,) = refused.value.faults
        assert (refused.value.reason, fault.remedy) == (
            ErrorReason.STATE_FORBIDS,
            "Cancel it, or wait until it has ended",
        )
        if state is OperationState.QUEUED:
            begin_proposal(ports, name)
    assert [operation.name for operation in unfinished_operations(ports)] == [name]


def test_deleting_is_for_those_who_propose_and_for_what_exists(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    begin_proposal(ports, name)
    fail_operation(ports, name, 1, FailedPrecondition(ErrorReason.INSTANCE_INVALID, "no pools"))
    with pytest.raises(PermissionDenied):
        delete_operation(ports, Principal("principals/r", frozenset({Role.READER})), name)
    with pytest.raises(NotFound):
        delete_operation(ports, LOCAL, "operations/none")
    assert get_operation(ports, LOCAL, name).error == ("INSTANCE_INVALID", "no pools")


def test_summaries_of_several_plans(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    begin_proposal(ports, name)
    plan = complete_proposal(ports, name, 1, empty_plan(), ())
    assert summaries_of(ports, LOCAL, [plan.name, "plans/none"]) == {plan.name: plan}
    assert summaries_of(ports, LOCAL, []) == {}
