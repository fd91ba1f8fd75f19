"""Decide on a plan: people confirm it in whole or part, with overrides, or reject it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from relevo_planner.evaluate import evaluate
from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Plan
from relevo_planner.pool_dates import rejoined
from relevo_planner.review import review_operations
from relevo_server.domain.agreement import Agreement, AgreementState
from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.decision import Confirmation, Decision, rejection_faults
from relevo_server.domain.deployment import Deployment, DeploymentDraft, PoolTeams
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.plan import PlanRecord, PlanState, PlanSummary, Snapshot
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.deployments import place_stay
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, WriteUnit
from relevo_server.usecases.reading import find_named, require_all
from relevo_server.usecases.rereading import broken_faults
from relevo_server.usecases.staleness import stale_faults
from relevo_server.usecases.stay_rules import default_tenure
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once


def confirm_plan(
    ports: Ports, principal: Principal, name: str, wish: Confirmation, *, etag: str = "", write: Write = PLAIN_WRITE
) -> Decision:
    """Turn operations of a proposal into deployments, all of them or none, in one transaction.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (plan, a pool of an override), STALE_ETAG,
            STATE_FORBIDS (decided before), OVERRIDE_BREAKS_RULES, STAY_OVERLAPS with teams and days, NO_LIVE_AGREEMENT,
            PLAN_STALE with every fact that has changed, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(wish.faults())

    def act(unit: WriteUnit) -> Decision:
        if unit.get(PlanSummary, name) is None:
            faults.add(name, "does not exist", "Check the name", ErrorReason.NOT_FOUND)
            faults.refuse("the confirmation")
        record = _open_plan(unit, name, etag, PlanState.CONFIRMED)
        snapshot = find_named(unit, Snapshot, record.summary.snapshot)
        instance, plan = from_json(Instance, snapshot.instance), from_json(Plan, record.answer)
        faults.extend(wish.faults_on(len(plan.operations)))
        for index, override in enumerate(wish.overrides):
            named = [(f"overrides[{index}].teams[{at}].pool", entry.pool) for at, entry in enumerate(override.teams)]
            require_all(faults, unit, Pool, named)
        faults.refuse("the confirmation")
        wanted, cost = _overridden(faults, instance, plan, wish)
        chosen = wish.chosen(len(wanted))
        confirmed, today = [wanted[index] for index in chosen], ports.clock.now().date()
        stale = stale_faults(unit, record.summary, snapshot, instance, list(map(rejoined, confirmed)))
        broken = broken_faults(unit, record.summary, instance, confirmed, today)
        wanted = list(map(rejoined, wanted))
        teams = {index: _teams(plan, wanted[index], index, wish) for index in chosen}
        deployments = tuple(
            _place(faults, unit, ports, name, instance, wanted[index], index, teams[index]) for index in chosen
        )
        faults.extend(stale)
        if not faults.found:
            faults.extend(broken)
        faults.refuse("the confirmation")
        decision = Decision(
            office=wish.office,
            principal=principal.name,
            decided=ports.clock.now(),
            operations=tuple(chosen),
            deployments=tuple(deployment.name for deployment in deployments if deployment is not None),
            overrides=wish.overrides,
            override_cost=cost,
        )
        unit.update(record.decide(PlanState.CONFIRMED, decision))
        return decision

    return write_once(ports, principal, write, "ConfirmPlan", (name, wish, etag), Decision, act)


