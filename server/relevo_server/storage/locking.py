"""One server per folder of records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "lock"


class InUse(Exception):
    """Another process serves the records."""


@contextmanager
def sole_use(home: Path) -> Iterator[None]:
    """Hold the records of ``home`` for this process alone.

    The lock is SQLite's, which every system knows and lets go of with the process.

    Raises:
        InUse: Another process holds them.
    """
    lock = sqlite3.connect(home / LOCK, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        raise InUse(str(home)) from error
    try:
        yield
    finally:
        lock.close()
