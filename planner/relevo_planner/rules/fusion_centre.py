"""Fusion centre: intelligence teams need somewhere to send what they learn.

A pool of capability intelligence may serve option (m, a, d) only if the Regional Intelligence Fusion Centre of r(m)
operates in every period a .. a+d-1. Kind: forbids (pool by pool).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relevo_planner.instance import Capability, Instance, Window
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Candidates, Forbidden

NEVER = Window(0, 0)


class FusionCentre:
    """An operating centre in the region."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
        """Yield one (C, P) mask."""
        operating = {region.name: region.fusion_centre or NEVER for region in instance.regions}
        windows = [operating.get(municipality.region, NEVER) for municipality in instance.municipalities]
        opens = np.array([window.start for window in windows], dtype=np.int64)[candidates.municipality]
        closes = np.array([window.end for window in windows], dtype=np.int64)[candidates.municipality]
        without = (candidates.start < opens) | (candidates.end > closes)
        needs = np.array([pool.capability is Capability.INTELLIGENCE for pool in instance.pools], dtype=np.bool_)
        yield Forbidden(Reason.FUSION_CENTRE, without[:, np.newaxis] & needs)
