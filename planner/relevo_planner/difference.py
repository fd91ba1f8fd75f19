"""What a change makes of a plan: value and its certainty, stays, who gains and who loses."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.review import plan_value
from relevo_planner.stay_changes import StayChange, stay_changes

WORTH_TELLING = 1e-9
"""Of the value of the plan before: a municipality whose value differs by less keeps it."""


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What the stays of a municipality bring before and after, in units of value."""

    municipality: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One plan against another, each for its own question.

    Attributes:
        stays: those that changed, by municipality and first period.
        kept: how many are as they were.
        places: municipalities whose value changed, those that lose most first.
        least: the best plan of the second question is worth at least so much more than the best of the first.
        most: and at most so much.
    """

    stays: tuple[StayChange, ...]
    kept: int
    places: tuple[PlaceChange, ...]
    least: float
    most: float


def difference(before: tuple[Instance, Plan], after: tuple[Instance, Plan]) -> Difference:
    """Compare two plans with the questions that they answer.

    The certificates bound the difference between the best plans: neither has to be known.
    """
    first, second = before[1].certificate, after[1].certificate
    values = {operation.municipality: [0.0, 0.0] for plan in (before[1], after[1]) for operation in plan.operations}
    for side, (instance, plan) in enumerate((before, after)):
        for operation in plan.operations:
            values[operation.municipality][side] += plan_value(instance, (operation,))
    told = WORTH_TELLING * max(abs(first.value), 1e-12)
    places = [PlaceChange(name, *pair) for name, pair in values.items() if abs(pair[1] - pair[0]) > told]
    stays = stay_changes(before[1].operations, after[1].operations)
    return Difference(
        stays=stays,
        kept=len(before[1].operations) - sum(change.before is not None for change in stays),
        places=tuple(sorted(places, key=lambda place: (place.after - place.before, place.municipality))),
        least=second.value - first.bound,
        most=second.bound - first.value,
    )
