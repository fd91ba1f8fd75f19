"""The audit trail as a caller sees it."""

import grpc

from relevo.v1.audit_service_pb2 import ListAuditEventsRequest, VerifyAuditTrailRequest
from relevo.v1.audit_service_pb2_grpc import AuditServiceStub
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told
from tests.server.world import patrol_pool


def test_pages_of_the_trail_survive_further_writes(running: Running) -> None:
    trail = AuditServiceStub(running.channel)
    pools = [patrol_pool(running.ports).name for _ in range(3)]
    seen, token = [], ""
    for _ in range(20):
        request = ListAuditEventsRequest(page_size=2, page_token=token, filter='method = "CreatePool"')
        page = trail.ListAuditEvents(request, metadata=running.known)
        seen += [event.record for event in page.audit_events]
        if not token:
            pools.append(patrol_pool(running.ports).name)
        token = page.next_page_token
        if not token:
            break
    assert seen == pools


def test_the_trail_is_verified_against_a_noted_event(running: Running) -> None:
    trail = AuditServiceStub(running.channel)
    patrol_pool(running.ports)
    verdict = trail.VerifyAuditTrail(VerifyAuditTrailRequest(), metadata=running.known)
    assert verdict.events
    assert not verdict.broken
    noted = VerifyAuditTrailRequest(noted_sequence=verdict.events, noted_sha256=verdict.sha256)
    assert trail.VerifyAuditTrail(noted, metadata=running.known) == verdict
    noted.noted_sha256 = "0" * 64
    assert trail.VerifyAuditTrail(noted, metadata=running.known).broken


def test_wrong_fields_are_named_at_once(running: Running) -> None:
    trail = AuditServiceStub(running.channel)
    request = VerifyAuditTrailRequest(noted_sequence=-1, noted_sha256="x")
    found = told(lambda: trail.VerifyAuditTrail(request, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert {"noted_sequence", "noted_sha256"} <= set(found.fields)
