"""Where trials are solved: one at a time, each by a process that was started before anybody asked.

A solver reads its modules for more than a second before it can read a question; a meeting does not wait for that. The
next process is started once an answer is there, so that it takes no time from the one at work.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from relevo_server.domain.errors import ErrorReason, refusal
from relevo_server.jobs.child import TRIAL_SOLVER, Answer, Asked, Child
from relevo_server.jobs.starting import start_solver
from relevo_server.usecases.trying import busy_fault

WAIT_SECONDS = 10.0
"""For one's turn."""


class Leaving(Protocol):
    """A caller that may go away."""

    def add_callback(self, callback: Callable[[], None]) -> bool:
        """Ask to be told; False: it has gone already."""


def start_trial() -> subprocess.Popen[str]:
    """Start a process that goes before those of queued solves."""
    return start_solver(TRIAL_SOLVER)


class Trials:
    """Solves trials while their callers wait.

    Args:
        start: Starts a process that waits for its question.
        wait_seconds: For one's turn, at most.
        keeps_ready: Whether the next process is started before anybody asks for it.
    """

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[str]] = start_trial,
        wait_seconds: float = WAIT_SECONDS,
        *,
        keeps_ready: bool = True,
    ) -> None:
        self._start, self._wait_seconds, self._keeps_ready = start, wait_seconds, keeps_ready
        self._turn = threading.Lock()
        # A process ends with the thread that started it: this one stays.
        self._starter = ThreadPoolExecutor(1, "trials")
        self._ready: Future[subprocess.Popen[str]] | None = None
        self._child: Child | None = None
        self._closed = threading.Event()

    def prepare(self) -> None:
        """Have a process ready for the next trial."""
        if self._ready is None:
            self._ready = self._starter.submit(self._start)

    def solve(self, asked: Asked, caller: Leaving) -> Answer:
        """Solve a trial, as soon as it is its turn; a caller that goes away ends it.

        Raises:
            RelevoError: OVERLOADED, where the turn does not come; what the child refuses; DEFECT.
        """
        if not self._turn.acquire(timeout=self._wait_seconds):
            fault = busy_fault(self._wait_seconds)
            raise refusal(ErrorReason.OVERLOADED, f"{fault.field}: {fault.why}", [fault])
        try:
            if self._closed.is_set():
                raise refusal(ErrorReason.OVERLOADED, "the server is closing")
            self._child = child = Child(asked, process=self._take())
            if self._closed.is_set() or not caller.add_callback(child.end):
                child.end()
            return child.answer(lambda _progress: None)
        finally:
            self._child = None
            if self._keeps_ready and not self._closed.is_set():
                self.prepare()
            self._turn.release()

    def close(self) -> None:
        """End the process at work and the one that waits."""
        self._closed.set()
        child = self._child
        if child is not None:
            child.end()
        with self._turn:
            ready, self._ready = self._ready, None
            if ready is not None and ready.exception() is None:
                _end(ready.result())
            self._starter.shutdown()

    def _take(self) -> subprocess.Popen[str]:
        self.prepare()
        assert self._ready is not None
        # Forgotten before it is looked at: a process that could not be started is tried again by the next trial.
        ready, self._ready = self._ready, None
        process = ready.result()
        if process.poll() is None:
            return process
        _end(process)
        return self._starter.submit(self._start).result()


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
