"""The orders of lists: AIP-132, ``field`` or ``field desc``, joined by commas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.audit import AuditEvent
from relevo_server.domain.body import Body
from relevo_server.domain.boundary import Boundary
from relevo_server.domain.capacity_report import CapacityReport
from relevo_server.domain.cells import CellCount
from relevo_server.domain.commitment import AgreedCommitment
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.emergency_calls import EmergencyCallService
from relevo_server.domain.errors import Faults
from relevo_server.domain.fund import Fund, Project
from relevo_server.domain.meeting import Meeting
from relevo_server.domain.observation import Observation
from relevo_server.domain.places import MunicipalityRecord, Region
from relevo_server.domain.plan import PlanSummary
from relevo_server.domain.policy_version import PolicyVersion
from relevo_server.domain.pool import Pool
from relevo_server.domain.ranking import Ranking, RankingEntry
from relevo_server.domain.scenario import Scenario, Sweep
from relevo_server.domain.spending import SpendRecord
from relevo_server.domain.waiver import Waiver
from relevo_server.usecases.ports import Order

_TERM = re.compile(r"([a-z_0-9]+)(?: +(asc|desc))?")
_NEW = {"name": "name", "create_time": "created"}
_SPAN = {"name": "name", "start_date": "start", "end_date": "end"}
FIELDS: Mapping[type, Mapping[str, str]] = {
    Agreement: _SPAN | {"create_time": "created"},
    AgreedCommitment: {"agreement": "agreement", "region": "region", "due_date": "due"},
    AuditEvent: {"sequence": "sequence"},
    Body: {"name": "name"},
    Boundary: {"name": "name"},
    CellCount: {"month": "month", "crime_type": "crime_type"},
    CapacityReport: _NEW | {"state_name": "state_name", "municipality": "municipality", "as_of_date": "as_of"},
    Dataset: _NEW,
    Deployment: _SPAN | {"municipality": "municipality", "agreement": "agreement"},
    EmergencyCallService: {"name": "name"},
    Fund: {"name": "name"},
    Meeting: {"name": "name", "region": "region", "date": "day"},
    MunicipalityRecord: {"name": "name", "state": "state"},
    Observation: _NEW | {"council": "council"},
    PlanSummary: _NEW | {"ranking": "ranking"},
    PolicyVersion: {"name": "name", "version": "number", "create_time": "created"},
    Pool: {"name": "name", "agency": "agency", "teams": "teams"},
    Project: {"name": "name", "fund": "fund"},
    Ranking: _NEW,
    RankingEntry: {"rank": "position", "municipality": "municipality"},
    Region: {"name": "name"},
    Scenario: _NEW,
    SpendRecord: {"name": "name", "month": "month"},
    Sweep: _NEW,
    Waiver: _SPAN | {"municipality": "municipality"},
}
"""By kind, the wire's name of each field that lists can be ordered by, and the code's. None of them is ever unknown."""


def parse_order(text: str, kind: type[Any], usual: tuple[Order, ...]) -> tuple[Order, ...]:
    """Read an order.

    Args:
        text: As the caller wrote it; blank: the list's usual order.
        kind: Of the records.
        usual: The list's usual order: it decides between records that are equal in what the caller names.

    Raises:
        RelevoError: INVALID_FIELDS.
    """
    if not text.strip():
        return usual
    fields = FIELDS.get(kind, {})
    choice = f"Choose from {', '.join(fields)}, each with or without desc" if fields else "Leave it out"
    faults = Faults()
    chosen: dict[str, Order] = {}
    for part in text.split(","):
        term = _TERM.fullmatch(part.strip())
        if term is None:
            faults.add("order_by", f"{part.strip()[:40]!r} is no field with or without desc", choice)
        elif term[1] not in fields:
            faults.add("order_by", f"this list is not ordered by {term[1][:40]}", choice)
        elif fields[term[1]] in chosen:
            faults.add("order_by", f"{term[1]} is named twice", "Name it once")
        else:
            chosen[fields[term[1]]] = Order(fields[term[1]], term[2] == "desc")
    faults.refuse("the list")
    return (*chosen.values(), *(key for key in usual if key.field not in chosen))
