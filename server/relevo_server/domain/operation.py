"""Long-running operations: work that outlives the call that asked for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from relevo_server.domain.errors import RelevoError, state_forbids


class OperationState(StrEnum):
    """Queued, running, then one of three ends."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({OperationState.SUCCEEDED, OperationState.FAILED, OperationState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come; None: not known yet. ``bound`` is a proven upper bound of what the incumbent may reach."""

    phase: str = "queued"
    incumbent: float | None = None
    bound: float | None = None
    elapsed_seconds: float = 0.0

    @property
    def gap(self) -> float | None:
        """Relative distance of the incumbent to the bound; None until both are known."""
        if self.incumbent is None or self.bound is None:
            return None
        return max(0.0, self.bound - self.incumbent) / max(abs(self.bound), 1e-12)


@dataclass(frozen=True, slots=True)
class Operation:
    """One piece of long-running work, ``operations/{id}``.

    Attributes:
        method: What was asked, for example ``ProposePlan``.
        principal: Who asked.
        request: The request as JSON, so that the work can be begun again after a crash.
        attempt: Times that the work was begun; what an earlier attempt answers comes too late.
        cancel_requested: Somebody asked to stop; the best result so far is kept.
        result: The record that it made, for example ``plans/{id}``; empty: none.
        error: Why it failed, as (reason, message); None: it did not.
        deleted: Nobody is interested in it any more: it is no longer told, what it made stays.
    """

    name: str
    method: str
    principal: str
    request: str
    time_limit_seconds: float
    created: datetime
    updated: datetime
    state: OperationState = OperationState.QUEUED
    progress: Progress = Progress()
    attempt: int = 0
    cancel_requested: bool = False
    result: str = ""
    error: tuple[str, str] | None = None
    version: int = 1
    deleted: bool = False

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    def seconds_left(self, now: datetime) -> float:
        """Seconds of solving that it may still take: what was told last, less what has passed since."""
        if self.ended:
            return 0.0
        passed = 0.0 if self.state is OperationState.QUEUED else max(0.0, (now - self.updated).total_seconds())
        return max(0.0, self.time_limit_seconds - self.progress.elapsed_seconds - passed)

    def begin(self, now: datetime) -> Operation:
        """The work is begun, for the first time or again.

        Raises:
            RelevoError: STATE_FORBIDS, once it has ended.
        """
        self._require_open("begun")
        return self._next(now, state=OperationState.RUNNING, attempt=self.attempt + 1)

    def advance(self, progress: Progress, now: datetime) -> Operation:
        """It has come this far.

        Raises:
            RelevoError: STATE_FORBIDS, once it has ended.
        """
        self._require_open("advanced")
        return self._next(now, progress=progress)

    def ask_to_stop(self, now: datetime) -> Operation:
        """Somebody wants it to stop; one that has not begun is cancelled at once, an ended one stays as it is."""
        if self.ended or self.cancel_requested:
            return self
        if self.state is OperationState.QUEUED:
            return self._next(now, state=OperationState.CANCELLED, cancel_requested=True)
        return self._next(now, cancel_requested=True)

    def succeed(self, result: str, now: datetime) -> Operation:
        """It made ``result``.

        Raises:
            RelevoError: STATE_FORBIDS, once it has ended.
        """
        self._require_open("completed")
        return self._next(
            now, state=OperationState.SUCCEEDED, result=result, progress=replace(self.progress, phase="done")
        )

    def fail(self, error: RelevoError, now: datetime) -> Operation:
        """It made nothing.

        Raises:
            RelevoError: STATE_FORBIDS, once it has ended.
        """
        self._require_open("failed")
        return self._next(now, state=OperationState.FAILED, error=(error.reason, str(error)))

    def stop(self, now: datetime) -> Operation:
        """It was cancelled before there was anything to keep.

        Raises:
            RelevoError: STATE_FORBIDS, once it has ended.
        """
        self._require_open("cancelled")
        return self._next(now, state=OperationState.CANCELLED)

    def delete(self, now: datetime) -> Operation:
        """Nobody is interested in it any more; one that is deleted already stays as it is.

        Raises:
            RelevoError: STATE_FORBIDS, until it has ended.
        """
        if self.deleted:
            return self
        if not self.ended:
            raise state_forbids(self.name, self.state, "deleted", "Cancel it, or wait until it has ended")
        return self._next(now, deleted=True)

    def _require_open(self, step: str) -> None:
        if self.ended:
            raise state_forbids(self.name, self.state, step)

    def _next(self, now: datetime, **changes: object) -> Operation:
        return replace(self, updated=now, version=self.version + 1, **changes)  # type: ignore[arg-type]
