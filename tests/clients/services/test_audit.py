"""The trail followed: a broken stream is taken up where it broke."""

from typing import Any

import grpc
import pytest

import relevo_client
from relevo.v1.audit_service_pb2 import AuditEvent, WatchEventsResponse
from relevo_client import RelevoError
from tests.clients.fake_server import FakeServer, Refused


def told(sequence: int) -> WatchEventsResponse:
    return WatchEventsResponse(sequence=sequence, audit_event=AuditEvent(sequence=sequence, sha256=f"{sequence:064x}"))


def heartbeat(sequence: int) -> WatchEventsResponse:
    return WatchEventsResponse(sequence=sequence, heartbeat=True)


def test_a_broken_stream_is_taken_up_behind_what_was_seen(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    gone = Refused(grpc.StatusCode.FAILED_PRECONDITION, "removed")
    streams = iter([[told(1), heartbeat(1), told(3)], [heartbeat(3), heartbeat(8)], [told(9)], gone])

    def answer(_request: object) -> Any:
        following = next(streams)
        if isinstance(following, Refused):
            raise following
        return iter(following)

    fake.answers["WatchEvents"] = answer
    pauses = list[float]()
    answers = relevo.audit.watch(kinds=["Pool"], record_prefix="pools/", pause=pauses.append)
    assert [next(answers).sequence for _ in range(3)] == [1, 3, 9]
    with pytest.raises(RelevoError, match="removed"):
        next(answers)
    assert pauses == [1.0, 1.0, 1.0]
    asked = [(request.after_sequence, request.after_sha256[-1:]) for request in fake.requests("WatchEvents")]
    assert asked == [(0, ""), (3, "3"), (8, ""), (9, "9")]
    assert {(tuple(r.kinds), r.record_prefix) for r in fake.requests("WatchEvents")} == {(("Pool",), "pools/")}


def test_a_server_that_stays_away_is_given_up(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    def answer(_request: object) -> Any:
        raise Refused(grpc.StatusCode.UNAVAILABLE, "gone")

    fake.answers["WatchEvents"] = answer
    pauses = list[float]()
    with pytest.raises(RelevoError, match="UNAVAILABLE"):
        next(relevo.audit.watch(most_failures=1, pause=pauses.append))
    assert len(pauses) == 1
