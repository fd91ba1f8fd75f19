"""The audit trail."""

from __future__ import annotations

from relevo.v1 import audit_service_pb2
from relevo_server.domain.audit import AuditCheckpoint, AuditEvent
from relevo_server.usecases.audit import Anchor, TrailVerdict
from relevo_server.usecases.audit_feed import Interest
from relevo_server.usecases.audit_pruning import ExportPart, Pruning
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
        events=verdict.events,
        sha256=verdict.sha256,
        broken=verdict.broken,
        checkpoint=None if verdict.checkpoint is None else checkpoint_message(verdict.checkpoint),
    )


def checkpoint_message(checkpoint: AuditCheckpoint) -> audit_service_pb2.AuditCheckpoint:
    """Return the wire form of a checkpoint."""
    return audit_service_pb2.AuditCheckpoint(
        name=checkpoint.name,
        first_sequence=checkpoint.first_sequence,
        sequence=checkpoint.sequence,
        sha256=checkpoint.sha256,
        export_sha256=checkpoint.export_sha256,
        office=checkpoint.office,
        create_time=timestamp(checkpoint.created),
    )


def interest_of(request: audit_service_pb2.WatchEventsRequest) -> Interest:
    """Return what a follower wants to hear of."""
    return Interest(tuple(sorted(set(request.kinds))), request.record_prefix)


def watch_message(sequence: int, event: AuditEvent | None) -> audit_service_pb2.WatchEventsResponse:
    """Return what a follower is told: an event, or None for a sign of life."""
    if event is None:
        return audit_service_pb2.WatchEventsResponse(heartbeat=True, sequence=sequence)
    return audit_service_pb2.WatchEventsResponse(audit_event=audit_event_message(event), sequence=sequence)


def export_message(part: ExportPart) -> audit_service_pb2.ExportAuditEventsResponse:
    """Return the wire form of a part of an export."""
    return audit_service_pb2.ExportAuditEventsResponse(
        json_lines=part.lines.encode(),
        events=part.events,
        sequence=part.sequence,
        sha256=part.sha256,
        export_sha256=part.export_sha256,
    )


def pruning_of(request: audit_service_pb2.PruneAuditTrailRequest) -> Pruning:
    """Return which events are to be removed."""
    return Pruning(request.through_sequence, request.through_sha256, request.export_sha256, request.office)
