"""Servicers of the records: convert, call, convert."""

from __future__ import annotations

from typing import Any

import grpc

from relevo.v1 import (
    deployment_pb2,
    deployment_service_pb2,
    deployment_service_pb2_grpc,
    force_service_pb2,
    force_service_pb2_grpc,
    pool_pb2,
)
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import deployments, force, pool_changes
from relevo_server.usecases.ports import Ports
from relevo_server.wire import deployments as wire_deployments
from relevo_server.wire import force as wire_force
from relevo_server.wire.masks import paths_of
from relevo_server.wire.pages import page_of, write_of

Context = grpc.ServicerContext


class ForceServicer(force_service_pb2_grpc.ForceServiceServicer):
    """Federal pools."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreatePool(self, request: force_service_pb2.CreatePoolRequest, context: Any) -> pool_pb2.Pool:
        """See the proto."""
        reading = begin_reading()
        draft = wire_force.pool_draft_of(reading, request.pool)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        return wire_force.pool_message(
            force.create_pool(self._ports, principal(), draft, pool_id=request.pool_id, write=write)
        )

    def GetPool(self, request: force_service_pb2.GetPoolRequest, context: Any) -> pool_pb2.Pool:
        """See the proto."""
        return wire_force.pool_message(force.get_pool(self._ports, principal(), request.name))

    def ListPools(
        self, request: force_service_pb2.ListPoolsRequest, context: Any
    ) -> force_service_pb2.ListPoolsResponse:
        """See the proto."""
        page = force.list_pools(self._ports, principal(), page_of(request))
        return force_service_pb2.ListPoolsResponse(
            pools=map(wire_force.pool_message, page.items), next_page_token=page.next_token
        )

    def UpdatePool(self, request: force_service_pb2.UpdatePoolRequest, context: Any) -> pool_pb2.Pool:
        """See the proto."""
        reading, message = begin_reading(), request.pool
        draft = wire_force.pool_draft_of(reading, message)
        paths = paths_of(reading, request.update_mask, message, wire_force.AMENDABLE)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        changed = pool_changes.update_pool(
            self._ports, principal(), message.name, draft, paths, etag=message.etag, write=write
        )
        return wire_force.pool_message(changed)


class DeploymentServicer(deployment_service_pb2_grpc.DeploymentServiceServicer):
    """Teams actually placed."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreateDeployment(
        self, request: deployment_service_pb2.CreateDeploymentRequest, context: Any
    ) -> deployment_pb2.Deployment:
        """See the proto."""
        reading = begin_reading()
        draft = wire_deployments.deployment_draft_of(reading, request.deployment)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = deployments.create_deployment(
            self._ports, principal(), draft, deployment_id=request.deployment_id, write=write
        )
        return wire_deployments.deployment_message(made)

    def GetDeployment(
        self, request: deployment_service_pb2.GetDeploymentRequest, context: Any
    ) -> deployment_pb2.Deployment:
        """See the proto."""
        return wire_deployments.deployment_message(deployments.get_deployment(self._ports, principal(), request.name))

    def ListDeployments(
        self, request: deployment_service_pb2.ListDeploymentsRequest, context: Any
    ) -> deployment_service_pb2.ListDeploymentsResponse:
        """See the proto."""
        page = deployments.list_deployments(self._ports, principal(), page_of(request))
        return deployment_service_pb2.ListDeploymentsResponse(
            deployments=map(wire_deployments.deployment_message, page.items), next_page_token=page.next_token
        )
