"""Ports on a database file of the test's own."""

from pathlib import Path

import pytest

from relevo_server.usecases.ports import Ports
from tests.server.world import open_ports, settle


@pytest.fixture
def empty_ports(tmp_path: Path) -> Ports:
    """No records at all."""
    return open_ports(tmp_path / "records" / "relevo.db")


@pytest.fixture
def ports(empty_ports: Ports) -> Ports:
    """Four municipalities of two states and two regions."""
    settle(empty_ports)
    return empty_ports
