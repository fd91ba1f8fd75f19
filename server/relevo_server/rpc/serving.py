"""The gRPC server: who serves what, on which address, with how many threads."""

from __future__ import annotations

import grpc
from google.longrunning import operations_pb2_grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from relevo.v1 import (
    audit_service_pb2_grpc,
    body_service_pb2_grpc,
    capacity_service_pb2_grpc,
    deployment_service_pb2_grpc,
    force_service_pb2_grpc,
    fund_service_pb2_grpc,
    geography_service_pb2_grpc,
    incidence_service_pb2_grpc,
    intake_service_pb2_grpc,
    meeting_service_pb2_grpc,
    planning_service_pb2_grpc,
    policy_service_pb2_grpc,
    ranking_service_pb2_grpc,
    transparency_service_pb2_grpc,
    what_if_service_pb2_grpc,
)
from relevo_server.rpc.audit import AuditServicer
from relevo_server.rpc.bodies import BodyServicer
from relevo_server.rpc.capacity import CapacityServicer
from relevo_server.rpc.deployments import DeploymentServicer
from relevo_server.rpc.funds import FundServicer
from relevo_server.rpc.geography import GeographyServicer
from relevo_server.rpc.interceptor import Door
from relevo_server.rpc.meetings import MeetingServicer
from relevo_server.rpc.operations import OperationsServicer
from relevo_server.rpc.planning import PlanningServicer
from relevo_server.rpc.policies import PolicyServicer
from relevo_server.rpc.queue import Queue
from relevo_server.rpc.rankings import RankingServicer
from relevo_server.rpc.records import ForceServicer
from relevo_server.rpc.sources import IncidenceServicer, IntakeServicer
from relevo_server.rpc.threads import Threads
from relevo_server.rpc.transparency import TransparencyServicer
from relevo_server.rpc.what_if import WhatIfServicer
from relevo_server.usecases.ports import Ports

SERVICES = (
    "relevo.v1.AuditService",
    "relevo.v1.BodyService",
    "relevo.v1.CapacityService",
    "relevo.v1.DeploymentService",
    "relevo.v1.ForceService",
    "relevo.v1.FundService",
    "relevo.v1.GeographyService",
    "relevo.v1.IncidenceService",
    "relevo.v1.IntakeService",
    "relevo.v1.MeetingService",
    "relevo.v1.PlanningService",
    "relevo.v1.PolicyService",
    "relevo.v1.RankingService",
    "relevo.v1.TransparencyService",
    "relevo.v1.WhatIfService",
    "google.longrunning.Operations",
)
MOST_MESSAGE_BYTES = 4 << 20
"""Largest request message; files come in pieces."""


def make_server(ports: Ports, queue: Queue, token: str, threads: Threads | None = None) -> grpc.Server:
    """Return a server with every service, not yet bound to an address.

    Args:
        ports: The outside of the use cases.
        queue: Where proposals are solved.
        token: What callers must show.
        threads: Who answers; None: as many as usual.
    """
    threads = threads or Threads.usual()
    server = grpc.server(
        threads.short,
        interceptors=[Door(token, threads)],
        options=[("grpc.max_receive_message_length", MOST_MESSAGE_BYTES), ("grpc.so_reuseport", 0)],
    )
    audit_service_pb2_grpc.add_AuditServiceServicer_to_server(AuditServicer(ports, queue), server)
    body_service_pb2_grpc.add_BodyServiceServicer_to_server(BodyServicer(ports), server)
    capacity_service_pb2_grpc.add_CapacityServiceServicer_to_server(CapacityServicer(ports), server)
    deployment_service_pb2_grpc.add_DeploymentServiceServicer_to_server(DeploymentServicer(ports), server)
    force_service_pb2_grpc.add_ForceServiceServicer_to_server(ForceServicer(ports), server)
    fund_service_pb2_grpc.add_FundServiceServicer_to_server(FundServicer(ports), server)
    geography_service_pb2_grpc.add_GeographyServiceServicer_to_server(GeographyServicer(ports), server)
    incidence_service_pb2_grpc.add_IncidenceServiceServicer_to_server(IncidenceServicer(ports), server)
    intake_service_pb2_grpc.add_IntakeServiceServicer_to_server(IntakeServicer(ports), server)
    meeting_service_pb2_grpc.add_MeetingServiceServicer_to_server(MeetingServicer(ports), server)
    planning_service_pb2_grpc.add_PlanningServiceServicer_to_server(PlanningServicer(ports, queue), server)
    policy_service_pb2_grpc.add_PolicyServiceServicer_to_server(PolicyServicer(ports), server)
    ranking_service_pb2_grpc.add_RankingServiceServicer_to_server(RankingServicer(ports), server)
    transparency_service_pb2_grpc.add_TransparencyServiceServicer_to_server(TransparencyServicer(ports), server)
    what_if_service_pb2_grpc.add_WhatIfServiceServicer_to_server(WhatIfServicer(ports, queue), server)
    operations_pb2_grpc.add_OperationsServicer_to_server(  # type: ignore[no-untyped-call]
        OperationsServicer(ports, queue), server
    )
    checks = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(checks, server)
    for service in ("", *SERVICES):
        checks.set(service, health_pb2.HealthCheckResponse.SERVING)
    reflection.enable_server_reflection((*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    return server
