"""Rules of who may know whom that import-linter's contracts cannot say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import dotted, imports, is_package_code, modules, tree

# A clock, a random draw without a seed or a file is an argument, never reached for.
REACHES_OUT = {
    *("date.today", "datetime.now", "datetime.today", "datetime.utcnow"),
    *("time.time", "time.monotonic", "time.perf_counter"),
    *("uuid.uuid1", "uuid.uuid4", "random.random"),
    *("input", "open", "print"),
}
# One room, many parts that never know each other; what they have in common stands in the modules named here.
SIBLINGS = {"relevo_planner.rules": {"catalogue", "kinds"}}
# A review shares no code with the optimizer: it may read what was asked and what was answered.
REVIEW_MAY_READ = {"instance", "plan", "policy", "review"}


def within(package: str) -> list[Path]:
    return [path for path in modules() if is_package_code(path) and f"{dotted(path)}.".startswith(f"{package}.")]


def sibling_imports(package: str, shared: set[str]) -> Iterator[str]:
    names = {dotted(path).rpartition(".")[2]: path for path in within(package) if path.name != "__init__.py"}
    parts = set(names) - shared
    for name, path in names.items():
        if name not in parts:
            continue
        for imported, line in imports(path):
            inside = imported.removeprefix(f"{package}.").split(".")[0] if imported.startswith(f"{package}.") else ""
            if inside in parts - {name}:
                yield f"{path}:{line} imports {imported}"


@pytest.mark.parametrize("package", SIBLINGS)
def test_parts_of_a_room_never_import_each_other(package: str) -> None:
    assert not list(sibling_imports(package, SIBLINGS[package]))


def test_a_review_reads_only_what_was_asked_and_answered() -> None:
    faults = [
        f"{path}:{line} imports {imported}"
        for path in within("relevo_planner.review")
        for imported, line in imports(path)
        if imported.startswith("relevo_planner.") and imported.split(".")[1] not in REVIEW_MAY_READ
    ]
    assert not faults


@pytest.mark.parametrize("path", [*within("relevo_planner"), *within("relevo_server.domain")], ids=str)
def test_pure_rooms_reach_for_no_clock_no_chance_and_no_file(path: Path) -> None:
    calls = [(ast.unparse(node.func), node.lineno) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    faults = [
        f"{path}:{line} calls {name}"
        for name, line in calls
        if name in REACHES_OUT or ".".join(name.split(".")[-2:]) in REACHES_OUT
    ]
    assert not faults, "; ".join(faults) + ": let the caller pass it in"
