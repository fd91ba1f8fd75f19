"""Arm's length: no operation has investigators who are based in its region."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Capability, Instance, Operation
from relevo_planner.review.violation import Violation, said

RULE = "arm's length"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield operations with investigators of the place's own region."""
    region_of = {municipality.name: municipality.region for municipality in instance.municipalities}
    for operation in operations:
        for pool in instance.pools:
            investigates = pool.name in operation.teams and pool.capability == Capability.INVESTIGATION
            if investigates and pool.base_region and pool.base_region == region_of[operation.municipality]:
                yield Violation(RULE, operation.municipality, f"{said(operation)}: {pool.name} is based there")
