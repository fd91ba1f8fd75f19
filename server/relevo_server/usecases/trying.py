"""Meeting mode: change a question and see what comes of it, warm from the plan at hand, with nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from relevo_planner.canonical import canonical_json
from relevo_planner.difference import Difference, difference
from relevo_planner.earlier import Warm, warm_from
from relevo_planner.instance import Instance
from relevo_planner.near_change import AtHand
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal
from relevo_planner.pool_dates import rejoined
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import ErrorReason, Fault
from relevo_server.domain.limits import range_faults
from relevo_server.domain.operation import Operation, OperationState, Progress
from relevo_server.domain.plan import PlanRecord, PlanSummary, Snapshot
from relevo_server.domain.principal import Principal
from relevo_server.domain.search import Search
from relevo_server.usecases.access import PROPOSE, require
from relevo_server.usecases.frozen_json import from_json, to_json
from relevo_server.usecases.plans import StoredPlan, get_plan
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.proposing import Proposal, summary_of
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.snapshot import snapshot_of
from relevo_server.usecases.trial_changes import Trial, changed
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

METHOD = "TryPlan"
MOST_TRIAL_SECONDS = 60.0
USUAL_TRIAL = Search(time_limit_seconds=3.0, gap_tolerance=0.01)
"""What a meeting waits for."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A trial to be solved.

    Attributes:
        base: The plan at hand.
        instance: Its question with the changes.
        assumed: What the changes assume that the records do not say.
        warm: What the plan at hand leaves to begin with.
        at_hand: With a municipality of which is asked what would select it; None: nothing of the kind.
    """

    base: StoredPlan
    instance: Instance
    search: Search
    assumed: tuple[str, ...]
    warm: Warm | None
    at_hand: AtHand | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial.

    Attributes:
        plan: The answer to the changed question.
        findings: What the independent review found of it; empty: clean.
        difference: Against the plan at hand.
        kept: The plan as it was stored; None: it was not.
    """

    begun: Begun
    plan: Plan
    findings: tuple[tuple[str, str], ...]
    difference: Difference
    kept: PlanSummary | None = None


def begin_trial(
    ports: Ports,
    principal: Principal,
    name: str,
    trial: Trial,
    search: Search = USUAL_TRIAL,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Begun:
    """Change the question behind ``plans/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, STALE_ETAG, INVALID_FIELDS with every fault of the changes.
    """
    require(principal, PROPOSE)
    faults = write.found()
    faults.extend(range_faults("time_limit_seconds", search.time_limit_seconds, 0.0, MOST_TRIAL_SECONDS))
    faults.extend(range_faults("gap_tolerance", search.gap_tolerance, 0.0, 1.0))
    with ports.records.read() as unit:
        if unit.get(PlanSummary, name) is None:
            faults.add(name, "does not exist", "Check the name", ErrorReason.NOT_FOUND)
            faults.refuse("the trial")
    base = get_plan(ports, principal, name)
    require_etag(name, base.summary.etag, etag)
    end = base.instance.first_day + timedelta(days=base.instance.periods * base.instance.policy.period_days)
    today = day_of(ports.clock.now())
    if end <= today:
        why = f"{name} ended on {end - timedelta(days=1)}, today is {today}"
        faults.add("name", why, "Try changes on a plan for days to come")
    question = base.instance
    if Goal.STABILITY in question.policy.goals:
        question = replace(question, published=base.plan.operations)
    instance, assumed = changed(faults, question, trial)
    faults.refuse("the trial")
    return Begun(base, instance, search, assumed, warm_from(base.plan))


def end_trial(
    ports: Ports,
    principal: Principal,
    begun: Begun,
    plan: Plan,
    findings: tuple[tuple[str, str], ...],
    *,
    is_kept: bool = False,
    write: Write = PLAIN_WRITE,
) -> Tried:
    """Compare the answer with the plan at hand, and store it as a proposal where that is wished.

    Raises:
        RelevoError: PERMISSION_DENIED, REQUEST_ID_REUSED.
    """
    require(principal, PROPOSE)
    noted = tuple(f"tried, not recorded: {text}" for text in begun.assumed)
    plan = replace(plan, notes=(*plan.notes, *noted))
    kept = None
    if is_kept:
        kept = _keep(ports, principal, begun, plan, findings, write)
        # A retry was solved again, perhaps with another answer: what is told is what is kept.
        stored = get_plan(ports, principal, kept.name)
        plan, findings = stored.plan, stored.findings
    compared = difference((begun.base.instance, _rejoined(begun.base.plan)), (begun.instance, _rejoined(plan)))
    return Tried(begun, plan, findings, compared, kept)


def _rejoined(plan: Plan) -> Plan:
    """A stay is as it was where teams of another part of the same pool serve it."""
    return replace(plan, operations=tuple(map(rejoined, plan.operations)))


def busy_fault(seconds: float) -> Fault:
    """What a caller is told whose turn does not come."""
    why = f"other trials have been running for {seconds:.0f} seconds"
    return Fault(METHOD, why, "Try again in a moment", ErrorReason.OVERLOADED)


def _keep(
    ports: Ports,
    principal: Principal,
    begun: Begun,
    plan: Plan,
    findings: tuple[tuple[str, str], ...],
    write: Write,
) -> PlanSummary:
    snapshot = snapshot_of(begun.instance, begun.base.provenance)
    base = begun.base.summary

    def act(unit: WriteUnit) -> PlanSummary:
        now = ports.clock.now()
        if unit.get(Snapshot, snapshot.name) is None:
            unit.create([snapshot])
        name = f"plans/{ports.ids.new()}"
        asked = from_json(Proposal, find_named(unit, Operation, base.operation).request)
        proposal = replace(asked, snapshot=snapshot.name, search=begun.search, base=base.name, later=0)
        operation = Operation(
            name=f"operations/{ports.ids.new()}",
            method=METHOD,
            principal=principal.name,
            request=to_json(proposal),
            time_limit_seconds=begun.search.time_limit_seconds,
            created=now,
            updated=now,
            state=OperationState.SUCCEEDED,
            progress=Progress("done", plan.certificate.value, plan.certificate.bound),
            result=name,
        )
        summary = summary_of(name, plan, begun.instance, base.ranking, snapshot.name, operation.name, now)
        unit.create([operation])
        unit.create([PlanRecord(summary, canonical_json(plan), findings)])
        return summary

    return write_once(ports, principal, write, METHOD, (base.name, begun.instance, begun.search), PlanSummary, act)
