"""Arm's length: investigators do not work where they are based.

Option (m, a, d) and pool p are kept apart if p's teams investigate and base_region[p] = region[m]. National pools have
no base and serve anywhere. Kind: forbids (pool by pool).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relevo_planner.instance import Capability, Instance
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Candidates, Forbidden


class ArmsLength:
    """Distance between investigators and those who know them."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
        """Yield one (C, P) mask."""
        homes = [pool.base_region if pool.capability is Capability.INVESTIGATION else "" for pool in instance.pools]
        at_home = [[bool(home) and home == place.region for home in homes] for place in instance.municipalities]
        yield Forbidden(Reason.REACH, np.array(at_home, dtype=np.bool_)[candidates.municipality])
