"""The tests stand where the code stands."""

from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, project_files

OTHER_FOLDERS = {"data", "e2e", "house", "protos", "benchmarks"}
TESTS = [path for path in project_files() if path.parts[0] == "tests" and path.name.startswith("test_")]


def rooms() -> list[Path]:
    """Return each package and each room right below it that has modules of its own, relative to the root."""
    folders = {
        path.parent
        for path in project_files()
        if path.suffix == ".py" and path.name != "__init__.py" and "migrations" not in path.parts
    }
    packages = [folder.relative_to(ROOT) for folder in PACKAGES.values()]
    return sorted(folder for folder in folders if {folder, folder.parent} & set(packages))


def home_of_tests(room: Path) -> Path:
    """Return where the tests of a room belong: server/relevo_server/domain gives tests/server/domain."""
    return Path("tests", room.parts[0], *room.parts[2:])


@pytest.mark.parametrize("room", rooms(), ids=str)
def test_every_room_is_tested(room: Path) -> None:
    home = home_of_tests(room)
    assert any(test.is_relative_to(home) for test in TESTS), f"no test for {room}: they belong in {home}"


@pytest.mark.parametrize("test", TESTS, ids=str)
def test_every_test_stands_beside_its_room(test: Path) -> None:
    area = test.parts[1]
    if area not in PACKAGES:
        assert area in OTHER_FOLDERS, f"{test}: no room is called {area}"
        return
    room = PACKAGES[area].joinpath(*test.parts[2:-1])
    assert room.is_dir() or room.with_suffix(".py").is_file(), f"{test}: there is no {room.relative_to(ROOT)}"
