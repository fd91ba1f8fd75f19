"""The queue as its callers live it: turns, a quick cancel that keeps what there is, and no work for those who left."""

from threading import Event

import pytest

from relevo_planner.plan import Stop
from relevo_server.domain.operation import OperationState
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.search import Search
from relevo_server.jobs.child import STOP_SECONDS, Child
from relevo_server.jobs.desk import Desk
from relevo_server.jobs.follower import LOOK_SECONDS
from relevo_server.usecases.operations import cancel_operation, get_operation
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import Work, propose_plan
from relevo_server.usecases.snapshot import Question
from tests.server.jobs.staged import SECONDS, StagedChild, asked, empty_plan, ended, queue
from tests.server.jobs.test_cut_short import deaf, progress


@pytest.fixture
def question(ports: Ports) -> Question:
    return asked(ports)


def test_callers_take_turns_at_one_solver(ports: Ports, question: Question) -> None:
    callers = ("a", "a", "a", "b", "c", "b")
    names = {}
    for index, letter in enumerate(callers):
        caller = Principal(f"principals/{letter}", frozenset({Role.ANALYST}))
        names[propose_plan(ports, caller, question, Search(seed=index)).name] = letter
    taken: list[str] = []

    def make(work: Work) -> Child:
        taken.append(names[work.operation.name])
        return StagedChild(empty_plan())

    desk = Desk(ports, 1, make)
    desk.start()
    for name in names:
        ended(desk, ports, name)
    desk.close()
    assert sorted(taken[:3]) == ["a", "b", "c"], "nobody waits for all of another's"
    assert sorted(taken) == sorted(callers)


def test_there_are_never_more_solves_than_solvers(ports: Ports, question: Question) -> None:
    names = [queue(ports, question) for _ in range(5)]
    children = [StagedChild(empty_plan(), waits=True) for _ in names]
    following = iter(children)
    desk = Desk(ports, 2, lambda _work: next(following))
    desk.start()
    assert children[0].started.wait(SECONDS)
    assert children[1].started.wait(SECONDS)
    states = [get_operation(ports, LOCAL, name).state for name in names]
    assert (states.count(OperationState.RUNNING), states.count(OperationState.QUEUED)) == (2, 3)
    for child in children:
        assert child.started.wait(SECONDS)
        child.free.set()
    for name in names:
        assert ended(desk, ports, name).state is OperationState.SUCCEEDED
    desk.close()


def test_a_solver_that_does_not_listen_still_keeps_the_best_plan(ports: Ports, question: Question) -> None:
    name, told = queue(ports, question), Event()

    def make(work: Work) -> Child:
        told.set()
        return Child(work, deaf(progress(work)))

    desk = Desk(ports, 1, make)
    desk.start()
    assert told.wait(SECONDS)
    count = -1
    while get_operation(ports, LOCAL, name).progress.incumbent is None:
        count = desk.changes(count, SECONDS)
    cancel_operation(ports, LOCAL, name)
    operation = ended(desk, ports, name)
    desk.close()
    assert operation.state is OperationState.SUCCEEDED
    plan = get_plan(ports, LOCAL, operation.result).plan
    assert (plan.stop, len(plan.operations)) == (Stop.CANCELLED, 1)


def test_a_cancel_takes_less_than_a_second() -> None:
    """The longest that passes until the wish is seen, and until a child that does not listen is ended."""
    assert LOOK_SECONDS + STOP_SECONDS < 1.0
