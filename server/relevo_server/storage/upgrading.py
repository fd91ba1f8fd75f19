"""Brings a database to the present layout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from relevo_server.storage.engine import writing

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations that the database lacks, all of them or none.

    Raises:
        ValueError: A migration would leave rows that name what does not exist.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with writing(engine).connect() as connection:
        config.attributes["connection"] = connection
        with _tables_may_be_rebuilt(connection), connection.begin():
            command.upgrade(config, revision)
            _check_references(connection)


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by building it anew, which enforced foreign keys forbid; the switch works only outside of
    # a transaction, hence past SQLAlchemy.
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
        driver.close()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise ValueError(f"the migration leaves rows of {tables} that name what does not exist")
