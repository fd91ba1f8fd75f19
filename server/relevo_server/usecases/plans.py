"""Plans: read them, and the questions behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_server.domain.decision import Decision
from relevo_server.domain.plan import PlanRecord, PlanSummary, Snapshot
from relevo_server.domain.principal import Principal
from relevo_server.domain.publication import Publication
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.frozen_json import from_json, remembered
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Unit
from relevo_server.usecases.reading import by_names, find_named, read_list

NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))
_PROPOSALS = Condition("scenario", Operator.EQUAL, "")


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan with the question that it answers.

    Attributes:
        findings: What the independent review found, as (rule, message); empty: clean.
        provenance: The records that the question was read from, as (name, version).
        decision: What people made of it; None: nothing yet.
        publication: Who made it known; None: nobody yet.
    """

    summary: PlanSummary
    instance: Instance
    plan: Plan
    findings: tuple[tuple[str, str], ...]
    provenance: tuple[tuple[str, int], ...]
    decision: Decision | None = None
    publication: Publication | None = None


def get_plan(ports: Ports, principal: Principal, name: str) -> StoredPlan:
    """Read ``plans/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        record = find_named(unit, PlanRecord, name)
        snapshot = find_named(unit, Snapshot, record.summary.snapshot)
    return StoredPlan(
        summary=record.summary,
        instance=remembered(Instance, snapshot.instance),
        plan=remembered(Plan, record.answer),
        findings=record.findings,
        provenance=snapshot.provenance,
        decision=record.decision,
        publication=record.publication,
    )


def get_plan_instance(ports: Ports, principal: Principal, name: str) -> Instance:
    """Read the frozen question behind ``plans/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        summary = find_named(unit, PlanSummary, name)
        return read_snapshot(unit, summary.snapshot)


def list_plans(ports: Ports, principal: Principal, page: PageRequest) -> Page[PlanSummary]:
    """List, newest first, plans of scenarios left out; filter by ``state`` or ``ranking``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    filters = ("state", "ranking")
    return read_list(
        ports, principal, PlanSummary, page, order=NEWEST_FIRST, filter_fields=filters, where=(_PROPOSALS,)
    )


def summaries_of(ports: Ports, principal: Principal, names: Iterable[str]) -> dict[str, PlanSummary]:
    """Read the summaries of several plans; a name that does not exist is left out.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        return by_names(unit, PlanSummary, names)


def read_snapshot(unit: Unit, name: str) -> Instance:
    """Read a stored question.

    Raises:
        RelevoError: NOT_FOUND.
    """
    return from_json(Instance, find_named(unit, Snapshot, name).instance)
