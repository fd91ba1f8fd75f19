"""Ctrl-C during a search: the best plan that was told is kept, with its certificate, and nobody waits for a solver."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from relevo_planner.canonical import plain
from relevo_planner.plan import Stop
from relevo_planner.propose import propose
from relevo_planner.review import review_plan
from relevo_planner.stopping import Steps
from relevo_server.commands.interruptible import stopped_by_interrupt
from relevo_server.commands.searching import Asked, solve
from relevo_server.domain.errors import Defect
from relevo_server.jobs.starting import start_solver
from tests.server.commands.test_offline import country

STEPS = Asked(until=0.0, gap=0.0, seed=7, progress=None, steps=2)


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Interrupts are heard, also where whoever runs the tests lets them pass."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def solver(*lines: object, then: str) -> subprocess.Popen[str]:
    """A process that reads its question, tells the lines and does what it likes, deaf to every wish."""
    told = "".join(f"print({json.dumps(line)!r}, flush=True); " for line in lines)
    return start_solver((sys.executable, "-c", f"import os, signal, sys, time; sys.stdin.readline(); {told}{then}"))


INTERRUPTING = "os.kill(os.getppid(), signal.SIGINT); time.sleep(600)"


def progress(**told: object) -> dict[str, object]:
    return {"phase": "searching", "incumbent": None, "bound": None, "elapsed_seconds": 0.1} | told


def test_a_search_that_ends_by_itself_gives_its_plan() -> None:
    question = country()
    found = solve(question, STEPS)
    assert not found.interrupted
    assert found.answer.plan == propose(question, stop=Steps(2), seed=7)
    assert found.answer.findings == ()


def test_a_time_limit_that_is_over_ends_the_search_at_once() -> None:
    found = solve(country(), Asked(until=0.0, gap=0.0, seed=0, progress=None, steps=None))
    assert found.answer.plan.stop is Stop.DEADLINE


def test_a_solver_that_breaks_is_a_defect() -> None:
    with pytest.raises(Defect, match="code 3"):
        solve(country(), STEPS, solver(then="sys.exit(3)"))


def test_interrupted_the_best_plan_told_is_kept_while_the_solver_is_still_at_work(tmp_path: Path) -> None:
    question, lines = country(), tmp_path / "progress.jsonl"
    plan = propose(question, stop=Steps(2), seed=0)
    told = progress(operations=plain(plan.operations), bound=plan.certificate.bound)
    asked = Asked(until=0.0, gap=0.0, seed=7, progress=lines, steps=2)
    found = solve(question, asked, solver(told, then=INTERRUPTING))
    kept = found.answer.plan
    assert found.interrupted
    assert (kept.stop, kept.seed, kept.operations) == (Stop.CANCELLED, 7, plan.operations)
    assert kept.certificate.bound >= kept.certificate.value > 0
    assert not review_plan(question, kept)
    assert "cut short" in kept.notes[0]
    assert [json.loads(line)["bound"] for line in lines.read_text(encoding="utf-8").splitlines()] == [
        plan.certificate.bound
    ]


def test_interrupted_before_any_plan_nothing_is_kept() -> None:
    with pytest.raises(KeyboardInterrupt):
        solve(country(), STEPS, solver(progress(bound=9.0), then=INTERRUPTING))


class Stubborn:
    """A search that is asked to stop and goes on."""

    def __init__(self) -> None:
        self.asked = Event()

    def stop(self) -> None:
        self.asked.set()


def test_the_first_interrupt_asks_the_second_ends_and_later_ones_are_as_before() -> None:
    search = Stubborn()
    with stopped_by_interrupt(search) as interrupted:
        assert not interrupted.is_set()
        signal.raise_signal(signal.SIGINT)
        assert search.asked.wait(60)
        assert interrupted.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


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


def test_a_child_that_fails_ends_at_once_and_says_why() -> None:
    """The question lacks everything, which is a defect of whoever asked."""
    ran = ended("from relevo_server.jobs.solver import main\nmain()")
    assert ran[0] == 1
    assert "KeyError" in ran[2]


def test_a_command_ends_while_its_search_goes_on() -> None:
    ran = ended(
        "import os, threading\n"
        "from relevo_server.commands.interruptible import SEARCH, end_command\n"
        "threading.Thread(target=Event().wait, name=SEARCH, daemon=True).start()\n"
        "print('told before')\n"
        "end_command(3)"
    )
    assert ran == (3, "told before\n", "")
