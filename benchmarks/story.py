"""What callers do while servers and solvers are killed under them, and the books of what they were told.

A caller proposes plans, watches each to its end, reads it, and confirms its first stay or rejects it. It repeats what
was not answered with the same request id, as the client does, and now and then what was. Whatever was answered once
stands in the books, to be held against the records at the end.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from google.rpc.code_pb2 import CANCELLED

from benchmarks.small_world import OFFICE, SmallWorld
from relevo.v1.plan_pb2 import Plan
from relevo.v1.planning_service_pb2 import ConfirmPlanRequest, ProposePlanRequest, RejectPlanRequest
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from relevo.v1.policy_pb2 import Policy
from relevo_client import Relevo, RelevoError
from relevo_client.dates import to_wire

A = TypeVar("A")
WEEKS = 30
"""First days of plans lie in so many weeks."""
PERIODS, PERIOD_DAYS = 4, 14
_FRESH_DAYS = 7 * (WEEKS + 10)
_AWAY = frozenset({"UNAVAILABLE"})
"""What a caller is told while there is no server."""
_PATIENCE_SECONDS = 0.05
_MOST_FAILURES = 4_000


@dataclass
class Books:
    """What was acknowledged to any caller.

    Attributes:
        plans: Plan of each operation; empty: it was cancelled before there was one.
        confirmed: Deployments of each confirmed plan.
        rejected: Plans.
        refused: Confirmations that the records did not allow.
        repeated: Requests that were made once more after their answer.
        answers: All answers, those of watches included.
        failures: Calls that found no server.
    """

    plans: dict[str, str] = field(default_factory=dict)
    confirmed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rejected: set[str] = field(default_factory=set)
    refused: int = 0
    repeated: int = 0
    answers: int = 0
    failures: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    closing: threading.Event = field(default_factory=threading.Event)
    faults: list[BaseException] = field(default_factory=list)

    def heard(self) -> None:
        """Count an answer."""
        with self.changed:
            self.answers += 1
            self.changed.notify_all()


class Caller(threading.Thread):
    """Tells the story over and over, until the books close.

    Args:
        number: Which of the callers; its request ids and chances follow from it.
        seed: Of all callers.
        relevo: Its connection.
        world: What plans are made of.
        books: Where it writes what it was told.
    """

    def __init__(self, number: int, seed: int, relevo: Relevo, world: SmallWorld, books: Books) -> None:
        super().__init__(name=f"caller-{number}")
        self._number, self._chance = number, random.Random(f"{seed}/{number}")
        self._relevo, self._world, self._books = relevo, world, books
        self._told = 0
        self.doing = ""

    def run(self) -> None:
        """Tell stories."""
        try:
            while not self._books.closing.is_set():
                self._story(f"{self._number}-{self._told}")
                self._told += 1
        except BaseException as fault:  # noqa: BLE001 - told by whoever waits for this thread
            self._books.faults.append(fault)
            self._books.heard()
        finally:
            self._relevo.close()

    def _story(self, key: str) -> None:
        planning, chance = self._relevo.planning, self._chance
        first_day = self._world.first_day + timedelta(days=7 * chance.randrange(WEEKS))
        request = ProposePlanRequest(
            ranking=self._world.ranking,
            first_municipalities=len(self._world.places),
            first_day=to_wire(first_day),
            periods=PERIODS,
            policy=Policy(period_days=PERIOD_DAYS, report_fresh_days=_FRESH_DAYS),
            time_limit_seconds=120,
            gap_tolerance=0.5,
            seed=chance.randrange(1_000),
            request_id=f"propose-{key}",
        )
        operation = self._heard(lambda: planning.propose(request)).name
        self.doing = operation
        is_cancelled = chance.random() < 0.1
        if is_cancelled:
            self._heard(lambda: planning.cancel(operation))
        self._watch(operation)
        ended = self._heard(lambda: self._relevo.operations.get(operation))
        assert ended.done, f"{operation} was said to be done"
        if chance.random() < 0.2:
            self._books.repeated += 1
            assert self._heard(lambda: planning.propose(request)).name == operation
        if ended.HasField("error"):
            assert is_cancelled, f"{operation} failed: {ended.error}"
            assert ended.error.code == CANCELLED, ended.error
            self._books.plans[operation] = ""
            return
        plan = Plan()
        assert ended.response.Unpack(plan)
        self._books.plans[operation] = plan.name
        assert self._heard(lambda: planning.get(plan.name)).certificate == plan.certificate
        self.doing = plan.name
        self._decide(plan, key)

    def _watch(self, operation: str) -> None:
        seen = 0
        for answer in self._relevo.planning.watch(
            operation, heartbeat_seconds=0.5, stream_seconds=10.0, most_failures=_MOST_FAILURES, pause=self._pause
        ):
            assert answer.sequence >= seen, f"{operation}: {answer.sequence} after {seen}"
            seen = answer.sequence
            self._books.heard()

    def _decide(self, plan: Plan, key: str) -> None:
        planning, books = self._relevo.planning, self._books
        if not plan.operations or self._chance.random() < 0.25:
            reasons, stub = ["another way was found"], PlanningServiceStub(self._relevo.calls.channel)
            refusal = RejectPlanRequest(name=plan.name, office=OFFICE, reasons=reasons, request_id=f"reject-{key}")
            self._heard(lambda: self._relevo.calls.unary(stub.RejectPlan, refusal))
            books.rejected.add(plan.name)
            return
        request = ConfirmPlanRequest(office=OFFICE, operations=[0], request_id=f"confirm-{key}")
        try:
            deployments = tuple(self._heard(lambda: planning.confirm(plan.name, request)).decision.deployments)
        except RelevoError as error:
            if error.code != "FAILED_PRECONDITION":
                raise
            books.refused += 1
            books.heard()
            return
        books.confirmed[plan.name] = deployments
        if self._chance.random() < 0.5:
            books.repeated += 1
            again = self._heard(lambda: planning.confirm(plan.name, request))
            assert tuple(again.decision.deployments) == deployments

    def _heard(self, call: Callable[[], A]) -> A:
        """Repeat a call until there is a server that answers it."""
        for _ in range(_MOST_FAILURES):
            try:
                answer = call()
            except RelevoError as error:
                if error.code not in _AWAY:
                    raise
                self._books.failures += 1
                self._pause(0.0)
            else:
                self._books.heard()
                return answer
        raise RuntimeError("no server came back")

    def _pause(self, _seconds: float) -> None:
        with self._books.changed:
            self._books.changed.wait(_PATIENCE_SECONDS)
