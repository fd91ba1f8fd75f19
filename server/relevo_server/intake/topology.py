"""TopoJSON as GeoJSON geometries: shared arcs, quantised and delta-encoded or not.

Source: the TopoJSON format specification, sections 2.1.2 (transforms), 2.1.3 (arcs) and 2.2 (geometry objects).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

Position = tuple[float, float]


class BadShape(ValueError):
    """A geometry that cannot be read; the message says why."""


class Topology:
    """The arcs of one topology, decoded.

    Args:
        document: The parsed file.

    Raises:
        BadShape: It has no arcs that could be read.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        try:
            arcs = [_decoded(arc, document.get("transform")) for arc in document["arcs"]]
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise BadShape("its arcs cannot be read") from error
        self._arcs: list[list[Position]] = arcs

    def geometry(self, coded: Mapping[str, Any]) -> dict[str, Any]:
        """Return one polygon or multipolygon as a GeoJSON geometry.

        Raises:
            BadShape: It is another kind of geometry, or names arcs that do not exist.
        """
        kind, arcs = coded.get("type"), coded.get("arcs")
        try:
            if kind == "Polygon":
                return {"type": kind, "coordinates": self._polygon(arcs)}
            if kind == "MultiPolygon":
                return {"type": kind, "coordinates": [self._polygon(polygon) for polygon in arcs or ()]}
        except (TypeError, IndexError) as error:
            raise BadShape("it names arcs that the file does not have") from error
        raise BadShape(f"it is {kind or 'nothing'}, not an area")

    def _polygon(self, rings: Any) -> list[list[Position]]:
        return [self._ring(ring) for ring in rings]

    def _ring(self, indexes: Sequence[int]) -> list[Position]:
        ring: list[Position] = []
        for index in indexes:
            # ~index names the same arc walked backwards.
            arc = self._arcs[index] if index >= 0 else self._arcs[~index][::-1]
            # Each arc begins where the one before ends.
            ring += arc[1:] if ring else arc
        return ring


def coded_geometries(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the geometry objects of a topology, those inside collections one by one."""
    waiting = list(reversed(list((document.get("objects") or {}).values())))
    while waiting:
        coded = waiting.pop()
        if coded.get("type") == "GeometryCollection":
            waiting += reversed(coded.get("geometries") or [])
        else:
            yield coded


def _decoded(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> list[Position]:
    if transform is None:
        return [(float(point[0]), float(point[1])) for point in arc]
    (scale_x, scale_y), (first_x, first_y) = transform["scale"], transform["translate"]
    across, along = accumulate(point[0] for point in arc), accumulate(point[1] for point in arc)
    return [(x * scale_x + first_x, y * scale_y + first_y) for x, y in zip(across, along, strict=True)]
