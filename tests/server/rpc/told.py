"""What a caller is told when a call does not succeed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status


@dataclass
class Told:
    """Code, message and details of a failed call."""

    code: grpc.StatusCode
    message: str
    reason: str = ""
    domain: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    preconditions: dict[str, str] = field(default_factory=dict)
    resources: list[str] = field(default_factory=list)
    retry_seconds: int | None = None


def told(call: Callable[[], Any]) -> Told:
    """Make a call that fails, and read everything that it is told."""
    with pytest.raises(grpc.RpcError) as raised:
        call()
    return read(raised.value)


def read(error: Any) -> Told:
    found = Told(error.code(), error.details())
    status = rpc_status.from_call(error)
    for detail in status.details if status is not None else ():
        info = error_details_pb2.ErrorInfo()
        bad = error_details_pb2.BadRequest()
        failed = error_details_pb2.PreconditionFailure()
        missing = error_details_pb2.ResourceInfo()
        retry = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            found.reason, found.domain, found.metadata = info.reason, info.domain, dict(info.metadata)
        elif detail.Unpack(bad):
            found.fields = {v.field: v.description for v in bad.field_violations}
        elif detail.Unpack(failed):
            found.preconditions = {v.subject: v.description for v in failed.violations}
        elif detail.Unpack(missing):
            found.resources.append(missing.resource_name)
        elif detail.Unpack(retry):
            found.retry_seconds = retry.retry_delay.seconds
    return found
