"""Absorption: a municipality hosts no more teams or officers at once than it has room for.

    sum over pools p of n[ω, p]                <=  absorption_teams[m]
    sum over pools p of officers[p] * n[ω, p]  <=  absorption_officers[m]

The need J[m, k] per capability is the length of the gain list and bounds the teams of that capability wherever gains
are counted. Kind: limits the teams of one option.
"""

from __future__ import annotations

import numpy as np

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Candidates, Limits


class Absorption:
    """Host facilities."""

    def limit(self, instance: Instance, candidates: Candidates) -> Limits:
        """Return the municipality's limits for each of its candidates."""
        teams = [-1 if m.absorption_teams is None else m.absorption_teams for m in instance.municipalities]
        officers = [-1 if m.absorption_officers is None else m.absorption_officers for m in instance.municipalities]
        return Limits(
            Reason.ABSORPTION,
            teams=np.array(teams, dtype=np.int64)[candidates.municipality],
            officers=np.array(officers, dtype=np.int64)[candidates.municipality],
        )
