"""Standing: a live agreement in every period, an accepted fresh report, known strength, kept effort and commitments."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance, Municipality, Operation, ReportStatus
from relevo_planner.policy import Policy
from relevo_planner.review.violation import Violation, said

RULE = "standing"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield operations where one side does not keep the bargain."""
    places = {municipality.name: municipality for municipality in instance.municipalities}
    visited = {stay.municipality for stay in instance.stays}
    for operation in operations:
        place = places[operation.municipality]
        for period in range(operation.start, operation.end):
            if not any(window.start <= period < window.end for window in place.standing.agreements):
                text = f"{said(operation)}: no live agreement covers period {period}"
                yield Violation(RULE, place.name, text)
                break
        for fault in _faults(place, instance.policy, visited=place.name in visited):
            yield Violation(RULE, place.name, f"{said(operation)}: {fault}")


def _faults(place: Municipality, policy: Policy, *, visited: bool) -> Iterator[str]:
    standing = place.standing
    if standing.report != ReportStatus.ACCEPTED:
        yield f"the capacity report is {standing.report.value}, not accepted"
    elif standing.report_age_days is None:
        yield "the age of the capacity report is unknown"
    elif standing.report_age_days > policy.report_fresh_days:
        yield f"the capacity report is {standing.report_age_days} days old; fresh means {policy.report_fresh_days}"
    if place.verified_officers is None:
        yield "its verified officers are unknown"
    if standing.effort_ratio is None:
        yield "its local effort is unknown"
    elif standing.effort_ratio < policy.effort_floor:
        yield f"its local effort is {standing.effort_ratio:.0%} of a year before; at least {policy.effort_floor:.0%}"
    if visited and standing.overdue_commitments and not standing.waiver:
        yield f"{standing.overdue_commitments} commitments are overdue, which blocks a renewal without a waiver"
