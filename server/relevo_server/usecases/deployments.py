"""Teams actually placed: place them and read where they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment, DeploymentDraft, DeploymentState
from relevo_server.domain.errors import Faults
from relevo_server.domain.limits import span_faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.plan import PlanSummary
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import Principal
from relevo_server.domain.tenure import Tenure
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.reading import read_list, read_named, require_all
from relevo_server.usecases.stay_rules import (
    BY_START,
    Wanted,
    named,
    require_agreement,
    require_known_teams,
    require_place,
    require_teams,
)
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once


def create_deployment(
    ports: Ports,
    principal: Principal,
    draft: DeploymentDraft,
    *,
    deployment_id: str = "",
    write: Write = PLAIN_WRITE,
) -> Deployment:
    """Place teams under a live agreement.

    Args:
        ports: The outside.
        principal: Who asks.
        draft: The deployment.
        deployment_id: Chosen by the caller; empty: given here.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (no end, an end before its start), NOT_FOUND (municipality,
            agreement, pool, plan), ALREADY_EXISTS, NO_LIVE_AGREEMENT, STAY_OVERLAPS (another stay in the municipality,
            or teams that are elsewhere, resting or not available), TENURE_EXCEEDED, COMMITMENT_OVERDUE (a renewal),
            REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "deployment_id", deployment_id, ports.ids)

    def act(unit: WriteUnit) -> Deployment:
        deployment = place_stay(faults, unit, ports, f"deployments/{own_id}", draft)
        faults.refuse("the deployment")
        assert deployment is not None
        return deployment

    return write_once(ports, principal, write, "CreateDeployment", (draft, deployment_id), Deployment, act)


def place_stay(
    faults: Faults, unit: WriteUnit, ports: Ports, name: str, draft: DeploymentDraft, tenure: Tenure | None = None
) -> Deployment | None:
    """Check a stay against the records and place it; where anything is wrong, note it and place nothing.

    Args:
        faults: Where to note it.
        unit: One transaction.
        ports: The outside.
        name: Of the deployment.
        draft: The stay.
        tenure: Of the policy under which it is confirmed; None: of the default policy.
    """
    agreement, pools = _named_records(faults, unit, draft)
    span, today = _span(draft), day_of(ports.clock.now())
    wanted = None if span is None else Wanted(draft.municipality, span, draft.teams, name, "deployment.")
    if wanted is not None:
        require_agreement(faults, "deployment.agreement", wanted, agreement)
        require_place(faults, unit, wanted, today, tenure)
        require_teams(faults, unit, wanted, pools)
        if not draft.plan:
            require_known_teams(faults, wanted, pools)
    if faults.found or wanted is None:
        return None
    deployment = _placed(name, draft, today, ports)
    if deployment.has_gone:
        deployment = replace(deployment, teams=named(faults, unit, wanted, pools, is_wish=bool(draft.plan)))
    if faults.found:
        return None
    unit.create([deployment])
    return deployment


def get_deployment(ports: Ports, principal: Principal, name: str) -> Deployment:
    """Read ``deployments/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Deployment, name)


def list_deployments(ports: Ports, principal: Principal, page: PageRequest) -> Page[Deployment]:
    """List by start; filter by ``municipality``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Deployment, page, order=BY_START, filter_fields=("municipality",))


def _span(draft: DeploymentDraft) -> DaySpan | None:
    if draft.start is None or draft.end is None or span_faults("", draft.start, "", draft.end):
        return None
    return DaySpan(draft.start, draft.end)


def _named_records(faults: Faults, unit: WriteUnit, draft: DeploymentDraft) -> tuple[Agreement | None, dict[str, Pool]]:
    place = ("deployment.municipality", draft.municipality)
    require_all(faults, unit, MunicipalityRecord, [place], "Import INEGI's catalogue, or correct it")
    agreement = unit.get(Agreement, draft.agreement)
    if agreement is None:
        faults.missing("deployment.agreement", draft.agreement)
    if draft.plan:
        require_all(faults, unit, PlanSummary, [("deployment.plan", draft.plan)])
    used = [(f"deployment.teams[{index}].pool", entry.pool) for index, entry in enumerate(draft.teams)]
    return agreement, require_all(faults, unit, Pool, used)


def _placed(name: str, draft: DeploymentDraft, today: date, ports: Ports) -> Deployment:
    assert draft.start is not None
    assert draft.end is not None
    return Deployment(
        name=name,
        municipality=draft.municipality,
        agreement=draft.agreement,
        start=draft.start,
        end=draft.end,
        teams=draft.teams,
        state=DeploymentState.ACTIVE if draft.start <= today else DeploymentState.PLANNED,
        plan=draft.plan,
        created=ports.clock.now(),
    )
