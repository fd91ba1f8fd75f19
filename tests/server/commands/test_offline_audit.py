"""`relevo offline verify-audit`: exports on files."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from relevo_server.commands.offline import app
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.audit_pruning import export_events
from tests.server.world import open_ports, settle


def verify(*files: Path) -> Result:
    return CliRunner().invoke(app, ["verify-audit", *map(str, files)])


@pytest.fixture
def halves(tmp_path: Path) -> tuple[Path, Path]:
    ports = open_ports(tmp_path / "relevo.db")
    settle(ports)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    for path, span in ((first, (0, 3)), (second, (3, 0))):
        path.write_text("".join(part.lines for part in export_events(ports, LOCAL, *span)), encoding="utf-8")
    return first, second


def test_exports_hold_one_behind_the_other(halves: tuple[Path, Path]) -> None:
    found = verify(*halves)
    assert found.exit_code == 0, found.output
    assert re.search(r"holds through event \d+ with hash", found.output)


def test_an_export_that_begins_later_says_what_to_compare(halves: tuple[Path, Path]) -> None:
    found = verify(halves[1])
    assert found.exit_code == 0
    assert "begins behind event 3 with hash" in found.output


def test_a_changed_export_is_found(halves: tuple[Path, Path]) -> None:
    halves[0].write_text(halves[0].read_text("utf-8").replace("local", "other", 1), encoding="utf-8")
    found = verify(*halves)
    assert found.exit_code == 1
    assert "broken: line 1" in found.output


def test_a_gap_between_exports_is_found(halves: tuple[Path, Path]) -> None:
    lines = halves[0].read_text("utf-8").splitlines(keepends=True)
    halves[0].write_text("".join(lines[:2]), encoding="utf-8")
    found = verify(*halves)
    assert found.exit_code == 1
    assert "begins behind event 3" in found.output
