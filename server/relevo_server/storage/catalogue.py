"""Every kind of record and its shelf: a new noun's table is one module and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relevo_server.storage import counts, request_ids
from relevo_server.storage.agreed_commitments import AGREED_COMMITMENTS
from relevo_server.storage.agreements import AGREEMENTS
from relevo_server.storage.audit import AUDIT_EVENTS
from relevo_server.storage.bodies import BODIES
from relevo_server.storage.capacity_reports import CAPACITY_REPORTS
from relevo_server.storage.datasets import DATASETS
from relevo_server.storage.deployments import DEPLOYMENTS
from relevo_server.storage.emergency_calls import EMERGENCY_CALL_SERVICES
from relevo_server.storage.funds import FUNDS, PROJECTS, SPEND_RECORDS
from relevo_server.storage.meetings import MEETINGS
from relevo_server.storage.metadata import metadata
from relevo_server.storage.observations import OBSERVATIONS
from relevo_server.storage.operations import OPERATIONS
from relevo_server.storage.places import MUNICIPALITIES, REGIONS, STATES
from relevo_server.storage.plans import PLANS, SNAPSHOTS, SUMMARIES
from relevo_server.storage.pools import POOLS
from relevo_server.storage.rankings import ENTRIES, RANKINGS
from relevo_server.storage.revisions import REVISIONS
from relevo_server.storage.shelf import Shelf
from relevo_server.storage.waivers import WAIVERS

_ALL: tuple[Shelf[Any], ...] = (
    REGIONS,
    STATES,
    MUNICIPALITIES,
    EMERGENCY_CALL_SERVICES,
    BODIES,
    DATASETS,
    RANKINGS,
    ENTRIES,
    REVISIONS,
    MEETINGS,
    AGREEMENTS,
    AGREED_COMMITMENTS,
    WAIVERS,
    CAPACITY_REPORTS,
    FUNDS,
    PROJECTS,
    SPEND_RECORDS,
    POOLS,
    DEPLOYMENTS,
    SNAPSHOTS,
    PLANS,
    SUMMARIES,
    OPERATIONS,
    OBSERVATIONS,
    AUDIT_EVENTS,
)

SHELVES: Mapping[type, Shelf[Any]] = {shelf.kind: shelf for shelf in _ALL}

__all__ = ["SHELVES", "counts", "metadata", "request_ids"]
