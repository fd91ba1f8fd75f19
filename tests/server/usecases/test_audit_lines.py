"""An exported trail is verified with nothing but its lines."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.audit_lines import LinesReader
from relevo_server.usecases.audit_pruning import export_events
from tests.server.world import open_ports, settle


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    ports = open_ports(tmp_path_factory.mktemp("lines") / "relevo.db")
    settle(ports)
    text = "".join(part.lines for part in export_events(ports, LOCAL, 0, 0))
    return text.encode().splitlines(keepends=True)


def read(lines: list[bytes]) -> LinesReader:
    reader = LinesReader()
    reader.read(lines)
    return reader


def test_whole_lines_hold(lines: list[bytes]) -> None:
    assert (read(lines).broken, read(lines).events) == ("", len(lines))
    assert read([]).broken == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_any_changed_byte_is_found(lines: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[index]) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != lines[index][at]))
    changed = lines[index][:at] + bytes([other]) + lines[index][at + 1 :]
    reader = read([*lines[:index], changed, *lines[index + 1 :]])
    assert reader.broken
    assert reader.events <= index + 1


@pytest.mark.parametrize("order", [[1, 0], [0, 2], [0, 0], [0, 1, 3]])
def test_a_missing_or_reordered_line_is_found(lines: list[bytes], order: list[int]) -> None:
    assert "line" in read([lines[index] for index in order]).broken or order[0] == 1


def test_an_export_that_begins_later_says_behind_what(lines: list[bytes]) -> None:
    reader = read(lines[2:])
    assert reader.broken == ""
    assert reader.begins_after is not None
    assert reader.begins_after[0] == 2
