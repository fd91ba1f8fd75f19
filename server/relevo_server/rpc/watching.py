"""What a watcher of an operation is told, and when: a change at once, a sign of life where there is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from relevo_server.domain.operation import Operation

HEARTBEAT_SECONDS = 10.0
_LOOK_SECONDS = 1.0
"""A caller that goes away is noticed after so long at most."""


class Changes(Protocol):
    """Counts the changes of all operations."""

    def changes(self, seen: int, seconds: float) -> int:
        """Wait until there were other than ``seen`` changes, or so many seconds; return how many there were."""

    @property
    def is_open(self) -> bool:
        """Whether anything more will happen."""


class Sight:
    """Reads an operation once for all who look at it between two changes.

    Args:
        changes: Tells when something has changed.
        read: Reads an operation by its name.
    """

    def __init__(self, changes: Changes, read: Callable[[str], Operation]) -> None:
        self._changes, self._read = changes, read
        self._seen: dict[str, tuple[int, Operation]] = {}
        self._reading = threading.Lock()

    def of(self, name: str) -> Operation:
        """Return the operation as it is now.

        Raises:
            RelevoError: What the reading raises.
        """
        with self._reading:
            # Counted before it is read: what changes in between is read again.
            count = self._changes.changes(-1, 0.0)
            known = self._seen.get(name)
            if known is not None and known[0] == count:
                return known[1]
            operation = self._read(name)
            self._seen = {key: seen for key, seen in self._seen.items() if seen[0] == count}
            self._seen[name] = (count, operation)
            return operation


@dataclass(frozen=True, slots=True)
class Seen:
    """An operation as it is, and whether nothing has changed since it was told last."""

    operation: Operation
    is_heartbeat: bool = False


def watched(
    read: Callable[[], Operation],
    changes: Changes,
    is_active: Callable[[], bool],
    after: int,
    heartbeat_seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Seen]:
    """Yield an operation whenever it has changed, and at the latest after so many seconds, until it has ended.

    The records are read when something has changed, so that a watcher costs a thread and next to no work.

    Args:
        read: Reads the operation.
        changes: Tells when something has changed.
        is_active: Whether the caller is still there.
        after: Version that the caller has seen last; an ended operation is told in any case.
        heartbeat_seconds: Longest silence.
        clock: Seconds that never run backwards.
    """
    count = changes.changes(-1, 0.0)
    told, told_at = after, clock()
    while is_active() and changes.is_open:
        operation = read()
        if operation.version > told or operation.ended:
            yield Seen(operation)
            told, told_at = operation.version, clock()
        if operation.ended:
            return
        seen = count
        while count == seen and is_active() and changes.is_open:
            if clock() - told_at >= heartbeat_seconds:
                yield Seen(operation, is_heartbeat=True)
                told_at = clock()
            left = heartbeat_seconds - (clock() - told_at)
            count = changes.changes(seen, max(0.0, min(left, _LOOK_SECONDS)))
