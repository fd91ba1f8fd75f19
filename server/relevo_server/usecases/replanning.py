"""Plan again from a plan at hand: close to what was published, or with all that still stands pinned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from relevo_planner.conflicts import pin_conflicts
from relevo_planner.instance import Exclusion, Instance, Window
from relevo_planner.instance import Operation as Stay
from relevo_planner.need.checks import changed_numbers
from relevo_planner.plan import DemandKind, Plan
from relevo_planner.policy import Goal, Policy
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import ErrorReason, Fault, Faults, refusal
from relevo_server.domain.operation import Operation
from relevo_server.domain.plan import PlanRecord, PlanSummary, Snapshot
from relevo_server.domain.principal import Principal
from relevo_server.domain.search import Search
from relevo_server.usecases.access import PROPOSE, require
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.operations import require_room
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.proposing import MOST_UNFINISHED, Proposal, check_question, queue_proposal
from relevo_server.usecases.questions import take_question
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.rereading import question_behind
from relevo_server.usecases.snapshot import Question, snapshot_of
from relevo_server.usecases.staleness import stale_faults
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

METHOD = "ReplanPlan"


@dataclass(frozen=True, slots=True)
class Replan:
    """How to plan again.

    Attributes:
        first_day: Of the new plan, where a period of the plan at hand begins; None: its first day, or today's next.
        periods: 0: up to the end of the plan at hand.
        pins_rest: Stays that no changed fact touches are pinned; otherwise the new plan only stays close to them.
    """

    first_day: date | None = None
    periods: int = 0
    pins_rest: bool = False


@dataclass(frozen=True, slots=True)
class _Base:
    """The plan at hand, and by how many periods the new one begins later."""

    record: PlanRecord
    snapshot: Snapshot
    instance: Instance
    plan: Plan
    later: int

    def stays(self) -> list[tuple[Stay, Stay]]:
        """Stays that are not deployments yet and do not begin before the new plan: as planned, and in its periods."""
        decision = self.record.decision
        done = set(decision.operations) if decision is not None else set[int]()
        open_stays = [stay for index, stay in enumerate(self.plan.operations) if index not in done]
        return [(stay, self.moved(stay)) for stay in open_stays if stay.start >= self.later]

    def moved(self, stay: Stay) -> Stay:
        return replace(stay, start=stay.start - self.later)


def replan_plan(
    ports: Ports,
    principal: Principal,
    name: str,
    wish: Replan,
    search: Search,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Operation:
    """Read the records as they are now, and queue the question that ``plans/{id}`` answered before.

    The search begins with the stays and prices of the plan at hand.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, INVALID_FIELDS, STALE_ETAG, STATE_FORBIDS (rejected),
            PLAN_NOT_PUBLISHED, INSTANCE_INVALID, NO_LIVE_AGREEMENT, QUOTA_SPENT, REQUEST_ID_REUSED.
    """
    require(principal, PROPOSE)
    faults = write.found()
    today = day_of(ports.clock.now())

    def act(unit: WriteUnit) -> Operation:
        if unit.get(PlanSummary, name) is None:
            faults.add(name, "does not exist", "Check the name", ErrorReason.NOT_FOUND)
            faults.refuse("the new plan")
        base = _read_base(faults, unit, name, wish, today)
        require_etag(name, base.record.summary.etag, etag)
        question = _question(unit, base, wish)
        check_question(faults, question, search, today)
        faults.refuse("the new plan")
        require_room(unit, principal.name, MOST_UNFINISHED)
        stays = [stay for _, stay in base.stays() if stay.end <= question.periods]
        instance, provenance = take_question(unit, question, today, stays)
        instance = _with_pins(instance, _untouched(unit, base)) if wish.pins_rest else instance
        proposal = Proposal(
            *("", question.ranking, search, name, base.later, question.first_municipalities),
            notes=changed_numbers(question.need),
            policy=base.record.summary.policy if question.policy == base.instance.policy else "",
            need=question.need,
        )
        return queue_proposal(ports, principal, unit, METHOD, snapshot_of(instance, provenance), proposal)

    return write_once(ports, principal, write, METHOD, (name, wish, search, etag), Operation, act)


def _read_base(faults: Faults, unit: WriteUnit, name: str, wish: Replan, today: date) -> _Base:
    record = find_named(unit, PlanRecord, name)
    record.require_standing("planned again")
    if record.publication is None and not wish.pins_rest:
        why = "was never published: nobody counts on its stays"
        fault = Fault(name, why, "Publish it first, or pin the rest", ErrorReason.PLAN_NOT_PUBLISHED)
        raise refusal(ErrorReason.PLAN_NOT_PUBLISHED, f"{name} {why}", [fault], {"name": name})
    snapshot = find_named(unit, Snapshot, record.summary.snapshot)
    instance = from_json(Instance, snapshot.instance)
    later = _later(faults, instance, wish.first_day, today)
    return _Base(record, snapshot, instance, from_json(Plan, record.answer), later)


def _later(faults: Faults, instance: Instance, first_day: date | None, today: date) -> int:
    """By how many periods the new plan begins after the one at hand."""
    length, begin = instance.policy.period_days, instance.first_day
    days = (first_day or max(begin, today)) - begin
    later = -(-days.days // length)
    if later >= instance.periods:
        end = begin + timedelta(days=instance.periods * length - 1)
        why = f"lies behind the plan at hand, which ends on {end}"
        faults.add("first_day", why, "Propose a new plan for later days")
        return 0
    if later < 0 or (first_day is not None and days.days % length):
        near = begin + timedelta(days=max(0, later) * length)
        why = f"no period of the plan at hand begins on {first_day}"
        faults.add("first_day", why, f"Choose {near}, or another day on which one begins")
        return 0
    return later


def _question(unit: WriteUnit, base: _Base, wish: Replan) -> Question:
    instance, later = base.instance, base.later
    policy = instance.policy
    return replace(
        question_behind(unit, base.record.summary, instance),
        first_day=instance.first_day + timedelta(days=later * policy.period_days),
        periods=wish.periods or instance.periods - later,
        policy=_with_stability(policy),
        pins=tuple(base.moved(pin) for pin in instance.pins if pin.start >= later),
        exclusions=tuple(found for one in instance.exclusions for found in _exclusion(one, later)),
    )


def _with_stability(policy: Policy) -> Policy:
    goals = tuple(goal for goal in Goal if goal in policy.goals or goal is Goal.STABILITY)
    return policy if Goal.STABILITY in policy.goals else replace(policy, goals=goals)


def _exclusion(exclusion: Exclusion, later: int) -> tuple[Exclusion, ...]:
    if exclusion.window is None:
        return (exclusion,)
    window = Window(max(0, exclusion.window.start - later), exclusion.window.end - later)
    return (replace(exclusion, window=window),) if window.end > 0 else ()


def _untouched(unit: WriteUnit, base: _Base) -> list[Stay]:
    """Stays, in the new plan's periods, behind which no fact has changed."""
    summary, snapshot = base.record.summary, base.snapshot
    return [moved for stay, moved in base.stays() if not stale_faults(unit, summary, snapshot, base.instance, [stay])]


def _with_pins(instance: Instance, stays: Sequence[Stay]) -> Instance:
    """Pin what can still stand beside the records; what cannot is left to the planner."""
    own = {pin.municipality for pin in instance.pins}
    published = set(map(_window, instance.published))
    kept = [stay for stay in stays if stay.municipality not in own and _window(stay) in published]
    while True:
        pinned = replace(instance, pins=(*instance.pins, *kept))
        blamed = {
            demand.index - len(instance.pins)
            for conflict in pin_conflicts(pinned)
            for demand in conflict.demands
            if demand.kind is DemandKind.PIN and demand.index >= len(instance.pins)
        }
        if not blamed:
            return pinned
        kept = [stay for index, stay in enumerate(kept) if index not in blamed]


def _window(stay: Stay) -> tuple[str, int, int]:
    return stay.municipality, stay.start, stay.periods
