"""Coefficients of need that a caller says: what they change, where they are told, what is refused."""

from dataclasses import replace

import pytest

from relevo_planner.instance import Capability
from relevo_planner.need.teams import NeedPolicy
from relevo_server.domain.errors import InvalidArgument
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.operations import list_operations
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.snapshot import Question
from tests.server.usecases.test_proposing import SEARCH, answer, prepared


@pytest.fixture
def question(ports: Ports) -> Question:
    return prepared(ports)


def test_said_coefficients_of_need_change_the_question_and_stand_in_the_plan(ports: Ports, question: Question) -> None:
    patrol = NeedPolicy().workloads[Capability.PATROL]
    doubled = {Capability.PATROL: replace(patrol, officers_per_incident=2 * patrol.officers_per_incident)}
    usual = begin_proposal(ports, propose_plan(ports, LOCAL, question, SEARCH).name).instance
    asked = replace(question, need=replace(question.need, workloads={**question.need.workloads, **doubled}))
    operation = propose_plan(ports, LOCAL, asked, SEARCH)
    instance = begin_proposal(ports, operation.name).instance
    before, after = (
        {place.name: len(place.gains.get(Capability.PATROL, ())) for place in seen.municipalities}
        for seen in (usual, instance)
    )
    assert any(after[name] > before[name] for name in before)
    summary = complete_proposal(ports, operation.name, 1, answer(instance), ())
    stored = get_plan(ports, LOCAL, summary.name).plan
    assert stored.notes == ("need counted with patrol.officers_per_incident 60.0 instead of 30.0",)


def test_wrong_coefficients_of_need_are_refused_by_name(ports: Ports, question: Question) -> None:
    asked = replace(question, need=NeedPolicy(steps=(0.2, 0.9), priority_exponent=-1.0))
    with pytest.raises(InvalidArgument) as caught:
        propose_plan(ports, LOCAL, asked, SEARCH)
    assert [fault.field for fault in caught.value.faults] == ["need.steps", "need.priority_exponent"]
    assert list_operations(ports, LOCAL, PageRequest()).items == ()
