"""One solve in a child process, as its parent sees it.

The parent keeps the best plan and the bound that the child has told, so that it may end the child at any moment: a
solver that does not listen keeps nobody waiting.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

from relevo_planner.earlier import Warm
from relevo_planner.instance import Instance, Operation
from relevo_planner.near_change import AtHand, NearestChanges
from relevo_planner.plan import Plan, Stop
from relevo_server.domain.errors import Defect, ErrorReason, RelevoError, refusal
from relevo_server.domain.operation import Progress
from relevo_server.domain.search import MOST_SECONDS, Search
from relevo_server.jobs.salvage import Best, Findings, findings_of, salvage
from relevo_server.jobs.starting import SOLVER, start_solver
from relevo_server.usecases.frozen_json import from_json, to_json

STOP_SECONDS = 0.7
"""How long a child that was asked to stop may take to answer."""
OVERDUE_SECONDS = 10.0
"""How long after its time limit a child may still be reading the question and writing the answer, at least."""
OVERDUE_PER_CELL = 2e-4
"""More of it per municipality and period."""
PATIENCE_SECONDS = 60.0
"""How much longer a child is let alone that has no plan yet: on a busy machine it may hardly have had its turn."""
TRIAL_NICENESS = 5
TRIAL_SOLVER = (*SOLVER, str(TRIAL_NICENESS))
"""A meeting waits for its answer: it goes before whatever is queued, and behind the server itself."""


class Asked(Protocol):
    """A question, how to search, and what an earlier plan leaves to begin with."""

    @property
    def instance(self) -> Instance:
        """The question."""

    @property
    def search(self) -> Search:
        """How long and how closely."""

    @property
    def warm(self) -> Warm | None:
        """None: nothing is known."""

    @property
    def at_hand(self) -> AtHand | None:
        """A plan and a municipality of which is asked what would select it; None: a plan is."""


class Died(Defect):
    """The process was killed before it had answered, by nobody here: the same work may well succeed elsewhere."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan with what the review found, as (rule, message); or the plan at hand with what would select a place."""

    plan: Plan
    findings: Findings
    changes: NearestChanges | None = None


