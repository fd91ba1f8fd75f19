"""Funds: money with a ceiling. Add, read and change them, and say what is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.fund import Fund, FundDraft, Project
from relevo_server.domain.principal import Principal
from relevo_server.domain.spending import SpendRecord
from relevo_server.usecases.access import KEEP_FORCE, READ, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

AMENDABLE = ("title", "ceiling_mxn", "start", "end", "source", "illustrative")


@dataclass(frozen=True, slots=True)
class FundBalance:
    """What is spent from a fund, and on each of its projects."""

    fund: Fund
    spent_mxn: int
    projects: tuple[tuple[Project, int], ...]


def create_fund(
    ports: Ports, principal: Principal, draft: FundDraft, *, fund_id: str = "", write: Write = PLAIN_WRITE
) -> Fund:
    """Add a fund.

    Args:
        ports: The outside.
        principal: Who asks.
        draft: The fund.
        fund_id: Chosen by the caller; empty: given here.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, ALREADY_EXISTS, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_FORCE)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "fund_id", fund_id, ports.ids)
    faults.refuse("the fund")
    assert draft.kind is not None
    assert draft.start is not None
    assert draft.end is not None
    fund = Fund(
        name=f"funds/{own_id}",
        title=draft.title,
        kind=draft.kind,
        ceiling_mxn=draft.ceiling_mxn,
        start=draft.start,
        end=draft.end,
        source=draft.source,
        illustrative=draft.illustrative,
        created=ports.clock.now(),
    )

    def act(unit: WriteUnit) -> Fund:
        unit.create([fund])
        return fund

    return write_once(ports, principal, write, "CreateFund", (draft, fund_id), Fund, act)


def get_fund(ports: Ports, principal: Principal, name: str) -> Fund:
    """Read ``funds/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Fund, name)


def list_funds(ports: Ports, principal: Principal, page: PageRequest) -> Page[Fund]:
    """List by name; filter by ``kind``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Fund, page, filter_fields=("kind",))


def get_fund_balance(ports: Ports, principal: Principal, name: str) -> FundBalance:
    """Add up what is spent from ``funds/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        fund = find_named(unit, Fund, name)
        spent: Counter[str] = Counter()
        for record in spend_of(unit, name):
            spent[record.project] += record.amount_mxn
        projects = tuple((project, spent[project.name]) for project in projects_of(unit, name))
    return FundBalance(fund, spent.total(), projects)


def update_fund(
    ports: Ports,
    principal: Principal,
    name: str,
    draft: FundDraft,
    paths: frozenset[str],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Fund:
    """Change a fund.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``funds/{id}``.
        draft: New values of the fields that ``paths`` names.
        paths: Of ``AMENDABLE``.
        etag: Of the fund as read; empty: overwrite whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, FUND_EXHAUSTED where more is spent or
            budgeted than the new ceiling, or was spent in months that the new days leave out, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_FORCE)
    faults = write.found()
    if not name:
        faults.add("fund.name", "is missing", "Name the fund")
        faults.refuse("the fund")

    def act(unit: WriteUnit) -> Fund:
        stored = find_named(unit, Fund, name)
        kept = {path: getattr(stored, path) for path in AMENDABLE if path not in paths}
        wanted = replace(draft, kind=stored.kind, **kept)
        faults.extend(wanted.faults())
        faults.refuse("the fund")
        require_etag(name, stored.etag, etag)
        changed = stored.amend(wanted)
        _require_covered(faults, unit, changed)
        faults.refuse("the fund")
        unit.update(changed)
        return changed

    return write_once(ports, principal, write, "UpdateFund", (name, draft, paths, etag), Fund, act)


def spend_of(unit: Unit, fund: str) -> list[SpendRecord]:
    """Everything spent from a fund, corrections included."""
    return unit.find(SpendRecord, Query((Condition("fund", Operator.EQUAL, fund),)))


def projects_of(unit: Unit, fund: str) -> list[Project]:
    """The projects of a fund, by name."""
    return unit.find(Project, Query((Condition("fund", Operator.EQUAL, fund),)))


def _require_covered(faults: Faults, unit: Unit, fund: Fund) -> None:
    records = spend_of(unit, fund.name)
    sums = {
        "spent": sum(record.amount_mxn for record in records),
        "budgeted for projects": sum(project.budget_mxn or 0 for project in projects_of(unit, fund.name)),
    }
    for what, total in sums.items():
        if total > fund.ceiling_mxn:
            why = f"{total:,} MXN are already {what}, more than {fund.ceiling_mxn:,} MXN"
            faults.add("fund.ceiling_mxn", why, "Give a ceiling that covers them", ErrorReason.FUND_EXHAUSTED)
    outside = sorted({record.month for record in records if not fund.pays_for(record.month)})
    if outside:
        months = ", ".join(f"{month:%Y-%m}" for month in outside)
        path, remedy = "fund.end_date" if outside[-1] >= fund.end else "fund.start_date", "Give days that hold them"
        faults.add(path, f"leaves out {months}, in which was spent", remedy, ErrorReason.FUND_EXHAUSTED)
