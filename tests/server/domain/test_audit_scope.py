"""Who may see which event."""

import json
from datetime import UTC, datetime

import pytest

from relevo_server.domain.audit import AuditAction, AuditEvent
from relevo_server.domain.audit_scope import may_see
from relevo_server.domain.principal import Principal, Role

GUERRERO = Principal("principals/guerrero", frozenset({Role.STATE_REPORTER}), frozenset({"states/12"}))


def event(kind: str, record: str, *places: str, before: str = "", actor: str = "principals/federal") -> AuditEvent:
    after = json.dumps({"places": places})
    now = datetime(2025, 1, 6, tzinfo=UTC)
    return AuditEvent(1, now, actor, "Do", AuditAction.CREATE, kind, record, before, after, "", "")


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (event("CapacityReport", "capacityReports/c", "states/12", "municipalities/12001"), True),
        (event("CapacityReport", "capacityReports/c", "states/02"), False),
        (event("EmergencyCallService", "states/12/emergencyCallService"), True),
        (event("Region", "regions/centro", "states/12", "states/17"), False),
        (event("Agreement", "meetings/m/agreements/a", "states/12", "municipalities/17001"), True),
        (event("Agreement", "meetings/m/agreements/a", "municipalities/17001"), False),
        (event("Waiver", "waivers/w", "municipalities/12001", before='{"municipality":"municipalities/17001"}'), False),
        (event("Pool", "pools/p"), False),
        (event("Pool", "pools/p", actor=GUERRERO.name), True),
    ],
)
def test_a_state_sees_its_own(told: AuditEvent, seen: bool) -> None:
    assert may_see(GUERRERO, told) is seen


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR, Role.ANALYST, Role.FORCE_KEEPER, Role.READER])
def test_federal_offices_and_agencies_see_everything(role: Role) -> None:
    assert may_see(Principal("principals/federal", frozenset({role})), event("Pool", "pools/p"))


def test_a_council_and_a_stranger_see_nothing() -> None:
    for roles in ({Role.COUNCIL}, set()):
        assert not may_see(Principal("principals/council", frozenset(roles)), event("Pool", "pools/p"))
