"""Long-running proposals as a small future."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from google.longrunning import operations_pb2
from google.longrunning.operations_pb2_grpc import OperationsStub
from google.protobuf.duration_pb2 import Duration

from relevo.v1 import plan_pb2
from relevo.v1.planning_service_pb2 import ProposePlanMetadata
from relevo_client.calls import Calls
from relevo_client.errors import RelevoError

OnProgress = Callable[[ProposePlanMetadata], None]

_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 1.0


class Operations:
    """google.longrunning.Operations, as far as proposals need it."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub: Any = OperationsStub(calls.channel)  # type: ignore[no-untyped-call]

    def get(self, name: str) -> operations_pb2.Operation:
        """Return the present state of an operation."""
        request = operations_pb2.GetOperationRequest(name=name)
        operation: operations_pb2.Operation = self._calls.unary(self._stub.GetOperation, request)
        return operation

    def newest(self, count: int, *, method: str) -> tuple[operations_pb2.Operation, ...]:
        """Return some operations of a method, newest first."""
        request = operations_pb2.ListOperationsRequest(page_size=count, filter=f'method = "{method}"')
        answer: operations_pb2.ListOperationsResponse = self._calls.unary(self._stub.ListOperations, request)
        return tuple(answer.operations)

    def cancel(self, name: str) -> None:
        """Ask an operation to end early."""
        self._calls.unary(self._stub.CancelOperation, operations_pb2.CancelOperationRequest(name=name))

    def wait(self, name: str, seconds: float) -> operations_pb2.Operation:
        """Return an operation once it has ended, or as it is after some seconds, a minute at most."""
        timeout = Duration()
        timeout.FromMilliseconds(round(seconds * 1000))
        request = operations_pb2.WaitOperationRequest(name=name, timeout=timeout)
        operation: operations_pb2.Operation = self._calls.unary(self._stub.WaitOperation, request)
        return operation

    def delete(self, name: str) -> None:
        """Let the server tell of an ended operation no more; its plan stays."""
        self._calls.unary(self._stub.DeleteOperation, operations_pb2.DeleteOperationRequest(name=name))


class PendingPlan:
    """A plan that was asked for and may not be ready yet."""

    def __init__(self, operations: Operations, operation: operations_pb2.Operation) -> None:
        self._operations = operations
        self._operation = operation

    @property
    def name(self) -> str:
        """Name of the operation, `operations/{id}`."""
        return self._operation.name

    @property
    def is_done(self) -> bool:
        """Whether the last look found it done."""
        return self._operation.done

    @property
    def progress(self) -> ProposePlanMetadata:
        """How far it had come at the last look."""
        metadata = ProposePlanMetadata()
        self._operation.metadata.Unpack(metadata)
        return metadata

    def look(self) -> ProposePlanMetadata:
        """Ask the server how far it has come."""
        if not self.is_done:
            self._operation = self._operations.get(self.name)
        return self.progress

    def cancel(self) -> None:
        """End the search early; the best plan so far is kept and `result` returns it."""
        self._operations.cancel(self.name)

    def result(
        self,
        on_progress: OnProgress | None = None,
        *,
        timeout_seconds: float | None = None,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> plan_pb2.Plan:
        """Wait for the plan.

        Args:
            on_progress: called after every look, the last one included.
            timeout_seconds: longest wait; None: as long as it takes.
            pause: waits some seconds between two looks.
            clock: seconds that never run backwards.

        Raises:
            RelevoError: what the planning was refused for; DEADLINE_EXCEEDED once `timeout_seconds` have passed, the
                operation itself goes on.
        """
        started, seconds = clock(), _FIRST_PAUSE_SECONDS
        while True:
            metadata = self.look()
            if on_progress is not None:
                on_progress(metadata)
            if self.is_done:
                return self._outcome()
            if timeout_seconds is not None and clock() - started >= timeout_seconds:
                raise RelevoError("DEADLINE_EXCEEDED", f"{self.name} is not ready yet; it goes on at the server")
            pause(seconds)
            seconds = min(_LONGEST_PAUSE_SECONDS, seconds * 1.5)

    def _outcome(self) -> plan_pb2.Plan:
        if self._operation.HasField("error"):
            raise RelevoError.from_status(self._operation.error)
        plan = plan_pb2.Plan()
        if not self._operation.response.Unpack(plan):
            raise RelevoError("INTERNAL", f"{self.name} ended without a plan", reason="DEFECT")
        return plan
