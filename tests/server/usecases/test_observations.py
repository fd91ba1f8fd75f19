"""Observations of citizens' councils are published with the answers that they are owed."""

from datetime import timedelta

import pytest

from relevo_server.domain.errors import Aborted, FailedPrecondition, InvalidArgument, PermissionDenied
from relevo_server.domain.observation import ANSWER_DAYS, ObservationDraft, ObservationSubject
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.observations import (
    answer_observation,
    file_observation,
    get_observation,
    list_observations,
)
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from tests.server.world import TODAY

DRAFT = ObservationDraft("Citizens' council of Guerrero", ObservationSubject.SPENDING, "What did the stay cost?")


def test_an_observation_is_published_and_answered_once(ports: Ports) -> None:
    filed = file_observation(ports, LOCAL, DRAFT)
    due = TODAY + timedelta(days=ANSWER_DAYS)
    assert (filed.answer_due, filed.overdue(due), filed.overdue(due + timedelta(days=1))) == (due, False, True)
    assert list_observations(ports, ANYBODY, PageRequest(filter='subject = "spending"')).items == (filed,)
    with pytest.raises(Aborted):
        answer_observation(ports, LOCAL, filed.name, "Nothing", "Secretariat", etag="0")
    answered = answer_observation(ports, LOCAL, filed.name, "Nothing", "Secretariat", etag=filed.etag)
    assert get_observation(ports, ANYBODY, filed.name) == answered
    assert not answered.overdue(due + timedelta(days=1))
    with pytest.raises(FailedPrecondition):
        answer_observation(ports, LOCAL, filed.name, "Something", "Secretariat")


def test_anybody_reads_and_nobody_else_writes(ports: Ports) -> None:
    with pytest.raises(PermissionDenied):
        file_observation(ports, ANYBODY, DRAFT)
    with pytest.raises(InvalidArgument) as caught:
        file_observation(ports, LOCAL, ObservationDraft("", None, "x" * 2_001))
    assert {fault.field for fault in caught.value.faults} == {
        "observation.council",
        "observation.subject",
        "observation.text",
    }
    assert list_observations(ports, ANYBODY, PageRequest()).items == ()
