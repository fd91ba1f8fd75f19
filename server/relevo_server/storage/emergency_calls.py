"""911 in the states."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, RowMapping, String, Table, Text

from relevo_server.domain.emergency_calls import EmergencyCallService, EmergencyCallStatus, state_of_service
from relevo_server.storage.metadata import metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

emergency_call_services = Table(
    "emergency_call_services",
    metadata,
    Column("name", String, primary_key=True),
    Column("state", ForeignKey("states.name"), nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("since", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
)


def _row(service: EmergencyCallService) -> Row:
    return {
        "name": service.name,
        "state": state_of_service(service.name),
        "status": service.status,
        "since": service.since,
        "source": service.source,
        "version": service.version,
    }


def _service(row: RowMapping, _parts: PartRows) -> EmergencyCallService:
    status = EmergencyCallStatus(row["status"])
    return EmergencyCallService(row["name"], status, row["since"], row["source"], row["version"])


EMERGENCY_CALL_SERVICES = Shelf(
    kind=EmergencyCallService,
    table=emergency_call_services,
    columns={field: emergency_call_services.c[field] for field in ("name", "status")},
    to_row=_row,
    from_row=_service,
    is_versioned=True,
)
