"""Propose a plan: the question is read and stored at once, solved outside any transaction, and answered in another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from relevo_planner.canonical import canonical_json
from relevo_planner.earlier import Warm, warm_from
from relevo_planner.instance import Instance
from relevo_planner.near_change import AtHand
from relevo_planner.need.checks import changed_numbers, find_need_faults
from relevo_planner.need.teams import NeedPolicy
from relevo_planner.plan import Plan
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import Faults
from relevo_server.domain.limits import count_faults, day_faults, range_faults
from relevo_server.domain.operation import Operation
from relevo_server.domain.plan import PlanRecord, PlanState, PlanSummary, Snapshot
from relevo_server.domain.principal import Principal
from relevo_server.domain.search import MOST_SECONDS, MOST_STEPS, Search
from relevo_server.usecases.access import PROPOSE, require
from relevo_server.usecases.frozen_json import from_json, to_json
from relevo_server.usecases.operations import WORKER, present_attempt, require_room
from relevo_server.usecases.plans import read_snapshot
from relevo_server.usecases.policies import PERIOD_DAYS, with_named_policy
from relevo_server.usecases.ports import Ports, Unit, WriteUnit
from relevo_server.usecases.questions import take_question
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.snapshot import Question, snapshot_of
from relevo_server.usecases.sweep_progress import settle
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once

METHOD = "ProposePlan"
MOST_MUNICIPALITIES = 2_500
MOST_PERIODS = 104
MOST_UNFINISHED = 32
"""Proposals of one caller that may wait or be solved at once."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an operation's request holds: which stored question, how to search, and what its plan has to tell.

    Attributes:
        base: Plan whose stays and prices the search begins with; empty: none.
        later: Periods by which the question begins after that plan's.
        first_municipalities: How many of the ranking take part; 0: not noted.
        notes: What the plan has to tell of its question.
        policy: The stored policy that it is made under; empty: numbers of its own.
        scenario: That it answers; empty: none.
        need: How its need was reckoned.
    """

    snapshot: str
    ranking: str
    search: Search
    base: str = ""
    later: int = 0
    first_municipalities: int = 0
    notes: tuple[str, ...] = ()
    policy: str = ""
    scenario: str = ""
    need: NeedPolicy = field(default_factory=NeedPolicy)


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker needs to solve: the question, how to search, and which attempt of the operation it is.

    Attributes:
        warm: What an earlier plan leaves to begin with; None: nothing.
        at_hand: A plan is asked for, not what would select a municipality.
    """

    operation: Operation
    instance: Instance
    search: Search
    warm: Warm | None = None
    at_hand: AtHand | None = None


def propose_plan(
    ports: Ports, principal: Principal, question: Question, search: Search, *, write: Write = PLAIN_WRITE
) -> Operation:
    """Read one consistent snapshot of the records and queue its solution.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (ranking, policy), INSTANCE_INVALID with every fault,
            NO_LIVE_AGREEMENT, QUOTA_SPENT, REQUEST_ID_REUSED.
    """
    require(principal, PROPOSE)
    now = ports.clock.now()
    faults = write.found()

    def act(unit: WriteUnit) -> Operation:
        asked = with_named_policy(faults, unit, question)
        check_question(faults, asked, search, day_of(now))
        faults.refuse("the proposal")
        require_room(unit, principal.name, MOST_UNFINISHED)
        instance, provenance = take_question(unit, asked, day_of(now))
        proposal = Proposal(
            *("", asked.ranking, search),
            first_municipalities=asked.first_municipalities,
            notes=changed_numbers(asked.need),
            policy=asked.policy_name,
            need=asked.need,
        )
        return queue_proposal(ports, principal, unit, METHOD, snapshot_of(instance, provenance), proposal)

    return write_once(ports, principal, write, METHOD, (question, search), Operation, act)


