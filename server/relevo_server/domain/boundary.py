"""Boundaries of municipalities as they were imported, mended where the source's polygon was none."""

from __future__ import annotations

from dataclasses import dataclass


def boundary_name(municipality: str) -> str:
    """``municipalities/12001`` to ``municipalities/12001/boundary``."""
    return f"{municipality}/boundary"


@dataclass(frozen=True, slots=True)
class Boundary:
    """The boundary of one municipality, ``municipalities/{key}/boundary``.

    Attributes:
        state: Of the municipality, ``states/{key}``.
        geojson: A GeoJSON Polygon or MultiPolygon, degrees WGS 84, longitude first.
        repair: What was wrong with the source's polygon and is mended; empty: nothing.
        source_sha256: Of the content of the file that it came in.
    """

    name: str
    municipality: str
    state: str
    geojson: str
    repair: str
    source_sha256: str
