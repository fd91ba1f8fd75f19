"""A question ready to be asked, children that do as a test says, and a wait for what the desk makes of them."""

from collections.abc import Callable
from datetime import date
from threading import Event

from relevo_planner.plan import Certificate, Plan, Stop
from relevo_server.domain.operation import Operation, Progress
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.search import Search
from relevo_server.jobs.child import Answer, Child
from relevo_server.jobs.desk import Desk
from relevo_server.usecases.operations import get_operation
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import Work, propose_plan
from relevo_server.usecases.snapshot import Question
from tests.server.world import ACAPULCO, accepted_report, live_agreement, patrol_pool, published_ranking

FIRST = date(2025, 2, 3)
SECONDS = 20.0
Follow = Callable[[Progress], None]


def asked(ports: Ports) -> Question:
    """Records that a plan can be made of, and the question."""
    ranking = published_ranking(ports)
    patrol_pool(ports)
    live_agreement(ports)
    accepted_report(ports, ACAPULCO, 2000)
    return Question(ranking.name, FIRST)


def queue(ports: Ports, question: Question) -> str:
    return propose_plan(ports, LOCAL, question, Search(time_limit_seconds=5.0, seed=7)).name


def ended(desk: Desk, ports: Ports, name: str) -> Operation:
    """The operation once it has ended; the test fails where it does not."""
    operation = desk.wait(lambda: get_operation(ports, LOCAL, name), SECONDS)
    assert operation.ended, f"{operation.state} after {SECONDS} seconds"
    return operation


def empty_plan(value: float = 0.0, bound: float = 1.0) -> Plan:
    return Plan(
        operations=(),
        certificate=Certificate(value, bound),
        goals=(),
        roster=(),
        shortfalls=(),
        baselines=(),
        prices=(),
        stop=Stop.OPTIMAL,
        seed=7,
        instance_sha256="ab" * 32,
        versions={},
    )


class StagedChild(Child):
    """Answers with a plan or an error, at once or when it is let go, stopped or ended."""

    def __init__(self, outcome: Plan | Exception, *, waits: bool = False) -> None:
        self._outcome = outcome
        self.started, self.stopped, self.killed, self.free = Event(), Event(), Event(), Event()
        if not waits:
            self.free.set()

    def answer(self, follow: Follow) -> Answer:
        self.started.set()
        follow(Progress("searching", 1.0, 2.0, 0.1))
        assert self.free.wait(SECONDS)
        if self.killed.is_set():
            raise RuntimeError("ended")
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return Answer(self._outcome, ())

    def stop(self) -> None:
        self.stopped.set()
        self.free.set()

    def end(self) -> None:
        self.killed.set()
        self.free.set()


def always(child: Child) -> Callable[[Work], Child]:
    return lambda _work: child
