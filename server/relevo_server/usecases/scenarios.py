"""Scenarios: a question, of a plan or of the present records, frozen with changes in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from relevo_planner.instance import Instance
from relevo_planner.need.checks import changed_numbers
from relevo_planner.scenario import Changes
from relevo_planner.scenario_words import change_words
from relevo_planner.what_if import InvalidChanges, apply_changes
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.limits import text_faults
from relevo_server.domain.operation import Operation
from relevo_server.domain.plan import PlanSummary, Snapshot
from relevo_server.domain.principal import Principal
from relevo_server.domain.scenario import Scenario
from relevo_server.domain.search import Search
from relevo_server.usecases.access import PROPOSE, READ, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.frozen_json import from_json, to_json
from relevo_server.usecases.operations import NEWEST_FIRST
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.plans import read_snapshot
from relevo_server.usecases.policies import with_named_policy
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.proposing import Proposal, check_question, take_snapshot
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.snapshot import Question, snapshot_of
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once


@dataclass(frozen=True, slots=True)
class ScenarioDraft:
    """What a caller says of a scenario; exactly one of ``plan`` and ``question`` is what it begins with."""

    title: str = ""
    plan: str = ""
    question: Question | None = None
    changes: Changes = field(default_factory=Changes)


@dataclass(frozen=True, slots=True)
class Base:
    """A frozen question that scenarios begin with."""

    snapshot: Snapshot
    instance: Instance
    plan: str
    ranking: str
    policy: str
    notes: tuple[str, ...] = ()


def create_scenario(
    ports: Ports, principal: Principal, draft: ScenarioDraft, *, scenario_id: str = "", write: Write = PLAIN_WRITE
) -> Scenario:
    """Freeze a question with changes in it.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, SCENARIO_INVALID with every change that does not fit, NOT_FOUND
            (plan, ranking, policy), INSTANCE_INVALID, ALREADY_EXISTS, REQUEST_ID_REUSED.
    """
    require(principal, PROPOSE)
    faults = write.found()
    faults.extend(text_faults("scenario.title", draft.title))
    for index, size in enumerate(draft.changes.pool_sizes):
        faults.extend(text_faults(f"scenario.changes.pool_sizes[{index}].pool", size.pool))
    if bool(draft.plan) == (draft.question is not None):
        faults.add("scenario.base", "is not one of plan and records", "Give a plan, or a question about the records")
    own_id = chosen_id(faults, "scenario_id", scenario_id, ports.ids)

    def act(unit: WriteUnit) -> Scenario:
        base = read_base(faults, unit, ports, draft.plan, draft.question, "scenario.plan")
        return store_scenario(unit, ports, base, draft.changes, name=f"scenarios/{own_id}", title=draft.title)

    return write_once(ports, principal, write, "CreateScenario", (draft, scenario_id), Scenario, act)


def get_scenario(ports: Ports, principal: Principal, name: str) -> Scenario:
    """Read ``scenarios/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Scenario, name)


def list_scenarios(ports: Ports, principal: Principal, page: PageRequest) -> Page[Scenario]:
    """List, newest first.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Scenario, page, order=NEWEST_FIRST, filter_fields=("plan",))


def get_scenario_instance(ports: Ports, principal: Principal, name: str) -> Instance:
    """Read the frozen question with the changes in it.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        return read_snapshot(unit, find_named(unit, Scenario, name).snapshot)


def read_base(
    faults: Faults, unit: WriteUnit, ports: Ports, plan: str, question: Question | None, path: str = "plan"
) -> Base:
    """Read what scenarios begin with: the question behind a plan, or the present records, which are frozen.

    ``path`` is the field that names the plan.

    Raises:
        RelevoError: What was noted before, INVALID_FIELDS, NOT_FOUND, INSTANCE_INVALID.
    """
    if question is None:
        require_all(faults, unit, PlanSummary, [(path, plan)] if plan else [])
        faults.refuse("the scenario")
        summary = find_named(unit, PlanSummary, plan)
        snapshot = find_named(unit, Snapshot, summary.snapshot)
        instance = from_json(Instance, snapshot.instance)
        proposal = from_json(Proposal, find_named(unit, Operation, summary.operation).request)
        return Base(snapshot, instance, plan, summary.ranking, summary.policy, proposal.notes)
    today = day_of(ports.clock.now())
    asked = with_named_policy(faults, unit, question)
    check_question(faults, asked, Search(), today)
    faults.refuse("the scenario")
    snapshot, ranking = take_snapshot(unit, asked, today)
    _keep(unit, snapshot)
    instance = from_json(Instance, snapshot.instance)
    return Base(snapshot, instance, "", ranking, asked.policy_name, changed_numbers(asked.need))


def store_scenario(
    unit: WriteUnit, ports: Ports, base: Base, changes: Changes, *, name: str, title: str = ""
) -> Scenario:
    """Store a scenario with its question.

    Raises:
        RelevoError: SCENARIO_INVALID with every change that does not fit.
    """
    try:
        changed = apply_changes(base.instance, changes)
    except InvalidChanges as invalid:
        faults = Faults()
        for fault in invalid.faults:
            path = f"scenario.changes.{fault.where}"
            faults.add(path, fault.text, "Correct the change", ErrorReason.SCENARIO_INVALID)
        faults.refuse("the scenario")
        raise
    snapshot = snapshot_of(changed, base.snapshot.provenance)
    _keep(unit, snapshot)
    scenario = Scenario(
        name=name,
        title=title,
        plan=base.plan,
        ranking=base.ranking,
        policy="" if changes.policy else base.policy,
        base=base.snapshot.name,
        snapshot=snapshot.name,
        changes=to_json(changes),
        sentences=change_words(base.instance, changes),
        created=ports.clock.now(),
        notes=base.notes,
    )
    unit.create([scenario])
    return scenario


def _keep(unit: WriteUnit, snapshot: Snapshot) -> None:
    if unit.get(Snapshot, snapshot.name) is None:
        unit.create([snapshot])
