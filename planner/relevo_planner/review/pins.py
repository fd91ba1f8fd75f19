"""Pins: every operation that the coordinator fixed is in the plan as it was fixed."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation, said

RULE = "pin"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield pins that are missing or changed."""
    for pin in instance.pins:
        wanted = {pool: teams for pool, teams in pin.teams.items() if teams}
        same = [
            o for o in operations if (o.municipality, o.start, o.periods) == (pin.municipality, pin.start, pin.periods)
        ]
        if not same:
            yield Violation(RULE, pin.municipality, f"{said(pin)} is pinned but not in the plan")
        elif dict(same[0].teams) != wanted:
            text = f"{said(pin)} is pinned with {wanted} but has {dict(same[0].teams)}"
            yield Violation(RULE, pin.municipality, text)
