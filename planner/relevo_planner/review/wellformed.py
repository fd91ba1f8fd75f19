"""Well-formed: an operation names what exists, lies inside the horizon and lasts as long as an operation may."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation, said

RULE = "operation"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield what is wrong with single operations as such."""
    places = {municipality.name for municipality in instance.municipalities}
    for operation in operations:
        if operation.municipality not in places:
            yield Violation(RULE, operation.municipality, f"{operation.municipality} is not in the instance")
        if operation.start < 0 or operation.end > instance.periods:
            text = f"{said(operation)} leaves the horizon of {instance.periods} periods"
            yield Violation(RULE, operation.municipality, text)
        if operation.periods not in instance.policy.durations:
            allowed = ", ".join(str(duration) for duration in instance.policy.durations)
            text = f"{said(operation)} lasts {operation.periods} periods; allowed are {allowed}"
            yield Violation(RULE, operation.municipality, text)
        yield from _team_faults(instance, operation)


def _team_faults(instance: Instance, operation: Operation) -> Iterator[Violation]:
    pools = {pool.name for pool in instance.pools}
    if not operation.teams:
        yield Violation(RULE, operation.municipality, f"{said(operation)} has no teams")
    for pool, teams in operation.teams.items():
        if pool not in pools:
            yield Violation(
                RULE, operation.municipality, f"{said(operation)} names {pool}, which is not in the instance"
            )
        if teams <= 0:
            yield Violation(RULE, operation.municipality, f"{said(operation)} has {teams} teams of {pool}")


def readable(instance: Instance, operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """The operations that the other checks can read: their names exist and they occupy periods of the horizon."""
    pools = {pool.name for pool in instance.pools}
    places = {municipality.name for municipality in instance.municipalities}
    return tuple(
        operation
        for operation in operations
        if operation.municipality in places
        and pools.issuperset(operation.teams)
        and 0 <= operation.start < operation.end <= instance.periods
    )
