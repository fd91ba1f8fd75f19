"""Boundaries are kept by municipality as they are drawn, mended where they must be, and told again as GeoJSON."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from relevo_server.domain.errors import ErrorReason, FailedPrecondition, NotFound, RelevoError
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.boundaries import get_boundary, inside_of, list_boundaries
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from tests.server.world import ACAPULCO, BOUNDARIES, GUERRERO, TIXTLA, import_text

NAME = f"{ACAPULCO}/boundary"


def test_a_file_becomes_boundaries_once(ports: Ports) -> None:
    done = import_text(ports, BOUNDARIES)
    assert (done.layout, done.rows_read, done.records_written) == ("MUNICIPALITY_BOUNDARIES", 2, 2)
    boundary = get_boundary(ports, LOCAL, NAME)
    assert (boundary.municipality, boundary.state, boundary.repair) == (ACAPULCO, GUERRERO, "")
    assert shape(json.loads(boundary.geojson)).bounds == (-100.4, 16.3, -99.4, 17.3)
    assert any("without a boundary: 2 municipalities (02002, 02004)" in told for told in done.notices)
    again = import_text(ports, BOUNDARIES)
    assert (again.already_imported, again.records_written) == (True, 0)


def test_a_new_drawing_replaces_the_old_one_alone(ports: Ports) -> None:
    import_text(ports, BOUNDARIES)
    assert import_text(ports, BOUNDARIES.replace("16.3", "16.2")).records_written == 1
    assert "16.2" in get_boundary(ports, LOCAL, NAME).geojson


def test_boundaries_are_listed_by_key_and_filtered(ports: Ports) -> None:
    import_text(ports, BOUNDARIES)
    page = list_boundaries(ports, LOCAL, PageRequest(size=1))
    assert [boundary.municipality for boundary in page.items] == [ACAPULCO]
    rest = list_boundaries(ports, LOCAL, PageRequest(size=1, token=page.next_token))
    assert [boundary.municipality for boundary in rest.items] == [TIXTLA]
    assert list_boundaries(ports, LOCAL, PageRequest(filter='state = "states/02"')).items == ()


def test_a_point_is_inside_outside_or_nobody_knows(ports: Ports) -> None:
    import_text(ports, BOUNDARIES)
    with ports.records.read() as unit:
        is_inside = inside_of(unit)
        assert is_inside("12001", -99.85, 16.85) is True
        assert is_inside("12001", -99.85, 17.85) is False
        assert is_inside("12001", -99.4, 16.85) is True  # on the line
        assert is_inside("02004", -99.85, 16.85) is None


@pytest.mark.parametrize(
    ("change", "kind", "reason"),
    [
        (('"12061"', '"12099"'), FailedPrecondition, ErrorReason.MUNICIPALITY_UNKNOWN),
        (('"12061"', '"12001"'), RelevoError, ErrorReason.INTAKE_REFUSED),
        (("-100.4", "100.4"), RelevoError, ErrorReason.INTAKE_REFUSED),
        (('"Polygon"', '"Point"'), RelevoError, ErrorReason.INTAKE_REFUSED),
        (("FeatureCollection", "Feature"), RelevoError, ErrorReason.LAYOUT_UNKNOWN),
        (("}}]}", ""), RelevoError, ErrorReason.INTAKE_TRUNCATED),
    ],
    ids=["unknown municipality", "twice", "elsewhere", "no area", "other JSON", "half"],
)
def test_bad_files_change_nothing(ports: Ports, change: tuple[str, str], kind: Any, reason: ErrorReason) -> None:
    with pytest.raises(kind) as caught:
        import_text(ports, BOUNDARIES.replace(*change))
    assert caught.value.reason is reason
    assert caught.value.faults
    with pytest.raises(NotFound):
        get_boundary(ports, LOCAL, NAME)


def test_every_official_boundary_is_kept_and_valid(empty_ports: Ports, data_dir: Path) -> None:
    folder = data_dir / "data" / "geography"

    def imported(name: str) -> Any:
        with (folder / name).open("rb") as file:
            return import_file(empty_ports, LOCAL, BytesIO(file.read()), ImportTerms())

    imported("AGEEML_20249161546763.csv")
    done = imported("municipalities.topojson")
    assert done.records_written == 2_469
    mended = [told for told in done.notices if "was repaired: self-intersection" in told]
    assert len(mended) == 8
    assert any("without a boundary: 9 municipalities" in told for told in done.notices)
    page = list_boundaries(empty_ports, LOCAL, PageRequest(filter='state = "states/31"'))
    assert len(page.items) == 100
    assert all(shape(json.loads(boundary.geojson)).is_valid for boundary in page.items)
    assert any(boundary.repair for boundary in page.items)
