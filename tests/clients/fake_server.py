"""A server that answers what a test tells it to, built from the generated servicers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.longrunning import operations_pb2, operations_pb2_grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message import Message
from google.rpc import status_pb2
from grpc_status import rpc_status

from relevo.v1 import (
    audit_service_pb2,
    audit_service_pb2_grpc,
    body_service_pb2,
    body_service_pb2_grpc,
    capacity_service_pb2,
    capacity_service_pb2_grpc,
    deployment_service_pb2,
    deployment_service_pb2_grpc,
    force_service_pb2,
    force_service_pb2_grpc,
    fund_service_pb2,
    fund_service_pb2_grpc,
    geography_service_pb2,
    geography_service_pb2_grpc,
    incidence_service_pb2,
    incidence_service_pb2_grpc,
    intake_service_pb2,
    intake_service_pb2_grpc,
    meeting_service_pb2,
    meeting_service_pb2_grpc,
    planning_service_pb2,
    planning_service_pb2_grpc,
    ranking_service_pb2,
    ranking_service_pb2_grpc,
    transparency_service_pb2,
    transparency_service_pb2_grpc,
)

SERVICES = (
    (operations_pb2, operations_pb2_grpc, "Operations"),
    (audit_service_pb2, audit_service_pb2_grpc, "AuditService"),
    (body_service_pb2, body_service_pb2_grpc, "BodyService"),
    (capacity_service_pb2, capacity_service_pb2_grpc, "CapacityService"),
    (deployment_service_pb2, deployment_service_pb2_grpc, "DeploymentService"),
    (force_service_pb2, force_service_pb2_grpc, "ForceService"),
    (fund_service_pb2, fund_service_pb2_grpc, "FundService"),
    (geography_service_pb2, geography_service_pb2_grpc, "GeographyService"),
    (incidence_service_pb2, incidence_service_pb2_grpc, "IncidenceService"),
    (intake_service_pb2, intake_service_pb2_grpc, "IntakeService"),
    (meeting_service_pb2, meeting_service_pb2_grpc, "MeetingService"),
    (planning_service_pb2, planning_service_pb2_grpc, "PlanningService"),
    (ranking_service_pb2, ranking_service_pb2_grpc, "RankingService"),
    (transparency_service_pb2, transparency_service_pb2_grpc, "TransparencyService"),
)

Answer = Callable[[Any], Message]


class Refused(Exception):
    """Raised by an answer: the call ends with this status."""

    def __init__(self, code: grpc.StatusCode, message: str, *details: Message) -> None:
        """Pack the details."""
        super().__init__(message)
        self.status = status_pb2.Status(code=code.value[0], message=message)
        for detail in details:
            packed = AnyMessage()
            packed.Pack(detail)
            self.status.details.append(packed)


@dataclass
class Call:
    """What reached the server."""

    method: str
    request: Any
    metadata: dict[str, Any]
    seconds_left: float


@dataclass
class FakeServer:
    """Answers by method name; keeps every call."""

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def requests(self, method: str) -> list[Any]:
        """Return the requests of a method, in order."""
        return [call.request for call in self.calls if call.method == method]

    def answer(self, method: str, request: Any, context: grpc.ServicerContext) -> Message:
        """Answer one call."""
        if hasattr(request, "__next__"):
            request = list(request)
        metadata = {str(item[0]): item[1] for item in context.invocation_metadata()}
        self.calls.append(Call(method, request, metadata, context.time_remaining()))
        try:
            return self.answers[method](request)
        except KeyError:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"the test tells no answer to {method}")
        except Refused as refused:
            context.abort_with_status(rpc_status.to_status(refused.status))
        raise AssertionError("abort raises")


def _servicer(fake: FakeServer, descriptors: Any, generated: Any, service: str) -> Any:
    methods = {
        method.name: lambda _self, request, context, name=method.name: fake.answer(name, request, context)
        for method in descriptors.DESCRIPTOR.services_by_name[service].methods
    }
    return type(f"Fake{service}", (getattr(generated, f"{service}Servicer"),), methods)()


@contextmanager
def running() -> Iterator[FakeServer]:
    """Run a fake server on a free port of this machine."""
    fake = FakeServer()
    server = grpc.server(ThreadPoolExecutor(4))
    for descriptors, generated, service in SERVICES:
        add = getattr(generated, f"add_{service}Servicer_to_server")
        add(_servicer(fake, descriptors, generated, service), server)
    fake.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield fake
    finally:
        server.stop(None).wait()
