"""Between a child at work and the records: what it tells is stored, and the wish to stop is passed on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.operation import Progress
from relevo_server.domain.principal import LOCAL
from relevo_server.jobs.child import Child
from relevo_server.usecases.operations import advance_operation, get_operation
from relevo_server.usecases.ports import Ports

LOOK_SECONDS = 0.2
"""Between two looks at the records."""
_LOG = logging.getLogger(__name__)


def is_reason(error: Exception, reason: ErrorReason) -> bool:
    """Whether it is a refusal for this reason."""
    return isinstance(error, RelevoError) and error.reason is reason


class Follower:
    """Stores a child's progress and passes on the wish to stop."""

    def __init__(self, ports: Ports, name: str, attempt: int, child: Child, changed: Callable[[], None]) -> None:
        self._ports, self._name, self._attempt = ports, name, attempt
        self._child, self._changed = child, changed
        self.done = threading.Event()
        self.cancelled = False

    def follow(self, progress: Progress) -> None:
        """Store how far it has come; where other writers leave no room, the next step tells of it."""
        try:
            advance_operation(self._ports, self._name, self._attempt, progress)
        except RelevoError as error:
            if not is_reason(error, ErrorReason.OVERLOADED):
                raise
            _LOG.warning("how far %s has come is not told: %s", self._name, error)
        self._changed()

    def watch(self) -> None:
        """Look for a wish to stop until the solve is done."""
        while not (self.cancelled or self.done.wait(LOOK_SECONDS)):
            try:
                self.cancelled = get_operation(self._ports, LOCAL, self._name).cancel_requested
            except Exception:  # noqa: BLE001 - the next look may succeed
                _LOG.exception("%s could not be read", self._name)
        if self.cancelled:
            self._child.stop()
