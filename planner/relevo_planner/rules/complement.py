"""Complement: federal forces support local ones, they never substitute them.

    sum over pools p of officers[p] * n[ω, p]  <=  θ * L[m]

θ = ``complement_ratio``, L = verified local officers. Officers are whole, so the right side is rounded down. Unknown
L forbids the option (standing). Kind: limits the teams of one option.
"""

from __future__ import annotations

import math

import numpy as np

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Candidates, Limits

ROUNDING = 1e-9
"""Keeps 0.1 * 30 from losing an officer to binary fractions."""


class Complement:
    """Officers beside the municipality's own."""

    def limit(self, instance: Instance, candidates: Candidates) -> Limits:
        """Return the officers that may stand beside each candidate's municipality."""
        ratio = instance.policy.complement_ratio
        officers = [math.floor(ratio * (m.verified_officers or 0) + ROUNDING) for m in instance.municipalities]
        return Limits(Reason.COMPLEMENT, officers=np.array(officers, dtype=np.int64)[candidates.municipality])