def reject_plan(
    ports: Ports,
    principal: Principal,
    name: str,
    office: str,
    reasons: tuple[str, ...],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Decision:
    """Say that a proposal is not followed, and why.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(rejection_faults(office, reasons))
    faults.refuse("the rejection")

    def act(unit: WriteUnit) -> Decision:
        record = _open_plan(unit, name, etag, PlanState.REJECTED)
        decision = Decision(office, principal.name, ports.clock.now(), reasons)
        unit.update(record.decide(PlanState.REJECTED, decision))
        return decision

    return write_once(ports, principal, write, "RejectPlan", (name, office, reasons, etag), Decision, act)


def _open_plan(unit: WriteUnit, name: str, etag: str, state: PlanState) -> PlanRecord:
    record = find_named(unit, PlanRecord, name)
    record.require_open(state)
    require_etag(name, record.summary.etag, etag)
    return record


def _overridden(
    faults: Faults, instance: Instance, plan: Plan, wish: Confirmation
) -> tuple[list[Operation], float | None]:
    """Return the plan's operations with the overrides in place, and what those give up; None without any."""
    wanted = list(plan.operations)
    if not wish.overrides:
        return wanted, None
    for override in wish.overrides:
        teams = {entry.pool: entry.teams for entry in override.teams}
        changed = replace(wanted[override.operation], start=override.start, periods=override.periods, teams=teams)
        wanted[override.operation] = changed
    # What is not confirmed is left undone: its teams are free for what is.
    chosen = wish.chosen(len(wanted))
    before = set(review_operations(instance, [plan.operations[index] for index in chosen]))
    after = review_operations(instance, [wanted[index] for index in chosen])
    broken = [violation for violation in after if violation not in before]
    for index, violation in enumerate(broken):
        why = f"{violation.rule}: {violation.text}"
        faults.add(f"overrides/broken[{index}]", why, "Change the override", ErrorReason.OVERRIDE_BREAKS_RULES)
    faults.refuse("the confirmation")
    return wanted, evaluate(instance, wanted, plan).override_cost


def _place(
    faults: Faults,
    unit: WriteUnit,
    ports: Ports,
    plan: str,
    instance: Instance,
    operation: Operation,
    index: int,
    teams: tuple[PoolTeams, ...],
) -> Deployment | None:
    """Place one operation, so that those after it find its teams away."""
    at, today = f"operations[{index}]", day_of(ports.clock.now())
    span = _days(instance, operation)
    if span.start < today:
        why = f"begins on {span.start} in {operation.municipality}, today is {today}"
        faults.add(at, why, "Propose again for days to come", ErrorReason.PLAN_STALE)
        return None
    agreement = _agreement(unit, operation.municipality, span)
    if agreement is None:
        why = f"no live agreement carries {operation.municipality} from {span.start} to {span.last_day}"
        faults.add(at, why, "Record the agreement, or leave the operation out", ErrorReason.NO_LIVE_AGREEMENT)
        return None
    draft = DeploymentDraft(operation.municipality, agreement.name, span.start, span.end, teams, plan)
    own = Faults()
    deployment = place_stay(own, unit, ports, f"deployments/{ports.ids.new()}", draft, default_tenure(instance.policy))
    for fault in own.found:
        faults.add(f"{at}.{fault.field.removeprefix('deployment.')}", fault.why, fault.remedy, fault.reason)
    return deployment


def _teams(plan: Plan, operation: Operation, index: int, wish: Confirmation) -> tuple[PoolTeams, ...]:
    """The operation's teams; those that the plan's roster names are a wish, unless people sent it otherwise."""
    is_overridden = any(override.operation == index for override in wish.overrides)
    is_split = operation.teams != plan.operations[index].teams
    numbers: dict[str, list[int]] = defaultdict(list)
    for team in () if is_overridden or is_split else plan.roster:
        if team.operation == index:
            numbers[team.pool].append(team.number)
    return tuple(PoolTeams(pool, count, tuple(numbers[pool])) for pool, count in operation.teams.items())


def _agreement(unit: WriteUnit, municipality: str, span: DaySpan) -> Agreement | None:
    signed = Condition("state", Operator.EQUAL, AgreementState.SIGNED.value)
    return next((found for found in unit.find(Agreement, Query((signed,))) if found.carries(municipality, span)), None)


def _days(instance: Instance, operation: Operation) -> DaySpan:
    def day(period: int) -> date:
        return instance.first_day + timedelta(days=period * instance.policy.period_days)

    return DaySpan(day(operation.start), day(operation.end))
