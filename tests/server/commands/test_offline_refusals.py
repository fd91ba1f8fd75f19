"""What `relevo offline` refuses before it works: files that cannot be written, plans of other questions, wild pins."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from relevo_planner.instance import Operation
from relevo_server.wire.files import write_instance
from tests.planner.small import LOOSE, place, question
from tests.server.commands.test_offline import country, done, relevo


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("refused") / "question.json"
    file.write_text(write_instance(country()), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def planned(asked: Path) -> Path:
    out = asked.with_name("plan.json")
    done("propose", "--instance", asked, "--out", out, "--deterministic", "--steps", 2)
    return out


def test_what_cannot_be_written_is_refused_before_anything_is_worked_at(asked: Path, tmp_path: Path) -> None:
    nowhere, before = tmp_path / "none" / "file", asked.read_bytes()
    ran = relevo("propose", "--instance", asked, "--out", nowhere, "--progress", nowhere)
    assert ran.returncode == 2, ran.stderr
    assert [ran.stderr.count(option) for option in ("--out", "--progress", "Traceback")] == [1, 1, 0]
    ran = relevo("export", "--instance", asked, "--mps", asked, "--names", nowhere)
    assert ran.returncode == 2, ran.stderr
    assert "is the question itself" in ran.stderr
    assert "--names" in ran.stderr
    assert asked.read_bytes() == before


@pytest.mark.parametrize("command", ["explain", "replay"])
def test_a_plan_of_another_question_is_refused(command: str, asked: Path, planned: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(write_instance(replace(country(), periods=5, pins=(), policy=LOOSE)), encoding="utf-8")
    ran = relevo(command, "--instance", other, "--plan", planned)
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "give the question that it was made for" in " ".join(ran.stderr.split())
    other.write_text(write_instance(question(place("elsewhere"))), encoding="utf-8")
    by_hand = tmp_path / "hand.json"
    plan = json.loads(planned.read_bytes())
    by_hand.write_text(json.dumps({"operations": plan["operations"]}), encoding="utf-8")
    ran = relevo(command, "--instance", other, "--plan", by_hand)
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert ran.stderr.count("operations[") == len(plan["operations"])


def test_pins_that_break_rules_are_told_with_the_demands_that_clash(tmp_path: Path) -> None:
    pins = tuple(Operation(f"municipalities/{name}", 0, 1, {"pools/p": 2}) for name in "ab")
    file, out = tmp_path / "pins.json", tmp_path / "plan.json"
    file.write_text(write_instance(question(place("a"), place("b"), pins=pins)), encoding="utf-8")
    ran = relevo("propose", "--instance", file, "--out", out)
    assert ran.returncode == 1
    said = " ".join(ran.stdout.split())
    assert "impossible" in said
    told = [f"municipalities/{name} pinned for periods 0 to 0 with 2 of pools/p" for name in "ab"]
    assert f"cannot all be met: {told[0]}; {told[1]}; supply:" in said
