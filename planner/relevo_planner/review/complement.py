"""Complement: federal officers beside the municipality's own, never instead of them."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation, said

RULE = "complement"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield operations with more officers than the ratio allows."""
    officers_per_team = {pool.name: pool.officers_per_team for pool in instance.pools}
    local = {municipality.name: municipality.verified_officers for municipality in instance.municipalities}
    ratio = instance.policy.complement_ratio
    for operation in operations:
        officers = sum(officers_per_team[pool] * teams for pool, teams in operation.teams.items())
        allowed = ratio * (local[operation.municipality] or 0)
        if officers > allowed + 1e-6:
            text = (
                f"{said(operation)} brings {officers} officers; {ratio:g} per verified local officer allow {allowed:g}"
            )
            yield Violation(RULE, operation.municipality, text)
