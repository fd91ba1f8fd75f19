"""Servicer of deployments: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import deployment_pb2, deployment_service_pb2, deployment_service_pb2_grpc, hand_back_pb2
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import deployments, hand_backs, moving, presence, stay_changes
from relevo_server.usecases.ports import Ports
from relevo_server.wire import deployments as wire_deployments
from relevo_server.wire.dates import day_of
from relevo_server.wire.hand_backs import hand_back_message
from relevo_server.wire.pages import page_of, write_of


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

    def ActivateDeployment(
        self, request: deployment_service_pb2.ActivateDeploymentRequest, context: Any
    ) -> deployment_pb2.Deployment:
        """See the proto."""
        reading = begin_reading()
        arrival = day_of(reading, "arrival_date", request.arrival_date)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        done = stay_changes.activate_deployment(
            self._ports, principal(), request.name, arrival, etag=request.etag, write=write
        )
        return wire_deployments.deployment_message(done)

    def ExtendDeployment(
        self, request: deployment_service_pb2.ExtendDeploymentRequest, context: Any
    ) -> deployment_pb2.Deployment:
        """See the proto."""
        reading = begin_reading()
        end = day_of(reading, "end_date", request.end_date)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        done = stay_changes.extend_deployment(
            self._ports, principal(), request.name, end, request.agreement, etag=request.etag, write=write
        )
        return wire_deployments.deployment_message(done)

    def MoveDeployment(
        self, request: deployment_service_pb2.MoveDeploymentRequest, context: Any
    ) -> deployment_service_pb2.MoveDeploymentResponse:
        """See the proto."""
        reading = begin_reading()
        move = wire_deployments.move_of(reading, request)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        done = moving.move_deployment(self._ports, principal(), request.name, move, etag=request.etag, write=write)
        return wire_deployments.moved_message(done)

    def WithdrawDeployment(
        self, request: deployment_service_pb2.WithdrawDeploymentRequest, context: Any
    ) -> deployment_pb2.Deployment:
        """See the proto."""
        reading = begin_reading()
        end = day_of(reading, "end_date", request.end_date)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        done = stay_changes.withdraw_deployment(
            self._ports, principal(), request.name, end, request.reason, etag=request.etag, write=write
        )
        return wire_deployments.deployment_message(done)

    def CancelDeployment(
        self, request: deployment_service_pb2.CancelDeploymentRequest, context: Any
    ) -> deployment_pb2.Deployment:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        done = stay_changes.cancel_deployment(
            self._ports, principal(), request.name, request.reason, etag=request.etag, write=write
        )
        return wire_deployments.deployment_message(done)

    def GetPresence(
        self, request: deployment_service_pb2.GetPresenceRequest, context: Any
    ) -> deployment_service_pb2.Presence:
        """See the proto."""
        reading = begin_reading()
        start = day_of(reading, "from_date", request.from_date)
        end = day_of(reading, "until_date", request.until_date)
        reading.refuse("the presence")
        found = presence.get_presence(self._ports, principal(), request.municipality, start, end)
        return wire_deployments.presence_message(found)

    def GetHandBack(self, request: deployment_service_pb2.GetHandBackRequest, context: Any) -> hand_back_pb2.HandBack:
        """See the proto."""
        reading = begin_reading()
        day = day_of(reading, "day", request.day)
        reading.refuse("the hand-back")
        return hand_back_message(hand_backs.get_hand_back(self._ports, principal(), request.name, day))
