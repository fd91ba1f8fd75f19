"""Bounds proven in a second thread, beside the search for plans."""

from __future__ import annotations

import threading
from collections.abc import Callable

NAME = "relevo-proof"


class Proof:
    """Takes one step after the other until none is left or it is over.

    A solver that is at work cannot be called off. Whoever has what they need does not wait for it: the step under way
    ends by itself and what it finds is of no use to anyone any more.
    """

    def __init__(self, step: Callable[[], bool]) -> None:
        """Begin.

        Args:
            step: works for a while; returns whether there was anything to do.
        """
        self._over = threading.Event()
        self._failed: list[BaseException] = []
        self._step = step
        self._thread = threading.Thread(target=self._run, name=NAME)
        self._thread.start()

    @property
    def failed(self) -> bool:
        """Whether a step raised; ``end`` raises the same."""
        return bool(self._failed)

    def end(self, *, wait: bool) -> None:
        """Take no further step; with ``wait``, return when the one under way has ended."""
        self._over.set()
        if wait:
            self._thread.join()
        if self._failed:
            raise self._failed[0]

    def _run(self) -> None:
        try:
            while not self._over.is_set() and self._step():
                pass
        except Exception as error:  # noqa: BLE001 - told by the thread that started this one
            self._failed.append(error)
