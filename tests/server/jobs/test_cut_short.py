"""Searches that are cut short keep the best plan that they had told; no child outlives its parent."""

import json
import os
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from relevo_planner.canonical import canonical_json
from relevo_planner.goals.need import most_conceivable
from relevo_planner.instance import Operation
from relevo_planner.plan import Stop
from relevo_planner.stopping import Progress
from relevo_server.domain.errors import Defect
from relevo_server.jobs.child import Child, Died
from relevo_server.jobs.salvage import Best, salvage
from relevo_server.jobs.solver import Reporter
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import Work, begin_proposal
from tests.server.jobs.staged import SECONDS, asked, empty_plan, queue
from tests.server.world import ACAPULCO

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {tell}; time.sleep(600)"


@pytest.fixture
def work(ports: Ports) -> Work:
    return begin_proposal(ports, queue(ports, asked(ports)))


def deaf(*messages: dict[str, Any], tail: str = "") -> tuple[str, ...]:
    """Run a child that tells something and listens to nobody."""
    told = "".join(f"{json.dumps(message)}\n" for message in messages) + tail
    return (sys.executable, "-c", DEAF.format(tell=f"print({told!r}, end='', flush=True)"))


def progress(work: Work, **more: Any) -> dict[str, Any]:
    (pool,) = work.instance.pools
    operation = {"municipality": ACAPULCO, "start": 0, "periods": 2, "teams": {pool.name: 1}}
    told = {"phase": "searching", "incumbent": 1.0, "bound": None, "elapsed_seconds": 0.1}
    return told | {"operations": [operation], "versions": {"relevo": "test"}} | more


def stopping(child: Child, once: Event) -> Callable[[Any], None]:
    def follow(_progress: Any) -> None:
        if not once.is_set():
            once.set()
            child.stop()

    return follow


def test_a_child_that_does_not_listen_is_ended_and_its_best_plan_kept(work: Work) -> None:
    child = Child(work, deaf(progress(work)))
    answer = child.answer(stopping(child, Event()))
    assert answer.plan.stop is Stop.CANCELLED
    assert [operation.municipality for operation in answer.plan.operations] == [ACAPULCO]
    assert answer.findings == ()
    assert answer.plan.certificate.value > 0
    assert answer.plan.certificate.bound == most_conceivable(work.instance)
    assert answer.plan.versions == {"relevo": "test"}
    assert "cut short" in answer.plan.notes[0]


def test_a_proven_bound_is_kept(work: Work) -> None:
    told = [progress(work, bound=300.0), progress(work, operations=None, bound=200.0), progress(work, bound=250.0)]
    child = Child(work, deaf(*told))
    heard: list[Any] = []

    def follow(progress: Any) -> None:
        heard.append(progress)
        if len(heard) == len(told):
            child.stop()

    assert child.answer(follow).plan.certificate.bound == 200.0


def test_a_child_that_outstays_its_time_is_ended(work: Work) -> None:
    answer = Child(work, deaf(progress(work)), overdue_seconds=-4.0).answer(lambda _told: None)
    assert answer.plan.stop is Stop.DEADLINE


class Heard(Child):
    """Tells its process, once it has asked, when its time is up."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.up = Event()
        super().__init__(*arguments, **named)

    def _end_early(self, why: Stop) -> None:
        super()._end_early(why)
        self.up.set()

    def _say(self, line: str, *, asks: bool = False) -> None:
        super()._say(line, asks=asks)
        assert self.up.wait(SECONDS)
        super()._say("time is up")


def test_a_child_that_has_no_plan_yet_when_its_time_is_up_is_let_alone_for_a_while(work: Work) -> None:
    told = json.dumps({"plan": canonical_json(empty_plan(1.0, 2.0)), "findings": []})
    late = (sys.executable, "-c", f"import sys; sys.stdin.readline(); sys.stdin.readline(); print({told!r})")
    answer = Heard(work, late, overdue_seconds=-5.0).answer(lambda _told: None)
    assert answer.plan == empty_plan(1.0, 2.0)


def test_but_not_for_ever(work: Work) -> None:
    child = Child(work, deaf(), overdue_seconds=-5.0, patience_seconds=0.0)
    with pytest.raises(Defect, match="before it had any plan"):
        child.answer(lambda _told: None)


def test_half_a_line_is_no_answer(work: Work) -> None:
    child = Child(work, deaf(progress(work), tail='{"plan": "{'))
    assert child.answer(stopping(child, Event())).plan.operations


def test_a_child_that_is_ended_with_nothing_to_keep_says_so(work: Work) -> None:
    child = Child(work, deaf({"phase": "pricing", "incumbent": None, "bound": 9.0, "elapsed_seconds": 0.1}))
    with pytest.raises(Defect, match="before it had any plan"):
        child.answer(stopping(child, Event()))


def test_a_killed_child_is_a_defect_and_not_a_plan(work: Work) -> None:
    child = Child(work, deaf(progress(work)))
    with pytest.raises(Died, match="code -9"):
        child.answer(lambda _told: child.end())


def test_nothing_told_is_nothing_to_keep(work: Work) -> None:
    assert salvage(work.instance, Best(), Stop.CANCELLED, 0) is None


PARENT = textwrap.dedent("""
    import subprocess, sys
    child = subprocess.Popen([sys.executable, "-m", "relevo_server.jobs.solver_start"], stdin=subprocess.PIPE)
    print(child.pid, flush=True)
    sys.stdin.readline()
""")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="a process is watched through its descriptor: Linux only")
def test_no_child_outlives_its_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        orphan = os.pidfd_open(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
    try:
        readable, _, _ = select.select([orphan], [], [], SECONDS)
        assert readable, "the child goes on although its parent is dead"
    finally:
        os.close(orphan)


def test_reports_are_told_when_they_matter() -> None:
    told: list[dict[str, Any]] = []
    now = [0.0]
    report = Reporter(told.append, lambda: now[0])
    plan = (Operation(ACAPULCO, 0, 2, {"pools/a": 1}),)
    report(Progress("prices", 1.0, float("inf"), operations=()))
    report(Progress("prices", 1.0, 9.0, operations=()))
    now[0] = 0.3
    report(Progress("prices", 1.0, 8.0, operations=()))
    report(Progress("search", 1.0, 8.0, operations=()))
    report(Progress("search", 2.0, 8.0, operations=plan))
    report(Progress("search", 2.0, 7.9, operations=plan))
    assert [(t["phase"], t["bound"], t.get("operations") is not None) for t in told] == [
        ("pricing", None, True),
        ("pricing", 8.0, False),
        ("searching", 8.0, False),
        ("searching", 8.0, True),
    ]
    assert "relevo" in told[0]["versions"]
    assert told[3]["operations"] == [{"municipality": ACAPULCO, "start": 0, "periods": 2, "teams": {"pools/a": 1}}]
