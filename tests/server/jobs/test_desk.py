"""The queue: what a solve makes of its operation, whatever happens to the solve."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import pytest

from relevo_server.domain.errors import ErrorReason, refusal
from relevo_server.domain.operation import OperationState
from relevo_server.domain.principal import LOCAL
from relevo_server.jobs import desk as desk_module
from relevo_server.jobs.child import Child, Died
from relevo_server.jobs.desk import MOST_DEATHS, Desk
from relevo_server.usecases.operations import cancel_operation, get_operation
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan, list_plans
from relevo_server.usecases.ports import Ports, Records, Unit, WriteUnit
from relevo_server.usecases.proposing import Work, begin_proposal
from relevo_server.usecases.snapshot import Question
from tests.server.jobs.staged import SECONDS, StagedChild, always, asked, empty_plan, ended, queue


@pytest.fixture
def question(ports: Ports) -> Question:
    return asked(ports)


@contextmanager
def working(ports: Ports, make_child: Callable[[Work], Child]) -> Iterator[Desk]:
    desk = Desk(ports, 1, make_child)
    desk.start()
    try:
        yield desk
    finally:
        desk.close()


def plans_of(ports: Ports) -> int:
    return len(list_plans(ports, LOCAL, PageRequest()).items)


def test_an_answer_becomes_a_plan(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    with working(ports, always(StagedChild(empty_plan()))) as desk:
        operation = ended(desk, ports, name)
    assert (operation.state, operation.attempt) == (OperationState.SUCCEEDED, 1)
    assert get_plan(ports, LOCAL, operation.result).plan == empty_plan()
    assert (operation.progress.incumbent, operation.progress.bound) == (1.0, 2.0)


def test_what_is_queued_later_is_taken_up_too(ports: Ports, question: Question) -> None:
    with working(ports, always(StagedChild(empty_plan()))) as desk:
        name = queue(ports, question)
        desk.wake()
        assert ended(desk, ports, name).state is OperationState.SUCCEEDED


def test_a_solve_that_breaks_is_a_failed_operation(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    with working(ports, always(StagedChild(ZeroDivisionError("by zero")))) as desk:
        operation = ended(desk, ports, name)
    assert operation.state is OperationState.FAILED
    assert operation.error == ("DEFECT", "the solve failed: ZeroDivisionError: by zero")
    assert plans_of(ports) == 0


def test_a_child_that_cannot_start_is_a_failed_operation(ports: Ports, question: Question) -> None:
    def refuses(_work: Work) -> Child:
        raise OSError("no more processes")

    name = queue(ports, question)
    with working(ports, refuses) as desk:
        operation = ended(desk, ports, name)
    assert (operation.state, operation.attempt) == (OperationState.FAILED, 1)
    assert operation.error is not None
    assert "no more processes" in operation.error[1]


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_plan_that_cannot_be_stored_is_a_failed_operation(ports: Ports, question: Question, value: float) -> None:
    name = queue(ports, question)
    with working(ports, always(StagedChild(empty_plan(bound=value)))) as desk:
        operation = ended(desk, ports, name)
        assert (operation.state, operation.attempt) == (OperationState.FAILED, 1)
        assert plans_of(ports) == 0
        again = queue(ports, question)
        desk.wake()
        assert ended(desk, ports, again).state is OperationState.FAILED, "the desk still works"


class BusyRecords:
    """Records in which other writers leave no room for some writes of a method."""

    def __init__(self, records: Records, refusals: Mapping[str, int]) -> None:
        self._records, self.left = records, Counter(refusals)

    def changes(self, seen: int, seconds: float) -> int:
        return self._records.changes(seen, seconds)

    def read(self) -> AbstractContextManager[Unit]:
        return self._records.read()

    def write(self, actor: str, method: str) -> AbstractContextManager[WriteUnit]:
        if self.left[method] > 0:
            self.left[method] -= 1
            raise refusal(ErrorReason.OVERLOADED, "other writers kept the records busy")
        return self._records.write(actor, method)


@pytest.mark.parametrize("method", ["AdvanceOperation", "CompleteProposal", "BeginProposal"])
def test_no_plan_is_lost_while_other_writers_keep_the_records_busy(
    ports: Ports, question: Question, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "_PAUSE_SECONDS", 0.01)
    name, records = queue(ports, question), BusyRecords(ports.records, {method: 2})
    with working(replace(ports, records=records), always(StagedChild(empty_plan()))) as desk:
        operation = ended(desk, ports, name)
    assert (operation.state, operation.attempt) == (OperationState.SUCCEEDED, 1)
    assert (plans_of(ports), records.left[method]) == (1, 1 if method == "AdvanceOperation" else 0)


def test_one_solver_takes_them_in_the_order_of_asking(ports: Ports, question: Question) -> None:
    names = [queue(ports, question) for _ in range(3)]
    taken: list[str] = []

    def make(work: Work) -> Child:
        taken.append(work.operation.name)
        return StagedChild(empty_plan())

    with working(ports, make) as desk:
        for name in names:
            ended(desk, ports, name)
    assert taken == names


def test_cancelling_keeps_the_best_plan(ports: Ports, question: Question) -> None:
    child = StagedChild(empty_plan(), waits=True)
    name = queue(ports, question)
    with working(ports, always(child)) as desk:
        assert child.started.wait(SECONDS)
        cancel_operation(ports, LOCAL, name)
        operation = ended(desk, ports, name)
    assert child.stopped.is_set()
    assert operation.state is OperationState.SUCCEEDED
    assert plans_of(ports) == 1


def test_cancelling_with_nothing_to_keep_ends_as_cancelled(ports: Ports, question: Question) -> None:
    child = StagedChild(RuntimeError("nothing yet"), waits=True)
    name = queue(ports, question)
    with working(ports, always(child)) as desk:
        assert child.started.wait(SECONDS)
        cancel_operation(ports, LOCAL, name)
        operation = ended(desk, ports, name)
    assert (operation.state, operation.error) == (OperationState.CANCELLED, None)
    assert plans_of(ports) == 0


@pytest.mark.parametrize(
    ("deaths", "state"), [(MOST_DEATHS - 1, OperationState.SUCCEEDED), (MOST_DEATHS, OperationState.FAILED)]
)
def test_a_solve_whose_process_is_killed_is_begun_again_but_not_for_ever(
    ports: Ports, question: Question, deaths: int, state: OperationState
) -> None:
    killed = Died(ErrorReason.DEFECT, "the solver ended with code -9 and no answer")
    children = iter([StagedChild(killed)] * deaths + [StagedChild(empty_plan())])
    name = queue(ports, question)
    with working(ports, lambda _work: next(children)) as desk:
        operation = ended(desk, ports, name)
    assert operation.state is state
    assert operation.attempt == MOST_DEATHS
    assert plans_of(ports) == (state is OperationState.SUCCEEDED)


def test_the_next_server_takes_up_what_a_dead_one_left(ports: Ports, question: Question) -> None:
    name = queue(ports, question)
    begin_proposal(ports, name)
    with working(ports, always(StagedChild(empty_plan()))) as desk:
        operation = ended(desk, ports, name)
    assert (operation.state, operation.attempt) == (OperationState.SUCCEEDED, 2)


def test_closing_ends_children_and_leaves_their_work_for_the_next_start(ports: Ports, question: Question) -> None:
    child = StagedChild(empty_plan(), waits=True)
    name = queue(ports, question)
    with working(ports, always(child)):
        assert child.started.wait(SECONDS)
    assert child.killed.is_set()
    assert get_operation(ports, LOCAL, name).state is OperationState.RUNNING
    with working(ports, always(StagedChild(empty_plan()))) as desk:
        assert ended(desk, ports, name).attempt == 2


def test_a_child_made_while_the_desk_closes_is_ended(ports: Ports, question: Question) -> None:
    child = StagedChild(empty_plan(), waits=True)
    queue(ports, question)

    def make(_work: Work) -> Child:
        desk._open = False
        return child

    desk = Desk(ports, 1, make)
    desk.start()
    assert child.killed.wait(SECONDS)
    desk.close()


def test_an_answer_that_comes_too_late_leaves_the_later_attempt_alone(ports: Ports, question: Question) -> None:
    child = StagedChild(empty_plan(), waits=True)
    name = queue(ports, question)
    made: list[Work] = []

    def make(work: Work) -> Child:
        made.append(work)
        return child if len(made) == 1 else StagedChild(empty_plan())

    with working(ports, make) as desk:
        assert child.started.wait(SECONDS)
        begin_proposal(ports, name)
        child.free.set()
        operation = ended(desk, ports, name)
    assert (operation.state, operation.attempt) == (OperationState.SUCCEEDED, 3)


def test_watchers_are_told_of_every_step(ports: Ports, question: Question) -> None:
    child = StagedChild(empty_plan(), waits=True)
    name = queue(ports, question)
    desk = Desk(ports, 1, always(child))
    before = desk.changes(-1, 0.0)
    desk.start()
    assert child.started.wait(SECONDS)
    assert desk.changes(before, SECONDS) > before
    child.free.set()
    ended(desk, ports, name)
    assert desk.is_open
    desk.close()
    assert not desk.is_open
    count = desk.changes(-1, 0.0)
    assert desk.changes(count, SECONDS) == count, "a closed desk keeps nobody waiting"
