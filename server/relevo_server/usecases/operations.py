"""Long-running operations: follow, cancel, and what their workers report."""

from __future__ import annotations

from relevo_server.domain.errors import ErrorReason, Fault, Faults, RelevoError, not_found, refusal
from relevo_server.domain.operation import ENDED, Operation, OperationState, Progress
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import PROPOSE, require
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named
from relevo_server.usecases.sweep_progress import METHOD, cancel_entries, settle

COLLECTION = "operations"
NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))
OLDEST_FIRST = (Order("created"), Order("name"))
_NOT_DELETED = Condition("deleted", Operator.EQUAL, value=False)
_UNFINISHED = Condition("state", Operator.IN, tuple(state.value for state in OperationState if state not in ENDED))


def get_operation(ports: Ports, principal: Principal, name: str) -> Operation:
    """Read ``operations/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    operation = read_named(ports, principal, Operation, name)
    if operation.deleted:
        raise not_found(name)
    return operation


def list_operations(
    ports: Ports, principal: Principal, page: PageRequest, *, parent: str = COLLECTION
) -> Page[Operation]:
    """List, newest first, without those that are deleted; filter by ``method``, ``principal`` or ``state``.

    Args:
        ports: The outside.
        principal: Who asks.
        page: Which page.
        parent: Of the operations: there is one collection of them, which also goes without saying.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    faults = Faults()
    if parent not in ("", COLLECTION):
        faults.add("name", f"{parent} holds no operations", f"Write {COLLECTION}, or nothing")
    faults.refuse("the list")
    fields = ("method", "principal", "state")
    return read_list(ports, principal, Operation, page, order=NEWEST_FIRST, filter_fields=fields, where=(_NOT_DELETED,))


def cancel_operation(ports: Ports, principal: Principal, name: str) -> Operation:
    """Ask an operation to stop; the best result so far is kept. Asking again, or too late, changes nothing.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, PROPOSE)
    with ports.records.write(principal.name, "CancelOperation") as unit:
        stored = find_named(unit, Operation, name)
        if stored.deleted:
            raise not_found(name)
        asked = stored.ask_to_stop(ports.clock.now())
        if asked is not stored:
            unit.update(asked)
            cancel_entries(unit, asked, ports.clock.now())
            settle(unit, asked, ports.clock.now())
        return asked


def delete_operation(ports: Ports, principal: Principal, name: str) -> None:
    """Tell of an ended operation no more; what it made stays. Asking again changes nothing.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, STATE_FORBIDS until it has ended.
    """
    require(principal, PROPOSE)
    with ports.records.write(principal.name, "DeleteOperation") as unit:
        stored = find_named(unit, Operation, name)
        deleted = stored.delete(ports.clock.now())
        if deleted is not stored:
            unit.update(deleted)


def unfinished_operations(ports: Ports) -> list[Operation]:
    """What has not ended, oldest first: a worker takes it up again after a restart. A sweep follows its scenarios."""
    with ports.records.read() as unit:
        found = unit.find(Operation, Query((_UNFINISHED,), OLDEST_FIRST))
    return [operation for operation in found if operation.method != METHOD]


def require_room(unit: Unit, principal: str, most: int) -> None:
    """Let a new operation pass while its caller has fewer than ``most`` unfinished ones.

    Raises:
        RelevoError: QUOTA_SPENT.
    """
    own = Condition("principal", Operator.EQUAL, principal)
    if len(unit.find(Operation, Query((_UNFINISHED, own), OLDEST_FIRST, limit=most))) >= most:
        why = f"has {most} unfinished proposals, as many as one caller may have"
        fault = Fault(principal, why, "Wait for one of them, or cancel one", ErrorReason.QUOTA_SPENT)
        raise refusal(ErrorReason.QUOTA_SPENT, f"{principal} {why}", [fault], {"limit": str(most)})


def advance_operation(ports: Ports, name: str, attempt: int, progress: Progress) -> Operation:
    """Say how far an attempt has come; the answer tells whether it should stop.

    Raises:
        RelevoError: NOT_FOUND, STATE_FORBIDS where the attempt is not the present one.
    """
    with ports.records.write(WORKER, "AdvanceOperation") as unit:
        advanced = present_attempt(unit, name, attempt).advance(progress, ports.clock.now())
        unit.update(advanced, leaves_event=False)
        return advanced


def fail_operation(ports: Ports, name: str, attempt: int, error: RelevoError) -> Operation:
    """Say that an attempt made nothing, and why.

    Raises:
        RelevoError: NOT_FOUND, STATE_FORBIDS where the attempt is not the present one.
    """
    with ports.records.write(WORKER, "FailOperation") as unit:
        failed = present_attempt(unit, name, attempt).fail(error, ports.clock.now())
        unit.update(failed)
        settle(unit, failed, ports.clock.now())
        return failed


def stop_operation(ports: Ports, name: str, attempt: int) -> Operation:
    """Say that an attempt was cancelled before there was anything to keep.

    Raises:
        RelevoError: NOT_FOUND, STATE_FORBIDS where the attempt is not the present one.
    """
    with ports.records.write(WORKER, "StopOperation") as unit:
        stopped = present_attempt(unit, name, attempt).stop(ports.clock.now())
        unit.update(stopped)
        settle(unit, stopped, ports.clock.now())
        return stopped


WORKER = "principals/worker"


def present_attempt(unit: WriteUnit, name: str, attempt: int) -> Operation:
    """Read an operation for the worker that holds its present attempt.

    Raises:
        RelevoError: NOT_FOUND, STATE_FORBIDS.
    """
    stored = find_named(unit, Operation, name)
    if stored.attempt != attempt or stored.ended:
        why = f"is {stored.state} in attempt {stored.attempt}: attempt {attempt} comes too late"
        fault = Fault(name, why, "Drop the result", ErrorReason.STATE_FORBIDS)
        metadata = {"name": name, "state": stored.state.value}
        raise refusal(ErrorReason.STATE_FORBIDS, f"{name} {why}", [fault], metadata)
    return stored
