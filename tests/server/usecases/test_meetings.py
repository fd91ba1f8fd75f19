"""Meetings and agreements, and through them what every write and every list has in common."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.commitment import CommitmentDraft, Side
from relevo_server.domain.errors import (
    Aborted,
    AlreadyExists,
    ErrorReason,
    FailedPrecondition,
    Fault,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from relevo_server.domain.meeting import MeetingDraft, MeetingState
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.usecases.agreements import create_agreement, get_agreement, list_agreements
from relevo_server.usecases.meetings import create_meeting, get_meeting, hold_meeting, list_meetings
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.writing import Write
from tests.server.world import (
    ACAPULCO,
    CENTRO,
    GUERRERO,
    NOROESTE,
    TODAY,
    clock_of,
    held_meeting,
    live_agreement,
    open_ports,
    settle,
)

DRAFT = MeetingDraft(CENTRO, "Regional meeting", TODAY, ("Governor of Guerrero",), ("Patrols",))
AGREED = AgreementDraft("Support", TODAY, TODAY + timedelta(days=90), (ACAPULCO,))


def test_a_meeting_is_convened_and_held(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, DRAFT, meeting_id="centro-2025-01")
    assert get_meeting(ports, LOCAL, "meetings/centro-2025-01") == meeting
    held = hold_meeting(ports, LOCAL, meeting.name, ("Governor of Guerrero",), etag=meeting.etag)
    assert (held.state, held.attending_offices) == (MeetingState.HELD, ("Governor of Guerrero",))
    with pytest.raises(FailedPrecondition) as caught:
        hold_meeting(ports, LOCAL, meeting.name, ())
    assert caught.value.reason is ErrorReason.STATE_FORBIDS


def test_a_meeting_to_come_was_not_held(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, replace(DRAFT, day=TODAY + timedelta(days=1)))
    with pytest.raises(InvalidArgument, match="was refused"):
        hold_meeting(ports, LOCAL, meeting.name, ())
    clock_of(ports).move(days=1)
    hold_meeting(ports, LOCAL, meeting.name, ())


def test_every_fault_is_named_at_once(ports: Ports) -> None:
    read = Write(faults=(Fault("meeting.date", "2025-02-30 is no day", "Check it"),), request_id="x" * 65)
    with pytest.raises(InvalidArgument) as caught:
        create_meeting(ports, LOCAL, MeetingDraft("regions/nowhere", "\x07", None), meeting_id="NO ID", write=read)
    assert [(fault.field, fault.reason) for fault in caught.value.faults] == [
        ("meeting.date", ErrorReason.INVALID_FIELDS),
        ("request_id", ErrorReason.INVALID_FIELDS),
        ("meeting.title", ErrorReason.INVALID_FIELDS),
        ("meeting_id", ErrorReason.INVALID_FIELDS),
        ("meeting.region", ErrorReason.NOT_FOUND),
    ]
    assert list_meetings(ports, LOCAL, PageRequest()).items == ()


def test_an_unknown_region_alone_is_not_found(ports: Ports) -> None:
    with pytest.raises(NotFound):
        create_meeting(ports, LOCAL, replace(DRAFT, region="regions/nowhere"))


def test_a_taken_id_is_told(ports: Ports) -> None:
    create_meeting(ports, LOCAL, DRAFT, meeting_id="a")
    with pytest.raises(AlreadyExists):
        create_meeting(ports, LOCAL, DRAFT, meeting_id="a")


def test_a_stale_etag_is_refused(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, DRAFT)
    with pytest.raises(Aborted):
        hold_meeting(ports, LOCAL, meeting.name, (), etag="stale")
    assert get_meeting(ports, LOCAL, meeting.name).state is MeetingState.CONVENED


def test_a_retry_gets_the_first_answer_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "relevo.db"
    ports = open_ports(path)
    settle(ports)
    write = Write("retry-1")
    first = create_meeting(ports, LOCAL, DRAFT, write=write)
    hold_meeting(ports, LOCAL, first.name, ())
    assert create_meeting(ports, LOCAL, DRAFT, write=write) == first
    assert create_meeting(open_ports(path), LOCAL, DRAFT, write=write) == first
    assert len(list_meetings(ports, LOCAL, PageRequest()).items) == 1


def test_a_request_id_belongs_to_one_request_of_one_caller(ports: Ports) -> None:
    write = Write("once")
    first = create_meeting(ports, LOCAL, DRAFT, write=write)
    with pytest.raises(InvalidArgument) as caught:
        create_meeting(ports, LOCAL, replace(DRAFT, title="Another"), write=write)
    assert caught.value.reason is ErrorReason.REQUEST_ID_REUSED
    other = Principal("principals/other", frozenset({Role.COORDINATOR}))
    assert create_meeting(ports, other, DRAFT, write=write) != first


def test_a_refused_request_is_not_remembered(ports: Ports) -> None:
    write = Write("again")
    with pytest.raises(NotFound):
        create_meeting(ports, LOCAL, replace(DRAFT, region="regions/nowhere"), write=write)
    assert create_meeting(ports, LOCAL, DRAFT, write=write).region == CENTRO


def test_validate_only_looks_and_leaves_no_trace(ports: Ports) -> None:
    look = Write("look", validate_only=True)
    assert create_meeting(ports, LOCAL, DRAFT, meeting_id="a", write=look).name == "meetings/a"
    assert list_meetings(ports, LOCAL, PageRequest()).items == ()
    assert create_meeting(ports, LOCAL, DRAFT, meeting_id="a", write=Write("look")).name == "meetings/a"
    with pytest.raises(AlreadyExists):
        create_meeting(ports, LOCAL, DRAFT, meeting_id="a", write=Write(validate_only=True))


def test_meetings_are_listed_newest_first_and_filtered(ports: Ports) -> None:
    for number, (region, days) in enumerate([(CENTRO, 3), (NOROESTE, 2), (CENTRO, 5), (CENTRO, 3)]):
        draft = replace(DRAFT, region=region, day=TODAY + timedelta(days=days))
        create_meeting(ports, LOCAL, draft, meeting_id=f"m{number}")
    page = list_meetings(ports, LOCAL, PageRequest(filter='region = "regions/centro"'))
    assert [meeting.name for meeting in page.items] == ["meetings/m2", "meetings/m3", "meetings/m0"]


def test_pages_survive_inserts(ports: Ports) -> None:
    for number in range(5):
        create_meeting(ports, LOCAL, replace(DRAFT, day=TODAY + timedelta(days=10 * number)), meeting_id=f"m{number}")
    first = list_meetings(ports, LOCAL, PageRequest(size=2))
    create_meeting(ports, LOCAL, replace(DRAFT, day=TODAY + timedelta(days=99)), meeting_id="before")
    create_meeting(ports, LOCAL, replace(DRAFT, day=TODAY + timedelta(days=15)), meeting_id="behind")
    seen = [*first.items]
    token = first.next_token
    while token:
        page = list_meetings(ports, LOCAL, PageRequest(size=2, token=token))
        seen += page.items
        token = page.next_token
    names = [meeting.name.removeprefix("meetings/") for meeting in seen]
    assert names == ["m4", "m3", "m2", "behind", "m1", "m0"]


# A number without an end, and brackets without one.
FORGED = [
    lambda _, text=text: urlsafe_b64encode(text).decode().rstrip("=")
    for text in (b'["x",[["i",1e999]],"y"]', b"[" * 100_000)
]


@pytest.mark.parametrize(
    "spoil", [lambda t: t + "A", lambda t: t[:-3], lambda _: "ñ", lambda _: "bm90IGpzb24", *FORGED]
)
def test_a_spoilt_page_token_is_refused(ports: Ports, spoil: object) -> None:
    for number in range(3):
        create_meeting(ports, LOCAL, DRAFT, meeting_id=f"m{number}")
    token = list_meetings(ports, LOCAL, PageRequest(size=1)).next_token
    for bad in (
        PageRequest(size=1, token=spoil(token)),  # type: ignore[operator]
        PageRequest(size=1, token=token, filter='region = "regions/centro"'),
    ):
        with pytest.raises(InvalidArgument) as caught:
            list_meetings(ports, LOCAL, bad)
        assert caught.value.reason is ErrorReason.PAGE_TOKEN_INVALID


@pytest.mark.parametrize("size", [-1, 1001])
def test_a_page_has_a_stated_size(ports: Ports, size: int) -> None:
    with pytest.raises(InvalidArgument):
        list_meetings(ports, LOCAL, PageRequest(size=size))


def test_nobody_does_what_the_roles_do_not_say(ports: Ports) -> None:
    nobody = Principal("principals/nobody")
    reader = Principal("principals/reader", frozenset({Role.READER}))
    meeting = create_meeting(ports, LOCAL, DRAFT)
    assert get_meeting(ports, reader, meeting.name) == meeting
    for principal, call in (
        (nobody, lambda p: get_meeting(ports, p, meeting.name)),
        (nobody, lambda p: list_meetings(ports, p, PageRequest())),
        (reader, lambda p: create_meeting(ports, p, DRAFT)),
        (reader, lambda p: hold_meeting(ports, p, meeting.name, ())),
        (reader, lambda p: create_agreement(ports, p, meeting.name, AGREED)),
    ):
        with pytest.raises(PermissionDenied):
            call(principal)


def test_an_agreement_needs_a_held_meeting(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, DRAFT)
    with pytest.raises(FailedPrecondition) as caught:
        create_agreement(ports, LOCAL, meeting.name, AGREED)
    assert caught.value.reason is ErrorReason.STATE_FORBIDS
    hold_meeting(ports, LOCAL, meeting.name, ())
    agreement = create_agreement(ports, LOCAL, meeting.name, AGREED, agreement_id="support")
    assert agreement.name == f"{meeting.name}/agreements/support"
    assert get_agreement(ports, LOCAL, agreement.name) == agreement


def test_commitments_without_an_id_get_one(ports: Ports) -> None:
    promises = [CommitmentDraft(Side.LOCAL, "Recruit", TODAY, commitment_id=given) for given in ("", "c1", "")]
    agreement = create_agreement(ports, LOCAL, held_meeting(ports), replace(AGREED, commitments=tuple(promises)))
    assert [commitment.commitment_id for commitment in agreement.commitments] == ["c2", "c1", "c3"]


def test_an_agreement_names_every_fault(ports: Ports) -> None:
    draft = AgreementDraft(
        "", date(2024, 1, 1), date(2025, 1, 1), ("municipalities/12998", ACAPULCO), ("states/31", GUERRERO)
    )
    with pytest.raises(InvalidArgument) as caught:
        create_agreement(ports, LOCAL, "meetings/none", draft)
    assert [fault.field for fault in caught.value.faults] == [
        "agreement.end_date",
        "parent",
        "agreement.municipalities[0]",
        "agreement.states[0]",
    ]


def test_agreements_are_listed_by_meeting_or_all(ports: Ports) -> None:
    first = live_agreement(ports)
    clock_of(ports).move(seconds=1)
    second = live_agreement(ports)
    assert list_agreements(ports, LOCAL, first.meeting, PageRequest()).items == (first,)
    assert list_agreements(ports, LOCAL, "meetings/-", PageRequest()).items == (first, second)
    token = list_agreements(ports, LOCAL, "meetings/-", PageRequest(size=1)).next_token
    assert list_agreements(ports, LOCAL, "meetings/-", PageRequest(token=token)).items == (second,)
