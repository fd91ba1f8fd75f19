"""Commitments: record what became of them, find the overdue ones, and lift their block by a named waiver."""

from __future__ import annotations

from datetime import date

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.commitment import AgreedCommitment, CommitmentChange, CommitmentState, evidence_faults
from relevo_server.domain.limits import day_faults, text_faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.waiver import Waiver, WaiverDraft
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

BY_DUE = (Order("due"), Order("name"))
_NOT_KEPT = (CommitmentState.OPEN.value, CommitmentState.BROKEN.value)


def record_commitment(
    ports: Ports,
    principal: Principal,
    agreement: str,
    commitment_id: str,
    state: CommitmentState | None,
    evidence: str,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Agreement:
    """Record what became of one commitment; its history keeps every step.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (kept without evidence), NOT_FOUND, STALE_ETAG,
            REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(text_faults("commitment_id", commitment_id, required=True))
    if state is None:
        faults.add("state", "is missing", "Choose OPEN, KEPT or BROKEN")
    else:
        faults.extend(evidence_faults("evidence", state, evidence))
    faults.refuse("the commitment")
    assert state is not None

    def act(unit: WriteUnit) -> Agreement:
        stored = find_named(unit, Agreement, agreement)
        require_etag(agreement, stored.etag, etag)
        change = CommitmentChange(state, evidence, ports.clock.now(), principal.name)
        changed = stored.record(commitment_id, change)
        unit.update(changed)
        return changed

    asked = (agreement, commitment_id, state, evidence, etag)
    return write_once(ports, principal, write, "RecordCommitment", asked, Agreement, act)


def list_commitments(
    ports: Ports, principal: Principal, page: PageRequest, *, overdue_on: date | None = None
) -> Page[AgreedCommitment]:
    """List commitments of signed agreements by due day; filter by ``side``, ``state``, ``region`` or ``agreement``.

    Args:
        ports: The outside.
        principal: Who asks.
        page: Which page.
        overdue_on: Only those that were due before this day and are not kept; None: all.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    faults = PLAIN_WRITE.found()
    faults.extend(day_faults("overdue_on", overdue_on, required=False))
    faults.refuse("the list")
    fields = ("side", "state", "region", "agreement")
    where = () if overdue_on is None else overdue(overdue_on)
    return read_list(ports, principal, AgreedCommitment, page, order=BY_DUE, filter_fields=fields, where=where)


def overdue(day: date) -> tuple[Condition, ...]:
    """What holds of a commitment that was due before ``day`` and is not kept."""
    return (Condition("due", Operator.LESS, day), Condition("state", Operator.IN, _NOT_KEPT))


def create_waiver(
    ports: Ports, principal: Principal, draft: WaiverDraft, *, waiver_id: str = "", write: Write = PLAIN_WRITE
) -> Waiver:
    """Lift the block that overdue commitments put on renewals in one municipality.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (municipality), ALREADY_EXISTS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "waiver_id", waiver_id, ports.ids)

    def act(unit: WriteUnit) -> Waiver:
        place = ("waiver.municipality", draft.municipality)
        require_all(faults, unit, MunicipalityRecord, [place], "Import INEGI's catalogue, or correct it")
        faults.refuse("the waiver")
        assert draft.start is not None
        assert draft.end is not None
        waiver = Waiver(
            name=f"waivers/{own_id}",
            municipality=draft.municipality,
            office=draft.office,
            reasons=draft.reasons,
            start=draft.start,
            end=draft.end,
            created=ports.clock.now(),
        )
        unit.create([waiver])
        return waiver

    return write_once(ports, principal, write, "CreateWaiver", (draft, waiver_id), Waiver, act)


def get_waiver(ports: Ports, principal: Principal, name: str) -> Waiver:
    """Read ``waivers/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Waiver, name)


def list_waivers(ports: Ports, principal: Principal, page: PageRequest) -> Page[Waiver]:
    """List by name; filter by ``municipality``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Waiver, page, filter_fields=("municipality",))
