"""Opens the database file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_SECONDS = 30
"""A writer waits this long for another before it gives up: an import of a national year takes a few seconds."""

_KEPT_CONNECTIONS = 16
_CACHE_KIB = 64 * 1024
_BEGIN = "relevo_begin"


def open_engine(path: Path) -> Engine:
    """Open (or create) an SQLite file: write-ahead log, foreign keys on, explicit transactions.

    Args:
        path: Of the file; its folder is made where it is missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    url = URL.create("sqlite+pysqlite", database=str(path))
    engine = create_engine(url, pool_size=_KEPT_CONNECTIONS, max_overflow=-1)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock at once, so that none fails for having read first."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def _prepare(connection: DBAPIConnection, _record: Any) -> None:
    # The driver's own idea of when a transaction begins would leave reads outside of it.
    connection.isolation_level = None
    cursor = connection.cursor()
    # busy_timeout first: even turning on the log may have to wait for another process.
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{_CACHE_KIB}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
