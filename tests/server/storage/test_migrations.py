"""The migrations make the tables that the code expects, and come with the package."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, inspect

from relevo_server.domain.deployment import Deployment, DeploymentDraft, PoolTeams
from relevo_server.domain.principal import LOCAL
from relevo_server.storage import SqlRecords, open_engine, upgrade
from relevo_server.storage.catalogue import metadata
from relevo_server.storage.upgrading import MIGRATIONS
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.ports import Query
from tests.server.world import ACAPULCO, TIJUANA, TIXTLA, live_agreement, open_ports, patrol_pool, settle


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


def test_stays_that_have_begun_get_named_teams(tmp_path: Path) -> None:
    """Those who were out before teams had names are named in the order in which they left."""
    ports = open_ports(tmp_path / "old.db")
    settle(ports)
    agreement, pool = live_agreement(ports).name, patrol_pool(ports, 4, 0).name
    names = {}
    for place, start, days, teams in ((ACAPULCO, 0, 20, 2), (TIJUANA, 5, 5, 1), (TIXTLA, 10, 20, 2)):
        first = date(2025, 1, 2) + timedelta(days=start)
        draft = DeploymentDraft(place, agreement, first, first + timedelta(days=days), (PoolTeams(pool, teams),))
        names[create_deployment(ports, LOCAL, draft).name] = place
    engine = open_engine(tmp_path / "old.db")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config).get_revision("0011")
    assert script is not None
    with engine.begin() as connection:
        for statement in (
            "DROP TRIGGER deployments_teams_apart",
            "DROP TRIGGER deployment_team_numbers_once",
            "DROP TABLE deployment_team_numbers",
            "ALTER TABLE deployments DROP COLUMN reason",
            f"UPDATE alembic_version SET version_num = '{script.down_revision}'",
        ):
            connection.exec_driver_sql(statement)
    upgrade(engine, "0011")
    with SqlRecords(engine).read() as unit:
        stays = unit.find(Deployment, Query())
    assert {names[stay.name]: stay.teams[0].numbers for stay in stays} == {
        ACAPULCO: (1, 2),
        TIJUANA: (3,),
        TIXTLA: (3, 4),
    }
