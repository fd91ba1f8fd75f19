"""The audit trail."""

from __future__ import annotations

from relevo.v1 import audit_service_pb2
from relevo_server.domain.audit import AuditEvent
from relevo_server.usecases.audit import Anchor, TrailVerdict
from relevo_server.wire.dates import timestamp


def audit_event_message(event: AuditEvent) -> audit_service_pb2.AuditEvent:
    """Return the wire form of an event."""
    return audit_service_pb2.AuditEvent(
        sequence=event.sequence,
        happen_time=timestamp(event.happened),
        actor=event.actor,
        method=event.method,
        action=event.action.value,
        kind=event.kind,
        record=event.record,
        before=event.before,
        after=event.after,
        previous_sha256=event.previous_sha256,
        sha256=event.sha256,
    )


def anchor_of(request: audit_service_pb2.VerifyAuditTrailRequest) -> Anchor | None:
    """Return the event that a caller noted before, if any."""
    if not request.noted_sequence and not request.noted_sha256:
        return None
    return Anchor(request.noted_sequence, request.noted_sha256)


def verdict_message(verdict: TrailVerdict) -> audit_service_pb2.VerifyAuditTrailResponse:
    """Return the wire form of a verdict."""
    return audit_service_pb2.VerifyAuditTrailResponse(
        events=verdict.events, sha256=verdict.sha256, broken=verdict.broken
    )
