"""An instance exported from the service and solved by file gives the service's plan, where both count steps."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from relevo_server.domain.operation import OperationState
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.search import Search
from relevo_server.jobs.desk import Desk
from relevo_server.usecases.operations import get_operation
from relevo_server.usecases.plans import get_plan, get_plan_instance
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import propose_plan
from relevo_server.wire.files import read_instance, read_plan, write_instance, write_plan
from tests.server.jobs.staged import asked
from tests.server.world import MEXICALI, TIJUANA, accepted_report, patrol_pool

STEPS, SEED, SECONDS = 12, 11, 100.0


def test_the_service_and_the_file_give_the_same_plan(ports: Ports, tmp_path: Path) -> None:
    question = replace(asked(ports), periods=5)
    patrol_pool(ports, teams=3)
    for place in (TIJUANA, MEXICALI):
        accepted_report(ports, place, 900)
    # A clock that had its say would end the search at once.
    search = Search(time_limit_seconds=0.001, gap_tolerance=1e-9, seed=SEED, steps=STEPS)
    name = propose_plan(ports, LOCAL, question, search).name
    desk = Desk(ports, 1)
    desk.start()
    try:
        operation = desk.wait(lambda: get_operation(ports, LOCAL, name), SECONDS)
    finally:
        desk.close()
    assert operation.state is OperationState.SUCCEEDED, operation.error
    online = get_plan(ports, LOCAL, operation.result)
    exported, out = tmp_path / "question.json", tmp_path / "plan.json"
    exported.write_text(write_instance(get_plan_instance(ports, LOCAL, operation.result)), encoding="utf-8")
    arguments = ["--instance", exported, "--out", out, "--deterministic", "--steps", STEPS, "--gap", 1e-9]
    run = "import sys; from relevo_client.main import main; sys.exit(main())"
    subprocess.run(
        [sys.executable, "-c", run, "offline", "propose", *map(str, arguments), "--seed", str(SEED)],
        env=dict(os.environ),
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    question_read = read_instance(exported.read_bytes())
    assert question_read == online.instance
    offline = read_plan(out.read_bytes())
    assert len({stay.municipality for stay in offline.operations}) > 1
    assert write_plan(offline, question_read) == write_plan(online.plan, online.instance)
