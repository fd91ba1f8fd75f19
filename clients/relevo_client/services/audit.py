"""The trail of every write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from relevo.v1 import audit_service_pb2 as wire
from relevo.v1.audit_service_pb2_grpc import AuditServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.errors import RelevoError

_RECONNECT_SECONDS = 1.0


class Audit:
    """AuditService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = AuditServiceStub(calls.channel)

    def list(self, condition: str = "") -> Iterator[wire.AuditEvent]:
        """Yield events in the order of writing, of one record with the condition `record = "pools/patrol"`."""

        def fetch(token: str) -> tuple[Iterator[wire.AuditEvent], str]:
            request = wire.ListAuditEventsRequest(page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListAuditEvents, request)
            return iter(page.audit_events), page.next_page_token

        return pages.each(fetch)

    def verify(self, *, noted_sequence: int = 0, noted_sha256: str = "") -> wire.VerifyAuditTrailResponse:
        """Verify the whole trail, against an event noted before where one is given."""
        request = wire.VerifyAuditTrailRequest(noted_sequence=noted_sequence, noted_sha256=noted_sha256)
        return self._calls.unary(self._stub.VerifyAuditTrail, request)

    def watch(
        self,
        *,
        after: int = 0,
        after_sha256: str = "",
        kinds: Sequence[str] = (),
        record_prefix: str = "",
        heartbeat_seconds: float = 0.0,
        most_failures: int = 30,
        pause: Callable[[float], None] = time.sleep,
    ) -> Iterator[wire.WatchEventsResponse]:
        """Yield what was missed, then every event once it is written; it does not end. Heartbeats are swallowed.

        A broken stream is taken up again behind the last answer, also at a server that was started anew.

        Args:
            after: sequence of the event seen last; 0: from the beginning.
            after_sha256: its hash; empty: not compared.
            kinds: of records, for example `Meeting`; empty: all.
            record_prefix: how names of records begin, for example `meetings/`; empty: all.
            heartbeat_seconds: longest silence of the server; 0: its usual one.
            most_failures: times in a row that the stream may break without an answer in between.
            pause: waits some seconds between two attempts.

        Raises:
            RelevoError: what the server refuses; UNAVAILABLE where it stays away.
        """
        request = wire.WatchEventsRequest(
            after_sequence=after,
            after_sha256=after_sha256,
            kinds=kinds,
            record_prefix=record_prefix,
            heartbeat_seconds=heartbeat_seconds,
        )
        failed = 0
        while True:
            try:
                for answer in self._calls.stream(self._stub.WatchEvents, request):
                    failed = 0
                    if not answer.heartbeat:
                        yield answer
                    if answer.sequence != request.after_sequence:
                        # Known only of an event that was told: where others were left out, the number alone is.
                        request.after_sequence = answer.sequence
                        request.after_sha256 = "" if answer.heartbeat else answer.audit_event.sha256
            except RelevoError as error:
                if error.code != "UNAVAILABLE" or failed >= most_failures:
                    raise
            failed += 1
            pause(_RECONNECT_SECONDS)

    def export(self, *, after: int = 0, through: int = 0) -> Iterator[wire.ExportAuditEventsResponse]:
        """Yield the trail as JSON Lines, part by part; the last part tells of the whole.

        Args:
            after: the event before the first one; 0: from the first one kept.
            through: the last one; 0: the newest.
        """
        request = wire.ExportAuditEventsRequest(after_sequence=after, through_sequence=through)
        return self._calls.stream(self._stub.ExportAuditEvents, request)

    def prune(
        self, through: int, through_sha256: str, export_sha256: str, office: str, *, validate_only: bool = False
    ) -> wire.AuditCheckpoint:
        """Remove events that were exported and are old enough.

        Args:
            through: sequence of the last one to remove.
            through_sha256: its hash.
            export_sha256: hash of the export of exactly these events.
            office: who has them removed.
            validate_only: only check.
        """
        request = wire.PruneAuditTrailRequest(
            through_sequence=through,
            through_sha256=through_sha256,
            export_sha256=export_sha256,
            office=office,
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.PruneAuditTrail, request)
