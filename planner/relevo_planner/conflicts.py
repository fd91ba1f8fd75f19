"""Impossible requests: the smallest sets of demands that cannot all be met.

A set is found by deletion: demands are dropped one after the other as long as what remains is still impossible; what
cannot be dropped is the conflict, and by construction every demand in it has been verified by dropping it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Conflict, Demand, DemandKind
from relevo_planner.review import Violation, review_operations

T = TypeVar("T")


def smallest_conflict(demands: Sequence[T], impossible: Callable[[Sequence[T]], bool]) -> list[T]:
    """Drop demands, the last first, as long as the rest is impossible.

    Args:
        demands: a set that is impossible.
        impossible: whether a set cannot be met; a set is never harder to meet than one that contains it.

    Returns:
        A subset that is impossible and of which every proper subset is possible, in the given order.
    """
    kept = list(demands)
    for demand in reversed(demands):
        rest = [other for other in kept if other is not demand]
        if impossible(rest):
            kept = rest
    return kept


def pin_conflicts(instance: Instance) -> tuple[Conflict, ...]:
    """Pins that break rules alone or together, each set with a rule that it breaks in the review's words.

    Without any pin of a set the others break no rule at all.

    Every rule only gets harder to keep with more operations, so pins that keep all rules among themselves can be kept
    by a plan: the one that holds nothing else.
    """
    free = replace(instance, pins=())
    found: list[Conflict] = []
    possible: list[tuple[int, Operation]] = []
    for index, pin in enumerate(instance.pins):
        violations = review_operations(free, [pin])
        found.extend(_conflict([(index, pin)], violation) for violation in violations)
        if not violations:
            possible.append((index, pin))

    def impossible(pins: Sequence[tuple[int, Operation]]) -> bool:
        return bool(review_operations(free, [pin for _, pin in pins]))

    while impossible(possible):
        core = smallest_conflict(possible, impossible)
        found.append(_conflict(core, review_operations(free, [pin for _, pin in core])[0]))
        possible.remove(core[-1])
    return tuple(found)


def _conflict(pins: Iterable[tuple[int, Operation]], violation: Violation) -> Conflict:
    demands = [Demand(DemandKind.PIN, pin_text(pin), index) for index, pin in pins]
    return Conflict((*demands, Demand(DemandKind.RULE, f"{violation.rule}: {violation.text}")))


def pin_text(pin: Operation) -> str:
    """A pin in words."""
    teams = ", ".join(f"{count} of {pool}" for pool, count in sorted(pin.teams.items()))
    return f"{pin.municipality} pinned for periods {pin.start} to {pin.end - 1} with {teams}"
