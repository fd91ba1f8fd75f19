"""Propose a plan: the question is read and stored at once, solved outside any transaction, and answered in another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from relevo_planner.canonical import canonical_json
from relevo_planner.instance import Instance
from relevo_planner.need.checks import changed_numbers, find_need_faults
from relevo_planner.plan import Plan
from relevo_planner.validate import find_faults
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.limits import count_faults, day_faults, range_faults
from relevo_server.domain.operation import Operation
from relevo_server.domain.plan import PlanRecord, PlanState, PlanSummary, Snapshot
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingState
from relevo_server.usecases.access import PROPOSE, require
from relevo_server.usecases.frozen_json import from_json, to_json
from relevo_server.usecases.operations import WORKER, present_attempt, require_room
from relevo_server.usecases.plans import read_snapshot
from relevo_server.usecases.ports import Ports, Unit, WriteUnit
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.snapshot import Question, read_instance, snapshot_of
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once

METHOD = "ProposePlan"
MOST_MUNICIPALITIES = 2_500
MOST_PERIODS = 104
MOST_SECONDS = 3_600.0
MOST_UNFINISHED = 32
"""Proposals of one caller that may wait or be solved at once."""
PERIOD_DAYS = (7, 14, 28)


@dataclass(frozen=True, slots=True)
class Search:
    """How long and how closely to search.

    Attributes:
        time_limit_seconds: Most seconds of solving.
        gap_tolerance: The search ends once the gap is proven to be no larger.
        seed: Of every random choice.
    """

    time_limit_seconds: float = 30.0
    gap_tolerance: float = 0.005
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an operation's request holds: which stored question, how to search, and what its plan has to tell."""

    snapshot: str
    ranking: str
    search: Search
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker needs to solve: the question, how to search, and which attempt of the operation it is."""

    operation: Operation
    instance: Instance
    search: Search


def propose_plan(
    ports: Ports, principal: Principal, question: Question, search: Search, *, write: Write = PLAIN_WRITE
) -> Operation:
    """Read one consistent snapshot of the records and queue its solution.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (ranking), INSTANCE_INVALID with every fault,
            QUOTA_SPENT, REQUEST_ID_REUSED.
    """
    require(principal, PROPOSE)
    now = ports.clock.now()
    faults = write.found()
    _check(faults, question, search, now.date())

    def act(unit: WriteUnit) -> Operation:
        faults.refuse("the proposal")
        require_room(unit, principal.name, MOST_UNFINISHED)
        snapshot, ranking = _take_snapshot(unit, question, now.date())
        if unit.get(Snapshot, snapshot.name) is None:
            unit.create([snapshot])
        operation = Operation(
            name=f"operations/{ports.ids.new()}",
            method=METHOD,
            principal=principal.name,
            request=to_json(Proposal(snapshot.name, ranking, search, changed_numbers(question.need))),
            time_limit_seconds=search.time_limit_seconds,
            created=now,
            updated=now,
        )
        unit.create([operation])
        return operation

    return write_once(ports, principal, write, METHOD, (question, search), Operation, act)


def begin_proposal(ports: Ports, name: str) -> Work:
    """Take up a queued operation, or one whose worker has died, as a new attempt.

    Raises:
        RelevoError: NOT_FOUND, STATE_FORBIDS once it has ended.
    """
    with ports.records.write(WORKER, "BeginProposal") as unit:
        begun = find_named(unit, Operation, name).begin(ports.clock.now())
        proposal = from_json(Proposal, begun.request)
        instance = read_snapshot(unit, proposal.snapshot)
        unit.update(begun)
    return Work(begun, instance, proposal.search)


def complete_proposal(
    ports: Ports, name: str, attempt: int, plan: Plan, findings: tuple[tuple[str, str], ...]
) -> PlanSummary:
    """Store the plan that an attempt found, and end its operation, in one transaction.

    Args:
        ports: The outside.
        name: ``operations/{id}``.
        attempt: Of ``begin_proposal``; a later one makes this one too late.
        plan: The answer.
        findings: What the independent review found, as (rule, message).

    Raises:
        RelevoError: NOT_FOUND, STATE_FORBIDS.
    """
    with ports.records.write(WORKER, "CompleteProposal") as unit:
        operation = present_attempt(unit, name, attempt)
        proposal = from_json(Proposal, operation.request)
        instance = read_snapshot(unit, proposal.snapshot)
        now = ports.clock.now()
        summary = PlanSummary(
            name=f"plans/{ports.ids.new()}",
            state=PlanState.PROPOSED,
            ranking=proposal.ranking,
            first_day=instance.first_day,
            periods=instance.periods,
            period_days=instance.policy.period_days,
            value=plan.certificate.value,
            bound=plan.certificate.bound,
            stop=plan.stop.value,
            seed=plan.seed,
            instance_sha256=plan.instance_sha256,
            snapshot=proposal.snapshot,
            operation=name,
            created=now,
        )
        told = replace(plan, notes=(*proposal.notes, *plan.notes))
        unit.create([PlanRecord(summary, canonical_json(told), findings)])
        unit.update(operation.succeed(summary.name, now))
        return summary


def _check(faults: Faults, question: Question, search: Search, today: date) -> None:
    faults.extend(day_faults("first_day", question.first_day))
    faults.extend(
        count_faults("first_municipalities", question.first_municipalities, least=1, most=MOST_MUNICIPALITIES)
    )
    faults.extend(count_faults("periods", question.periods, least=1, most=MOST_PERIODS))
    faults.extend(range_faults("time_limit_seconds", search.time_limit_seconds, 0.0, MOST_SECONDS))
    faults.extend(range_faults("gap_tolerance", search.gap_tolerance, 0.0, 1.0))
    if question.policy.period_days not in PERIOD_DAYS:
        faults.add("policy.period_days", f"{question.policy.period_days} is none of 7, 14, 28", "Choose one of them")
    for fault in find_need_faults(question.need):
        faults.add(f"need.{fault.where}", fault.text, "Correct the coefficient, or leave it out for its default")
    if not faults.found:
        faults.extend(day_faults("periods", question.horizon.end))
        if question.horizon.end <= today:
            why = f"the horizon ends on {question.horizon.end}, today is {today}"
            faults.add("first_day", why, "Plan for days to come")


def _take_snapshot(unit: Unit, question: Question, today: date) -> tuple[Snapshot, str]:
    ranking = find_named(unit, Ranking, question.ranking)
    faults = Faults()
    if ranking.state is not RankingState.PUBLISHED:
        _note(faults, "ranking", f"{ranking.name} is a draft", "Publish it first")
    instance, provenance = read_instance(unit, question, ranking, today)
    for fault in find_faults(instance):
        _note(faults, fault.where, fault.text, "Correct the records or the request")
    faults.refuse("the planning question")
    return snapshot_of(instance, provenance), ranking.name


def _note(faults: Faults, path: str, why: str, remedy: str) -> None:
    faults.add(path, why, remedy, ErrorReason.INSTANCE_INVALID)
