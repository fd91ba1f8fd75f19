"""The queue of proposals on one machine: callers take turns, at most one solver per core."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable

from relevo_planner.near_change import NearestChanges
from relevo_planner.plan import Plan
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.operation import Operation
from relevo_server.domain.principal import LOCAL
from relevo_server.jobs.child import Answer, Child, Died, as_refusal
from relevo_server.jobs.follower import LOOK_SECONDS, Follower, is_reason
from relevo_server.jobs.salvage import Findings
from relevo_server.jobs.starting import start_solver
from relevo_server.jobs.trials import Leaving, Trials
from relevo_server.jobs.turns import Turns
from relevo_server.usecases.operations import (
    fail_operation,
    get_operation,
    stop_operation,
    unfinished_operations,
)
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import Work, begin_proposal, complete_proposal
from relevo_server.usecases.trying import Begun

_LOG = logging.getLogger(__name__)
_PAUSE_SECONDS = 1.0
MOST_DEATHS = 3
"""A solve whose process is killed as often as that is given up: perhaps it takes more memory than there is."""
MakeChild = Callable[[Work], Child]


class Desk:
    """Takes up what is queued, and what an earlier server left unfinished.

    Args:
        ports: The outside.
        solvers: Most children at once.
        make_child: Starts a solve.
        trials: Where trials are solved; None: in a place of their own.
    """

    def __init__(
        self,
        ports: Ports,
        solvers: int | None = None,
        make_child: MakeChild = Child,
        trials: Trials | None = None,
    ) -> None:
        self._ports = ports
        self.trials = trials or Trials()
        # Apart from trials: no meeting waits while somebody asks why a place is not served.
        self._explanations = Trials(start_solver, keeps_ready=False)
        self._make_child = make_child
        self._changed = threading.Condition()
        self._taken: dict[str, Child | None] = {}
        self._deaths: Counter[str] = Counter()
        self._turns = Turns()
        self._changes = 0
        self._open = True
        count = solvers or os.cpu_count() or 1
        self._threads = [threading.Thread(target=self._work, name=f"desk-{i}") for i in range(count)]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End all children; what they worked at is taken up after the next start."""
        with self._changed:
            self._open = False
            children = [child for child in self._taken.values() if child is not None]
            self._tell()
        for child in children:
            child.end()
        self.trials.close()
        self._explanations.close()
        for thread in self._threads:
            thread.join()

    def wake(self) -> None:
        """Something was queued, or an operation has changed."""
        with self._changed:
            self._tell()

    def changes(self, seen: int, seconds: float) -> int:
        """Wait until there were other than ``seen`` changes, or so many seconds; return how many there were."""
        with self._changed:
            self._changed.wait_for(lambda: self._changes != seen or not self._open, seconds)
            return self._changes

    @property
    def is_open(self) -> bool:
        """Whether anything more will happen."""
        return self._open

    def wait(self, read: Callable[[], Operation], seconds: float) -> Operation:
        """Return an operation once it has ended, or as it is after so many seconds."""
        until = time.monotonic() + seconds
        while not (operation := read()).ended and (left := until - time.monotonic()) > 0 and self._open:
            with self._changed:
                self._changed.wait(min(left, LOOK_SECONDS))
        return operation

    def solve_now(self, begun: Begun, caller: Leaving) -> tuple[Plan, Findings]:
        """Solve a trial while its caller waits; return the answer with what the review found.

        Raises:
            RelevoError: OVERLOADED, where its turn does not come; what the child refuses; DEFECT.
        """
        answer = self.trials.solve(begun, caller)
        return answer.plan, answer.findings

    def explain_now(self, begun: Begun, caller: Leaving) -> NearestChanges:
        """Look for what would select a municipality while the caller waits.

        Raises:
            RelevoError: OVERLOADED, where its turn does not come; DEFECT.
        """
        changes = self._explanations.solve(begun, caller).changes
        assert changes is not None
        return changes

    def _work(self) -> None:
        while (name := self._next()) is not None:
            try:
                self._solve(name)
            except Died as death:
                self._bury(name, death)
            except Exception as error:  # noqa: BLE001 - the desk outlives whatever one solve does
                self._give_up(name, error)
            finally:
                with self._changed:
                    self._taken.pop(name, None)
                    self._tell()

    def _tell(self) -> None:
        self._changes += 1
        self._changed.notify_all()

    def _bury(self, name: str, death: Died) -> None:
        """Leave the operation for another attempt, unless it has cost too many processes already."""
        self._deaths[name] += 1
        if self._deaths[name] >= MOST_DEATHS:
            self._give_up(name, death)
        elif self._open:
            _LOG.warning("%s is begun again: %s", name, death)

    def _give_up(self, name: str, error: Exception) -> None:
        """End an operation that could not be worked at, so that nobody waits for it and nobody takes it up again."""
        if not self._open:
            return
        if is_reason(error, ErrorReason.STATE_FORBIDS):
            _LOG.info("%s was dropped: %s", name, error)
            return
        if is_reason(error, ErrorReason.OVERLOADED):
            _LOG.warning("%s is begun again: %s", name, error)
            self._pause()
            return
        try:
            operation = get_operation(self._ports, LOCAL, name)
            if not operation.ended:
                _LOG.error("%s failed", name, exc_info=error)
                fail_operation(self._ports, name, operation.attempt, as_refusal(error))
        except Exception:  # noqa: BLE001 - as above
            # The records themselves are out of reach: the pause keeps this from becoming a busy loop.
            _LOG.exception("%s could not be ended", name)
            self._pause()

    def _next(self) -> str | None:
        """Wait for work and take it; None once the desk is closed."""
        while self._open:
            try:
                with self._changed:
                    chosen = self._turns.take(unfinished_operations(self._ports), self._taken)
                    if chosen is not None:
                        self._taken[chosen.name] = None
                        return chosen.name
                    if self._open:
                        self._changed.wait()
            except Exception:  # noqa: BLE001 - the records may be within reach again later
                _LOG.exception("the queue could not be read")
                self._pause()
        return None

    def _pause(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._open, _PAUSE_SECONDS)

    def _solve(self, name: str) -> None:
        work = begin_proposal(self._ports, name)
        attempt = work.operation.attempt
        self.wake()
        child = self._make_child(work)
        with self._changed:
            self._taken[name] = child
            too_late = not self._open
        if too_late:
            child.end()
        follower = Follower(self._ports, name, attempt, child, self.wake)
        watcher = threading.Thread(target=follower.watch, name=f"watch-{name}")
        watcher.start()
        try:
            answer = child.answer(follower.follow)
        except Exception:
            if not (self._open and follower.cancelled):
                raise
            stop_operation(self._ports, name, attempt)
        else:
            self._store(name, attempt, answer)
        finally:
            follower.done.set()
            watcher.join()

    def _store(self, name: str, attempt: int, answer: Answer) -> None:
        """Store a plan as soon as other writers leave room: it may have cost an hour."""
        while True:
            try:
                complete_proposal(self._ports, name, attempt, answer.plan, answer.findings)
            except RelevoError as error:
                if not (self._open and is_reason(error, ErrorReason.OVERLOADED)):
                    raise
                _LOG.warning("the plan of %s waits to be stored: %s", name, error)
            else:
                return
