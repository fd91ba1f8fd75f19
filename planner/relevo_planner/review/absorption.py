"""Absorption: no more teams than needed, no more teams or officers than the place can host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relevo_planner.instance import Capability, Instance, Operation
from relevo_planner.review.violation import Violation, count, said

RULE = "absorption"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield operations that exceed the need or the room."""
    places = {municipality.name: municipality for municipality in instance.municipalities}
    pools = {pool.name: pool for pool in instance.pools}
    for operation in operations:
        place = places[operation.municipality]
        by_capability: Counter[Capability] = Counter()
        for name, teams in operation.teams.items():
            by_capability[pools[name].capability] += teams
        for capability, teams in by_capability.items():
            need = len(place.gains.get(capability, ()))
            if teams > need:
                text = f"{said(operation)} brings {count(teams, capability.value + ' team')}; the need is {need}"
                yield Violation(RULE, place.name, text)
        total = sum(operation.teams.values())
        if place.absorption_teams is not None and total > place.absorption_teams:
            text = f"{said(operation)} brings {count(total, 'team')}; it can host {place.absorption_teams}"
            yield Violation(RULE, place.name, text)
        officers = sum(pools[name].officers_per_team * teams for name, teams in operation.teams.items())
        if place.absorption_officers is not None and officers > place.absorption_officers:
            text = f"{said(operation)} brings {count(officers, 'officer')}; it can host {place.absorption_officers}"
            yield Violation(RULE, place.name, text)
