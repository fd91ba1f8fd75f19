"""Refusals as google.rpc.Status: one table from the reason to the status code, every fault in the details."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from relevo_server.domain.errors import (
    Aborted,
    AlreadyExists,
    Defect,
    ErrorReason,
    FailedPrecondition,
    Fault,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    RelevoError,
    ResourceExhausted,
    Unauthenticated,
    refusal,
)

DOMAIN = "relevo"
USUAL_DETAIL_BYTES = 5_500
"""Details that every gRPC client takes: 8 KiB of metadata by default, of which base64 takes a quarter."""
MOST_DETAIL_BYTES = 1 << 20
_RETRY_SECONDS = 1
_MOST_SHOWN = 400
"""Characters of a text that a caller is told: what was a megabyte when it came in is none when it is told."""

CODES: Mapping[type[RelevoError], int] = {
    InvalidArgument: code_pb2.INVALID_ARGUMENT,
    NotFound: code_pb2.NOT_FOUND,
    AlreadyExists: code_pb2.ALREADY_EXISTS,
    Aborted: code_pb2.ABORTED,
    Unauthenticated: code_pb2.UNAUTHENTICATED,
    PermissionDenied: code_pb2.PERMISSION_DENIED,
    FailedPrecondition: code_pb2.FAILED_PRECONDITION,
    ResourceExhausted: code_pb2.RESOURCE_EXHAUSTED,
    Defect: code_pb2.INTERNAL,
}
_CLASSES = {reason: type(refusal(reason, "")) for reason in ErrorReason}


def status_of(error: RelevoError, most_bytes: int = USUAL_DETAIL_BYTES) -> status_pb2.Status:
    """Return the status that tells ``error`` with as many of its faults as ``most_bytes`` of details hold.

    Faults that do not fit are counted in the message and in the metadata of ErrorInfo (``faults_untold``).
    """
    told = _fitting(error, most_bytes)
    untold = len(error.faults) - told
    said = _shown(error.message)
    message = f"{said}; {untold:,} more are not told" if untold else said
    metadata = {**_metadata(error), **({"faults_untold": str(untold)} if untold else {})}
    status = status_pb2.Status(code=CODES[type(error)], message=message)
    for detail in _details(error, error.faults[:told], metadata):
        status.details.add().Pack(detail)
    return status


def grpc_status_of(error: RelevoError, most_bytes: int = USUAL_DETAIL_BYTES) -> grpc.Status:
    """Return what a servicer's context aborts with."""
    status: grpc.Status = rpc_status.to_status(status_of(error, most_bytes))
    return status


def defect(incident: str) -> RelevoError:
    """Return the refusal for what should not have happened; the log tells the rest under the same incident."""
    message = f"a defect of Relevo stopped the call; the server's log tells of it as incident {incident}"
    return refusal(ErrorReason.DEFECT, message, metadata={"incident": incident})


def _fitting(error: RelevoError, most_bytes: int) -> int:
    """Count the faults, from the first on, whose details fit."""
    room = most_bytes - sum(detail.ByteSize() + 64 for detail in _details(error, (), _metadata(error)))
    for index, fault in enumerate(error.faults):
        # Resources are packed one by one, other faults together.
        around = 64 if _teller(fault) is _resources else 8
        room -= sum(detail.ByteSize() + around for detail in _fault_details([fault]))
        if room < 0:
            return index
    return len(error.faults)


def _details(error: RelevoError, faults: Sequence[Fault], metadata: Mapping[str, str]) -> Iterator[Message]:
    yield error_details_pb2.ErrorInfo(reason=error.reason.value, domain=DOMAIN, metadata=metadata)
    yield from _fault_details(faults)
    if error.reason is ErrorReason.OVERLOADED:
        yield error_details_pb2.RetryInfo(retry_delay=Duration(seconds=_RETRY_SECONDS))


def _fault_details(faults: Sequence[Fault]) -> Iterator[Message]:
    groups: dict[Callable[[list[Fault]], Iterator[Message]], list[Fault]] = {}
    for fault in faults:
        groups.setdefault(_teller(fault), []).append(fault)
    for teller, group in groups.items():
        yield from teller(group)


def _teller(fault: Fault) -> Callable[[list[Fault]], Iterator[Message]]:
    kind = _CLASSES[fault.reason]
    if kind is FailedPrecondition:
        return _preconditions
    if kind in (NotFound, AlreadyExists, Aborted) and "/" in fault.field:
        return _resources
    return _bad_fields


def _bad_fields(faults: list[Fault]) -> Iterator[Message]:
    violation = error_details_pb2.BadRequest.FieldViolation
    yield error_details_pb2.BadRequest(
        field_violations=[
            violation(field=_shown(f.field), description=_words(f), reason=f.reason.value) for f in faults
        ]
    )


def _preconditions(faults: list[Fault]) -> Iterator[Message]:
    violation = error_details_pb2.PreconditionFailure.Violation
    yield error_details_pb2.PreconditionFailure(
        violations=[violation(type=f.reason.value, subject=_shown(f.field), description=_words(f)) for f in faults]
    )


def _resources(faults: list[Fault]) -> Iterator[Message]:
    for fault in faults:
        kind, name = fault.field.rsplit("/", 2)[-2], fault.field
        yield error_details_pb2.ResourceInfo(
            resource_type=_shown(kind), resource_name=_shown(name), description=_words(fault)
        )


def _words(fault: Fault) -> str:
    why = _shown(fault.why)
    return f"{why}. {fault.remedy}." if fault.remedy else why


def _metadata(error: RelevoError) -> dict[str, str]:
    return {key: _shown(value) for key, value in error.metadata.items()}


def _shown(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
