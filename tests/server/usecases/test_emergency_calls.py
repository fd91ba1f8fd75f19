"""911 in the states: unknown until somebody says how it stands."""

from dataclasses import replace

import pytest

from relevo_server.domain.emergency_calls import EmergencyCallService, EmergencyCallStatus
from relevo_server.domain.errors import Aborted, InvalidArgument, NotFound
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.emergency_calls import (
    get_emergency_call_service,
    list_emergency_call_services,
    set_emergency_call_service,
)
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from tests.server.world import TODAY

SAID = EmergencyCallService("states/12/emergencyCallService", EmergencyCallStatus.NOT_IN_SERVICE, TODAY, "C5")


def test_911_is_unknown_until_somebody_says(ports: Ports) -> None:
    with pytest.raises(NotFound):
        get_emergency_call_service(ports, LOCAL, SAID.name)
    first = set_emergency_call_service(ports, LOCAL, SAID)
    assert get_emergency_call_service(ports, LOCAL, SAID.name) == first
    changed = replace(SAID, status=EmergencyCallStatus.IN_SERVICE)
    second = set_emergency_call_service(ports, LOCAL, changed, etag=first.etag)
    assert list_emergency_call_services(ports, LOCAL, PageRequest(filter='status = "in_service"')).items == (second,)
    with pytest.raises(Aborted):
        set_emergency_call_service(ports, LOCAL, SAID, etag=first.etag)


def test_every_fault_is_named(ports: Ports) -> None:
    with pytest.raises(InvalidArgument) as caught:
        set_emergency_call_service(ports, LOCAL, EmergencyCallService("states/1", None, None, "\x00"))
    path = "emergency_call_service"
    assert {fault.field for fault in caught.value.faults} == {
        f"{path}.{field}" for field in ("name", "status", "since_date", "source")
    }
    with pytest.raises(NotFound):
        set_emergency_call_service(ports, LOCAL, replace(SAID, name="states/31/emergencyCallService"))
