"""Proposals as futures."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.longrunning.operations_pb2 import Operation
from google.protobuf.empty_pb2 import Empty
from google.rpc.code_pb2 import FAILED_PRECONDITION
from google.rpc.status_pb2 import Status

import relevo_client
from relevo.v1.plan_pb2 import Plan
from relevo.v1.planning_service_pb2 import ProposePlanMetadata, ProposePlanRequest, WatchPlanResponse
from relevo_client import PendingPlan, RelevoError
from tests.clients.fake_server import FakeServer, Refused


def operation(phase: str, *, plan: Plan | None = None, error: Status | None = None) -> Operation:
    made = Operation(name="operations/o1", done=plan is not None or error is not None, error=error)
    made.metadata.Pack(ProposePlanMetadata(phase=phase))
    if plan is not None:
        made.response.Pack(plan)
    return made


def proposal(fake: FakeServer, relevo: relevo_client.Relevo, *states: Operation) -> PendingPlan:
    following: Iterator[Operation] = iter(states)
    fake.answers["ProposePlan"] = lambda _: next(following)
    fake.answers["GetOperation"] = lambda _: next(following)
    return relevo.planning.propose(ProposePlanRequest(ranking="rankings/r1"))


def test_the_plan_comes_after_its_progress(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    states = (operation("queued"), operation("pricing"), operation("done", plan=Plan(name="plans/p1")))
    pending = proposal(fake, relevo, *states)
    phases, pauses = list[str](), list[float]()
    plan = pending.result(lambda metadata: phases.append(metadata.phase), pause=pauses.append)
    assert plan.name == "plans/p1"
    assert phases == ["pricing", "done"]
    assert pauses == [0.1]
    assert pending.is_done


def test_a_plan_that_is_ready_at_once_needs_no_look(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    pending = proposal(fake, relevo, operation("done", plan=Plan(name="plans/p1")))
    assert pending.result().name == "plans/p1"
    assert not fake.requests("GetOperation")


def test_what_planning_was_refused_for_is_raised(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    status = Status(code=FAILED_PRECONDITION, message="no pools")
    pending = proposal(fake, relevo, operation("queued"), operation("reading", error=status))
    with pytest.raises(RelevoError, match="FAILED_PRECONDITION: no pools"):
        pending.result(pause=lambda _: None)


def test_waiting_ends_and_the_operation_goes_on(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    pending = proposal(fake, relevo, *(operation("searching") for _ in range(5)))
    clock = iter((0.0, 4.0, 11.0))
    with pytest.raises(RelevoError, match="it goes on at the server"):
        pending.result(timeout_seconds=10, pause=lambda _: None, clock=lambda: next(clock))
    assert not fake.requests("CancelOperation")


def test_cancelling_names_the_operation(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["CancelOperation"] = lambda _: Empty()
    proposal(fake, relevo, operation("searching")).cancel()
    assert [request.name for request in fake.requests("CancelOperation")] == ["operations/o1"]


def test_an_earlier_proposal_is_found_again(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["GetOperation"] = lambda _: operation("done", plan=Plan(name="plans/p1"))
    assert relevo.planning.pending("operations/o1").result().name == "plans/p1"


def test_a_result_of_another_kind_is_a_defect(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    wrong = Operation(name="operations/o1", done=True)
    wrong.response.Pack(Empty())
    with pytest.raises(RelevoError, match="INTERNAL"):
        proposal(fake, relevo, wrong).result()


def told(sequence: int, phase: str, *, heartbeat: bool = False) -> WatchPlanResponse:
    metadata = ProposePlanMetadata(phase=phase)
    return WatchPlanResponse(sequence=sequence, metadata=metadata, heartbeat=heartbeat, done=phase == "done")


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED])
def test_a_broken_watch_is_taken_up_behind_what_was_seen(
    fake: FakeServer, relevo: relevo_client.Relevo, code: grpc.StatusCode
) -> None:
    streams = iter(
        [
            [told(1, "queued"), told(1, "queued", heartbeat=True), told(3, "searching")],
            Refused(code, "starting anew"),
            [told(7, "done")],
        ]
    )

    def answer(_request: object) -> Any:
        following = next(streams)
        if isinstance(following, Refused):
            raise following
        return iter(following)

    fake.answers["WatchPlan"] = answer
    pauses = list[float]()
    seen = [told.sequence for told in relevo.planning.watch("o1", pause=pauses.append)]
    assert seen == [1, 3, 7]
    assert pauses == [1.0, 1.0], "after the first stream's end, and after the refusal"
    asked = [(request.operation, request.after_sequence) for request in fake.requests("WatchPlan")]
    assert asked == [("operations/o1", 0), ("operations/o1", 3), ("operations/o1", 3)]


def test_a_stream_has_an_end_even_if_its_server_has_none(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    fake.answers["WatchPlan"] = lambda _: iter([told(7, "done")])  # type: ignore[assignment,return-value]
    for heartbeat, expected in ((0.0, 60.0), (30.0, 90.0)):
        list(relevo.planning.watch("o1", heartbeat_seconds=heartbeat))
        assert expected - 20.0 < fake.calls[-1].seconds_left < expected + 1.0


def test_a_watch_of_nothing_is_refused_at_once(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    def answer(_request: object) -> Any:
        raise Refused(grpc.StatusCode.NOT_FOUND, "operations/o1 does not exist")

    fake.answers["WatchPlan"] = answer
    with pytest.raises(RelevoError, match="NOT_FOUND"):
        next(relevo.planning.watch("o1", pause=lambda _: pytest.fail("tried again")))


def test_a_server_that_stays_away_is_given_up(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    def answer(_request: object) -> Any:
        raise Refused(grpc.StatusCode.UNAVAILABLE, "gone")

    fake.answers["WatchPlan"] = answer
    pauses = list[float]()
    with pytest.raises(RelevoError, match="UNAVAILABLE"):
        list(relevo.planning.watch("o1", most_failures=1, pause=pauses.append))
    assert len(pauses) == 1
