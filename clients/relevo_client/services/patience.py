"""How often something that a cut line broke off is tried again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from relevo_client.errors import RelevoError

A = TypeVar("A")

FIRST_ATTEMPTS = 3
"""Before the server was reached at all: who forgot to start it waits no longer than a second."""
MOST_ATTEMPTS = 8
"""In a row that brought nothing further once it was reached: together they wait for half a minute."""
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 20.0
_CUT_REASONS = frozenset({"UPLOAD_OFFSET", "UPLOAD_INCOMPLETE"})
"""What the server holds is not what this end thought: another look tells."""


class Patience:
    """Counts the attempts that brought nothing further.

    Args:
        pause: waits some seconds.
        on_cut: called with what cut the line and the seconds until the next attempt; None: nobody is told.
    """

    def __init__(
        self, pause: Callable[[float], None], on_cut: Callable[[RelevoError, float], None] | None = None
    ) -> None:
        self._pause = pause
        self._on_cut = on_cut
        self._furthest = -1
        self._vain = 0

    def progressed_to(self, furthest: int) -> None:
        """Begin to count anew where more was reached than ever before; 0: the server answered."""
        if furthest > self._furthest:
            self._furthest = furthest
            self._vain = 0

    def until_done(self, attempt: Callable[[], A]) -> A:
        """Attempt until it succeeds, or is refused for another reason than the line, or patience ends.

        Raises:
            RelevoError: of the last attempt.
        """
        while True:
            try:
                return attempt()
            except RelevoError as error:
                self._vain += 1
                most = FIRST_ATTEMPTS if self._furthest < 0 else MOST_ATTEMPTS
                if not _is_cut(error) or self._vain >= most:
                    raise
                seconds = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** (self._vain - 1))
                if self._on_cut is not None:
                    self._on_cut(error, seconds)
                self._pause(seconds)


def _is_cut(error: RelevoError) -> bool:
    is_gone = error.code == "NOT_FOUND" and error.metadata.get("name", "").startswith("uploads/")
    return error.code == "UNAVAILABLE" or error.reason in _CUT_REASONS or is_gone
