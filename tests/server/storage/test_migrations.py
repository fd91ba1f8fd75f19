"""The migrations make the tables that the code expects, and come with the package."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect

from relevo_server.storage import open_engine, upgrade
from relevo_server.storage.catalogue import metadata


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_engine(tmp_path / "relevo.db")
    upgrade(engine)
    return engine


def test_migrations_make_what_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_checks_and_keys_are_migrated_too(engine: Engine, table: object) -> None:
    name = table.name  # type: ignore[attr-defined]
    inspector = inspect(engine)
    expected = metadata.tables[name]
    checks = {check.name for check in expected.constraints if isinstance(check, CheckConstraint)}
    assert {check["name"] for check in inspector.get_check_constraints(name)} == checks
    keys = {column.name for column in expected.primary_key.columns}
    assert set(inspector.get_pk_constraint(name)["constrained_columns"]) == keys


def test_an_upgrade_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar_one() == 1


def test_connections_enforce_references_and_wait_for_the_lock(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
            for pragma in ("foreign_keys", "journal_mode", "busy_timeout", "synchronous")
        }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "busy_timeout": 30_000, "synchronous": 2}
