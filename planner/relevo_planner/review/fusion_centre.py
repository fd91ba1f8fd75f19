"""Fusion centre: intelligence teams only while the region's Regional Intelligence Fusion Centre operates."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Capability, Instance, Operation
from relevo_planner.review.violation import Violation, said

RULE = "fusion centre"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield operations whose intelligence teams have no centre to report to."""
    region_of = {municipality.name: municipality.region for municipality in instance.municipalities}
    centres = {region.name: region.fusion_centre for region in instance.regions}
    intelligence = {pool.name for pool in instance.pools if pool.capability == Capability.INTELLIGENCE}
    for operation in operations:
        if not intelligence.intersection(operation.teams):
            continue
        centre = centres.get(region_of[operation.municipality])
        if centre is None or operation.start < centre.start or operation.end > centre.end:
            text = f"{said(operation)} has intelligence teams, but no fusion centre of its region operates throughout"
            yield Violation(RULE, operation.municipality, text)
