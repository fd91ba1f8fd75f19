"""A solver that is started before the command line is read, for the one command that waits for it."""

import sys

import pytest

import relevo_client.main
from relevo_server.commands import start
from relevo_server.jobs import starting


@pytest.fixture(autouse=True)
def nothing_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_ready", [])
    monkeypatch.setattr(starting, "AT_ONCE", (sys.executable, "-c", "import sys; sys.stdin.readline()"))


@pytest.mark.parametrize(
    ("arguments", "ahead"),
    [(("offline", "propose", "--help"), 1), (("offline", "review"), 0), (("plan", "propose"), 0), ((), 0)],
)
def test_only_proposing_on_files_starts_a_solver_ahead(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], ahead: int
) -> None:
    ready = []
    monkeypatch.setattr(sys, "argv", ["relevo", *arguments])
    monkeypatch.setattr(relevo_client.main, "main", lambda: ready.extend(starting._ready))
    start.main()
    assert len(ready) == ahead
    for process in ready:
        process.communicate()


def test_what_was_started_ahead_is_taken_once() -> None:
    starting.start_ahead()
    first, second = starting.take_solver(), starting.take_solver()
    assert first.pid != second.pid
    for process in (first, second):
        process.communicate()
        assert process.returncode == 0


def test_without_its_parts_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "find_spec", lambda _name: None)
    starting.start_ahead()
    assert starting._ready == []
