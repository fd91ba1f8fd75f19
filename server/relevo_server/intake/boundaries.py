"""Boundaries of municipalities from TopoJSON or GeoJSON, repaired where a polygon is none."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from relevo_server.domain.geography import LATITUDES, LONGITUDES
from relevo_server.intake.report import Fault, FaultKind, IntakeRefused, Report
from relevo_server.intake.source import BrokenSource, Source
from relevo_server.intake.terms import Terms
from relevo_server.intake.topology import BadShape, Topology, coded_geometries
from relevo_server.intake.values import BadValue, municipality_key

LAYOUT_ID = "MUNICIPALITY_BOUNDARIES"
_MOST_CONTENT_BYTES = 256 << 20
_DECIMALS = 6
"""About a decimetre: finer than any boundary is known."""
_TOO_FINE = re.compile(r"-?[0-9]+\.[0-9]{7,}")
_KEYS = ("CVEGEO", "cvegeo", "CVE_GEO", "id", "clave")
_SEND = "Send TopoJSON or GeoJSON of municipalities, in degrees, with INEGI's key in `CVEGEO` or `id`"


@dataclass(frozen=True, slots=True)
class BoundaryFact:
    """The boundary of one municipality.

    Attributes:
        geojson: A Polygon or MultiPolygon, canonical, degrees WGS 84 to six decimals.
        repair: What was wrong with the source's polygon and is mended; empty: nothing.
    """

    municipality_key: str
    geojson: str
    repair: str = ""


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """A whole file of boundaries; ``report`` holds a notice for each that was repaired."""

    facts: tuple[BoundaryFact, ...]
    sha256_content: str
    report: Report


def is_boundary_file(first: bytes) -> bool:
    """Whether the content begins as JSON does, which no table of an official file does."""
    return first.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def read_boundaries(stream: BinaryIO, terms: Terms) -> BoundaryFile:
    """Read a whole file; one bad geometry refuses all of it, whatever the terms say of single rows.

    Raises:
        IntakeRefused: With every fault.
    """
    source = Source(stream, min(terms.content_limit_bytes, _MOST_CONTENT_BYTES))
    report = Report(terms.fault_cap)
    found: dict[str, BoundaryFact] = {}
    for number, (properties, geometry) in enumerate(_geometries(_document(source)), start=1):
        try:
            key = _key(properties, terms.known_municipalities)
            if key in found:
                raise BadValue("the municipality has a boundary already", "Keep the right one of the two")
            found[key] = _fact(key, geometry, report)
        except BadShape as bad:
            report.fault(0, "", _shown(properties), f"geometry {number}: {bad}", _SEND)
        except BadValue as bad:
            report.fault(0, "", _shown(properties), f"geometry {number}: {bad.reason}", bad.remedy, bad.kind)
    if not found and not report.fault_total:
        report.fault(0, "", "", "the file holds no geometry", _SEND)
    if report.fault_total:
        raise report.refusal()
    _notice_missing(found, terms.known_municipalities, report)
    return BoundaryFile(tuple(found.values()), source.sha256_content, report)


def _document(source: Source) -> Mapping[str, Any]:
    try:
        content = b"".join(source.blocks())
    except BrokenSource as broken:
        raise IntakeRefused([Fault(0, "", "", broken.reason, broken.remedy, broken.kind)]) from broken
    try:
        document = json.loads(content.removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        is_cut = not content.rstrip().endswith(b"}")
        kind = FaultKind.TRUNCATED if is_cut else FaultKind.UNREADABLE
        raise IntakeRefused([Fault(0, "", "", f"this is no JSON: {error}", _SEND, kind)]) from error
    if not isinstance(document, dict) or document.get("type") not in ("Topology", "FeatureCollection"):
        kind_found = document.get("type") if isinstance(document, dict) else type(document).__name__
        reason = f"the layout is unknown: JSON of type {kind_found}"
        raise IntakeRefused([Fault(0, "", "", reason, _SEND, FaultKind.LAYOUT)])
    return document


def _geometries(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Yield the properties of each geometry, and what gives its GeoJSON when it is called."""
    if document["type"] == "FeatureCollection":
        for feature in document.get("features") or ():
            geometry = feature.get("geometry")
            yield _properties(feature), lambda geometry=geometry: geometry
        return
    try:
        topology = Topology(document)
    except BadShape as bad:
        raise IntakeRefused([Fault(0, "", "", str(bad), _SEND, FaultKind.UNREADABLE)]) from bad
    for coded in coded_geometries(document):
        yield _properties(coded), lambda coded=coded: topology.geometry(coded)


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": feature.get("id"), **(feature.get("properties") or {})}


def _shown(properties: Mapping[str, Any]) -> str:
    return next((str(properties[name]) for name in _KEYS if properties.get(name) is not None), "")


def _key(properties: Mapping[str, Any], known: frozenset[str] | None) -> str:
    key = municipality_key(_shown(properties))
    if known is not None and key not in known:
        remedy = "Import a newer catalogue of INEGI, or correct the key"
        raise BadValue("the catalogue has no municipality with this key", remedy, FaultKind.UNKNOWN_MUNICIPALITY)
    return key


def _fact(key: str, geometry: Any, report: Report) -> BoundaryFact:
    try:
        drawn: BaseGeometry = shape(geometry())
    except (TypeError, ValueError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
        if isinstance(error, BadShape):
            raise
        raise BadShape("it cannot be read as an area") from error
    if not isinstance(drawn, Polygon | MultiPolygon) or drawn.is_empty:
        raise BadShape(f"it is {drawn.geom_type}, not an area" if not drawn.is_empty else "it is empty")
    west, south, east, north = drawn.bounds
    if not (LONGITUDES[0] <= west <= east <= LONGITUDES[1] and LATITUDES[0] <= south <= north <= LATITUDES[1]):
        raise BadShape("it lies outside Mexico: are these degrees, longitude first?")
    whole, repair = _repaired(shapely.set_precision(drawn, 10.0**-_DECIMALS, mode="pointwise"))
    if repair:
        report.notice(f"the boundary of {key} was repaired: {repair}", is_one_of_many=True)
    geojson = _TOO_FINE.sub(lambda number: repr(round(float(number.group()), _DECIMALS)), shapely.to_geojson(whole))
    return BoundaryFact(key, geojson, repair)


def _repaired(drawn: BaseGeometry) -> tuple[BaseGeometry, str]:
    if drawn.is_valid:
        return drawn, ""
    why = shapely.is_valid_reason(drawn).partition("[")[0].strip().lower()
    mended = shapely.make_valid(drawn)
    areas = [part for part in shapely.get_parts(mended) if isinstance(part, Polygon | MultiPolygon)]
    # New corners stand where lines crossed: they are put on the same grid, in a way that stays valid.
    whole = shapely.set_precision(shapely.union_all(areas), 10.0**-_DECIMALS)
    if whole.is_empty:
        raise BadShape(f"it cannot be repaired: {why}")
    change = whole.area / drawn.area - 1 if drawn.area else 0.0
    return whole, f"{why}, area {change:+.2%}"


def _notice_missing(found: Mapping[str, BoundaryFact], known: frozenset[str] | None, report: Report) -> None:
    missing = sorted((known or frozenset()) - found.keys())
    if missing:
        named = ", ".join(missing[:10]) + (" and others" if len(missing) > 10 else "")
        report.notice(f"without a boundary: {len(missing):,} municipalities ({named})")
