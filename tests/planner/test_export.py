"""The exported program: a golden file for a tiny question, exact numbers, names for every column."""

from pathlib import Path

import highspy
import pytest

from relevo_planner.compile import build_options
from relevo_planner.export import column_meanings, whole_program_mps
from relevo_planner.instance import Capability, Floor, Instance
from tests.planner.every_plan import best_plan
from tests.planner.small import place, pool, question, random_question

GOLDEN = Path(__file__).parent / "golden" / "whole_program.mps"


def tiny() -> Instance:
    return question(
        place(gains={Capability.PATROL: (2.0, 1.0, 1.0)}, period_weights=(1.0, 0.1), absorption_teams=2),
        pools=(pool(teams=2, rest_periods=1, cost_per_operation=0.25), pool("q", teams=1, officers_per_team=990)),
        floors=(Floor("municipalities/a", 2),),
    )


def test_the_program_of_a_tiny_question_is_as_recorded() -> None:
    assert "".join(whole_program_mps(build_options(tiny()))) == GOLDEN.read_text(encoding="utf-8")


def solved_by_highs(text: str, folder: Path) -> tuple[float, set[str]]:
    file = folder / "program.mps"
    file.write_text(text, encoding="utf-8")
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(file)) == highspy.HighsStatus.kOk
    highs.run()
    return highs.getInfo().objective_function_value, set(highs.getLp().col_names_)


@pytest.mark.parametrize("seed", range(12))
def test_another_solver_reads_the_same_optimum(seed: int, tmp_path: Path) -> None:
    instance = random_question(seed)
    options = build_options(instance)
    if not instance.floors and len(options):
        value, _ = solved_by_highs("".join(whole_program_mps(options)), tmp_path)
        assert value == pytest.approx(best_plan(instance)[1], abs=1e-6)


def test_every_column_is_explained(tmp_path: Path) -> None:
    instance = tiny()
    options = build_options(instance)
    _, columns = solved_by_highs("".join(whole_program_mps(options)), tmp_path)
    meanings = dict(column_meanings(instance, options))
    assert set(meanings) == columns
    assert meanings["n_0_1"] == "teams of pools/q in municipalities/a, periods 0 to 0"


def test_numbers_are_exact() -> None:
    instance = question(place(gains={Capability.PATROL: (0.1234567890123456,)}, period_weights=(1.0,)))
    assert " 0.1234567890123456\n" in "".join(whole_program_mps(build_options(instance)))
