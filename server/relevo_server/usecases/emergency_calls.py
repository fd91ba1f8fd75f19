"""911 in the states: say how it stands, and read it."""

from __future__ import annotations

from dataclasses import replace

from relevo_server.domain.emergency_calls import EmergencyCallService, state_of_service
from relevo_server.domain.places import StateRecord
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import KEEP_GEOGRAPHY, require
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.reading import read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once


def get_emergency_call_service(ports: Ports, principal: Principal, name: str) -> EmergencyCallService:
    """Read ``states/{key}/emergencyCallService``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, also where nobody said anything.
    """
    return read_named(ports, principal, EmergencyCallService, name)


def list_emergency_call_services(ports: Ports, principal: Principal, page: PageRequest) -> Page[EmergencyCallService]:
    """List by state; filter by ``status``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, EmergencyCallService, page, filter_fields=("status",))


def set_emergency_call_service(
    ports: Ports, principal: Principal, said: EmergencyCallService, *, etag: str = "", write: Write = PLAIN_WRITE
) -> EmergencyCallService:
    """Say how 911 stands in a state.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (state), STALE_ETAG, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_GEOGRAPHY)
    path = "emergency_call_service"
    faults = write.found()
    faults.extend(said.faults(path))

    def act(unit: WriteUnit) -> EmergencyCallService:
        state = (f"{path}.name", state_of_service(said.name))
        require_all(faults, unit, StateRecord, [state], "Import INEGI's catalogue, or correct it")
        faults.refuse("the emergency-call service")
        stored = unit.get(EmergencyCallService, said.name)
        require_etag(said.name, "" if stored is None else stored.etag, etag)
        if stored is None:
            kept = replace(said, version=1)
            unit.create([kept])
        else:
            kept = replace(said, version=stored.version + 1)
            unit.update(kept)
        return kept

    return write_once(ports, principal, write, "SetEmergencyCallService", (said, etag), EmergencyCallService, act)
