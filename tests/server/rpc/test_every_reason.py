"""Every reason of error_reason.proto is raised through the server, with the status code that the proto states."""

import re
from pathlib import Path

import pytest

from relevo.v1 import error_reason_pb2
from tests.house.tree import ROOT
from tests.server.rpc.conftest import Running
from tests.server.rpc.method_world import Names
from tests.server.rpc.reason_rows import REASONS, Caller
from tests.server.rpc.told import told

_STATED = re.compile(r"// \[([A-Z_]+)\](?:(?!\n  ERROR_REASON).)*\n  ERROR_REASON_([A-Z_]+) = \d+;", re.DOTALL)


def stated() -> dict[str, str]:
    """Status code by reason, as the proto's comments say it."""
    text = (ROOT / "protos/relevo/v1/error_reason.proto").read_text(encoding="utf-8")
    return {reason: code for code, reason in _STATED.findall(text)}


def test_every_reason_has_a_row() -> None:
    documented = {name.removeprefix("ERROR_REASON_") for name in error_reason_pb2.ErrorReason.keys()}  # noqa: SIM118
    assert set(REASONS) == documented - {"UNSPECIFIED"} == set(stated())


@pytest.mark.parametrize("reason", REASONS)
def test_reason(reason: str, house: Running, names: Names, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = Caller(house, dict(names), copy, monkeypatch)
    found = told(lambda: REASONS[reason](caller))
    assert (found.reason, found.code.name) == (reason, stated()[reason])
    assert found.domain == "relevo"
