"""One exception for everything that a server or the network refuses, with every fault that was named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relevo_client.advice import advice_for

if TYPE_CHECKING:
    import grpc
    from google.protobuf.any_pb2 import Any
    from google.rpc import status_pb2

# What reads a server's refusal is imported where one is read: a command that calls none starts sooner.

_UNREACHED = re.compile(r"(?:failed to connect to|errors resolving).*?(?:ipv[46]:|unix:|resolving )(\S+?):? ")
"""What gRPC says where nobody answers, attempt by attempt; the address is told."""

_REASON_PREFIX = "ERROR_REASON_"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        place: where: a field, a file's line and column, a record.
        why: what is wrong with it.
        value: the value as it was given; empty where the server did not say.
        todo: what to do; empty where nothing special helps.
    """

    place: str
    why: str
    value: str = ""
    todo: str = ""


class RelevoError(Exception):
    """A call that did not succeed.

    Attributes:
        code: name of the gRPC status, for example `INVALID_ARGUMENT`.
        message: one sentence.
        reason: documented reason without its prefix, for example `STALE_ETAG`; empty where none was given.
        faults: every fault that was named, in the server's order.
        metadata: what the reason's documentation promises, for example the role that is missing.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        reason: str = "",
        faults: Iterable[Fault] = (),
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what was said."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.reason = reason
        self.faults = tuple(faults)
        self.metadata = dict(metadata or {})

    @property
    def todo(self) -> str:
        """What usually helps; empty where nothing general does, or where each fault says it."""
        return advice_for("" if self.faults else self.code, self.reason, self.metadata)

    @classmethod
    def from_status(cls, status: status_pb2.Status) -> RelevoError:
        """Read a google.rpc.Status with its details."""
        from google.rpc import error_details_pb2

        reason, metadata, faults = "", dict[str, str](), list[Fault]()
        for detail in status.details:
            info = error_details_pb2.ErrorInfo()
            if detail.Unpack(info):
                reason, metadata = info.reason.removeprefix(_REASON_PREFIX), dict(info.metadata)
            faults.extend(_faults(detail))
        return cls(_code_name(status.code), status.message, reason=reason, faults=faults, metadata=metadata)

    @classmethod
    def from_call(cls, error: grpc.RpcError) -> RelevoError:
        """Read what a call raised, with or without details."""
        import grpc
        from grpc_status import rpc_status

        call: object = error  # what is raised is both, which the types do not say
        if not isinstance(call, grpc.Call):
            return cls("UNKNOWN", str(error))
        try:
            status = rpc_status.from_call(call)
        except ValueError:  # the network broke the answer off: its details no longer fit its code
            status = None
        if status is not None:
            return cls.from_status(status)
        details = call.details() or "the server gave no reason"
        unreached = _UNREACHED.match(details)
        return cls(call.code().name, f"no server answers at {unreached[1]}" if unreached else details)


def _code_name(number: int) -> str:
    import grpc

    names = {code.value[0]: code.name for code in grpc.StatusCode}
    return names.get(number, "UNKNOWN")


def _faults(detail: Any) -> Iterable[Fault]:
    from google.rpc import error_details_pb2

    bad, failed, missing = (
        error_details_pb2.BadRequest(),
        error_details_pb2.PreconditionFailure(),
        error_details_pb2.ResourceInfo(),
    )
    if detail.Unpack(bad):
        return [Fault(place=v.field, why=v.description) for v in bad.field_violations]
    if detail.Unpack(failed):
        return [Fault(place=v.subject, why=v.description) for v in failed.violations]
    if detail.Unpack(missing):
        return [Fault(place=missing.resource_type or "record", value=missing.resource_name, why=missing.description)]
    return []
