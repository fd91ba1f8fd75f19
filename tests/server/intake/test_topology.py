"""TopoJSON is decoded as its specification says, and what is none of it is refused with a reason."""

import gzip
import io
import json
from typing import Any

import pytest
from shapely.geometry import shape

from relevo_server.intake import FaultKind, IntakeRefused, Terms
from relevo_server.intake.boundaries import is_boundary_file, read_boundaries
from relevo_server.intake.topology import BadShape, Topology, coded_geometries

# Two unit squares side by side: arc 0 is the line that they share, walked backwards by the second.
SHARED = {
    "type": "Topology",
    "arcs": [
        [[1, 0], [1, 1]],
        [[1, 1], [0, 1], [0, 0], [1, 0]],
        [[1, 0], [2, 0], [2, 1], [1, 1]],
    ],
    "objects": {
        "places": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"id": "12001"}},
                {"type": "MultiPolygon", "arcs": [[[~0, 2]]], "properties": {"id": "12061"}},
            ],
        }
    },
}


def test_shared_arcs_are_walked_both_ways() -> None:
    topology = Topology(SHARED)
    left, right = (shape(topology.geometry(coded)) for coded in coded_geometries(SHARED))
    assert (left.area, right.area) == (1, 1)
    assert left.intersection(right).length == 1
    assert left.exterior.is_ring


def test_quantised_arcs_are_sums_of_steps() -> None:
    """The example of the specification's section 2.1.2."""
    document = {
        "transform": {"scale": [0.5, 2.0], "translate": [100, 10]},
        "arcs": [[[4, 0], [-4, 1], [0, -1], [4, 0]]],
    }
    drawn = Topology(document).geometry({"type": "Polygon", "arcs": [[0]]})
    assert drawn["coordinates"] == [[(102, 10), (100, 12), (100, 10), (102, 10)]]


@pytest.mark.parametrize("coded", [{"type": "Point"}, {}, {"type": "Polygon", "arcs": [[9]]}, {"type": "Polygon"}])
def test_what_is_no_area_says_so(coded: dict[str, Any]) -> None:
    with pytest.raises(BadShape):
        Topology(SHARED).geometry(coded)


def test_arcs_that_are_none() -> None:
    with pytest.raises(BadShape):
        Topology({"arcs": [["x"]]})


def bow_tie() -> dict[str, Any]:
    """A polygon that crosses itself, in Mexico."""
    ring = [[-99, 17], [-98, 18], [-98, 17], [-99, 18], [-99, 17]]
    return {"type": "Feature", "id": "12001", "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_polygon_that_crosses_itself_is_mended_with_a_notice() -> None:
    for content in (collection(bow_tie()), gzip.compress(collection(bow_tie()))):
        file = read_boundaries(io.BytesIO(content), Terms())
        (fact,) = file.facts
        drawn = shape(json.loads(fact.geojson))
        assert drawn.is_valid
        assert drawn.geom_type == "MultiPolygon"
        assert drawn.area == pytest.approx(0.5)
        assert fact.repair.startswith("self-intersection")
        assert any("boundary of 12001 was repaired" in told for told in file.report.notices)


def test_every_fault_is_named_at_once() -> None:
    bad = [{**bow_tie(), "id": "12"}, {**bow_tie(), "geometry": None}, {**bow_tie(), "geometry": {"type": "Polygon"}}]
    with pytest.raises(IntakeRefused) as caught:
        read_boundaries(io.BytesIO(collection(*bad)), Terms())
    assert [fault.reason.partition(":")[0] for fault in caught.value.faults] == [f"geometry {n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (collection(), FaultKind.CONTENT),
        (collection(bow_tie())[:-9], FaultKind.TRUNCATED),
        (b'{"type" x}', FaultKind.UNREADABLE),
        (b'{"type": "Feature"}', FaultKind.LAYOUT),
        (b'{"type": "Topology"}', FaultKind.UNREADABLE),
        (gzip.compress(collection(bow_tie()), mtime=0)[:40], FaultKind.TRUNCATED),
    ],
)
def test_files_that_are_none(content: bytes, kind: FaultKind) -> None:
    with pytest.raises(IntakeRefused) as caught:
        read_boundaries(io.BytesIO(content), Terms())
    assert caught.value.kind is kind


@pytest.mark.parametrize(("first", "is_one"), [(b' \n{"a"', True), (b"\xef\xbb\xbf{", True), (b"a,b\n{", False)])
def test_json_is_told_from_a_table(first: bytes, is_one: bool) -> None:
    assert is_boundary_file(first) is is_one
