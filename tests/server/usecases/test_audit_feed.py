"""A follower hears of everything that is its to hear of, once, wherever it begins again."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relevo_server.domain.audit import AuditEvent
from relevo_server.domain.capacity_report import CapacityReportDraft
from relevo_server.domain.errors import RelevoError
from relevo_server.domain.meeting import MeetingDraft
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.usecases.audit import Anchor, list_audit_events, verify_trail
from relevo_server.usecases.audit_feed import BATCH, Interest, begin_to_follow, missed_events
from relevo_server.usecases.capacity import submit_capacity_report
from relevo_server.usecases.meetings import create_meeting
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from tests.server.world import (
    ACAPULCO,
    CENTRO,
    GUERRERO,
    TIJUANA,
    TODAY,
    open_ports,
    patrol_pool,
    settle,
)

STATE = Principal("principals/guerrero", frozenset({Role.STATE_REPORTER}), frozenset({GUERRERO}))


@pytest.fixture
def ports(tmp_path: Path) -> Ports:
    made = open_ports(tmp_path / "relevo.db")
    settle(made)
    for number in range(3):
        patrol_pool(made)
        create_meeting(made, LOCAL, MeetingDraft(CENTRO, f"Meeting {number}", TODAY))
    for state, place in ((GUERRERO, ACAPULCO), ("states/02", TIJUANA)):
        submit_capacity_report(made, LOCAL, CapacityReportDraft(state, place, TODAY, 100))
    return made


def heard(ports: Ports, interest: Interest = Interest(), after: int = 0, who: Principal = LOCAL) -> list[AuditEvent]:  # noqa: B008
    events = list[AuditEvent]()
    while True:
        missed = missed_events(ports, who, interest, after)
        events += missed.events
        after = missed.sequence
        if missed.is_all:
            return events


def whole(ports: Ports) -> list[AuditEvent]:
    return list(list_audit_events(ports, LOCAL, PageRequest(size=1_000)).items)


def test_nothing_is_missed_and_nothing_is_told_twice(ports: Ports) -> None:
    events = heard(ports)
    assert [event.sequence for event in events] == list(range(1, verify_trail(ports, LOCAL).events + 1))
    patrol_pool(ports)
    (new,) = heard(ports, after=events[-1].sequence)
    assert (new.sequence, new.kind) == (events[-1].sequence + 1, "Pool")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    kinds=st.lists(st.sampled_from(["Pool", "Meeting", "Region", "Nothing"]), max_size=3),
    prefix=st.sampled_from(["", "pools/", "meetings/a", "m", "capacityReports/", "x"]),
    after=st.integers(0, 20),
)
def test_a_filter_leaves_what_is_asked_for(ports: Ports, kinds: list[str], prefix: str, after: int) -> None:
    expected = [
        event
        for event in whole(ports)
        if event.sequence > after and event.record.startswith(prefix) and (not kinds or event.kind in kinds)
    ]
    assert heard(ports, Interest(tuple(kinds), prefix), after) == expected


def test_where_everything_was_left_out_the_follower_still_comes_on(ports: Ports) -> None:
    missed = missed_events(ports, LOCAL, Interest(("Nothing",)), 0)
    assert (missed.events, missed.is_all) == ((), True)
    assert missed.sequence == verify_trail(ports, LOCAL).events


def test_a_long_absence_is_made_up_for_in_batches(ports: Ports) -> None:
    before = verify_trail(ports, LOCAL).events
    for _ in range(BATCH + 1):
        patrol_pool(ports)
    first = missed_events(ports, LOCAL, Interest(), before)
    assert (len(first.events), first.sequence, first.is_all) == (BATCH, before + BATCH, False)
    assert [event.sequence for event in heard(ports, after=first.sequence)] == [before + BATCH + 1]


def test_a_state_hears_of_its_own_places_only(ports: Ports) -> None:
    events = heard(ports, who=STATE)
    assert {event.kind for event in events} == {"StateRecord", "MunicipalityRecord", "CapacityReport"}
    text = "".join(event.record + event.after for event in events)
    assert ACAPULCO in text
    assert TIJUANA not in text
    assert "states/02" not in text


def test_a_state_lists_what_it_hears_of(ports: Ports) -> None:
    assert list(list_audit_events(ports, STATE, PageRequest(size=1_000)).items) == heard(ports, who=STATE)


@pytest.mark.parametrize("roles", [frozenset(), frozenset({Role.COUNCIL})])
def test_who_may_see_nothing_does_not_begin(ports: Ports, roles: frozenset[Role]) -> None:
    with pytest.raises(RelevoError, match="lacks the role"):
        begin_to_follow(ports, Principal("principals/council", roles), Anchor(0, ""))


def test_a_follower_begins_behind_an_event_that_the_trail_holds(ports: Ports) -> None:
    last = whole(ports)[-1]
    for seen in (Anchor(0, ""), Anchor(0, "0" * 64), Anchor(last.sequence, ""), Anchor(last.sequence, last.sha256)):
        begin_to_follow(ports, LOCAL, seen)
    for seen in (Anchor(last.sequence + 1, ""), Anchor(last.sequence, "0" * 64), Anchor(0, "1" * 64)):
        with pytest.raises(RelevoError) as refused:
            begin_to_follow(ports, LOCAL, seen)
        assert refused.value.reason == "EVENT_UNKNOWN"
