"""Watchers: the present state first, every change, a sign of life in between, and an end."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import grpc
import psutil
import pytest

from relevo.v1.planning_service_pb2 import WatchPlanRequest
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from relevo_server.domain.operation import Operation, OperationState, Progress
from relevo_server.domain.principal import LOCAL
from relevo_server.rpc.watching import Seen, Sight, watched
from relevo_server.usecases.operations import advance_operation, cancel_operation, delete_operation, stop_operation
from relevo_server.usecases.proposing import begin_proposal
from tests.server.jobs.staged import asked, queue
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told

WATCHERS = 50
NOW = datetime(2025, 1, 6, tzinfo=UTC)
QUEUED = Operation("operations/o", "ProposePlan", "principals/a", "{}", 30.0, NOW, NOW)
BEGUN = QUEUED.begin(NOW)
FOUND = BEGUN.advance(Progress("searching", 1.0, 2.0, 5.0), NOW)
DONE = FOUND.succeed("plans/p", NOW)


class Script:
    """Changes as a test tells them: each step of time may bring a state."""

    def __init__(self, *states: Operation | None, step_seconds: float = 1.0) -> None:
        first, *self._later = states
        assert first is not None
        self._state, self._step = first, step_seconds
        self.count, self.now, self.reads, self.is_open = 0, 0.0, 0, True

    def read(self) -> Operation:
        self.reads += 1
        return self._state

    def changes(self, seen: int, seconds: float) -> int:
        if seconds <= 0.0:
            return self.count
        assert seconds <= self._step
        self.now += self._step
        if self._later:
            state = self._later.pop(0)
            if state is not None:
                self._state = state
                self.count += 1
        else:
            self.is_open = False
        return self.count

    def clock(self) -> float:
        return self.now

    def watch(self, after: int = 0, heartbeat: float = 10.0, active: Callable[[], bool] = lambda: True) -> list[Seen]:
        return list(watched(self.read, self, active, after, heartbeat, self.clock))


def test_the_present_state_then_every_change_then_the_end() -> None:
    script = Script(QUEUED, None, BEGUN, FOUND, None, DONE, None)
    assert script.watch() == [Seen(QUEUED), Seen(BEGUN), Seen(FOUND), Seen(DONE)]
    assert script.reads == 4, "the records are read only when something has changed"


def test_a_resumed_watch_goes_on_behind_what_was_seen() -> None:
    assert Script(FOUND, None, DONE).watch(after=FOUND.version) == [Seen(DONE)]
    assert Script(DONE).watch(after=DONE.version) == [Seen(DONE)], "an end is told in any case"


def test_silence_is_broken_by_heartbeats() -> None:
    script = Script(FOUND, *[None] * 7, DONE)
    assert script.watch(heartbeat=3.0) == [Seen(FOUND), Seen(FOUND, True), Seen(FOUND, True), Seen(DONE)]


def test_changes_of_other_operations_are_not_told() -> None:
    assert Script(FOUND, FOUND, FOUND, DONE).watch() == [Seen(FOUND), Seen(DONE)]


def test_a_watcher_that_goes_away_ends_its_stream() -> None:
    script = Script(FOUND, *[None] * 50)
    assert script.watch(active=lambda: script.now < 2.0) == [Seen(FOUND)]
    assert script.now == 2.0


def test_a_server_that_stops_lets_its_watchers_go() -> None:
    assert Script(FOUND, None, None).watch() == [Seen(FOUND)]


def test_many_who_look_between_two_changes_read_once() -> None:
    script = Script(QUEUED, BEGUN, FOUND, step_seconds=60.0)
    sight = Sight(script, lambda _name: script.read())
    assert [sight.of("operations/o") for _ in range(50)] == [QUEUED] * 50
    assert script.reads == 1
    script.changes(0, 1.0)
    assert [sight.of("operations/o") for _ in range(50)] == [BEGUN] * 50
    assert script.reads == 2
    sight.of("operations/other")
    assert script.reads == 3, "another operation is another read"


@pytest.mark.parametrize(
    ("operation", "seconds", "left"),
    [(QUEUED, 100.0, 30.0), (BEGUN, 4.0, 26.0), (FOUND, 4.0, 21.0), (FOUND, 40.0, 0.0), (DONE, 0.0, 0.0)],
)
def test_time_left(operation: Operation, seconds: float, left: float) -> None:
    assert operation.seconds_left(NOW + timedelta(seconds=seconds)) == left
    assert replace(operation, state=OperationState.FAILED).seconds_left(NOW) == 0.0


class TestOverTheWire:
    def test_many_watchers_see_the_same_end(self, running: Running) -> None:
        name = queue(running.ports, asked(running.ports))
        begin_proposal(running.ports, name)
        stub = PlanningServiceStub(running.channel)
        request = WatchPlanRequest(operation=name)
        streams = [stub.WatchPlan(request, metadata=running.known, timeout=20) for _ in range(WATCHERS)]
        assert {next(stream).metadata.phase for stream in streams} == {"queued"}
        advance_operation(running.ports, name, 1, Progress("searching", 1.0, 2.0, 0.5))
        cancel_operation(running.ports, LOCAL, name)
        ended = stop_operation(running.ports, name, 1)
        running.queue.wake()
        for stream in streams:
            *_, last = stream
            assert (last.done, last.sequence, last.metadata.incumbent) == (True, ended.version, 1.0)

    def test_watchers_that_go_away_cost_nothing(self, running: Running) -> None:
        """Neither rooms in the house, nor threads, nor file handles, however often they come and go."""
        name = queue(running.ports, asked(running.ports))
        stub = PlanningServiceStub(running.channel)
        held: list[tuple[int, int]] = []
        for _ in range(3):
            streams = [
                stub.WatchPlan(WatchPlanRequest(operation=name), metadata=running.known) for _ in range(WATCHERS)
            ]
            for stream in streams:
                assert next(stream).metadata.phase == "queued"
            assert running.threads.watch.taken == WATCHERS
            for stream in streams:
                stream.cancel()
            count = -1
            while running.threads.watch.taken:
                count = running.queue.changes(count, 0.05)
            held.append((threading.active_count(), psutil.Process().num_fds()))
        # One thread or handle a watcher would be twice as many more; the pool of connections keeps some open.
        (threads, handles), _, (threads_last, handles_last) = held
        assert threads_last < threads + WATCHERS, held
        assert handles_last < handles + WATCHERS, held

    def test_one_watcher_too_many_is_refused_at_once(self, running: Running) -> None:
        name = queue(running.ports, asked(running.ports))
        stub = PlanningServiceStub(running.channel)
        request = WatchPlanRequest(operation=name)
        room = running.threads.watch.room
        streams = [stub.WatchPlan(request, metadata=running.known, timeout=60) for _ in range(room)]
        for stream in streams:
            next(stream)
        found = told(lambda: next(stub.WatchPlan(request, metadata=running.known, timeout=20)))
        assert (found.code, found.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED")
        assert found.retry_seconds == 1
        cancel_operation(running.ports, LOCAL, name)
        running.queue.wake()
        for stream in streams:
            *_, last = stream
            assert last.done

    def test_a_deleted_operation_is_watched_no_more(self, running: Running) -> None:
        name = queue(running.ports, asked(running.ports))
        cancel_operation(running.ports, LOCAL, name)
        delete_operation(running.ports, LOCAL, name)
        stub = PlanningServiceStub(running.channel)
        found = told(lambda: next(stub.WatchPlan(WatchPlanRequest(operation=name), metadata=running.known)))
        assert (found.code, found.resources) == (grpc.StatusCode.NOT_FOUND, [name])

    def test_an_unknown_operation_is_not_found(self, running: Running) -> None:
        stub = PlanningServiceStub(running.channel)
        call = lambda: next(stub.WatchPlan(WatchPlanRequest(operation="operations/none"), metadata=running.known))  # noqa: E731
        found = told(call)
        assert (found.code, found.reason) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
        assert found.resources == ["operations/none"]

    @pytest.mark.parametrize(
        ("request_", "field"),
        [
            (WatchPlanRequest(operation="plans/p"), "operation"),
            (WatchPlanRequest(operation="operations/o", heartbeat_seconds=-1), "heartbeat_seconds"),
            (WatchPlanRequest(operation="operations/o", after_sequence=-1), "after_sequence"),
        ],
    )
    def test_a_bad_request_names_its_field(self, running: Running, request_: WatchPlanRequest, field: str) -> None:
        stub = PlanningServiceStub(running.channel)
        found = told(lambda: next(stub.WatchPlan(request_, metadata=running.known, timeout=20)))
        assert found.code is grpc.StatusCode.INVALID_ARGUMENT
        assert set(found.fields) == {field}
