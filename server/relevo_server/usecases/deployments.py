"""Teams actually placed: place them and read where they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment, DeploymentDraft, DeploymentState, PoolTeams, busiest
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.limits import span_faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.plan import PlanSummary
from relevo_server.domain.pool import MOST_REST_DAYS, Pool
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once

BY_START = (Order("start"), Order("name"))


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
            or teams that are elsewhere, resting or not available), REQUEST_ID_REUSED.
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


def place_stay(faults: Faults, unit: WriteUnit, ports: Ports, name: str, draft: DeploymentDraft) -> Deployment | None:
    """Check a stay against the records and place it; where anything is wrong, note it and place nothing."""
    agreement, pools = _named_records(faults, unit, draft)
    span = _span(draft)
    if span is not None:
        _require_agreement(faults, draft.municipality, span, agreement)
        _require_free(faults, unit, draft, span, pools)
    if faults.found:
        return None
    deployment = _placed(name, draft, ports.clock.now().date(), ports)
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


def counting_stays(unit: Unit, window: DaySpan, where: Iterable[Condition] = ()) -> list[Deployment]:
    """The deployments that share a day with ``window`` and were not cancelled."""
    states = tuple(state.value for state in DeploymentState if state is not DeploymentState.CANCELLED)
    conditions = (
        *where,
        Condition("state", Operator.IN, states),
        Condition("start", Operator.LESS, window.end),
        Condition("end", Operator.GREATER, window.start),
    )
    return unit.find(Deployment, Query(conditions, BY_START))


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
    named = [(f"deployment.teams[{index}].pool", entry.pool) for index, entry in enumerate(draft.teams)]
    return agreement, require_all(faults, unit, Pool, named)


def _require_agreement(faults: Faults, municipality: str, span: DaySpan, agreement: Agreement | None) -> None:
    if agreement is None or agreement.carries(municipality, span):
        return
    if not agreement.covers(municipality):
        why = f"does not cover {municipality}"
    elif not agreement.span.covers(span):
        why = f"runs from {agreement.start} until before {agreement.end}, the stay from {span.start} until {span.end}"
    else:
        why = f"is {agreement.state}"
    remedy = "Name an agreement that covers the municipality on every day"
    faults.add("deployment.agreement", f"{agreement.name} {why}", remedy, ErrorReason.NO_LIVE_AGREEMENT)


def _require_free(
    faults: Faults, unit: WriteUnit, draft: DeploymentDraft, span: DaySpan, pools: dict[str, Pool]
) -> None:
    in_place = Condition("municipality", Operator.EQUAL, draft.municipality)
    overlapping = counting_stays(unit, span, [in_place])
    if overlapping:
        told = ", ".join(f"{stay.name} ({stay.start} to {stay.last_day})" for stay in overlapping)
        path, remedy = "deployment.start_date", "Choose other days, or extend the stay that is there"
        faults.add(path, f"overlaps {told} in {draft.municipality}", remedy, ErrorReason.STAY_OVERLAPS)
    longest_rest = timedelta(days=MOST_REST_DAYS)
    around = counting_stays(unit, DaySpan(span.start - longest_rest, span.end + longest_rest))
    for index, entry in enumerate(draft.teams):
        if (pool := pools.get(entry.pool)) is not None:
            _require_teams(faults, f"deployment.teams[{index}]", pool, entry, span, around)


def _require_teams(
    faults: Faults, path: str, pool: Pool, entry: PoolTeams, span: DaySpan, stays: Iterable[Deployment]
) -> None:
    if not pool.available_throughout(span):
        start, end = pool.available_from or "the start", pool.available_until or "further notice"
        why = f"{pool.name} is available from {start} until {end} only"
        faults.add(f"{path}.pool", why, "Choose days in between", ErrorReason.STAY_OVERLAPS)
    rest = timedelta(days=pool.rest_days)
    day, away, names = busiest(pool.name, stays, DaySpan(span.start, span.end + rest), rest)
    if away + entry.teams > pool.teams:
        where = f", {away} of them away or resting for {', '.join(names)}" if names else ""
        days = f"from {span.start} to {span.last_day}"
        why = f"{entry.teams} wanted {days}, but {pool.name} has {pool.teams} on {day}{where}"
        faults.add(f"{path}.teams", why, "Send fewer, or choose other days", ErrorReason.STAY_OVERLAPS)


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
