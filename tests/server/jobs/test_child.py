"""The child process itself: a real solve, and processes that end badly."""

import json
import sys
from dataclasses import replace
from math import isfinite
from threading import Event, Thread

import pytest

from relevo_server.domain.errors import Defect, ErrorReason, RelevoError
from relevo_server.domain.operation import OperationState, Progress
from relevo_server.domain.principal import LOCAL
from relevo_server.jobs.child import Child
from relevo_server.jobs.desk import Desk
from relevo_server.jobs.starting import start_solver
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import Work, begin_proposal
from tests.server.jobs.staged import SECONDS, asked, ended, queue


@pytest.fixture
def work(ports: Ports) -> Work:
    return begin_proposal(ports, queue(ports, asked(ports)))


def script(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def test_a_real_solve_gives_a_reviewed_plan(ports: Ports) -> None:
    name = queue(ports, asked(ports))
    desk = Desk(ports, 1)
    desk.start()
    try:
        operation = ended(desk, ports, name)
    finally:
        desk.close()
    assert operation.state is OperationState.SUCCEEDED, operation.error
    stored = get_plan(ports, LOCAL, operation.result)
    assert stored.findings == ()
    assert stored.plan.operations
    assert isfinite(stored.plan.certificate.bound)


def test_a_process_that_dies_is_a_defect(work: Work) -> None:
    with pytest.raises(Defect, match="code 3 and no answer"):
        Child(work, script("import sys; sys.stdin.readline(); sys.exit(3)")).answer(lambda _told: None)


def test_a_process_that_never_reads_is_a_defect(work: Work) -> None:
    with pytest.raises(Defect):
        Child(work, script("")).answer(lambda _told: None)


def test_a_refusal_of_the_child_is_told(work: Work) -> None:
    told = json.dumps({"error": ["INSTANCE_INVALID", "no pools"]})
    with pytest.raises(RelevoError, match="no pools") as caught:
        Child(work, script(f"print({told!r})")).answer(lambda _told: None)
    assert caught.value.reason is ErrorReason.INSTANCE_INVALID


def test_a_process_that_talks_nonsense_is_ended(work: Work) -> None:
    child = Child(work, script("import time; print('nonsense', flush=True); time.sleep(600)"))
    with pytest.raises(ValueError, match="Expecting value"):
        child.answer(lambda _told: None)


def test_a_process_whose_progress_nobody_wants_is_ended(work: Work) -> None:
    told = json.dumps({"phase": "searching", "incumbent": None, "bound": 2.0, "elapsed_seconds": 0.1})
    child = Child(work, script(f"import time; print({told!r}, flush=True); time.sleep(600)"))
    heard: list[Progress] = []

    def refuse(progress: Progress) -> None:
        heard.append(progress)
        raise RuntimeError("too late")

    with pytest.raises(RuntimeError, match="too late"):
        child.answer(refuse)
    assert heard == [Progress("searching", None, 2.0, 0.1)]


def test_a_process_that_has_not_begun_to_read_is_stopped_all_the_same(work: Work) -> None:
    places = tuple(replace(place, title="x" * 200_000) for place in work.instance.municipalities)
    long = replace(work, instance=replace(work.instance, municipalities=places))
    process = start_solver(script("import time; time.sleep(600)"))
    over, failed = Event(), list[str]()

    def answer() -> None:
        child = Child(long, process=process, overdue_seconds=600.0)
        stopper = Thread(target=child.stop)
        stopper.start()
        try:
            child.answer(lambda _told: None)
        except Defect as error:
            failed.append(str(error))
        stopper.join()
        over.set()

    thread = Thread(target=answer)
    thread.start()
    try:
        assert over.wait(SECONDS)
    finally:
        process.kill()
        thread.join()
    assert "before it had any plan" in failed[0]


def test_stopping_what_has_ended_is_no_error(work: Work) -> None:
    child = Child(work, script(""))
    with pytest.raises(Defect):
        child.answer(lambda _told: None)
    child.stop()
    child.end()
