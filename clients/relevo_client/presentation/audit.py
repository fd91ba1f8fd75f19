"""The trail of every write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from google.protobuf.timestamp_pb2 import Timestamp

from relevo.v1.audit_service_pb2 import AuditCheckpoint, AuditEvent, VerifyAuditTrailResponse
from relevo.v1.audit_service_pb2 import ExportAuditEventsResponse as Export
from relevo_client.presentation.screen import say_facts, say_table

__all__ = ["Export", "event_line", "show_checkpoint", "show_list", "show_verdict"]


def _instant(moment: Timestamp) -> str:
    return moment.ToDatetime(UTC).isoformat(sep=" ", timespec="seconds").removesuffix("+00:00") + "Z"


def event_line(event: AuditEvent) -> str:
    """Return one event as one line."""
    return f"{event.sequence} {_instant(event.happen_time)} {event.actor} {event.method} {event.action} {event.record}"


def show_list(events: Iterable[AuditEvent]) -> None:
    """Print one line per event."""
    rows = [
        (f"{event.sequence}", _instant(event.happen_time), event.actor, event.method, event.action, event.record)
        for event in events
    ]
    say_table(("event", "when", "by", "method", "", "record"), rows, right=[0])


def show_verdict(verdict: VerifyAuditTrailResponse) -> None:
    """Print what reading the trail found."""
    checkpoint = verdict.checkpoint
    say_facts(
        [
            ("trail", "broken" if verdict.broken else "holds"),
            ("broken", verdict.broken),
            ("events", f"{verdict.events:,}"),
            ("hash", verdict.sha256),
            ("begins behind", f"event {checkpoint.sequence:,}" if checkpoint.name else ""),
            ("before that", f"export {checkpoint.export_sha256}" if checkpoint.name else ""),
        ]
    )


def show_checkpoint(checkpoint: AuditCheckpoint) -> None:
    """Print where the trail begins now."""
    say_facts(
        [
            ("checkpoint", checkpoint.name),
            ("removed", f"events {checkpoint.first_sequence:,} to {checkpoint.sequence:,}"),
            ("hash of the last", checkpoint.sha256),
            ("export", checkpoint.export_sha256),
            ("by", checkpoint.office),
        ]
    )
