"""Days out of range, texts of a megabyte, control characters, ends before starts: all named at once, nothing kept."""

import grpc
from google.type.date_pb2 import Date

from relevo.v1.agreement_pb2 import Agreement, Commitment, Waiver
from relevo.v1.meeting_service_pb2 import (
    CreateAgreementRequest,
    CreateWaiverRequest,
    ListAgreementsRequest,
    ListWaiversRequest,
)
from relevo.v1.meeting_service_pb2_grpc import MeetingServiceStub
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told
from tests.server.world import ACAPULCO, held_meeting

MEGABYTE = "x" * (1 << 20)
EARLY, LATE = Date(year=1969, month=12, day=31), Date(year=2101, month=1, day=1)


def test_an_agreement_names_everything_that_is_wrong(running: Running) -> None:
    meetings = MeetingServiceStub(running.channel)
    promise = Commitment(side="SIDE_LOCAL", promise=MEGABYTE, due_date=EARLY, from_date=LATE, office="a\x07b")
    wanted = Agreement(states=["states/12", "12"], start_date=EARLY, end_date=LATE, commitments=[promise])
    request = CreateAgreementRequest(parent=held_meeting(running.ports), agreement=wanted)
    found = told(lambda: meetings.CreateAgreement(request, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    promised = "agreement.commitments[0]"
    assert {
        "agreement.states[1]",
        "agreement.start_date",
        "agreement.end_date",
        f"{promised}.promise",
        f"{promised}.due_date",
        f"{promised}.from_date",
        f"{promised}.office",
    } <= set(found.fields)
    assert not meetings.ListAgreements(ListAgreementsRequest(parent="meetings/-"), metadata=running.known).agreements


def test_a_waiver_that_ends_before_it_starts_is_refused(running: Running) -> None:
    meetings = MeetingServiceStub(running.channel)
    start, end = Date(year=2025, month=2, day=1), Date(year=2025, month=1, day=1)
    waiver = Waiver(municipality=ACAPULCO, office="Office", reasons=["\x00"], start_date=start, end_date=end)
    found = told(lambda: meetings.CreateWaiver(CreateWaiverRequest(waiver=waiver), metadata=running.known))
    assert {"waiver.reasons[0]", "waiver.end_date"} <= set(found.fields)
    assert not meetings.ListWaivers(ListWaiversRequest(), metadata=running.known).waivers
