"""What a check finds, and how operations are named to the reader."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_planner.instance import Instance, Operation


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: which, of whom, and the fact in words."""

    rule: str
    subject: str
    text: str


def said(operation: Operation) -> str:
    """An operation in words, periods counted as the instance counts them."""
    return f"operation in {operation.municipality}, periods {operation.start} to {operation.end - 1}"


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def occupation(instance: Instance, operations: tuple[Operation, ...]) -> dict[tuple[str, int], list[int]]:
    """Teams that serve or rest, per (pool, period): [of the records' stays, of the operations]."""
    rest = {pool.name: pool.rest_periods for pool in instance.pools}
    busy: dict[tuple[str, int], list[int]] = {}
    sources = [(stay.start, stay.end, stay.teams, 0) for stay in instance.stays]
    sources += [(operation.start, operation.end, operation.teams, 1) for operation in operations]
    for start, end, teams, column in sources:
        for pool, number in teams.items():
            for period in range(max(0, start), min(instance.periods, end + rest[pool])):
                busy.setdefault((pool, period), [0, 0])[column] += number
    return busy