def queue_proposal(
    ports: Ports, principal: Principal, unit: WriteUnit, method: str, snapshot: Snapshot, proposal: Proposal
) -> Operation:
    """Store a question and the operation that waits for its answer."""
    if unit.get(Snapshot, snapshot.name) is None:
        unit.create([snapshot])
    now = ports.clock.now()
    operation = Operation(
        name=f"operations/{ports.ids.new()}",
        method=method,
        principal=principal.name,
        request=to_json(replace(proposal, snapshot=snapshot.name)),
        time_limit_seconds=proposal.search.time_limit_seconds,
        created=now,
        updated=now,
    )
    unit.create([operation])
    return operation


def begin_proposal(ports: Ports, name: str) -> Work:
    """Take up a queued operation, or one whose worker has died, as a new attempt.

    Raises:
        RelevoError: NOT_FOUND, STATE_FORBIDS once it has ended.
    """
    with ports.records.write(WORKER, "BeginProposal") as unit:
        begun = find_named(unit, Operation, name).begin(ports.clock.now())
        proposal = from_json(Proposal, begun.request)
        instance = read_snapshot(unit, proposal.snapshot)
        warm = None
        if proposal.base:
            earlier = from_json(Plan, find_named(unit, PlanRecord, proposal.base).answer)
            warm = warm_from(earlier).later(proposal.later)
        unit.update(begun)
    return Work(begun, instance, proposal.search, warm)


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
        made = summary_of(f"plans/{ports.ids.new()}", plan, instance, proposal.ranking, proposal.snapshot, name, now)
        summary = replace(made, policy=proposal.policy, scenario=proposal.scenario)
        told = replace(plan, notes=(*proposal.notes, *plan.notes))
        unit.create([PlanRecord(summary, canonical_json(told), findings)])
        succeeded = operation.succeed(summary.name, now)
        unit.update(succeeded)
        settle(unit, succeeded, now)
        return summary


def summary_of(
    name: str, plan: Plan, instance: Instance, ranking: str, snapshot: str, operation: str, now: datetime
) -> PlanSummary:
    """What a list shows of a plan that was just made."""
    return PlanSummary(
        name=name,
        state=PlanState.PROPOSED,
        ranking=ranking,
        first_day=instance.first_day,
        periods=instance.periods,
        period_days=instance.policy.period_days,
        value=plan.certificate.value,
        bound=plan.certificate.bound,
        stop=plan.stop.value,
        seed=plan.seed,
        instance_sha256=plan.instance_sha256,
        snapshot=snapshot,
        operation=operation,
        created=now,
    )


def check_question(faults: Faults, question: Question, search: Search, today: date) -> None:
    """Note what nobody can plan for."""
    faults.extend(day_faults("first_day", question.first_day))
    faults.extend(
        count_faults("first_municipalities", question.first_municipalities, least=1, most=MOST_MUNICIPALITIES)
    )
    faults.extend(count_faults("periods", question.periods, least=1, most=MOST_PERIODS))
    faults.extend(range_faults("time_limit_seconds", search.time_limit_seconds, 0.0, MOST_SECONDS))
    faults.extend(range_faults("gap_tolerance", search.gap_tolerance, 0.0, 1.0))
    if search.steps is not None:
        faults.extend(count_faults("deterministic_steps", search.steps, least=1, most=MOST_STEPS))
    if question.policy.period_days not in PERIOD_DAYS:
        faults.add("policy.period_days", f"{question.policy.period_days} is none of 7, 14, 28", "Choose one of them")
    for fault in find_need_faults(question.need):
        faults.add(f"need.{fault.where}", fault.text, "Correct the coefficient, or leave it out for its default")
    if not faults.found:
        faults.extend(day_faults("periods", question.horizon.end))
        if question.horizon.end <= today:
            why = f"the horizon ends on {question.horizon.end}, today is {today}"
            faults.add("first_day", why, "Plan for days to come")


def take_snapshot(unit: Unit, question: Question, today: date) -> tuple[Snapshot, str]:
    """Freeze a question about the present records; with it goes the name of its ranking.

    Raises:
        RelevoError: what ``take_question`` raises.
    """
    return snapshot_of(*take_question(unit, question, today)), question.ranking
