"""The recipe for a new rule, followed word by word on a copy of the planner: it costs what it says, and it works.

The copy takes the place of the installed planner in a process of its own, so that what is tried is the program itself.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relevo_planner.instance import Capability
from relevo_server.wire.files import write_instance
from tests.house.tree import ROOT
from tests.planner.small import place, pool, proposed, question

EXAMPLE = Path("docs/new_rule")
FILES = tuple(
    Path(name)
    for name in (
        "planner/relevo_planner/rules/arms_length.py",
        "planner/relevo_planner/review/arms_length.py",
        "lists.diff",
        "tests/planner/rules/test_arms_length.py",
    )
)
CATALOGUE, CHECKS = "planner/relevo_planner/rules/catalogue.py", "planner/relevo_planner/review/__init__.py"
OWN, REVIEWED = "tests/planner/rules/test_arms_length.py", "tests/planner/review/test_broken_plans.py"
COMPLETE = "tests/planner/rules/test_single_rules.py"
MOST_LINES = 35


def test_it_costs_four_short_files() -> None:
    kept = {path.relative_to(ROOT / EXAMPLE) for path in (ROOT / EXAMPLE).rglob("*.*") if path.suffix != ".pyc"}
    assert kept == set(FILES)
    for name in FILES:
        assert len((ROOT / EXAMPLE / name).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", FILES, ids=str)
def test_the_recipe_quotes_the_files_as_they_are(name: Path) -> None:
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    quoted = dict(re.findall(r"`docs/new_rule/([\w./]+)`[^\n]*\n\n```\w+\n(.*?)```", recipe, re.DOTALL))
    assert quoted[name.as_posix()] == (ROOT / EXAMPLE / name).read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The planner and its tests with the new rule, made as the recipe says."""
    ignored = shutil.ignore_patterns("__pycache__")
    for part in (Path("planner"), Path("tests/planner")):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    shutil.copytree(ROOT / EXAMPLE, tmp_path, ignore=ignored, dirs_exist_ok=True)
    subprocess.run(["git", "apply", "lists.diff"], cwd=tmp_path, check=True, env={**os.environ, "GIT_DIR": os.devnull})
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -q --import-mode=importlib -p no:cacheprovider\n")
    return tmp_path


def run(copy: Path, *arguments: object) -> str:
    """What Python says that imports the planner from the copy."""
    found = [str(copy / "planner"), str(copy), os.environ.get("PYTHONPATH", "")]
    ran = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, found))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    return ran.stdout + ran.stderr


def failed(copy: Path) -> set[str]:
    """Which tests of the rule, of the review and of the catalogue fail on the copy."""
    wanted = "arms_length or every_check or every_rule_has"
    said = run(copy, "-m", "pytest", "-c", "pytest.ini", "-rf", "-k", wanted, OWN, REVIEWED, COMPLETE)
    assert "passed" in said, said
    return set(re.findall(r"^FAILED \S+::(\w+)", said, re.MULTILINE))


def drop(copy: Path, name: str, line: str) -> None:
    text = (copy / name).read_text(encoding="utf-8")
    assert line in text
    (copy / name).write_text(text.replace(line, ""), encoding="utf-8")


def test_the_four_files_are_all_it_takes_and_the_program_plans_by_them(copy: Path) -> None:
    assert failed(copy) == set()
    gains = {Capability.INVESTIGATION: (2.0, 1.0)}
    investigators = pool(capability=Capability.INVESTIGATION, base_region="regions/r")
    instance = question(place("home", gains=gains), pools=(investigators,))
    assert proposed(instance).operations
    asked, out = copy / "question.json", copy / "plan.json"
    asked.write_text(write_instance(instance), encoding="utf-8")
    said = run(copy, "-m", "relevo_client.main", "offline", "propose", "--instance", asked, "--out", out)
    assert out.is_file(), said
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert plan["operations"] == []
    assert {shortfall["reason"] for shortfall in plan["shortfalls"]} == {"PLAN_REASON_REACH"}


def test_a_rule_that_is_not_in_the_catalogue_fails_its_test(copy: Path) -> None:
    drop(copy, CATALOGUE, "    ArmsLength(),\n")
    assert failed(copy) == {
        "test_the_rule_keeps_the_plan_clean",
        "test_investigators_serve_elsewhere_and_home_hears_why",
    }


def test_a_rule_that_the_review_does_not_know_fails_its_test(copy: Path) -> None:
    drop(copy, CHECKS, "    arms_length.check,\n")
    assert failed(copy) == {"test_the_rule_keeps_the_plan_clean"}
