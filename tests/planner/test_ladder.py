"""The ladder's converter: its instances have the linear bounds that the ladder publishes."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from relevo_planner.compile import build_options
from relevo_planner.program import build_program
from relevo_planner.solving import solve_relaxed
from relevo_planner.validate import find_faults
from relevo_server.wire.files import read_instance

LADDER = Path(__file__).parents[2] / "benchmarks" / "from_ladder.py"


@pytest.fixture(scope="module")
def from_ladder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("from_ladder", LADDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("rung", "bound"), [("50x13", 167.245), ("50x26", 359.444)])
def test_the_whole_programs_linear_bound_is_the_published_one(
    data_dir: Path, from_ladder: ModuleType, rung: str, bound: float
) -> None:
    ladder = from_ladder.read_ladder(data_dir / "bench" / f"ladder-{rung}.json.gz")
    program = build_program(build_options(from_ladder.instance_from_ladder(ladder)))
    relaxed = solve_relaxed(program.assembly, program.shared_rows)
    assert relaxed is not None
    assert relaxed.bound == pytest.approx(bound, abs=5e-4)


def test_the_command_writes_a_question_that_reads_back(
    data_dir: Path, from_ladder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung, out = data_dir / "bench" / "ladder-50x13.json.gz", tmp_path / "instance.json"
    monkeypatch.setattr(sys, "argv", ["from_ladder.py", str(rung), "--out", str(out)])
    from_ladder.main()
    instance = read_instance(out.read_bytes())
    assert instance == from_ladder.instance_from_ladder(from_ladder.read_ladder(rung))
    assert list(find_faults(instance)) == []
    assert sum(pool.teams for pool in instance.pools) == 120
