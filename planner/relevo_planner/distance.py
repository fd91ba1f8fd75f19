"""Distances on the ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG, Moritz 2000)."""


def base_to_place_km(instance: Instance) -> NDArray[np.float64]:
    """(P, M) great-circle kilometres from each pool's base to each municipality; NaN where a point is unknown.

    Haversine formula (Sinnott 1984), which stays exact at short distances.
    """
    base = _points([(pool.latitude, pool.longitude) for pool in instance.pools])
    place = _points([(m.latitude, m.longitude) for m in instance.municipalities])
    half_latitude = (base[:, None, 0] - place[None, :, 0]) / 2
    half_longitude = (base[:, None, 1] - place[None, :, 1]) / 2
    chord = (
        np.sin(half_latitude) ** 2 + np.cos(base[:, None, 0]) * np.cos(place[None, :, 0]) * np.sin(half_longitude) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))


def _points(degrees: list[tuple[float | None, float | None]]) -> NDArray[np.float64]:
    """(n, 2) radians, NaN where unknown."""
    known = [(np.nan, np.nan) if None in point else point for point in degrees]
    return np.radians(np.array(known, dtype=np.float64).reshape(len(degrees), 2))
