"""What services need of the place where proposals wait to be solved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from relevo_planner.near_change import NearestChanges
from relevo_planner.plan import Plan
from relevo_server.domain.operation import Operation
from relevo_server.usecases.trying import Begun


class Caller(Protocol):
    """Somebody who may go away."""

    def add_callback(self, callback: Callable[[], None]) -> bool:
        """Ask to be told; False: it has gone already."""


class Queue(Protocol):
    """Where proposals wait to be solved."""

    def wake(self) -> None:
        """Something was queued, or an operation has changed."""

    def wait(self, read: Callable[[], Operation], seconds: float) -> Operation:
        """Return an operation once it has ended, or as it is after so many seconds."""

    def changes(self, seen: int, seconds: float) -> int:
        """Wait until there were other than ``seen`` changes, or so many seconds; return how many there were."""

    @property
    def is_open(self) -> bool:
        """Whether anything more will happen."""

    def solve_now(self, begun: Begun, caller: Caller) -> tuple[Plan, tuple[tuple[str, str], ...]]:
        """Solve a trial while its caller waits; return the answer with what the review found."""

    def explain_now(self, begun: Begun, caller: Caller) -> NearestChanges:
        """Look for what would select a municipality while the caller waits."""
