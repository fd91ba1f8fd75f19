"""Servicer of the audit trail: convert, call, convert."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from relevo.v1 import audit_service_pb2, audit_service_pb2_grpc
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.rpc.following import followed
from relevo_server.rpc.queue import Queue
from relevo_server.rpc.watching import HEARTBEAT_SECONDS
from relevo_server.usecases import audit, audit_feed, audit_pruning
from relevo_server.usecases.ports import Ports
from relevo_server.wire import audit as wire_audit
from relevo_server.wire.pages import page_of, write_of


class AuditServicer(audit_service_pb2_grpc.AuditServiceServicer):
    """The trail of every write."""

    def __init__(self, ports: Ports, queue: Queue) -> None:
        self._ports = ports
        self._queue = queue

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

    def WatchEvents(
        self, request: audit_service_pb2.WatchEventsRequest, context: Any
    ) -> Iterator[audit_service_pb2.WatchEventsResponse]:
        """See the proto."""
        caller, interest = principal(), wire_audit.interest_of(request)
        audit_feed.begin_to_follow(self._ports, caller, audit.Anchor(request.after_sequence, request.after_sha256))
        read: Callable[[int], audit_feed.Missed] = lambda seen: audit_feed.missed_events(  # noqa: E731
            self._ports, caller, interest, seen
        )
        is_wanted: Callable[[], bool] = lambda: context.is_active() and self._queue.is_open  # noqa: E731
        seconds = request.heartbeat_seconds or HEARTBEAT_SECONDS
        told = followed(read, self._ports.records.changes, is_wanted, request.after_sequence, seconds)
        yield from (wire_audit.watch_message(one.sequence, one.event) for one in told)

    def ExportAuditEvents(
        self, request: audit_service_pb2.ExportAuditEventsRequest, context: Any
    ) -> Iterator[audit_service_pb2.ExportAuditEventsResponse]:
        """See the proto."""
        span = request.after_sequence, request.through_sequence
        yield from map(wire_audit.export_message, audit_pruning.export_events(self._ports, principal(), *span))

    def PruneAuditTrail(
        self, request: audit_service_pb2.PruneAuditTrailRequest, context: Any
    ) -> audit_service_pb2.AuditCheckpoint:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        wish = wire_audit.pruning_of(request)
        return wire_audit.checkpoint_message(
            audit_pruning.prune_audit_trail(self._ports, principal(), wish, write=write)
        )
