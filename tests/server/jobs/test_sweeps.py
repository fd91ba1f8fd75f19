"""Sweeps: solved by the queue, told scenario by scenario, and what is solved survives a kill half-way."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from relevo_planner.instance import Operation as Stay
from relevo_planner.scenario import Changes, PoolSize
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.operation import Operation, OperationState
from relevo_server.domain.plan import PlanRecord
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.search import Search
from relevo_server.jobs.child import Child
from relevo_server.jobs.desk import Desk
from relevo_server.usecases.operations import cancel_operation, get_operation, unfinished_operations
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import list_plans
from relevo_server.usecases.ports import Ports, Query
from relevo_server.usecases.proposing import Work, begin_proposal
from relevo_server.usecases.scenarios import ScenarioDraft, create_scenario
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.sweeps import SweepSeen, get_sweep, sweep_of, sweep_scenarios
from tests.house.tree import ROOT
from tests.server.jobs.staged import SECONDS, StagedChild, asked, empty_plan, ended, queue
from tests.server.planned import stored_plan
from tests.server.world import ACAPULCO, CountingIds, open_ports

SOLVED_BY_ANYBODY = 140.0


@pytest.fixture
def question(ports: Ports) -> Question:
    return asked(ports)


def scenarios(ports: Ports, question: Question, number: int) -> list[str]:
    """So many scenarios: the pool has 1, 2, 3 ... teams."""
    plan, pool = stored_plan(ports, question), patrol_of(ports)
    drafts = [ScenarioDraft(plan=plan, changes=Changes((PoolSize(pool, teams),))) for teams in range(1, number + 1)]
    return [create_scenario(ports, LOCAL, draft, scenario_id=f"s{i}").name for i, draft in enumerate(drafts)]


def swept(ports: Ports, names: list[str]) -> Operation:
    return sweep_scenarios(ports, LOCAL, names, Search(60.0, 0.0, 7), sweep_id="w")


def seen(ports: Ports) -> SweepSeen:
    return get_sweep(ports, LOCAL, "sweeps/w")


def states(ports: Ports) -> Counter[OperationState]:
    return Counter(entry.operation.state for entry in seen(ports).entries)


def working(ports: Ports, make: Callable[[Work], Child], solvers: int = 1) -> Desk:
    desk = Desk(ports, solvers, make)
    desk.start()
    return desk


def test_each_scenario_becomes_a_plan_of_its_own(ports: Ports, question: Question) -> None:
    names = scenarios(ports, question, 3)
    whole = swept(ports, names)
    assert whole.progress.phase == "0 of 3 solved"
    desk = working(ports, lambda _: StagedChild(empty_plan(value=0.5)), 2)
    assert ended(desk, ports, whole.name).state is OperationState.SUCCEEDED
    desk.close()
    assert get_operation(ports, LOCAL, whole.name).result == "sweeps/w"
    entries = seen(ports).entries
    assert [entry.scenario.name for entry in entries] == names
    plans = [entry.plan for entry in entries if entry.plan is not None]
    assert [plan.scenario for plan in plans] == names
    assert [plan.value for plan in plans] == [0.5] * 3
    assert [plan.scenario for plan in list_plans(ports, LOCAL, PageRequest()).items] == [""], "they are no proposals"


def test_what_begins_with_a_plan_is_searched_from_that_plan_on(ports: Ports, question: Question) -> None:
    pool = patrol_of(ports)
    stay = Stay(ACAPULCO, 0, 2, {pool: 1})
    plan = stored_plan(ports, question, stay)
    for draft in (ScenarioDraft(plan=plan), ScenarioDraft(question=question)):
        scenario = create_scenario(ports, LOCAL, draft).name
        whole = sweep_scenarios(ports, LOCAL, [scenario], Search())
        (entry,) = sweep_of(ports, LOCAL, whole).entries
        warm = begin_proposal(ports, entry.operation.name).warm
        assert (warm.operations if warm else None) == ((stay,) if draft.plan else None)


def patrol_of(ports: Ports) -> str:
    with ports.records.read() as unit:
        return unit.find(Pool, Query())[0].name


def test_it_tells_how_far_it_has_come(ports: Ports, question: Question) -> None:
    whole = swept(ports, scenarios(ports, question, 2))
    second = StagedChild(empty_plan(), waits=True)
    children = iter([StagedChild(empty_plan()), second])
    desk = working(ports, lambda _: next(children))
    assert second.started.wait(SECONDS)
    operation = get_operation(ports, LOCAL, whole.name)
    assert (operation.state, operation.progress.phase) == (OperationState.RUNNING, "1 of 2 solved")
    assert seen(ports).ended == 1
    second.free.set()
    ended(desk, ports, whole.name)
    desk.close()


def test_a_scenario_that_fails_is_told_and_the_others_are_solved(ports: Ports, question: Question) -> None:
    whole = swept(ports, scenarios(ports, question, 2))
    children = iter([StagedChild(ZeroDivisionError("by zero")), StagedChild(empty_plan())])
    desk = working(ports, lambda _: next(children))
    assert ended(desk, ports, whole.name).state is OperationState.SUCCEEDED
    desk.close()
    assert states(ports) == {OperationState.FAILED: 1, OperationState.SUCCEEDED: 1}


def test_cancelling_keeps_what_is_solved(ports: Ports, question: Question) -> None:
    whole = swept(ports, scenarios(ports, question, 3))
    second = StagedChild(empty_plan(), waits=True)
    children = iter([StagedChild(empty_plan()), second])
    desk = working(ports, lambda _: next(children))
    assert second.started.wait(SECONDS)
    cancel_operation(ports, LOCAL, whole.name)
    assert ended(desk, ports, whole.name).state is OperationState.SUCCEEDED
    desk.close()
    assert states(ports) == {OperationState.SUCCEEDED: 2, OperationState.CANCELLED: 1}


def test_cancelling_before_anything_is_solved_ends_it_at_once(ports: Ports, question: Question) -> None:
    whole = swept(ports, scenarios(ports, question, 3))
    cancel_operation(ports, LOCAL, whole.name)
    assert get_operation(ports, LOCAL, whole.name).state is OperationState.CANCELLED
    assert unfinished_operations(ports) == []


def test_a_sweep_takes_turns_with_proposals(ports: Ports, question: Question) -> None:
    swept(ports, scenarios(ports, question, 4))
    queue(ports, question)
    taken: list[str] = []

    def make(work: Work) -> Child:
        taken.append(work.operation.method)
        return StagedChild(empty_plan())

    desk = working(ports, make)
    whole = seen(ports).sweep.operation
    ended(desk, ports, whole)
    desk.close()
    assert taken[:2] == ["SolveScenario", "ProposePlan"]


def test_every_fault_is_named(ports: Ports, question: Question) -> None:
    (known,) = scenarios(ports, question, 1)
    with pytest.raises(RelevoError) as refused:
        sweep_scenarios(ports, LOCAL, [known, "scenarios/x", known, "scenarios/y"], Search(-1.0))
    assert refused.value.reason is ErrorReason.INVALID_FIELDS
    assert {fault.field for fault in refused.value.faults} == {
        "time_limit_seconds",
        "scenarios[1]",
        "scenarios[2]",
        "scenarios[3]",
    }


@pytest.mark.timeout(300)
@pytest.mark.slow
def test_a_kill_half_way_loses_and_doubles_nothing(tmp_path: Path, question: Question, ports: Ports) -> None:
    """A process is killed when it takes up its second solve; the next one solves that for real, and does the rest."""
    names = scenarios(ports, question, 3)
    whole = swept(ports, names)
    command = [sys.executable, "-m", "tests.server.jobs.dying", str(tmp_path / "records" / "relevo.db")]
    died = subprocess.run(command, cwd=ROOT, timeout=SOLVED_BY_ANYBODY, check=False)
    assert died.returncode < 0
    before = {entry.operation.name: entry.operation for entry in seen(ports).entries}
    solved = {name for name, operation in before.items() if operation.ended}
    assert len(solved) == 1
    taken: list[str] = []

    def make(work: Work) -> Child:
        taken.append(work.operation.name)
        return Child(work) if work.operation.attempt > 1 else StagedChild(empty_plan())

    again = replace(open_ports(tmp_path / "records" / "relevo.db"), ids=CountingIds(count(2_000)))
    desk = working(again, make, 2)
    operation = desk.wait(lambda: get_operation(ports, LOCAL, whole.name), SOLVED_BY_ANYBODY)
    desk.close()
    assert operation.state is OperationState.SUCCEEDED
    assert sorted(taken) == sorted(before.keys() - solved), "what was solved is not solved again"
    entries = seen(ports).entries
    assert sorted(entry.operation.attempt for entry in entries) == [1, 1, 2]
    assert all(entry.operation == before[entry.operation.name] for entry in entries if entry.operation.name in solved)
    with ports.records.read() as unit:
        made = [plan for plan in unit.find(PlanRecord, Query()) if plan.summary.scenario]
    assert sorted(plan.summary.scenario for plan in made) == sorted(names), "one plan each"
    (again_solved,) = [entry for entry in entries if entry.operation.attempt > 1]
    (real,) = [plan for plan in made if plan.summary.scenario == again_solved.scenario.name]
    assert real.summary.instance_sha256 == again_solved.scenario.instance_sha256
    assert real.findings == ()
