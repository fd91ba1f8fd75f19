"""Standing: support goes where both sides keep the bargain of a coordination meeting.

Option (m, a, d) needs all of

    every period a .. a+d-1 is covered by a live agreement,
    m's capacity report is accepted and at most ``report_fresh_days`` old on the first day,
    m's verified officers are known (the complement rule needs them),
    m's effort is known and at least ``effort_floor`` of its own a year before,
    no overdue commitment, if m already had a stay (the option would be a renewal), unless a named waiver lifts that.

Unknown is never read as zero: it forbids with a reason of its own. Kind: forbids.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from relevo_planner.candidates import window_sums
from relevo_planner.instance import Instance, Municipality, ReportStatus
from relevo_planner.plan import Reason
from relevo_planner.policy import Policy
from relevo_planner.rules.kinds import Candidates, Forbidden


class Standing:
    """Agreement, report, effort and kept commitments."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
        """Yield one (C, 1) mask per reason."""
        covered = np.zeros((len(instance.municipalities), instance.periods))
        for index, municipality in enumerate(instance.municipalities):
            for window in municipality.standing.agreements:
                covered[index, max(window.start, 0) : max(window.end, 0)] = 1.0
        gap = window_sums(covered, candidates) < candidates.periods
        yield Forbidden(Reason.NO_AGREEMENT, gap[:, np.newaxis])
        visited = {stay.municipality for stay in instance.stays}
        faults = [
            set(standing_faults(municipality, instance.policy, renewal=municipality.name in visited))
            for municipality in instance.municipalities
        ]
        for reason in sorted(set().union(*faults), key=list(Reason).index):
            mask: NDArray[np.bool_] = np.array([reason in own for own in faults], dtype=np.bool_)
            yield Forbidden(reason, mask[candidates.municipality, np.newaxis])


def standing_faults(municipality: Municipality, policy: Policy, *, renewal: bool) -> Iterator[Reason]:
    """Yield what forbids every option of the municipality, whenever it is."""
    standing = municipality.standing
    if standing.report is ReportStatus.MISSING:
        yield Reason.NO_REPORT
    elif standing.report is not ReportStatus.ACCEPTED:
        yield Reason.REPORT_NOT_ACCEPTED
    elif standing.report_age_days is None or standing.report_age_days > policy.report_fresh_days:
        yield Reason.REPORT_STALE
    if municipality.verified_officers is None:
        yield Reason.STRENGTH_UNKNOWN
    if standing.effort_ratio is None:
        yield Reason.EFFORT_UNKNOWN
    elif standing.effort_ratio < policy.effort_floor:
        yield Reason.EFFORT_BELOW_FLOOR
    if renewal and standing.overdue_commitments > 0 and not standing.waiver:
        yield Reason.COMMITMENT_OVERDUE
