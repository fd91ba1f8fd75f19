"""Servicer of google.longrunning.Operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from google.longrunning import operations_pb2, operations_pb2_grpc
from google.protobuf.empty_pb2 import Empty
from google.rpc.status_pb2 import Status

from relevo_server.domain.errors import ErrorReason, refusal
from relevo_server.domain.operation import Operation
from relevo_server.rpc.caller import principal, seconds_left
from relevo_server.rpc.errors import status_of
from relevo_server.rpc.queue import Queue
from relevo_server.usecases import operations, plans
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.sweep_progress import METHOD as SWEEP
from relevo_server.usecases.sweeps import sweep_of
from relevo_server.wire.proposals import (
    operation_message,
    stored_plan_message,
    summary_message,
)
from relevo_server.wire.scenarios import sweep_operation_message

MOST_WAIT_SECONDS = 60.0
_ANSWER_SECONDS = 0.2
"""Kept of a caller's deadline for the answer to arrive."""


class Caller(Protocol):
    """Somebody who may go away."""

    def add_callback(self, callback: Callable[[], None]) -> bool:
        """Ask to be told; False: it has gone already."""


class OperationsServicer(operations_pb2_grpc.OperationsServicer):
    """google.longrunning.Operations over the stored operations."""

    def __init__(self, ports: Ports, queue: Queue) -> None:
        self._ports = ports
        self._queue = queue

    def GetOperation(self, request: operations_pb2.GetOperationRequest, context: Any) -> operations_pb2.Operation:
        """Return an operation with its progress, plan or error."""
        return self._message(operations.get_operation(self._ports, principal(), request.name))

    def ListOperations(
        self, request: operations_pb2.ListOperationsRequest, context: Any
    ) -> operations_pb2.ListOperationsResponse:
        """List operations, newest first, with their errors; of their plans what ListPlans tells."""
        page = operations.list_operations(
            self._ports,
            principal(),
            PageRequest(request.page_size, request.page_token, request.filter),
            parent=request.name,
        )
        made = plans.summaries_of(self._ports, principal(), (found.result for found in page.items if found.result))
        seen = {name: summary_message(summary) for name, summary in made.items()}
        return operations_pb2.ListOperationsResponse(
            operations=[self._listed(found, seen.get(found.result)) for found in page.items],
            next_page_token=page.next_token,
        )

    def _listed(self, operation: Operation, plan: Any) -> operations_pb2.Operation:
        if operation.method == SWEEP:
            return self._message(operation)
        return operation_message(operation, plan, _error_of(operation))

    def DeleteOperation(self, request: operations_pb2.DeleteOperationRequest, context: Any) -> Empty:
        """Tell of an ended operation no more; its plan stays. One that has not ended is cancelled first."""
        operations.delete_operation(self._ports, principal(), request.name)
        self._queue.wake()
        return Empty()

    def CancelOperation(self, request: operations_pb2.CancelOperationRequest, context: Any) -> Empty:
        """Ask an operation to stop; the best plan so far is kept."""
        operations.cancel_operation(self._ports, principal(), request.name)
        self._queue.wake()
        return Empty()

    def WaitOperation(self, request: operations_pb2.WaitOperationRequest, context: Any) -> operations_pb2.Operation:
        """Return an operation once it has ended, or as it is when the wait is over."""
        asked = request.timeout.ToNanoseconds() / 1e9 if request.HasField("timeout") else MOST_WAIT_SECONDS
        limit = max(0.0, min(asked, MOST_WAIT_SECONDS, seconds_left(context) - _ANSWER_SECONDS))
        read: Callable[[], Operation] = lambda: operations.get_operation(self._ports, principal(), request.name)  # noqa: E731
        return self._message(self._queue.wait(read, limit))

    def _message(self, operation: Operation) -> operations_pb2.Operation:
        if operation.method == SWEEP:
            return sweep_operation_message(operation, sweep_of(self._ports, principal(), operation))
        plan = None
        if operation.result:
            plan = stored_plan_message(plans.get_plan(self._ports, principal(), operation.result))
        return operation_message(operation, plan, _error_of(operation))


def _error_of(operation: Operation) -> Status | None:
    if operation.error is None:
        return None
    reason, message = operation.error
    return status_of(refusal(ErrorReason(reason), message))
