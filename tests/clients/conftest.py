"""A fake server, a client of it, and the command line run against it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import relevo_client
from relevo_client import main
from tests.clients.fake_server import FakeServer, running


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what was printed, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    """Return a running fake server."""
    with running() as server:
        yield server


@pytest.fixture
def relevo(fake: FakeServer) -> Iterator[relevo_client.Relevo]:
    """Return a client of the fake server."""
    with relevo_client.connect(fake.address, "secret") as client:
        yield client


@pytest.fixture
def run(fake: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs `relevo` with some arguments against the fake server."""
    token = tmp_path / "token"
    token.write_text("secret\n")
    monkeypatch.setenv("RELEVO_ADDRESS", fake.address)
    monkeypatch.setenv("RELEVO_TOKEN_FILE", str(token))
    monkeypatch.delenv("COLUMNS", raising=False)

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["relevo", *arguments])
        with pytest.raises(SystemExit) as ended:
            main.main()
        code = ended.value.code
        captured = capsys.readouterr()
        return Ran(code if isinstance(code, int) else int(code is not None), captured.out, captured.err)

    return command
