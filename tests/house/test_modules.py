"""Modules stay short, are called by what they hold, and say what that is."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, modules, tree

MOST_LINES = 260
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "manager", "managers", "handler", "handlers", "misc", "common"}
WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def words(name: str) -> set[str]:
    return {word.lower() for word in WORD.findall(name)}


@pytest.mark.parametrize("name", ["PlanManager", "rpc_helpers", "utils", "HTTPHandler"])
def test_words_finds_the_names_that_say_nothing(name: str) -> None:
    assert words(name) & SAYS_NOTHING


@pytest.mark.parametrize("path", modules(), ids=str)
def test_module(path: Path) -> None:
    """One test a module, so that a run names every module at fault and every fault in it."""
    faults = []
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    if lines > MOST_LINES:
        faults.append(f"{lines} lines: split it by meaning, {MOST_LINES} are the most")
    vague = words(path.stem) & SAYS_NOTHING | {part for part in path.parts if part in SAYS_NOTHING}
    if vague:
        faults.append(f"called {', '.join(sorted(vague))}: name it after what it holds")
    faults.extend(
        f"line {node.lineno}: class {node.name}: name it after what it is"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and words(node.name) & SAYS_NOTHING
    )
    if not path.stem.startswith("_") and not ast.get_docstring(tree(path)):
        faults.append("no docstring: say in a line what the module is for")
    assert not faults, f"{path}: " + "; ".join(faults)
