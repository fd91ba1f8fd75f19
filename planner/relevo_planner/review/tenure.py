"""Tenure: no stay above K periods, W - K periods between stays, an extension counted with the stay it continues."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation, count, said

RULE = "tenure"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield stays that are too long or too near to another one."""
    by_place: dict[str, list[Operation]] = {}
    for operation in operations:
        by_place.setdefault(operation.municipality, []).append(operation)
        if operation.periods > instance.policy.tenure_periods:
            longest = count(instance.policy.tenure_periods, "period")
            text = f"{said(operation)} lasts {operation.periods} periods; at most {longest} are allowed"
            yield Violation(RULE, operation.municipality, text)
    pause = instance.policy.tenure_window_periods - instance.policy.tenure_periods
    for place, own in by_place.items():
        for earlier, later in pairwise(sorted(own, key=lambda operation: operation.start)):
            if later.start - earlier.end < pause:
                yield Violation(RULE, place, f"{said(later)} begins less than {pause} periods after {said(earlier)}")
        yield from _against_records(instance, place, own, pause)


def _against_records(instance: Instance, place: str, own: list[Operation], pause: int) -> Iterator[Violation]:
    presences: list[list[int]] = []
    for start, end in sorted((stay.start, stay.end) for stay in instance.stays if stay.municipality == place):
        if presences and start <= presences[-1][1]:
            presences[-1][1] = max(end, presences[-1][1])
        else:
            presences.append([start, end])
    for start, end in presences:
        for operation in own:
            if operation.start - end >= pause or start - operation.end >= pause:
                continue
            joined = operation.end - start
            if start <= 0 <= end and operation.start == end:
                if joined > instance.policy.tenure_periods:
                    text = f"{said(operation)} extends a stay under way to {joined} periods"
                    yield Violation(RULE, place, f"{text}; at most {instance.policy.tenure_periods} are allowed")
            else:
                text = f"{said(operation)} is less than {pause} periods apart from the stay of periods"
                yield Violation(RULE, place, f"{text} {start} to {end - 1}")
