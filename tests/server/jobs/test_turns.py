"""Callers take turns."""

from datetime import UTC, datetime, timedelta

from relevo_server.domain.operation import Operation
from relevo_server.jobs.turns import Turns

NOW = datetime(2025, 1, 6, tzinfo=UTC)


def asked(*callers: str) -> list[Operation]:
    """One proposal per letter, in the order of asking; names count per caller."""
    made: list[Operation] = []
    for index, caller in enumerate(callers):
        at = NOW + timedelta(seconds=index)
        number = sum(operation.principal == caller for operation in made) + 1
        made.append(Operation(f"{caller}{number}", "ProposePlan", caller, "{}", 30.0, at, at))
    return made


def order(waiting: list[Operation], turns: Turns) -> list[str]:
    """One solver, each done before the next is taken."""
    taken = []
    while (chosen := turns.take(waiting, ())) is not None:
        taken.append(chosen.name)
        waiting.remove(chosen)
    return taken


def test_many_proposals_of_one_caller_do_not_keep_another_waiting() -> None:
    assert order(asked("a", "a", "a", "b", "c", "b"), Turns()) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_one_caller_is_served_in_the_order_of_asking() -> None:
    assert order(asked("a", "a", "a"), Turns()) == ["a1", "a2", "a3"]


def test_a_caller_with_a_solve_at_work_waits_for_those_without() -> None:
    assert [
        chosen.name
        for at_work in ({"a1"}, {"a1", "b1"}, {"a1", "b1", "a2"})
        if (chosen := Turns().take(asked("a", "a", "a", "b"), at_work)) is not None
    ] == ["b1", "a2", "a3"]


def test_nothing_waits() -> None:
    assert Turns().take(asked("a"), {"a1"}) is None
    assert Turns().take([], ()) is None
