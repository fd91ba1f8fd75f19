"""Planning on files through the command line: one command each, one answer whatever the machine, faults by name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from relevo_planner.instance import Capability, Instance, Region
from relevo_planner.policy import Policy
from relevo_server.wire.files import write_instance
from tests.planner.small import ALWAYS, place, pool, question

POLICY = Policy(durations=(2, 3), tenure_periods=3, tenure_window_periods=6, state_ceiling_share=0.6)


def country() -> Instance:
    """Four places of two regions that want more than three pools have, under every goal."""
    places = [
        place(
            f"{index:02}",
            state=f"states/{index % 3}",
            region="regions/r" if index % 2 else "regions/s",
            gains={
                Capability.PATROL: tuple(round(3.0 / (1 + step + 0.3 * index), 3) for step in range(1 + index % 3)),
                Capability.INTELLIGENCE: (round(1.0 + 0.17 * index, 3),),
            },
            period_weights=tuple(round(1.0 + 0.1 * ((index * t) % 4), 2) for t in range(5)),
            latitude=18.0 + 0.2 * index,
            longitude=-99.0,
            rank=index + 1,
            verified_officers=60 + index,
        )
        for index in range(4)
    ]
    pools = (
        pool("p", teams=5, rest_periods=1, latitude=19.0, longitude=-99.0),
        pool("q", teams=3, officers_per_team=14, base_region="regions/s", cost_per_operation=0.1),
        pool("i", teams=2, capability=Capability.INTELLIGENCE),
    )
    regions = (Region("regions/r", fusion_centre=ALWAYS), Region("regions/s", fusion_centre=ALWAYS))
    return question(*places, pools=pools, policy=POLICY, regions=regions)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("asked") / "question.json"
    file.write_text(write_instance(country()), encoding="utf-8")
    return file


def relevo(*arguments: object, cores: int | None = None, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run ``relevo offline``, on so many of this machine's cores."""
    kept = "" if cores is None else f"os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:{cores}]); "
    run = f"import os, sys; {kept}from relevo_client.main import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", run, "offline", *map(str, arguments)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def done(*arguments: object) -> str:
    ran = relevo(*arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system keeps no process off a core")
def test_counting_steps_gives_the_same_bytes_on_one_core_and_on_all(asked: Path, tmp_path: Path) -> None:
    written = []
    for cores, hash_seed in ((1, "1"), (None, "2")):
        out = tmp_path / f"plan-{hash_seed}.json"
        counted = ("--deterministic", "--steps", 3, "--seed", 7)
        ran = relevo("propose", "--instance", asked, "--out", out, *counted, cores=cores, hash_seed=hash_seed)
        assert ran.returncode == 0, ran.stderr
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert len(json.loads(written[0])["operations"]) > 3
