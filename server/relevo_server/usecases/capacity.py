"""Capacity reports: a state submits, the federation accepts or returns."""

from __future__ import annotations

from relevo_server.domain.capacity_report import CapacityReport, CapacityReportDraft, CapacityReportState
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import ErrorReason, Fault, refusal
from relevo_server.domain.limits import TEXT_CHARACTERS, texts_faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, REPORT, require, require_own_reports, require_state, states_read
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))


def submit_capacity_report(
    ports: Ports, principal: Principal, draft: CapacityReportDraft, *, write: Write = PLAIN_WRITE
) -> CapacityReport:
    """Submit what a state says of a municipality's strength.

    Raises:
        RelevoError: PERMISSION_DENIED (also where the principal does not speak for the state), INVALID_FIELDS,
            NOT_FOUND (municipality), FOREIGN_MUNICIPALITY, REQUEST_ID_REUSED.
    """
    require(principal, REPORT)
    require_state(principal, draft.state_name)
    now = ports.clock.now()
    faults = write.found()
    faults.extend(draft.faults(day_of(now)))

    def act(unit: WriteUnit) -> CapacityReport:
        place = ("capacity_report.municipality", draft.municipality)
        require_all(faults, unit, MunicipalityRecord, [place], "Import INEGI's catalogue, or correct it")
        faults.refuse("the capacity report")
        assert draft.as_of is not None
        report = CapacityReport(
            name=f"capacityReports/{ports.ids.new()}",
            state_name=draft.state_name,
            municipality=draft.municipality,
            as_of=draft.as_of,
            state=CapacityReportState.SUBMITTED,
            municipal_officers=draft.municipal_officers,
            attributed_state_officers=draft.attributed_state_officers,
            certified_officers=draft.certified_officers,
            officers_year_before=draft.officers_year_before,
            illustrative=draft.illustrative,
            source=draft.source,
            return_reasons=(),
            created=now,
            local_capacity=draft.local_capacity,
        )
        unit.create([report])
        return report

    return write_once(ports, principal, write, "SubmitCapacityReport", draft, CapacityReport, act)


def get_capacity_report(ports: Ports, principal: Principal, name: str) -> CapacityReport:
    """Read ``capacityReports/{id}``; a state reads its own.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    report = read_named(ports, principal, CapacityReport, name)
    require_own_reports(principal, report.state_name)
    return report


def list_capacity_reports(ports: Ports, principal: Principal, page: PageRequest) -> Page[CapacityReport]:
    """List, newest first; filter by ``municipality``, ``state_name`` or ``state``; a state reads its own.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    fields = ("municipality", "state_name", "state")
    states = states_read(principal)
    where = () if states is None else (Condition("state_name", Operator.IN, states),)
    return read_list(ports, principal, CapacityReport, page, order=NEWEST_FIRST, filter_fields=fields, where=where)


def accept_capacity_report(
    ports: Ports, principal: Principal, name: str, *, etag: str = "", write: Write = PLAIN_WRITE
) -> CapacityReport:
    """Take a submitted report's figures as verified; the accepted one before it is superseded.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, STALE_ETAG, STATE_FORBIDS (also where figures of a later day were
            accepted already), REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    write.found().refuse("the capacity report")

    def act(unit: WriteUnit) -> CapacityReport:
        stored = find_named(unit, CapacityReport, name)
        require_etag(name, stored.etag, etag)
        accepted = stored.accept()
        for before in _accepted_of(unit, stored.municipality):
            if before.as_of > stored.as_of:
                raise _later_accepted(stored, before)
            unit.update(before.supersede())
        unit.update(accepted)
        return accepted

    return write_once(ports, principal, write, "AcceptCapacityReport", (name, etag), CapacityReport, act)


def return_capacity_report(
    ports: Ports,
    principal: Principal,
    name: str,
    reasons: tuple[str, ...],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> CapacityReport:
    """Return a submitted report with reasons.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    if not reasons:
        faults.add("reasons", "is empty", "Say what the state should correct")
    faults.extend(texts_faults("reasons", reasons, most=TEXT_CHARACTERS))
    faults.refuse("the capacity report")

    def act(unit: WriteUnit) -> CapacityReport:
        stored = find_named(unit, CapacityReport, name)
        require_etag(name, stored.etag, etag)
        returned = stored.send_back(reasons)
        unit.update(returned)
        return returned

    return write_once(ports, principal, write, "ReturnCapacityReport", (name, reasons, etag), CapacityReport, act)


def _accepted_of(unit: WriteUnit, municipality: str) -> list[CapacityReport]:
    where = (
        Condition("municipality", Operator.EQUAL, municipality),
        Condition("state", Operator.EQUAL, CapacityReportState.ACCEPTED.value),
    )
    return unit.find(CapacityReport, Query(where))


def _later_accepted(report: CapacityReport, before: CapacityReport) -> Exception:
    why = f"{before.name} with figures of {before.as_of} is accepted already, later than {report.as_of}"
    fault = Fault(report.name, why, "Return this one", ErrorReason.STATE_FORBIDS)
    metadata = {"name": report.name, "state": report.state.value}
    return refusal(ErrorReason.STATE_FORBIDS, f"{report.name}: {why}", [fault], metadata)
