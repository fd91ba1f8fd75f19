"""The audit trail from end to end: followed across a restart, exported, verified without the server."""

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from relevo.v1.pool_pb2 import Pool
from relevo_client import connect
from relevo_client.client import Relevo
from relevo_server.app import Served, serving
from tests.server.world import SHEET

pytestmark = pytest.mark.timeout(120)
POOL = Pool(agency="Agency", capability="CAPABILITY_PATROL", teams=5, officers_per_team=30, illustrative=True)


def client(served: Served) -> Relevo:
    return connect(served.address, served.token_file.read_text(encoding="ascii").strip())


def relevo(served: Served, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RELEVO_ADDRESS": served.address, "RELEVO_TOKEN_FILE": str(served.token_file)}
    command = [sys.executable, "-m", "relevo_client.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_a_follower_goes_on_where_it_was_across_a_restart(tmp_path: Path) -> None:
    heard = list[str]()
    with serving(tmp_path / "home", "127.0.0.1:0") as served, client(served) as caller:
        for number in range(3):
            caller.force.create_pool(POOL, pool_id=f"before-{number}")
        first = list(islice(caller.audit.watch(kinds=["Pool"]), 2))
        heard += [answer.audit_event.record for answer in first]
    with serving(tmp_path / "home", "127.0.0.1:0") as served, client(served) as caller:
        caller.force.create_pool(POOL, pool_id="after")
        last = first[-1].audit_event
        later = caller.audit.watch(after=last.sequence, after_sha256=last.sha256, kinds=["Pool"])
        heard += [answer.audit_event.record for answer in islice(later, 2)]
    assert heard == ["pools/before-0", "pools/before-1", "pools/before-2", "pools/after"]


def test_an_export_is_verified_without_the_server(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    out = tmp_path / "trail.jsonl"
    with serving(tmp_path / "home", "127.0.0.1:0") as served, client(served) as caller:
        caller.intake.import_file(tmp_path / "sheet.csv")
        exported = relevo(served, "audit", "export", "-o", str(out))
        assert exported.returncode == 0, exported.stderr
        followed = relevo(served, "audit", "watch", "--json", "--first", "3")
        verdict = caller.audit.verify()
    assert [json.loads(line)["sequence"] for line in followed.stdout.splitlines()] == ["1", "2", "3"]
    verified = relevo(served, "offline", "verify-audit", str(out))
    assert verified.returncode == 0, verified.stdout
    assert f"holds through event {verdict.events} with hash {verdict.sha256}" in " ".join(verified.stdout.split())
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert relevo(served, "offline", "verify-audit", str(out)).returncode == 1
