"""Frontiers: a sweep over tenures and fairness, and the points and rates that it gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from relevo_planner.frontier import Frontier, frontier, grid, usual_tenures
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.scenario import Changes
from relevo_server.domain.errors import Faults
from relevo_server.domain.limits import count_faults, range_faults
from relevo_server.domain.operation import Operation
from relevo_server.domain.plan import PlanRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.scenario import Sweep
from relevo_server.domain.search import Search
from relevo_server.usecases.access import PROPOSE, READ, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.plans import read_snapshot
from relevo_server.usecases.ports import Ports, Unit, WriteUnit
from relevo_server.usecases.proposing import MOST_PERIODS
from relevo_server.usecases.rate_words import rate_words
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.scenarios import Base, read_base, store_scenario
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.sweeps import begin_sweep, check_search, see
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once
from relevo_server.wording import Language

USUAL_EPSILONS = (0.0, 0.02, 0.05, 0.1)
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class FrontierDraft:
    """What a caller asks; exactly one of ``plan`` and ``question`` is what it begins with, empty lists are the usual.

    Attributes:
        tenure_periods: Most periods of one stay.
        epsilons: Most of the covered need that fairness may cost.
    """

    plan: str = ""
    question: Question | None = None
    tenure_periods: tuple[int, ...] = ()
    epsilons: tuple[float, ...] = ()
    search: Search = field(default_factory=Search)


def sweep_frontier(
    ports: Ports, principal: Principal, draft: FrontierDraft, *, sweep_id: str = "", write: Write = PLAIN_WRITE
) -> Operation:
    """Queue a plan for every tenure with every fairness, as a sweep.

    Returns:
        The operation of the whole.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, SCENARIO_INVALID, NOT_FOUND (plan, ranking, policy),
            INSTANCE_INVALID, ALREADY_EXISTS, QUOTA_SPENT, REQUEST_ID_REUSED.
    """
    require(principal, PROPOSE)
    faults = write.found()
    check_search(faults, draft.search)
    _check(faults, draft)
    own_id = chosen_id(faults, "sweep_id", sweep_id, ports.ids)

    def act(unit: WriteUnit) -> Operation:
        base = read_base(faults, unit, ports, draft.plan, draft.question)
        scenarios = [
            store_scenario(unit, ports, base, changes, name=f"scenarios/{ports.ids.new()}", title=_title(base, changes))
            for changes in grid(
                base.instance.policy,
                draft.tenure_periods or usual_tenures(base.instance.policy),
                draft.epsilons or USUAL_EPSILONS,
            )
        ]
        title = "tenure, coverage, fairness"
        return begin_sweep(unit, ports, principal, scenarios, draft.search, name=f"sweeps/{own_id}", title=title)

    return write_once(ports, principal, write, "SweepFrontier", (draft, sweep_id), Operation, act)


@dataclass(frozen=True, slots=True)
class FrontierSeen:
    """A frontier as far as its sweep is solved.

    Attributes:
        sentences: The rates in words, one each.
        missing: How many scenarios have no plan yet.
    """

    frontier: Frontier
    sentences: tuple[str, ...]
    missing: int


def get_frontier(ports: Ports, principal: Principal, name: str, language: Language = Language.ENGLISH) -> FrontierSeen:
    """Read the frontier of ``sweeps/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        seen = see(unit, find_named(unit, Sweep, name))
        names = [entry.plan.name for entry in seen.entries if entry.plan is not None]
        found = frontier(_read(unit, plan) for plan in names)
    sentences = tuple(rate_words(found.points, rate, language) for rate in found.rates)
    return FrontierSeen(found, sentences, len(seen.entries) - len(names))


def _read(unit: Unit, name: str) -> tuple[str, Instance, Plan]:
    record = find_named(unit, PlanRecord, name)
    return name, read_snapshot(unit, record.summary.snapshot), from_json(Plan, record.answer)


def _check(faults: Faults, draft: FrontierDraft) -> None:
    if bool(draft.plan) == (draft.question is not None):
        faults.add("base", "is not one of plan and records", "Give a plan, or a question about the records")
    for index, tenure in enumerate(draft.tenure_periods):
        faults.extend(count_faults(f"tenure_periods[{index}]", tenure, least=1, most=MOST_PERIODS))
    for index, epsilon in enumerate(draft.epsilons):
        faults.extend(range_faults(f"fairness_epsilons[{index}]", epsilon, 0.0, 1.0))
    points = len(set(draft.tenure_periods)) * len(set(draft.epsilons) or USUAL_EPSILONS)
    if points > MOST_POINTS:
        faults.add("tenure_periods", f"make {points} points, more than {MOST_POINTS}", "Ask for fewer")


def _title(base: Base, changes: Changes) -> str:
    weeks = changes.policy["tenure_periods"] * base.instance.policy.period_days / 7
    return f"{weeks:g} weeks of tenure, fairness may cost {changes.policy['fairness_epsilon']:.0%}"
