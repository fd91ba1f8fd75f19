"""Nothing kept in the project points to one machine or to a place where packages are downloaded."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, project_files

# Written in pieces, so that this file does not find itself.
FOLDERS = ["work", "home", "root", "opt", "Users", "mnt"]
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "proxy.golang" + ".org", "crates" + ".io"]
FAULT = re.compile(rf"(?<![\w.~}}/-])/(?:{'|'.join(FOLDERS)})/\w|{'|'.join(map(re.escape, HOSTS))}")
THIRD_PARTY = Path("protos/third_party")


def texts() -> list[Path]:
    """Return the files written by us that are text."""
    ours = (path for path in project_files() if not path.is_relative_to(THIRD_PARTY))
    return [path for path in ours if b"\0" not in (ROOT / path).read_bytes()[:8192]]


@pytest.mark.parametrize("line", ["see /" + "work/x", "path='/" + "home/ana'", "https://files.pythonhosted" + ".org/a"])
def test_the_search_finds_what_it_looks_for(line: str) -> None:
    assert FAULT.search(line)


@pytest.mark.parametrize("line", ["server/work/x", "framework/opt", "$HOME/root/x"])
def test_the_search_leaves_relative_paths_alone(line: str) -> None:
    assert not FAULT.search(line)


def test_no_file_names_a_machine_or_a_registry() -> None:
    faults = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in texts()
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FAULT.search(line)
    ]
    assert not faults, "\n".join(faults)
