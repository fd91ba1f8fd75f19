"""Servicer of the audit trail: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import audit_service_pb2, audit_service_pb2_grpc
from relevo_server.rpc.caller import principal
from relevo_server.usecases import audit
from relevo_server.usecases.ports import Ports
from relevo_server.wire import audit as wire_audit
from relevo_server.wire.pages import page_of


class AuditServicer(audit_service_pb2_grpc.AuditServiceServicer):
    """The trail of every write."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def ListAuditEvents(
        self, request: audit_service_pb2.ListAuditEventsRequest, context: Any
    ) -> audit_service_pb2.ListAuditEventsResponse:
        """See the proto."""
        page = audit.list_audit_events(self._ports, principal(), page_of(request))
        return audit_service_pb2.ListAuditEventsResponse(
            audit_events=map(wire_audit.audit_event_message, page.items), next_page_token=page.next_token
        )

    def VerifyAuditTrail(
        self, request: audit_service_pb2.VerifyAuditTrailRequest, context: Any
    ) -> audit_service_pb2.VerifyAuditTrailResponse:
        """See the proto."""
        return wire_audit.verdict_message(audit.verify_trail(self._ports, principal(), wire_audit.anchor_of(request)))
