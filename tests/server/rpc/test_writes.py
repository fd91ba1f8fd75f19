"""What makes writes safe to repeat and lists safe to walk, as a caller sees it."""

import grpc
import pytest
from google.type.date_pb2 import Date

from relevo.v1.force_service_pb2 import CreatePoolRequest, ListPoolsRequest
from relevo.v1.force_service_pb2_grpc import ForceServiceStub
from relevo.v1.geography_service_pb2 import ListMunicipalitiesRequest
from relevo.v1.geography_service_pb2_grpc import GeographyServiceStub
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.meeting_service_pb2 import CreateMeetingRequest, HoldMeetingRequest, ListMeetingsRequest
from relevo.v1.meeting_service_pb2_grpc import MeetingServiceStub
from relevo.v1.pool_pb2 import CAPABILITY_PATROL, Pool
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told
from tests.server.world import CENTRO

POOL = Pool(agency="Agency", capability=CAPABILITY_PATROL, teams=5, officers_per_team=30, illustrative=True)


@pytest.fixture
def pools(running: Running) -> ForceServiceStub:
    return ForceServiceStub(running.channel)


@pytest.fixture
def meetings(running: Running) -> MeetingServiceStub:
    return MeetingServiceStub(running.channel)


def count(running: Running, pools: ForceServiceStub) -> int:
    return len(pools.ListPools(ListPoolsRequest(), metadata=running.known).pools)


def test_a_repeated_request_gives_the_same_answer_and_writes_once(running: Running, pools: ForceServiceStub) -> None:
    request = CreatePoolRequest(pool=POOL, request_id="again")
    first = pools.CreatePool(request, metadata=running.known)
    assert pools.CreatePool(request, metadata=running.known) == first
    assert count(running, pools) == 1


def test_another_request_under_the_same_id_is_refused(running: Running, pools: ForceServiceStub) -> None:
    pools.CreatePool(CreatePoolRequest(pool=POOL, request_id="once"), metadata=running.known)
    other = CreatePoolRequest(pool=POOL, request_id="once")
    other.pool.teams = 6
    found = told(lambda: pools.CreatePool(other, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")
    assert count(running, pools) == 1


def test_validating_writes_nothing(running: Running, pools: ForceServiceStub) -> None:
    pools.CreatePool(CreatePoolRequest(pool=POOL, validate_only=True), metadata=running.known)
    assert count(running, pools) == 0


def test_an_id_is_given_once(running: Running, pools: ForceServiceStub) -> None:
    request = CreatePoolRequest(pool=POOL, pool_id="patrol")
    pools.CreatePool(request, metadata=running.known)
    found = told(lambda: pools.CreatePool(request, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.ALREADY_EXISTS, "ALREADY_EXISTS")


def test_a_stale_etag_is_aborted(running: Running, meetings: MeetingServiceStub) -> None:
    wanted = Meeting(region=CENTRO, title="Regional meeting", date=Date(year=2025, month=1, day=15))
    made = meetings.CreateMeeting(CreateMeetingRequest(meeting=wanted), metadata=running.known)
    assert made.etag
    stale = HoldMeetingRequest(name=made.name, attending_offices=["Secretariat"], etag="0")
    found = told(lambda: meetings.HoldMeeting(stale, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.ABORTED, "STALE_ETAG")
    fresh = HoldMeetingRequest(name=made.name, attending_offices=["Secretariat"], etag=made.etag)
    assert meetings.HoldMeeting(fresh, metadata=running.known).state == Meeting.STATE_HELD


def test_a_list_is_walked_page_by_page(running: Running) -> None:
    places = GeographyServiceStub(running.channel)
    names, token = [], ""
    for _ in range(10):
        page = places.ListMunicipalities(
            ListMunicipalitiesRequest(page_size=3, page_token=token), metadata=running.known
        )
        names += [place.name for place in page.municipalities]
        token = page.next_page_token
        if not token:
            break
    assert len(names) == len(set(names)) == 4


def test_the_token_of_another_list_is_refused(running: Running, meetings: MeetingServiceStub) -> None:
    places = GeographyServiceStub(running.channel)
    page = places.ListMunicipalities(ListMunicipalitiesRequest(page_size=1), metadata=running.known)
    request = ListMeetingsRequest(page_token=page.next_page_token)
    found = told(lambda: meetings.ListMeetings(request, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID")


@pytest.mark.parametrize("token", ["x", "é", "=" * 40, "A" * 3000])
def test_a_token_that_nobody_gave_is_refused(running: Running, meetings: MeetingServiceStub, token: str) -> None:
    found = told(lambda: meetings.ListMeetings(ListMeetingsRequest(page_token=token), metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID")