class Child:
    """A running solve.

    Args:
        work: What to solve.
        command: What to run; it speaks the protocol of ``solver``.
        overdue_seconds: How long after its time limit it is ended; None: by the size of the question.
        process: One that was started earlier and waits for its question; None: a new one.
        patience_seconds: How much longer it has where it has told no plan by then.
        since: Instant of ``time.monotonic`` from which the time limit counts; None: from when it has read its question.
        tell_seconds: Between two reports of nothing but a better bound; None: as the child thinks fit.
    """

    def __init__(
        self,
        work: Asked,
        command: tuple[str, ...] = SOLVER,
        overdue_seconds: float | None = None,
        process: subprocess.Popen[str] | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
        since: float | None = None,
        tell_seconds: float | None = None,
    ) -> None:
        self._work = work
        self._patience_seconds: float | None = patience_seconds
        self._best = Best()
        self._cut: Stop | None = None
        self._changing, self._saying, self._has_asked = threading.Lock(), threading.Lock(), False
        self._process = start_solver(command) if process is None else process
        cells = len(work.instance.municipalities) * work.instance.periods
        overdue = OVERDUE_SECONDS + OVERDUE_PER_CELL * cells if overdue_seconds is None else overdue_seconds
        limit = work.search.time_limit_seconds if work.search.steps is None else MOST_SECONDS
        self._timers: list[threading.Timer] = []
        with self._changing:
            self._timers.append(self._later(limit + overdue, Stop.DEADLINE))
        asked = {
            "instance": to_json(work.instance),
            "time_limit_seconds": work.search.time_limit_seconds,
            "gap_tolerance": work.search.gap_tolerance,
            "seed": work.search.seed,
            "steps": work.search.steps,
            "since": since,
            "tell_seconds": tell_seconds,
            "warm": None if work.warm is None else to_json(work.warm),
            "at_hand": None if work.at_hand is None else to_json(work.at_hand),
        }
        self._question = json.dumps(asked)

    def answer(self, follow: Callable[[Progress], None]) -> Answer:
        """Ask, and wait for the answer, telling progress on the way.

        A process that is still starting takes a long question only when it has started: it can be stopped before.

        Returns:
            The child's plan, or the best that it had told where it had to be ended.

        Raises:
            Died: A signal of somebody else ended it.
            RelevoError: What the child refused, or DEFECT where it ended without an answer.
        """
        try:
            self._say(self._question, asks=True)
            answer = self._listen(follow)
        finally:
            self.end()
            self._hang_up()
        if answer is not None:
            return answer
        if self._cut is not None:
            plan = salvage(self._work.instance, self._best, self._cut, self._work.search.seed)
            if plan is not None:
                return Answer(plan, findings_of(self._work.instance, plan))
            raise Defect(ErrorReason.DEFECT, "the solver was ended before it had any plan")
        kind = Died if self._process.returncode < 0 else Defect
        raise kind(ErrorReason.DEFECT, f"the solver ended with code {self._process.returncode} and no answer")

    def stop(self) -> None:
        """Ask for what it has; where it does not answer soon, take what it has told."""
        with self._changing:
            self._timers.append(self._later(STOP_SECONDS, Stop.CANCELLED))
        self._say("stop")

    def end(self) -> None:
        """End it, with or without an answer. Its work is no state of anybody's: there is nothing to clean up."""
        with self._changing:
            timers, self._timers = self._timers, []
        for timer in timers:
            timer.cancel()
        self._process.kill()
        self._process.wait()

    def _hang_up(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            # What was said to a process that has ended is lost, and nobody minds.
            with suppress(OSError):
                assert pipe is not None
                pipe.close()

    def _listen(self, follow: Callable[[Progress], None]) -> Answer | None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            # A child that was ended may leave half a line.
            if not line.endswith("\n"):
                break
            told = json.loads(line)
            if "plan" in told:
                return Answer(from_json(Plan, told["plan"]), tuple((rule, text) for rule, text in told["findings"]))
            if "changes" in told:
                assert self._work.at_hand is not None
                return Answer(self._work.at_hand.plan, (), from_json(NearestChanges, told["changes"]))
            if "error" in told:
                reason, message = told["error"]
                raise refusal(ErrorReason(reason), message)
            self._keep(told)
            follow(Progress(told["phase"], told["incumbent"], told["bound"], told["elapsed_seconds"]))
        return None

    def _keep(self, told: dict[str, Any]) -> None:
        best = self._best
        if told["bound"] is not None:
            best = replace(best, bound=min(best.bound, told["bound"]))
        if told.get("operations") is not None:
            best = replace(best, operations=from_json(_Operations, json.dumps({"all": told["operations"]})).all)
        self._best = replace(best, versions=told.get("versions", best.versions))

    def _later(self, seconds: float, why: Stop) -> threading.Timer:
        timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), self._end_early, [why])
        timer.daemon = True
        timer.start()
        return timer

    def _end_early(self, why: Stop) -> None:
        patience, self._patience_seconds = self._patience_seconds, None
        if why is Stop.DEADLINE and patience is not None and self._best.operations is None:
            with self._changing:
                self._timers.append(self._later(patience, why))
            return
        self._cut = self._cut or why
        self._process.kill()

    def _say(self, line: str, *, asks: bool = False) -> None:
        try:
            assert self._process.stdin is not None
            with self._saying:
                self._has_asked |= asks
                if not self._has_asked:
                    return  # the first line that it reads is the question
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            """It has ended already, and with it the pipe: ``answer`` says how."""


@dataclass(frozen=True, slots=True)
class _Operations:
    """Operations as they are told."""

    all: tuple[Operation, ...]


def as_refusal(error: Exception) -> RelevoError:
    """Return any failure of a solve as a refusal."""
    if isinstance(error, RelevoError):
        return error
    return Defect(ErrorReason.DEFECT, f"the solve failed: {type(error).__name__}: {error}")
