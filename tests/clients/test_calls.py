"""What every call carries."""

from google.protobuf.message import Message

import relevo_client
from relevo.v1.geography_pb2 import Region
from relevo.v1.geography_service_pb2 import GetRegionRequest
from relevo.v1.geography_service_pb2_grpc import GeographyServiceStub
from relevo.v1.intake_service_pb2 import ImportFileRequest, ImportFileResponse
from relevo.v1.intake_service_pb2_grpc import IntakeServiceStub
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.meeting_service_pb2 import CreateMeetingRequest
from relevo.v1.meeting_service_pb2_grpc import MeetingServiceStub
from relevo.v1.planning_service_pb2 import WatchPlanRequest, WatchPlanResponse
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from tests.clients.fake_server import FakeServer


def answer(_: object) -> Message:
    return Meeting(name="meetings/m1")


def test_every_call_has_a_deadline_and_shows_the_token(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["GetRegion"] = lambda _: Region(name="regions/centro")
    relevo.geography.region("centro")
    (call,) = fake.calls
    assert 0 < call.seconds_left < 61
    assert call.metadata["authorization"] == "Bearer secret"
    assert int(call.metadata["relevo-detail-bytes"]) >= 1 << 20


def test_no_token_no_header(fake: FakeServer) -> None:
    fake.answers["GetRegion"] = lambda _: Region(name="regions/centro")
    with relevo_client.connect(fake.address, "") as client:
        client.geography.region("centro")
    assert "authorization" not in fake.calls[0].metadata


def test_stubs_of_others_show_the_token_too(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["GetRegion"] = lambda _: Region(name="regions/centro")
    fake.answers["WatchPlan"] = lambda _: iter([WatchPlanResponse(done=True)])  # type: ignore[assignment,return-value]
    fake.answers["ImportFile"] = lambda _: ImportFileResponse()
    GeographyServiceStub(relevo.channel).GetRegion(GetRegionRequest(name="regions/centro"), metadata=(("own", "1"),))
    list(PlanningServiceStub(relevo.channel).WatchPlan(WatchPlanRequest(operation="operations/o1")))
    IntakeServiceStub(relevo.channel).ImportFile(iter([ImportFileRequest()]))
    assert [call.metadata["authorization"] for call in fake.calls] == ["Bearer secret"] * 3
    assert fake.calls[0].metadata["own"] == "1"


def test_each_write_has_its_own_request_id(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["CreateMeeting"] = answer
    for _ in range(2):
        relevo.meetings.create(Meeting(region="regions/centro"))
    first, second = (request.request_id for request in fake.requests("CreateMeeting"))
    assert first
    assert first != second


def test_a_callers_request_id_is_kept(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["CreateMeeting"] = answer
    stub = MeetingServiceStub(relevo.calls.channel)
    relevo.calls.unary(stub.CreateMeeting, CreateMeetingRequest(request_id="mine"))
    assert fake.requests("CreateMeeting")[0].request_id == "mine"
