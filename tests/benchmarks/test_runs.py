"""Relevo and every rival agree on a rung small enough to be solved at once."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.rungs import Prepared, prepare
from benchmarks.runs import RIVALS, run_relevo, run_rival
from benchmarks.watched import watch
from tests.benchmarks.made import ladder


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("rung")
    document = json.dumps(ladder(4, 5)).encode()
    (folder / "ladder-4x5.json.gz").write_bytes(gzip.compress(document))
    return prepare("4x5", folder, folder)


def test_no_plan_holds_more_team_operations(prepared: Prepared) -> None:
    # Three teams, each one period of service and one of rest, the last rest beyond the horizon.
    assert prepared.team_operations == 3 * 3


@pytest.mark.slow
def test_all_solvers_certify_the_same_value(prepared: Prepared, tmp_path: Path) -> None:
    runs = [run_rival(name, "4x5", prepared, tmp_path, seconds=30, gap=0.0, seed=1) for name in RIVALS]
    runs.append(run_relevo("4x5", prepared, tmp_path, seconds=30, gap=1e-9, seed=1, purpose="to gap"))
    values = {run["who"]: run["certificate"]["value"] for run in runs}
    assert values["relevo"] > 0
    assert values == pytest.approx(dict.fromkeys(values, values["relevo"]), abs=1e-4)
    for run in runs:
        assert run["certificate"]["bound"] >= values["relevo"] - 1e-6, run["who"]
        assert run["wall_s"] > 0
        assert run["cpu_s"] > 0
        assert run["peak_mib"] > 10
        assert run["trace"]


@pytest.mark.parametrize("name", RIVALS)
def test_a_rival_that_fails_is_told_with_its_last_words(prepared: Prepared, tmp_path: Path, name: str) -> None:
    broken = tmp_path / "broken.mps"
    broken.write_text("this is no MPS file\n", encoding="utf-8")
    unreadable = Prepared(prepared.instance, lambda: broken, 1)
    run = run_rival(name, "4x5", unreadable, tmp_path, seconds=5, gap=0.0, seed=0)
    assert run["status"].startswith("failed: ")
    assert run["certificate"] is None


def test_a_command_that_takes_far_too_long_is_ended(tmp_path: Path) -> None:
    took = watch(["tail", "-f", "/dev/null"], log=tmp_path / "log", limit_s=0.2)
    assert took.ended
    assert took.exit_code < 0
    assert 0.2 <= took.wall_s < 5
