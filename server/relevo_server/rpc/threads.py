"""Threads for calls, counted, so that a call too many is refused at once instead of queued."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
A = TypeVar("A")


class CountedPool(ThreadPoolExecutor):
    """Threads that know how many calls they have taken.

    Args:
        threads: Calls that run at once.
        room: Calls that may run or wait at once.
        name: Of the threads.

    Attributes:
        room: Calls that may run or wait at once.
        taken: Calls that do.
    """

    def __init__(self, threads: int, room: int, name: str) -> None:
        super().__init__(threads, thread_name_prefix=name)
        self.room = room
        self.taken = 0
        self._counting = threading.Lock()

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another call."""
        return self.taken >= self.room

    def submit(self, fn: Callable[P, A], /, *args: P.args, **kwargs: P.kwargs) -> Future[A]:
        """Take a call; gRPC asks after ``is_full`` has let it in."""
        with self._counting:
            self.taken += 1
        try:
            future = super().submit(fn, *args, **kwargs)
        except RuntimeError:
            self._left()
            raise
        # The future ends however the call does, also one whose caller went away while it waited.
        future.add_done_callback(self._left)
        return future

    def _left(self, _future: Future[Any] | None = None) -> None:
        with self._counting:
            self.taken -= 1


@dataclass(frozen=True, slots=True)
class Threads:
    """Who answers what.

    Attributes:
        short: Calls that are over in milliseconds.
        long: Streams, and calls that wait: they must not keep the short ones waiting.
        watch: Watchers of proposals, who stay for minutes: they must not keep uploads waiting.
        feed: Followers of the audit trail, who stay for days: they must not keep watchers waiting.
        door: Refusals and health checks, which an overloaded server still gives at once.
        upload: Files on their way, and imports: as slow as a line, they must keep nobody else waiting.
    """

    short: CountedPool
    long: CountedPool
    watch: CountedPool
    feed: CountedPool
    door: CountedPool
    upload: CountedPool = field(default_factory=lambda: CountedPool(16, 16, "rpc-upload"))

    @classmethod
    def usual(cls) -> Threads:
        """As many as were measured to serve best, and some that may wait for a long write."""
        return cls(
            short=CountedPool(8, 128, "rpc-short"),
            long=CountedPool(32, 32, "rpc-long"),
            watch=CountedPool(64, 64, "rpc-watch"),
            feed=CountedPool(32, 32, "rpc-feed"),
            door=CountedPool(2, 1_024, "rpc-door"),
        )

    def close(self) -> None:
        """Let the threads end."""
        for pool in (self.short, self.long, self.watch, self.feed, self.door, self.upload):
            pool.shutdown(wait=False)
