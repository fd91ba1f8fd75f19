"""Storages to be tested: a new backend is one more parameter."""

from pathlib import Path

import pytest

from relevo_server.storage import SqlRecords, open_engine, upgrade
from relevo_server.usecases.ports import Records
from tests.server.storage.each_kind import ALL


@pytest.fixture(params=["sqlite"])
def records(tmp_path: Path) -> Records:
    engine = open_engine(tmp_path / "relevo.db")
    upgrade(engine)
    return SqlRecords(engine)


@pytest.fixture
def full(records: Records) -> Records:
    with records.write("principals/a", "Fill") as unit:
        for record in ALL:
            unit.create([record])
    return records
