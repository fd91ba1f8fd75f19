"""Lists as iterators."""

import relevo_client
from relevo.v1.force_service_pb2 import ListPoolsRequest, ListPoolsResponse
from relevo.v1.pool_pb2 import Pool
from tests.clients.fake_server import FakeServer

PAGES = {
    "": ListPoolsResponse(pools=[Pool(name="pools/a"), Pool(name="pools/b")], next_page_token="2"),
    "2": ListPoolsResponse(next_page_token="3"),
    "3": ListPoolsResponse(pools=[Pool(name="pools/c")]),
}


def answer(request: ListPoolsRequest) -> ListPoolsResponse:
    return PAGES[request.page_token]


def test_every_row_of_every_page_comes_once(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["ListPools"] = answer
    assert [pool.name for pool in relevo.force.pools()] == ["pools/a", "pools/b", "pools/c"]


def test_a_page_is_fetched_when_it_is_needed(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["ListPools"] = answer
    pools = relevo.force.pools()
    assert not fake.calls
    next(pools)
    next(pools)
    assert len(fake.calls) == 1
