"""What a person may break off: Ctrl-C asks a search for what it has; a command ends whatever is still at work."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

import typer

SEARCH = "relevo-search"


class Stoppable(Protocol):
    """A search in another process."""

    def stop(self) -> None:
        """Ask for what it has."""


@contextmanager
def stopped_by_interrupt(search: Stoppable) -> Iterator[threading.Event]:
    """Let the first Ctrl-C stop the search, which then answers with its best plan; a second one ends the command.

    Yields:
        Set once there was a Ctrl-C.
    """
    interrupted = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        interrupted.set()
        # In a thread of its own: what was interrupted may hold what stopping needs.
        threading.Thread(target=search.stop, daemon=True).start()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def end_command(code: int) -> None:
    """End the command; solvers, which cannot be called off, may still be at work in other threads: nobody waits.

    Raises:
        typer.Exit: where nothing is under way any more and the code is not 0.
    """
    if any(thread.name == SEARCH for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    if code:
        raise typer.Exit(code)
