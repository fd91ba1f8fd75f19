"""`relevo audit`: list, verify, follow, export, prune."""

import json
from pathlib import Path
from typing import Any

import grpc
import pytest

from relevo.v1.audit_service_pb2 import (
    AuditCheckpoint,
    AuditEvent,
    ExportAuditEventsResponse,
    ListAuditEventsResponse,
    VerifyAuditTrailResponse,
    WatchEventsResponse,
)
from relevo_client.commands import audit
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer, Refused

EVENT = AuditEvent(
    sequence=7, actor="principals/local", method="CreatePool", action="create", kind="Pool", record="pools/patrol"
)


@pytest.fixture(autouse=True)
def groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The group is loaded from here, whatever is installed."""
    import relevo_client.main as command_line

    find = command_line.EntryPointGroup.get_command

    def get_command(self: Any, ctx: Any, name: str) -> Any:
        return command_line.typer.main.get_command(audit.app) if name == "audit" else find(self, ctx, name)

    monkeypatch.setattr(command_line.EntryPointGroup, "get_command", get_command)


def test_events_are_listed(run: Run, fake: FakeServer) -> None:
    fake.answers["ListAuditEvents"] = lambda _: ListAuditEventsResponse(audit_events=[EVENT] * 3)
    ran = run("audit", "list", "--kind", "Pool", "--record", "pools/patrol", "--first", "2")
    assert ran.code == 0, ran.err
    assert ran.out.count("CreatePool") == 2
    assert fake.requests("ListAuditEvents")[0].filter == 'record = "pools/patrol" AND kind = "Pool"'


@pytest.mark.parametrize(("broken", "code"), [("", 0), ("event 3 is missing", 1)])
def test_a_broken_trail_ends_with_a_code(run: Run, fake: FakeServer, broken: str, code: int) -> None:
    checkpoint = AuditCheckpoint(name="auditCheckpoints/2", sequence=2, export_sha256="ab" * 32)
    fake.answers["VerifyAuditTrail"] = lambda _: VerifyAuditTrailResponse(
        events=9, sha256="cd" * 32, broken=broken, checkpoint=checkpoint
    )
    ran = run("audit", "verify", "--noted-sequence", "4")
    assert ran.code == code
    assert broken in ran.out
    assert "ab" * 32 in ran.out


def test_events_are_followed_a_line_each(run: Run, fake: FakeServer) -> None:
    fake.answers["WatchEvents"] = lambda _: iter([WatchEventsResponse(audit_event=EVENT, sequence=7)] * 3)
    ran = run("audit", "watch", "--after", "6", "--kind", "Pool", "--first", "2", "--json")
    assert ran.code == 0, ran.err
    assert [json.loads(line)["record"] for line in ran.out.splitlines()] == ["pools/patrol"] * 2
    assert fake.requests("WatchEvents")[0].after_sequence == 6


def test_an_export_is_written_whole(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    parts = [
        ExportAuditEventsResponse(json_lines=b"one\n", events=1),
        ExportAuditEventsResponse(json_lines=b"two\n", events=2, sequence=2, export_sha256="ab" * 32),
    ]
    fake.answers["ExportAuditEvents"] = lambda _: iter(parts)
    out = tmp_path / "trail.jsonl"
    ran = run("audit", "export", "-o", str(out))
    assert ran.code == 0, ran.err
    assert out.read_bytes() == b"one\ntwo\n"
    assert "ab" * 32 in ran.out


def test_a_broken_export_leaves_no_file(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    def answer(_request: object) -> Any:
        yield ExportAuditEventsResponse(json_lines=b"one\n", events=1)
        raise Refused(grpc.StatusCode.FAILED_PRECONDITION, "removed")

    fake.answers["ExportAuditEvents"] = answer
    ran = run("audit", "export", "-o", str(tmp_path / "trail.jsonl"))
    assert ran.code != 0
    assert not list(tmp_path.glob("trail*"))


def test_a_pruning_shows_its_checkpoint(run: Run, fake: FakeServer) -> None:
    fake.answers["PruneAuditTrail"] = lambda _: AuditCheckpoint(name="auditCheckpoints/2", first_sequence=1, sequence=2)
    ran = run(
        *("audit", "prune", "--through", "2", "--through-sha256", "ab" * 32, "--export-sha256", "cd" * 32),
        *("--office", "Archive", "--validate-only"),
    )
    assert ran.code == 0, ran.err
    assert "events 1 to 2" in ran.out
    assert fake.requests("PruneAuditTrail")[0].validate_only
