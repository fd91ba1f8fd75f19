"""What pyproject.toml promises is there, and constraints.txt pins all of it."""

import importlib
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMMANDS: dict[str, str] = PROJECT["entry-points"]["relevo.commands"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
PINS = {name: version for name, version, _ in PIN.findall(CONSTRAINTS)}


def requirements() -> list[Requirement]:
    """Return every range that pyproject.toml states, of the base install and of all extras."""
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(text) for texts in [PROJECT["dependencies"], *extras] for text in texts]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_group_exists(name: str) -> None:
    module, _, attribute = COMMANDS[name].partition(":")
    assert hasattr(importlib.import_module(module), attribute)


def test_the_command_exists() -> None:
    module, _, attribute = PROJECT["scripts"]["relevo"].partition(":")
    assert hasattr(importlib.import_module(module), attribute)


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_constraints_pin_every_requirement_within_its_range(requirement: Requirement) -> None:
    pinned = PINS.get(canonicalize_name(requirement.name))
    assert pinned is not None, f"{requirement} is not in constraints.txt: run `make constraints`"
    assert pinned in requirement.specifier


def test_every_pin_has_its_hashes() -> None:
    assert len(PINS) == len(re.findall(r"^[a-z]", CONSTRAINTS, re.MULTILINE))


def test_constraints_hold_no_address_and_no_option() -> None:
    faults = [
        line
        for line in CONSTRAINTS.splitlines()
        if "://" in line or " @ " in line or (line.lstrip().startswith("-") and "--hash=" not in line)
    ]
    assert not faults


@pytest.mark.parametrize("package", ["relevo", "relevo_planner", "relevo_server", "relevo_client"])
def test_every_package_says_that_it_is_typed(package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).with_name("py.typed").is_file()
