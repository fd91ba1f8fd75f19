"""Boundaries of municipalities: taken in from a file, read, and asked whether a point lies inside."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import shapely
from shapely.geometry import shape

from relevo_server.domain.boundary import Boundary, boundary_name
from relevo_server.domain.names import municipality_name, state_of
from relevo_server.domain.principal import Principal
from relevo_server.intake.boundaries import BoundaryFact, BoundaryFile
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import read_list, read_named

MOST_BOUNDARIES = 100
"""In one page: those of a state in detail are megabytes."""

IsInside = Callable[[str, float, float], bool | None]
"""Tells whether a point (longitude, latitude) lies in a municipality (key); None: its boundary is not known."""


def get_boundary(ports: Ports, principal: Principal, name: str) -> Boundary:
    """Read ``municipalities/{key}/boundary``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, also where no file told it.
    """
    return read_named(ports, principal, Boundary, name)


def list_boundaries(ports: Ports, principal: Principal, page: PageRequest) -> Page[Boundary]:
    """List by key; filter by ``state``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Boundary, page, filter_fields=("state",), most=MOST_BOUNDARIES)


def store_boundaries(unit: WriteUnit, file: BoundaryFile) -> int:
    """Keep the boundaries that are new or drawn otherwise, and return how many those are."""
    known = {boundary.name: boundary for boundary in unit.find(Boundary, Query())}
    told = [_boundary(fact, file.sha256_content) for fact in file.facts]
    added = [boundary for boundary in told if boundary.name not in known]
    if added:
        unit.create(added)
    redrawn = [
        boundary for boundary in told if boundary.name in known and boundary.geojson != known[boundary.name].geojson
    ]
    for boundary in redrawn:
        unit.update(boundary)
    return len(added) + len(redrawn)


def inside_of(unit: Unit) -> IsInside:
    """Return what tells whether a point lies in a municipality; a boundary is read when it is first asked for."""
    areas: dict[str, Any] = {}

    def is_inside(key: str, longitude: float, latitude: float) -> bool | None:
        if key not in areas:
            found = unit.get(Boundary, boundary_name(municipality_name(key)))
            areas[key] = None if found is None else shape(json.loads(found.geojson))
            shapely.prepare(areas[key])
        if areas[key] is None:
            return None
        return bool(shapely.intersects_xy(areas[key], longitude, latitude))

    return is_inside


def _boundary(fact: BoundaryFact, source_sha256: str) -> Boundary:
    municipality = municipality_name(fact.municipality_key)
    name = boundary_name(municipality)
    return Boundary(name, municipality, state_of(municipality), fact.geojson, fact.repair, source_sha256)
