"""What was spent: recorded by month, never changed, corrected by further records, never above a ceiling."""

from __future__ import annotations

from dataclasses import replace

from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.fund import Fund, Project
from relevo_server.domain.principal import Principal
from relevo_server.domain.spending import SpendDraft, SpendRecord
from relevo_server.usecases.access import KEEP_FORCE, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.funds import spend_of
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once

BY_MONTH = (Order("month"), Order("name"))
_PATH = "spend_record"
_TAKEN_OVER = ("month", "place", "deployment")


def create_spend_record(
    ports: Ports,
    principal: Principal,
    parent: str,
    draft: SpendDraft,
    *,
    spend_record_id: str = "",
    write: Write = PLAIN_WRITE,
) -> SpendRecord:
    """Record what was spent on a project, or correct a record by a further one.

    Args:
        ports: The outside.
        principal: Who asks.
        parent: ``funds/{id}/projects/{id}``.
        draft: The record.
        spend_record_id: Chosen by the caller; empty: given here.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (project, record, deployment), ALREADY_EXISTS,
            NOT_BENEFICIARY, FUND_EXHAUSTED where the sum would pass the fund's ceiling or the project's budget,
            REQUEST_ID_REUSED.
    """
    require(principal, KEEP_FORCE)
    faults = write.found()
    faults.extend(draft.faults(day_of(ports.clock.now())))
    own_id = chosen_id(faults, "spend_record_id", spend_record_id, ports.ids)

    def act(unit: WriteUnit) -> SpendRecord:
        project = require_all(faults, unit, Project, [("parent", parent)]).get(parent)
        wanted = _completed(faults, unit, parent, draft) if draft.corrects else draft
        stay = None
        if draft.deployment:
            named = [(f"{_PATH}.deployment", draft.deployment)]
            stay = require_all(faults, unit, Deployment, named).get(draft.deployment)
        faults.refuse("the spend record")
        assert project is not None
        assert wanted.month is not None
        record = SpendRecord(
            name=f"{parent}/spendRecords/{own_id}",
            month=wanted.month,
            place=wanted.place,
            amount_mxn=wanted.amount_mxn,
            deployment=wanted.deployment,
            corrects=wanted.corrects,
            reason=wanted.reason,
            source=wanted.source,
            created=ports.clock.now(),
        )
        _require_fitting(faults, unit, project, record, stay)
        faults.refuse("the spend record")
        unit.create([record])
        return record

    asked = (parent, draft, spend_record_id)
    return write_once(ports, principal, write, "CreateSpendRecord", asked, SpendRecord, act)


def get_spend_record(ports: Ports, principal: Principal, name: str) -> SpendRecord:
    """Read ``funds/{id}/projects/{id}/spendRecords/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, SpendRecord, name)


def list_spend_records(ports: Ports, principal: Principal, parent: str, page: PageRequest) -> Page[SpendRecord]:
    """List by month what was spent on a project, or from a fund (``funds/{id}/projects/-``); filter by ``place``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    fund, _, project = parent.partition("/projects/")
    within = Condition("fund", Operator.EQUAL, fund) if project == "-" else Condition("project", Operator.EQUAL, parent)
    return read_list(ports, principal, SpendRecord, page, order=BY_MONTH, filter_fields=("place",), where=(within,))


def _completed(faults: Faults, unit: Unit, parent: str, draft: SpendDraft) -> SpendDraft:
    """The correction with month, place and stay of what it corrects; what was said otherwise is noted."""
    path = f"{_PATH}.corrects"
    corrected = require_all(faults, unit, SpendRecord, [(path, draft.corrects)]).get(draft.corrects)
    if corrected is None:
        return draft
    if corrected.project != parent:
        faults.add(path, f"{corrected.name} belongs to {corrected.project}", "Correct it there")
    if corrected.corrects:
        faults.add(path, f"{corrected.name} is itself a correction", f"Correct {corrected.corrects}")
    own = {field: getattr(corrected, field) for field in _TAKEN_OVER}
    for field, value in own.items():
        if getattr(draft, field) not in (None, "", value):
            faults.add(f"{_PATH}.{field}", f"differs from {value or 'none'} of {corrected.name}", "Leave it out")
    before = unit.find(SpendRecord, Query((Condition("corrects", Operator.EQUAL, corrected.name),)))
    left = corrected.amount_mxn + sum(record.amount_mxn for record in before)
    if left + draft.amount_mxn < 0:
        why = f"would leave {left + draft.amount_mxn:,} MXN of {left:,} MXN"
        faults.add(f"{_PATH}.amount_mxn", why, f"Take off at most {left:,} MXN")
    return replace(draft, **own)


def _require_fitting(
    faults: Faults, unit: Unit, project: Project, record: SpendRecord, stay: Deployment | None
) -> None:
    fund = find_named(unit, Fund, project.fund)
    if not fund.pays_for(record.month):
        why = f"{fund.name} pays from {fund.start} until before {fund.end}, not in {record.month:%Y-%m}"
        faults.add(f"{_PATH}.month", why, "Check the month, or the fund's days")
    if record.place not in project.places:
        why = f"{record.place} does not benefit from {project.name}"
        faults.add(f"{_PATH}.place", why, "Name one that does, or add it to the project", ErrorReason.NOT_BENEFICIARY)
    if stay is not None:
        month = DaySpan(record.month, record.month_end)
        if stay.municipality != record.place or not stay.span.overlaps(month):
            why = f"{stay.name} is in {stay.municipality} from {stay.start} to {stay.last_day}"
            faults.add(f"{_PATH}.deployment", why, "Name a stay in the same municipality and month")
    spent = spend_of(unit, fund.name)
    on_project = sum(other.amount_mxn for other in spent if other.project == project.name)
    _require_room(faults, record, sum(other.amount_mxn for other in spent), fund.ceiling_mxn, f"ceiling of {fund.name}")
    if project.budget_mxn is not None:
        _require_room(faults, record, on_project, project.budget_mxn, f"budget of {project.name}")


def _require_room(faults: Faults, record: SpendRecord, spent: int, limit: int, what: str) -> None:
    total = spent + record.amount_mxn
    if record.amount_mxn > 0 and total > limit:
        why = f"{record.amount_mxn:,} MXN on top of {spent:,} MXN make {total:,} MXN, above the {what}, {limit:,} MXN"
        faults.add(f"{_PATH}.amount_mxn", why, f"{max(0, limit - spent):,} MXN are left", ErrorReason.FUND_EXHAUSTED)
