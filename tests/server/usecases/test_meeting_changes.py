"""Convened meetings change and are cancelled; what is over stays as it was."""

from dataclasses import replace
from datetime import date

import pytest

from relevo_server.domain.errors import Aborted, FailedPrecondition, InvalidArgument
from relevo_server.domain.meeting import MeetingDraft, MeetingState
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.meetings import cancel_meeting, create_meeting, get_meeting, hold_meeting, update_meeting
from relevo_server.usecases.ports import Ports
from tests.server.world import CENTRO, TODAY

DRAFT = MeetingDraft(CENTRO, "Regional meeting", TODAY, ("Governor of Guerrero",), ("Patrols",))


def test_an_update_changes_what_its_mask_names(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, DRAFT)
    wanted = replace(DRAFT, title="Extraordinary", agenda=())
    changed = update_meeting(ports, LOCAL, meeting.name, wanted, frozenset({"title"}), etag=meeting.etag)
    assert (changed.title, changed.agenda) == ("Extraordinary", DRAFT.agenda)
    changed = update_meeting(ports, LOCAL, meeting.name, wanted, frozenset({"agenda"}))
    assert get_meeting(ports, LOCAL, meeting.name) == changed
    assert changed.agenda == ()
    with pytest.raises(Aborted):
        update_meeting(ports, LOCAL, meeting.name, wanted, frozenset({"title"}), etag=meeting.etag)


def test_an_update_with_faults_names_them_all_and_changes_nothing(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, DRAFT)
    wrong = replace(DRAFT, title="\x00", day=date(2101, 1, 1))
    with pytest.raises(InvalidArgument) as caught:
        update_meeting(ports, LOCAL, meeting.name, wrong, frozenset({"title", "day"}))
    assert {fault.field for fault in caught.value.faults} == {"meeting.title", "meeting.date"}
    assert get_meeting(ports, LOCAL, meeting.name) == meeting


def test_a_cancelled_meeting_is_over(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, DRAFT)
    assert cancel_meeting(ports, LOCAL, meeting.name, etag=meeting.etag).state is MeetingState.CANCELLED
    for step in (
        lambda: hold_meeting(ports, LOCAL, meeting.name, ()),
        lambda: update_meeting(ports, LOCAL, meeting.name, DRAFT, frozenset({"title"})),
        lambda: cancel_meeting(ports, LOCAL, meeting.name),
    ):
        with pytest.raises(FailedPrecondition):
            step()
