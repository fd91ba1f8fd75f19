"""Read and verify the trail of every write."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_server.domain.audit import AuditEvent, ChainReader
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Order, Ports, Query
from relevo_server.usecases.reading import read_list

BY_SEQUENCE = (Order("sequence"),)

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event that somebody noted outside of the records: only so does a trail cut short at its end show."""

    sequence: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TrailVerdict:
    """What reading the whole trail found.

    Attributes:
        events: That hold, from the first on.
        sha256: Of the last of them, to be noted as the next anchor.
        broken: What is wrong with the event behind them; empty: the trail holds.
    """

    events: int
    sha256: str
    broken: str = ""


def list_audit_events(ports: Ports, principal: Principal, page: PageRequest) -> Page[AuditEvent]:
    """List in the order of writing; filter by ``actor``, ``method``, ``kind``, ``record``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    fields = ("actor", "kind", "method", "record")
    return read_list(ports, principal, AuditEvent, page, order=BY_SEQUENCE, filter_fields=fields)


def verify_trail(ports: Ports, principal: Principal, anchor: Anchor | None = None) -> TrailVerdict:
    """Read the trail from its first event on, and find a changed, missing or reordered one.

    Args:
        ports: The outside.
        principal: Who asks.
        anchor: An event noted before; None: the trail is held against itself alone.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, READ)
    chain = ChainReader()
    is_met = anchor is None
    with ports.records.read() as unit:
        while events := unit.find(AuditEvent, Query((), BY_SEQUENCE, (chain.sequence,), _BATCH)):
            broken = chain.read(events)
            if broken:
                return TrailVerdict(chain.sequence, chain.sha256, broken)
            is_met = is_met or any(anchor == Anchor(event.sequence, event.sha256) for event in events)
    if not is_met:
        assert anchor is not None
        why = f"event {anchor.sequence} is not the one that was noted, or is missing"
        return TrailVerdict(chain.sequence, chain.sha256, why)
    return TrailVerdict(chain.sequence, chain.sha256)
