"""Whose proposal is solved next: callers take turns, and a caller's own proposals keep their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from relevo_server.domain.operation import Operation


class Turns:
    """Remembers who had a turn when, so that many proposals of one caller do not keep another's waiting."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._taken = 0

    def take(self, unfinished: Sequence[Operation], at_work: Collection[str]) -> Operation | None:
        """Choose what is solved next.

        The caller with the fewest solves at work comes first, then the one whose last turn is longest ago, then the
        one that asked first.

        Args:
            unfinished: Oldest first.
            at_work: Names of those that are being solved.

        Returns:
            The choice, counted as its caller's turn; None where nothing waits.
        """
        busy = Counter(operation.principal for operation in unfinished if operation.name in at_work)
        first: dict[str, Operation] = {}
        for operation in unfinished:
            if operation.name not in at_work:
                first.setdefault(operation.principal, operation)
        if not first:
            return None
        # A tie goes to the caller that stands first in ``first``: the one whose proposal is older.
        chosen = first[min(first, key=lambda caller: (busy[caller], self._last.get(caller, 0)))]
        self._taken += 1
        self._last[chosen.principal] = self._taken
        return chosen
