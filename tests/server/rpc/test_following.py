"""Followers of the trail: what was missed, every event at once, a sign of life in between, and threads of their own."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import grpc
import pytest

from relevo.v1.audit_service_pb2 import ExportAuditEventsRequest, WatchEventsRequest
from relevo.v1.audit_service_pb2_grpc import AuditServiceStub
from relevo_server.domain.audit import AuditAction, AuditEvent
from relevo_server.domain.principal import LOCAL
from relevo_server.rpc.following import Told, followed
from relevo_server.usecases.audit import verify_trail
from relevo_server.usecases.audit_feed import Missed
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told
from tests.server.world import patrol_pool

FIRST = AuditEvent(
    1, datetime(2025, 1, 6, tzinfo=UTC), "principals/a", "Do", AuditAction.CREATE, "Pool", "pools/p", "", "{}", "", ""
)


def event(sequence: int) -> AuditEvent:
    return replace(FIRST, sequence=sequence)


class Script:
    """A trail as a test tells it: each step of time may bring events, those left out included."""

    def __init__(self, *batches: list[int] | None, batch: int = 100, others: int = 0) -> None:
        self._later = list(batches)
        self._trail: list[int] = list(self._later.pop(0) or [])
        self._batch, self._others = batch, others
        self.count, self.now, self.reads = 0, 0.0, 0

    def read(self, after: int) -> Missed:
        self.reads += 1
        found = [number for number in self._trail if number > after][: self._batch]
        is_all = len(found) < self._batch
        end = max([after, *self._trail, self._others]) if is_all else found[-1]
        return Missed(tuple(map(event, found)), end, is_all)

    def changes(self, seen: int, seconds: float) -> int:
        if seconds > 0.0 and seen == self.count:
            self.now += seconds
            following = self._later.pop(0) if self._later else None
            if following is not None:
                self._trail += following
                self.count += 1
        return self.count

    def follow(self, until: float, after: int = 0, heartbeat: float = 10.0) -> list[Told]:
        wanted: Callable[[], bool] = lambda: self.now < until  # noqa: E731
        return list(followed(self.read, self.changes, wanted, after, heartbeat, lambda: self.now))


def test_what_was_missed_then_every_event() -> None:
    script = Script([1, 2], None, [3], [4, 5])
    assert [told.sequence for told in script.follow(5.0)] == [1, 2, 3, 4, 5]
    assert script.reads == 3, "the records are read only when something was written"


def test_a_resumed_stream_goes_on_behind_what_was_seen() -> None:
    assert [told.sequence for told in Script([1, 2, 3], [4]).follow(3.0, after=2)] == [3, 4]


def test_a_long_absence_is_made_up_for_batch_by_batch() -> None:
    assert [told.sequence for told in Script(list(range(1, 8)), batch=3).follow(1.0)] == list(range(1, 8))


def test_silence_is_broken_by_signs_of_life_that_say_how_far_it_came() -> None:
    script = Script([1], others=6)
    assert script.follow(7.0, heartbeat=3.0) == [Told(1, event(1)), Told(6), Told(6)]


def test_a_follower_that_goes_away_ends_its_stream() -> None:
    script = Script([1], *[None] * 50)
    assert script.follow(2.0) == [Told(1, event(1))]
    assert script.now == 2.0


class TestOverTheWire:
    def test_followers_hear_of_a_write_as_it_happens(self, running: Running) -> None:
        patrol_pool(running.ports)
        stub = AuditServiceStub(running.channel)
        request = WatchEventsRequest(kinds=["Pool"], record_prefix="pools/")
        streams = [stub.WatchEvents(request, metadata=running.known, timeout=60) for _ in range(8)]
        first = {next(stream).audit_event.record for stream in streams}
        made = patrol_pool(running.ports)
        second = [next(stream) for stream in streams]
        assert first != {made.name} == {answer.audit_event.record for answer in second}
        assert {answer.sequence for answer in second} == {second[0].audit_event.sequence}
        for stream in streams:
            stream.cancel()

    def test_a_broken_stream_is_taken_up_without_gap_or_repetition(self, running: Running) -> None:
        stub = AuditServiceStub(running.channel)
        for _ in range(5):
            patrol_pool(running.ports)
        seen, request = [], WatchEventsRequest()
        for _ in range(5):
            stream = stub.WatchEvents(request, metadata=running.known, timeout=60)
            answer = next(stream)
            stream.cancel()
            seen.append(answer.sequence)
            request = WatchEventsRequest(after_sequence=answer.sequence, after_sha256=answer.audit_event.sha256)
        assert seen == [1, 2, 3, 4, 5]

    def test_a_sign_of_life_is_told_on_request(self, running: Running) -> None:
        stub = AuditServiceStub(running.channel)
        request = WatchEventsRequest(kinds=["Meeting"], heartbeat_seconds=0.01)
        answer = next(stub.WatchEvents(request, metadata=running.known, timeout=60))
        assert (answer.heartbeat, answer.sequence, answer.HasField("audit_event")) == (
            True,
            verify_trail(running.ports, LOCAL).events,
            False,
        )

    def test_followers_take_no_thread_of_anybody_else_and_leave_theirs(self, running: Running) -> None:
        patrol_pool(running.ports)
        stub = AuditServiceStub(running.channel)
        room = 32
        streams = [stub.WatchEvents(WatchEventsRequest(), metadata=running.known, timeout=60) for _ in range(room)]
        for stream in streams:
            next(stream)
        assert running.threads.feed.is_full
        refused = told(lambda: next(stub.WatchEvents(WatchEventsRequest(), metadata=running.known, timeout=60)))
        assert (refused.code, refused.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED")
        lines = list(stub.ExportAuditEvents(ExportAuditEventsRequest(), metadata=running.known, timeout=60))
        assert lines[-1].events == verify_trail(running.ports, LOCAL).events
        for stream in streams:
            stream.cancel()
        left = threading.Event()
        while running.threads.feed.is_full:
            left.wait(0.05)
        assert next(stub.WatchEvents(WatchEventsRequest(), metadata=running.known, timeout=60)).sequence == 1

    @pytest.mark.parametrize(
        ("request_", "field"),
        [
            (WatchEventsRequest(after_sequence=-1), "after_sequence"),
            (WatchEventsRequest(after_sha256="x"), "after_sha256"),
            (WatchEventsRequest(kinds=["a b"]), "kinds[0]"),
            (WatchEventsRequest(record_prefix="p%"), "record_prefix"),
            (WatchEventsRequest(heartbeat_seconds=301), "heartbeat_seconds"),
        ],
    )
    def test_a_bad_request_names_its_field(self, running: Running, request_: WatchEventsRequest, field: str) -> None:
        stub = AuditServiceStub(running.channel)
        found = told(lambda: next(stub.WatchEvents(request_, metadata=running.known, timeout=60)))
        assert found.code is grpc.StatusCode.INVALID_ARGUMENT
        assert set(found.fields) == {field}

    def test_an_event_of_another_trail_is_told(self, running: Running) -> None:
        stub = AuditServiceStub(running.channel)
        request = WatchEventsRequest(after_sequence=700)
        found = told(lambda: next(stub.WatchEvents(request, metadata=running.known, timeout=60)))
        assert (found.code, found.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "EVENT_UNKNOWN")
