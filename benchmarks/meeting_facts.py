"""What a meeting changes: a pin, or one fact, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from relevo_planner.instance import Instance, Operation, ReportStatus
from relevo_planner.plan import Plan
from relevo_planner.review import review_operations


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with one fact changed, in words, and which stays rest on that fact."""

    text: str
    instance: Instance
    touches: Callable[[Operation], bool]


def changed_pin(instance: Instance, stays: Sequence[Operation], random: np.random.Generator) -> Operation:
    """A stay of the plan, held at another time or for another length, with its teams, as the rules allow."""
    while True:
        stay = stays[int(random.integers(len(stays)))]
        periods = int(random.choice(instance.policy.durations))
        start = int(random.integers(instance.periods - periods + 1))
        pin = replace(stay, start=start, periods=periods)
        if pin != stay and not review_operations(replace(instance, pins=()), [pin]):
            return pin


def one_fact(instance: Instance, plan: Plan, random: np.random.Generator) -> Fact:
    """An agreement that lapses, a report that is returned, officers that are fewer, teams that come or go."""
    kind = int(random.integers(5))
    if kind >= 3:
        at = int(random.integers(len(instance.pools)))
        pool = instance.pools[at]
        teams = pool.teams + (1 if kind == 3 else -1)
        pools = tuple(replace(one, teams=teams) if one is pool else one for one in instance.pools)
        text = f"{pool.name} has {teams} teams, not {pool.teams}"
        return Fact(text, replace(instance, pools=pools), lambda stay: pool.name in stay.teams)
    served = sorted({stay.municipality for stay in plan.operations})
    name = served[int(random.integers(len(served)))]
    place = next(one for one in instance.municipalities if one.name == name)
    if kind == 0:
        text, after = "agreement lapses", replace(place, standing=replace(place.standing, agreements=()))
    elif kind == 1:
        text = "report is returned"
        after = replace(place, standing=replace(place.standing, report=ReportStatus.RETURNED))
    else:
        officers = (place.verified_officers or 0) // 2
        text, after = f"officers are {officers}", replace(place, verified_officers=officers)
    places = tuple(after if one is place else one for one in instance.municipalities)
    return Fact(f"{name}: {text}", replace(instance, municipalities=places), lambda stay: stay.municipality == name)
