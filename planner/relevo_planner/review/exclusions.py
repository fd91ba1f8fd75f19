"""Exclusions: nothing that the coordinator ruled out."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Exclusion, Instance, Operation
from relevo_planner.review.violation import Violation, said

RULE = "exclusion"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield operations that an exclusion names."""
    for operation in operations:
        for exclusion in instance.exclusions:
            for pool in instance.pools:
                if pool.name in operation.teams and _fits(exclusion, operation, pool.name, pool.capability):
                    text = f"{said(operation)} with {pool.name} is excluded: {exclusion.reason}"
                    yield Violation(RULE, operation.municipality, text)


def _fits(exclusion: Exclusion, operation: Operation, pool: str, capability: str) -> bool:
    window = exclusion.window
    return (
        (exclusion.municipality is None or exclusion.municipality == operation.municipality)
        and (exclusion.pool is None or exclusion.pool == pool)
        and (exclusion.capability is None or exclusion.capability == capability)
        and (window is None or max(window.start, operation.start) < min(window.end, operation.end))
    )
