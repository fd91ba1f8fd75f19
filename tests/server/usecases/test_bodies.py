"""The bodies of 2016 are there from the start, others can be added, and other records name them."""

from dataclasses import replace

import pytest

from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.body import BodyDraft, BodyKind
from relevo_server.domain.errors import Aborted, AlreadyExists, InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.meeting import MeetingDraft
from relevo_server.domain.pool import Capability, PoolDraft
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.bodies import create_body, get_body, list_bodies, update_body
from relevo_server.usecases.force import create_pool
from relevo_server.usecases.meetings import create_meeting, hold_meeting, list_meetings
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from tests.server.world import CENTRO, GUERRERO, TODAY, clock_of, held_meeting

CONFERENCE = BodyDraft("Conference", BodyKind.REGIONAL_CONFERENCE, region=CENTRO)


def test_the_bodies_and_agencies_of_2016_are_there_with_their_source(empty_ports: Ports) -> None:
    known = list_bodies(empty_ports, LOCAL, PageRequest(100)).items
    by_kind = {kind: [body.name.removeprefix("bodies/") for body in known if body.kind is kind] for kind in BodyKind}
    assert by_kind[BodyKind.COUNCIL] == ["national-public-security-council"]
    assert by_kind[BodyKind.SECRETARIAT] == ["executive-secretariat"]
    assert len(by_kind[BodyKind.REGIONAL_CONFERENCE]) == 5
    assert by_kind[BodyKind.FEDERAL_AGENCY] == [
        *("attorney-general", "defence", "federal-police", "intelligence", "interior", "navy")
    ]
    assert all(body.source and body.official_name for body in known)
    secretariat = get_body(empty_ports, LOCAL, "bodies/executive-secretariat")
    assert secretariat.follows_up == "bodies/national-public-security-council"
    agencies = list_bodies(empty_ports, LOCAL, PageRequest(filter='kind = "federal_agency"')).items
    assert len(agencies) == 6


def test_a_body_is_added_and_corrected(ports: Ports) -> None:
    made = create_body(ports, LOCAL, CONFERENCE, body_id="own")
    with pytest.raises(AlreadyExists):
        create_body(ports, LOCAL, CONFERENCE, body_id="navy")
    council = "bodies/national-public-security-council"
    wanted = replace(CONFERENCE, title="Meeting", follows_up=council, source="Minutes")
    changed = update_body(ports, LOCAL, made.name, wanted, frozenset({"title", "follows_up"}), etag=made.etag)
    assert (changed.title, changed.follows_up, changed.source) == ("Meeting", council, "")
    assert get_body(ports, LOCAL, made.name) == changed
    with pytest.raises(Aborted):
        update_body(ports, LOCAL, made.name, wanted, frozenset({"title"}), etag=made.etag)
    # A conference of a region that nobody imported yet can be corrected all the same.
    update_body(ports, LOCAL, "bodies/regional-conference-sureste", wanted, frozenset({"title"}))
    with pytest.raises(PermissionDenied):
        create_body(ports, ANYBODY, CONFERENCE)


def test_every_fault_of_a_body_is_named_and_nothing_changes(ports: Ports) -> None:
    with pytest.raises(InvalidArgument) as caught:
        create_body(ports, LOCAL, BodyDraft("", BodyKind.COUNCIL, "\x00", CENTRO, "bodies/none", "x" * 2_001))
    assert [fault.field for fault in caught.value.faults] == [
        *("body.title", "body.official_name", "body.source", "body.region", "body.follows_up")
    ]
    with pytest.raises(InvalidArgument) as caught:
        create_body(ports, LOCAL, BodyDraft("Conference", BodyKind.REGIONAL_CONFERENCE))
    assert [fault.field for fault in caught.value.faults] == ["body.region"]
    with pytest.raises(InvalidArgument):
        update_body(
            ports, LOCAL, "bodies/navy", BodyDraft("", None, follows_up="bodies/navy"), frozenset({"follows_up"})
        )
    assert get_body(ports, LOCAL, "bodies/navy").version == 1


def test_meetings_agreements_and_pools_name_bodies_or_say_offices_in_words(ports: Ports) -> None:
    convened = ("Governor of Guerrero", "bodies/navy")
    draft = MeetingDraft(CENTRO, "", TODAY, convened, body="bodies/regional-conference-centro")
    meeting = create_meeting(ports, LOCAL, draft)
    held = hold_meeting(ports, LOCAL, meeting.name, convened)
    assert (held.body, held.attending_offices) == (draft.body, convened)
    until = TODAY.replace(year=TODAY.year + 1)
    agreed = AgreementDraft("", TODAY, until, states=(GUERRERO,), follow_up="bodies/executive-secretariat")
    assert create_agreement(ports, LOCAL, held.name, agreed).follow_up == agreed.follow_up
    for agency in ("bodies/federal-police", "Some agency"):
        assert create_pool(ports, LOCAL, PoolDraft(agency, Capability.PATROL, 1, 30)).agency == agency


def test_a_body_that_nobody_added_is_refused_and_nothing_is_kept(ports: Ports) -> None:
    unknown = "bodies/none"
    with pytest.raises(NotFound) as caught:
        create_meeting(ports, LOCAL, MeetingDraft(CENTRO, "", TODAY, ("Office", unknown), body=unknown))
    assert [fault.field for fault in caught.value.faults] == ["meeting.body", "meeting.convened_offices[1]"]
    meeting = create_meeting(ports, LOCAL, MeetingDraft(CENTRO, "", TODAY))
    with pytest.raises(NotFound) as caught:
        hold_meeting(ports, LOCAL, meeting.name, (unknown,))
    assert [fault.field for fault in caught.value.faults] == ["attending_offices[0]"]
    until = clock_of(ports).at.date().replace(year=2026)
    held, draft = held_meeting(ports), AgreementDraft("", TODAY, until, states=(GUERRERO,), follow_up=unknown)
    with pytest.raises(NotFound):
        create_agreement(ports, LOCAL, held, draft)
    with pytest.raises(NotFound):
        create_pool(ports, LOCAL, PoolDraft(unknown, Capability.PATROL, 1, 30))
    assert [known.state.value for known in list_meetings(ports, LOCAL, PageRequest()).items] == ["held", "convened"]
