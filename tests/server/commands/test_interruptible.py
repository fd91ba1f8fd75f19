"""Ctrl-C during a search: the best plan that was told is kept, with its certificate, and nobody waits for a solver."""

import _thread
import signal
import subprocess
import sys
from collections.abc import Iterator
from threading import Event

import pytest

from relevo_planner.plan import Plan, Stop
from relevo_planner.propose import propose
from relevo_planner.review import review_plan
from relevo_planner.stopping import Progress, Report, Steps
from relevo_server.commands.interruptible import INTERRUPTED, search_until_interrupted
from tests.server.commands.test_offline import country


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Interrupts are heard, also where whoever runs the tests lets them pass."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_search_that_ends_by_itself_gives_its_plan() -> None:
    question = country()
    found = search_until_interrupted(
        question, 3, lambda report: propose(question, stop=Steps(2), seed=3, report=report)
    )
    assert not found.interrupted
    assert found.plan == propose(question, stop=Steps(2), seed=3)


def test_what_a_search_raises_is_raised() -> None:
    def search(report: Report) -> Plan:
        raise RuntimeError("defect")

    with pytest.raises(RuntimeError, match="defect"):
        search_until_interrupted(country(), 0, search)


def test_interrupted_the_best_plan_told_is_kept_while_solvers_are_still_at_work() -> None:
    question, over = country(), Event()

    def search(report: Report) -> Plan:
        plan = propose(question, stop=Steps(2), seed=0, report=report)
        _thread.interrupt_main()
        over.wait()
        return plan

    try:
        found = search_until_interrupted(question, 7, search)
    finally:
        over.set()
    assert found.interrupted
    assert (found.plan.stop, found.plan.seed) == (Stop.CANCELLED, 7)
    assert found.plan.operations
    assert found.plan.certificate.bound >= found.plan.certificate.value > 0
    assert not review_plan(question, found.plan)
    assert "cut short" in found.plan.notes[0]


def test_interrupted_before_any_plan_nothing_is_kept() -> None:
    over = Event()

    def search(report: Report) -> Plan:
        report(Progress("prices", 0.0, 9.0))
        _thread.interrupt_main()
        over.wait()
        raise AssertionError("nobody asks any more")

    try:
        with pytest.raises(KeyboardInterrupt):
            search_until_interrupted(country(), 0, search)
    finally:
        over.set()


def ended(body: str) -> tuple[int, str, str]:
    """Exit code and output of a program in which a solver is at work for good: it ends by itself, or the test fails."""
    at_work = "from threading import Event; from relevo_planner.proving import Proof; Proof(lambda: Event().wait())"
    run = [sys.executable, "-c", f"{at_work}\n{body}"]
    pipe = subprocess.PIPE
    with subprocess.Popen(run, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("{}\n")
        process.stdin.flush()
        try:
            code = process.wait(timeout=60)
        finally:
            process.kill()
        return code, process.stdout.read(), process.stderr.read()


def test_a_command_that_fails_ends_at_once_and_says_why() -> None:
    ran = ended(
        "from relevo_server.commands.interruptible import ending_at_once\n"
        "with ending_at_once():\n"
        "    print('told before')\n"
        "    raise OSError('no room on the disk')"
    )
    assert ran[:2] == (1, "told before\n")
    assert "no room on the disk" in ran[2]


def test_an_interrupted_command_ends_at_once() -> None:
    ran = ended(
        "from relevo_server.commands.interruptible import ending_at_once\n"
        "with ending_at_once():\n"
        "    raise KeyboardInterrupt"
    )
    assert ran == (INTERRUPTED, "", "")


def test_a_child_that_fails_ends_at_once_and_says_why() -> None:
    """The question lacks everything, which is a defect of whoever asked."""
    ran = ended("from relevo_server.jobs.solver import main\nmain()")
    assert ran[0] == 1
    assert "KeyError" in ran[2]
