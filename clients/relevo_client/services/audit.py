"""The trail of every write."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.v1 import audit_service_pb2 as wire
from relevo.v1.audit_service_pb2_grpc import AuditServiceStub
from relevo_client import pages
from relevo_client.calls import Calls


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
