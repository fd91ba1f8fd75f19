"""What a fund pays for: projects and the places that benefit."""

from __future__ import annotations

from dataclasses import replace

from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.fund import Beneficiary, Fund, Project, ProjectDraft
from relevo_server.domain.names import is_municipality, is_state
from relevo_server.domain.places import MunicipalityRecord, StateRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.spending import SpendRecord
from relevo_server.usecases.access import KEEP_FORCE, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.funds import projects_of
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

AMENDABLE = ("title", "beneficiaries", "budget_mxn")
ANY_FUND = "funds/-"


def create_project(
    ports: Ports,
    principal: Principal,
    parent: str,
    draft: ProjectDraft,
    *,
    project_id: str = "",
    write: Write = PLAIN_WRITE,
) -> Project:
    """Add a project to a fund.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (fund, municipality, state), ALREADY_EXISTS,
            FUND_EXHAUSTED where the budgets of the fund's projects would pass its ceiling, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_FORCE)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "project_id", project_id, ports.ids)

    def act(unit: WriteUnit) -> Project:
        fund = require_all(faults, unit, Fund, [("parent", parent)]).get(parent)
        _require_places(faults, unit, draft.beneficiaries)
        name = f"{parent}/projects/{own_id}"
        if fund is not None:
            _require_budget(faults, unit, fund, name, draft)
        faults.refuse("the project")
        project = Project(name, draft.title, draft.beneficiaries, draft.budget_mxn, ports.clock.now())
        unit.create([project])
        return project

    return write_once(ports, principal, write, "CreateProject", (parent, draft, project_id), Project, act)


def get_project(ports: Ports, principal: Principal, name: str) -> Project:
    """Read ``funds/{id}/projects/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Project, name)


def list_projects(ports: Ports, principal: Principal, parent: str, page: PageRequest) -> Page[Project]:
    """List the projects of one fund, or of all (``funds/-``), by name.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    where = () if parent == ANY_FUND else (Condition("fund", Operator.EQUAL, parent),)
    return read_list(ports, principal, Project, page, where=where)


def update_project(
    ports: Ports,
    principal: Principal,
    name: str,
    draft: ProjectDraft,
    paths: frozenset[str],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Project:
    """Change a project.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``funds/{id}/projects/{id}``.
        draft: New values of the fields that ``paths`` names.
        paths: Of ``AMENDABLE``.
        etag: Of the project as read; empty: overwrite whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, FUND_EXHAUSTED, NOT_BENEFICIARY where a
            place for which was spent would be left out, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_FORCE)
    faults = write.found()
    if not name:
        faults.add("project.name", "is missing", "Name the project")
        faults.refuse("the project")

    def act(unit: WriteUnit) -> Project:
        stored = find_named(unit, Project, name)
        kept = {path: getattr(stored, path) for path in AMENDABLE if path not in paths}
        wanted = replace(draft, **kept)
        faults.extend(wanted.faults())
        _require_places(faults, unit, wanted.beneficiaries)
        faults.refuse("the project")
        require_etag(name, stored.etag, etag)
        _require_budget(faults, unit, find_named(unit, Fund, stored.fund), name, wanted)
        changed = stored.amend(wanted)
        _require_spent(faults, unit, changed)
        faults.refuse("the project")
        unit.update(changed)
        return changed

    return write_once(ports, principal, write, "UpdateProject", (name, draft, paths, etag), Project, act)


def _require_places(faults: Faults, unit: Unit, beneficiaries: tuple[Beneficiary, ...]) -> None:
    remedy = "Import INEGI's catalogue, or correct it"
    named = [(f"project.beneficiaries[{i}].place", each.place) for i, each in enumerate(beneficiaries)]
    require_all(faults, unit, MunicipalityRecord, [pair for pair in named if is_municipality(pair[1])], remedy)
    require_all(faults, unit, StateRecord, [pair for pair in named if is_state(pair[1])], remedy)


def _require_budget(faults: Faults, unit: Unit, fund: Fund, name: str, draft: ProjectDraft) -> None:
    if draft.budget_mxn is None:
        return
    others = sum(project.budget_mxn or 0 for project in projects_of(unit, fund.name) if project.name != name)
    if others + draft.budget_mxn > fund.ceiling_mxn:
        total = others + draft.budget_mxn
        why = f"the budgets of {fund.name} would be {total:,} MXN, more than its ceiling of {fund.ceiling_mxn:,} MXN"
        remedy = f"Give at most {max(0, fund.ceiling_mxn - others):,} MXN"
        faults.add("project.budget_mxn", why, remedy, ErrorReason.FUND_EXHAUSTED)


def _require_spent(faults: Faults, unit: Unit, project: Project) -> None:
    records = unit.find(SpendRecord, Query((Condition("project", Operator.EQUAL, project.name),)))
    total = sum(record.amount_mxn for record in records)
    if project.budget_mxn is not None and total > project.budget_mxn:
        why = f"{total:,} MXN are already spent, more than {project.budget_mxn:,} MXN"
        faults.add("project.budget_mxn", why, "Give a budget that covers them", ErrorReason.FUND_EXHAUSTED)
    lost = sorted({record.place for record in records} - project.places)
    if lost:
        why = f"leaves out {', '.join(lost)}, for which was spent"
        faults.add("project.beneficiaries", why, "Keep them", ErrorReason.NOT_BENEFICIARY)
