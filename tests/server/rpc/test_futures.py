"""Operations over the wire, followed by google-api-core's futures as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
import pytest
from google.api_core import exceptions, operation, operations_v1
from google.api_core.future.polling import DEFAULT_POLLING
from google.longrunning import operations_pb2, operations_pb2_grpc
from google.protobuf.duration_pb2 import Duration

from relevo.v1.plan_pb2 import Plan
from relevo.v1.planning_service_pb2 import ProposePlanMetadata, ProposePlanRequest
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from relevo_client import connect
from relevo_client.dates import to_wire
from relevo_server.domain.errors import ErrorReason, refusal
from relevo_server.domain.principal import LOCAL
from relevo_server.jobs.desk import Desk
from relevo_server.rpc.serving import make_server
from relevo_server.rpc.threads import Threads
from relevo_server.usecases.operations import cancel_operation
from relevo_server.usecases.ports import Ports
from tests.server.jobs.staged import FIRST, SECONDS, StagedChild, always, asked, empty_plan, queue
from tests.server.rpc.conftest import TOKEN, Running
from tests.server.rpc.told import told

QUICK = DEFAULT_POLLING.with_delay(initial=0.01, maximum=0.05)


class Asking:
    """A caller who knows google-api-core and the protos."""

    def __init__(self, channel: grpc.Channel, ranking: str) -> None:
        self.operations = operations_v1.OperationsClient(channel)
        self._planning = PlanningServiceStub(channel)
        self._request = ProposePlanRequest(ranking=ranking, first_day=to_wire(FIRST))

    def propose(self) -> operation.Operation:
        asked_for = self._planning.ProposePlan(self._request)
        return operation.from_gapic(asked_for, self.operations, Plan, metadata_type=ProposePlanMetadata, polling=QUICK)


@contextmanager
def asking(ports: Ports, child: StagedChild | None) -> Iterator[Asking]:
    """Serve with one solver that does as it is told, or with none."""
    ranking = asked(ports).ranking
    desk, threads = Desk(ports, 1, always(child or StagedChild(empty_plan()))), Threads.usual()
    server = make_server(ports, desk, TOKEN, threads)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    if child is not None:
        desk.start()
    try:
        with connect(address, TOKEN) as relevo:
            yield Asking(relevo.channel, ranking)
    finally:
        stopped = server.stop(None)
        if child is not None:
            desk.close()
        stopped.wait()
        threads.close()


def test_a_future_follows_a_proposal_to_its_plan(ports: Ports) -> None:
    child = StagedChild(empty_plan(), waits=True)
    with asking(ports, child) as caller:
        future = caller.propose()
        assert child.started.wait(SECONDS)
        while not future.metadata.HasField("incumbent"):
            assert not future.done()
        assert (future.metadata.phase, future.metadata.gap) == ("searching", 0.5)
        assert future.running()
        child.free.set()
        plan = future.result(timeout=SECONDS)
        assert plan.name == future.metadata.plan
        assert plan.certificate.bound == 1.0
        assert future.exception(timeout=SECONDS) is None
        assert (future.done(), future.cancelled(), future.cancel()) == (True, False, False)


def test_callbacks_are_called(ports: Ports) -> None:
    with asking(ports, StagedChild(empty_plan())) as caller:
        future = caller.propose()
        heard: list[Any] = []
        future.add_done_callback(heard.append)
        future.result(timeout=SECONDS)
        future._polling_thread.join(SECONDS)
        assert heard == [future]


def test_a_cancelled_search_keeps_its_plan(ports: Ports) -> None:
    child = StagedChild(empty_plan(), waits=True)
    with asking(ports, child) as caller:
        future = caller.propose()
        assert child.started.wait(SECONDS)
        assert future.cancel()
        assert future.result(timeout=SECONDS).name.startswith("plans/")
        assert not future.cancelled()


def test_what_is_cancelled_before_its_turn_is_cancelled(ports: Ports) -> None:
    with asking(ports, None) as caller:
        future = caller.propose()
        assert future.cancel()
        assert future.cancelled()
        with pytest.raises(exceptions.Cancelled):
            future.result(timeout=SECONDS)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (ErrorReason.INSTANCE_INVALID, exceptions.FailedPrecondition),
        (ErrorReason.DEFECT, exceptions.InternalServerError),
    ],
)
def test_a_failure_is_the_exception_of_its_code(ports: Ports, reason: ErrorReason, expected: Any) -> None:
    with asking(ports, StagedChild(refusal(reason, "no pools"))) as caller:
        future = caller.propose()
        with pytest.raises(expected, match="no pools") as raised:
            future.result(timeout=SECONDS)
        (status,) = raised.value.errors
        assert status.details[0].type_url.endswith("google.rpc.ErrorInfo")
        assert isinstance(future.exception(timeout=SECONDS), expected)


def test_a_wait_that_is_too_short_leaves_the_operation_alone(ports: Ports) -> None:
    child = StagedChild(empty_plan(), waits=True)
    with asking(ports, child) as caller:
        future = caller.propose()
        with pytest.raises(TimeoutError):
            future.result(timeout=0.01)
        child.free.set()
        assert future.result(timeout=SECONDS).name


def test_lists_are_walked_page_by_page_and_deleted_ones_left_out(ports: Ports) -> None:
    with asking(ports, StagedChild(empty_plan())) as caller:
        made = [caller.propose() for _ in range(3)]
        plans = {future.operation.name: future.result(timeout=SECONDS).name for future in made}
        found = {named.name: named for named in caller.operations.list_operations("operations", 'state = "succeeded"')}
        told_plan = Plan()
        for name, listed in found.items():
            assert listed.done
            assert listed.response.Unpack(told_plan)
            assert told_plan.name == plans[name]
        assert set(found) == set(plans)
        gone, *left = plans
        caller.operations.delete_operation(gone)
        assert {named.name for named in caller.operations.list_operations("operations", "")} == set(left)
        with pytest.raises(exceptions.NotFound):
            caller.operations.get_operation(gone)


class TestWaiting:
    """How long a wait may last; the queue keeps what it was asked for and waits for nobody."""

    @pytest.mark.parametrize(
        ("asked_for", "deadline", "most"),
        [(None, None, 60.0), (5, None, 5.0), (600, None, 60.0), (-5, None, 0.0), (None, 3, 2.8), (2, 30, 2.0)],
    )
    def test_the_shortest_of_timeout_deadline_and_a_minute(
        self, running: Running, asked_for: int | None, deadline: float | None, most: float
    ) -> None:
        name = queue(running.ports, asked(running.ports))
        request = operations_pb2.WaitOperationRequest(name=name)
        if asked_for is not None:
            request.timeout.CopyFrom(Duration(seconds=asked_for))
        stub: Any = operations_pb2_grpc.OperationsStub(running.channel)  # type: ignore[no-untyped-call]
        answer = stub.WaitOperation(request, metadata=running.known, timeout=deadline)
        assert (answer.name, answer.done) == (name, False)
        (waited,) = running.queue.waits
        assert most - 1.0 < waited <= most if deadline == 3 else waited == most

    def test_unknown_names_and_unfinished_deletions_are_refused(self, running: Running) -> None:
        name = queue(running.ports, asked(running.ports))
        stub: Any = operations_pb2_grpc.OperationsStub(running.channel)  # type: ignore[no-untyped-call]
        none = "operations/none"
        for call in (
            lambda: stub.GetOperation(operations_pb2.GetOperationRequest(name=none), metadata=running.known),
            lambda: stub.WaitOperation(operations_pb2.WaitOperationRequest(name=none), metadata=running.known),
            lambda: stub.CancelOperation(operations_pb2.CancelOperationRequest(name=none), metadata=running.known),
            lambda: stub.DeleteOperation(operations_pb2.DeleteOperationRequest(name=none), metadata=running.known),
        ):
            found = told(call)
            assert (found.code, found.reason, found.resources) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND", [none])
        delete = operations_pb2.DeleteOperationRequest(name=name)
        found = told(lambda: stub.DeleteOperation(delete, metadata=running.known))
        assert (found.code, found.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "STATE_FORBIDS")
        assert "Cancel it" in found.preconditions[name]
        cancel_operation(running.ports, LOCAL, name)
        stub.DeleteOperation(delete, metadata=running.known)
        stub.DeleteOperation(delete, metadata=running.known)
        found = told(
            lambda: stub.ListOperations(
                operations_pb2.ListOperationsRequest(name="plans", filter="?", page_size=-1), metadata=running.known
            )
        )
        assert (found.code, set(found.fields)) == (grpc.StatusCode.INVALID_ARGUMENT, {"name"})
