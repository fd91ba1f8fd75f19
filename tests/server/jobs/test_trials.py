"""Trials in processes of their own: kept ready, one at a time, ended with their callers."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from relevo_planner.instance import Floor
from relevo_server.domain.errors import Defect, ErrorReason, ResourceExhausted
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.search import Search
from relevo_server.jobs.starting import start_solver
from relevo_server.jobs.trials import Trials
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal
from relevo_server.usecases.trial_changes import Trial
from relevo_server.usecases.trying import Begun, begin_trial
from tests.server.jobs.staged import asked, empty_plan, queue
from tests.server.world import ACAPULCO

SECONDS = 20.0
DEAF = (sys.executable, "-c", "import time; time.sleep(600)")


class Caller:
    """Stays until it is told to leave."""

    def __init__(self, *, has_left: bool = False) -> None:
        self._has_left = has_left
        self.leave: Callable[[], None] | None = None
        self.waits = threading.Event()

    def add_callback(self, callback: Callable[[], None]) -> bool:
        self.leave = callback
        self.waits.set()
        return not self._has_left


@pytest.fixture
def begun(ports: Ports) -> Begun:
    name = queue(ports, asked(ports))
    begin_proposal(ports, name)
    plan = complete_proposal(ports, name, 1, empty_plan(), ()).name
    # A machine with other work may take long to start a process: the search ends long before its limit.
    return begin_trial(ports, LOCAL, plan, Trial(floors=(Floor(ACAPULCO, 1),)), Search(60.0, 0.0))


MakeTrials = Callable[..., Trials]


@pytest.fixture
def make() -> Iterator[MakeTrials]:
    made: list[Trials] = []

    def make(*arguments: Any, **named: Any) -> Trials:
        made.append(Trials(*arguments, **named))
        return made[-1]

    yield make
    for trials in made:
        trials.close()


def test_a_trial_is_solved_by_a_process_that_was_ready_and_the_next_one_is_readied(
    begun: Begun, make: MakeTrials
) -> None:
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        started.append(start_solver())
        return started[-1]

    trials = make(start)
    trials.prepare()
    trials.prepare()
    answer = trials.solve(begun, Caller())
    assert answer.findings == ()
    assert {operation.municipality for operation in answer.plan.operations} == {ACAPULCO}
    trials.close()
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)


def test_a_process_that_died_waiting_is_replaced(begun: Begun, make: MakeTrials) -> None:
    commands = iter([(sys.executable, "-c", "")])
    trials = make(lambda: _started(next(commands, None)))
    trials.prepare()
    assert trials.solve(begun, Caller()).plan.operations
    trials.close()


def test_a_process_that_could_not_be_started_is_tried_again(begun: Begun, make: MakeTrials) -> None:
    commands: list[tuple[str, ...] | None] = [None, (sys.executable, "-c", "")]

    def start() -> subprocess.Popen[str]:
        if commands.pop() is not None:
            raise OSError("no more processes")
        return start_solver()

    trials = make(start)
    with pytest.raises(OSError, match="no more processes"):
        trials.solve(begun, Caller())
    assert trials.solve(begun, Caller()).plan.operations
    trials.close()


def test_closing_after_a_process_could_not_be_started_is_no_error(make: MakeTrials) -> None:
    def refuse() -> subprocess.Popen[str]:
        raise OSError("no more processes")

    trials = make(refuse)
    trials.prepare()
    trials.close()


def _started(command: tuple[str, ...] | None) -> subprocess.Popen[str]:
    """A solver, or a process that has ended by the time it is asked."""
    if command is None:
        return start_solver()
    process = start_solver(command)
    process.wait()
    return process


def test_a_caller_that_goes_away_ends_its_trial(begun: Begun, make: MakeTrials) -> None:
    trials, caller = make(lambda: start_solver(DEAF)), Caller()
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            trials.solve(begun, caller)
        except Defect as error:
            failed.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    assert caller.waits.wait(SECONDS)
    assert caller.leave is not None
    caller.leave()
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert len(failed) == 1
    with pytest.raises(Defect):
        trials.solve(begun, Caller(has_left=True))
    trials.close()


def test_who_waits_too_long_is_told_to_come_again_and_closing_ends_what_runs(begun: Begun, make: MakeTrials) -> None:
    trials, caller = make(lambda: start_solver(DEAF), wait_seconds=0.0), Caller()
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            trials.solve(begun, caller)
        except Defect as error:
            ended.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    assert caller.waits.wait(SECONDS)
    with pytest.raises(ResourceExhausted, match="Try again in a moment") as caught:
        trials.solve(begun, Caller())
    assert caught.value.reason is ErrorReason.OVERLOADED
    trials.close()
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert len(ended) == 1
    with pytest.raises(ResourceExhausted, match="closing"):
        trials.solve(begun, Caller())


def test_closing_what_was_never_used_is_no_error(make: MakeTrials) -> None:
    make().close()
