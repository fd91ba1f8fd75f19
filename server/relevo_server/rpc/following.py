"""What a follower of the audit trail is told, and when: what was missed, each event at once, a sign of life."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from relevo_server.domain.audit import AuditEvent
from relevo_server.usecases.audit_feed import Missed

_LOOK_SECONDS = 1.0
"""A caller that goes away, and a server that stops, are noticed after so long at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event, or None for a sign of life; ``sequence`` is where to resume."""

    sequence: int
    event: AuditEvent | None = None


def followed(
    read: Callable[[int], Missed],
    changes: Callable[[int, float], int],
    is_wanted: Callable[[], bool],
    after: int,
    heartbeat_seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Told]:
    """Yield every event behind ``after``, and a sign of life at the latest after so many seconds, until nobody listens.

    The records are read when something was written, and before each sign of life, so that a follower costs a thread
    and next to no work.

    Args:
        read: Reads the next events behind a sequence.
        changes: Counts the writes; waits until there were others, or so many seconds.
        is_wanted: Whether the caller and the server are still there.
        after: Of the event that the caller has seen last.
        heartbeat_seconds: Longest silence.
        clock: Seconds that never run backwards.
    """
    told_at = clock()
    while is_wanted():
        # Counted before the read: a write that comes in between is read in the next round.
        count = changes(-1, 0.0)
        missed = read(after)
        for event in missed.events:
            yield Told(event.sequence, event)
            told_at = clock()
        after = missed.sequence
        if not missed.is_all:
            continue
        if clock() - told_at >= heartbeat_seconds:
            yield Told(after)
            told_at = clock()
        while is_wanted() and (left := heartbeat_seconds - (clock() - told_at)) > 0:
            if changes(count, min(left, _LOOK_SECONDS)) != count:
                break
