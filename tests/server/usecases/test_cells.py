"""Points become cells as they arrive: nothing of them is kept, no small cell is told, and few may read."""

import gzip
import hashlib
import random
import struct
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_server.domain.cells import CellCount, CellPolicy
from relevo_server.domain.errors import ErrorReason, InvalidArgument, NotFound, PermissionDenied, RelevoError
from relevo_server.domain.principal import ANYBODY, LOCAL, Principal, Role
from relevo_server.domain.ranking import RankingDraft, RankingMethod
from relevo_server.domain.upload import UploadDraft
from relevo_server.intake import OnFault
from relevo_server.usecases.cell_merging import merged
from relevo_server.usecases.cells import list_cell_counts
from relevo_server.usecases.datasets import list_datasets
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.rankings import create_ranking
from relevo_server.usecases.uploads import create_upload, go_on, take
from relevo_server.usecases.writing import Write
from tests.server.world import ACAPULCO, BAJA_CALIFORNIA, BOUNDARIES, GUERRERO, HOMICIDE, TIXTLA, import_text

HEADER = "month,crime_type,cvegeo,latitude,longitude\n"
POLICY = CellPolicy()
CENTRE = h3.latlng_to_cell(16.85, -99.85, POLICY.resolution)


def row(latitude: float, longitude: float, month: str = "2024-01", key: str = "12001") -> str:
    return f"{month},Homicidio doloso,{key},{latitude},{longitude}\n"


def cells(ports: Ports, principal: Principal = LOCAL) -> tuple[CellCount, ...]:
    return list_cell_counts(ports, principal, ACAPULCO, PageRequest(size=1_000)).items


def every_file(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def scattered(seed: int, count: int) -> list[tuple[float, float]]:
    draws = random.Random(seed)
    return [(draws.gauss(16.85, 0.03), draws.gauss(-99.85, 0.03)) for _ in range(count)]


@pytest.mark.parametrize("on_fault", OnFault)
def test_no_point_is_kept_anywhere(ports: Ports, tmp_path: Path, on_fault: OnFault) -> None:
    points = [(16.8611223344, -99.8877665544)] * 6 + [
        (17.0611223344, -99.7711223344),
        (
            15.0119228337,
            -99.9,
        ),
    ]
    bad = "2024-01,Homicidio doloso,12001,16.8655443322x,-99.8833221144\n" if on_fault is OnFault.SKIP else ""
    outside_mexico = "2024-01,Homicidio doloso,12001,46.7733221199,-99.8833221144\n" if bad else ""
    text = HEADER + "".join(row(*point) for point in points) + bad + outside_mexico
    import_text(ports, BOUNDARIES)
    terms = ImportTerms(title="points.csv", on_fault=on_fault)
    done = import_file(ports, LOCAL, BytesIO(gzip.compress(text.encode())), terms, write=Write("r"))
    assert sum(count.incidents for count in cells(ports)) == len(points)
    assert done.left_out_total == 2 * bool(bad)
    numbers = {number for point in points for number in point} | {16.8655443322, 46.7733221199, -99.8833221144}
    told = {str(abs(number))[:9].encode() for number in numbers if len(str(abs(number))) > 8}
    told |= {struct.pack(order, number) for number in numbers - {-99.9} for order in ("<d", ">d")}
    files = list(every_file(tmp_path))
    assert sum(map(len, files)) > 100_000
    assert any(b"Homicidio doloso" in content for content in files)
    assert not [needle for needle in told for content in files if needle in content]
    assert not [row for row in done.left_out if row.value]
    assert not [notice for notice in done.notices if any(needle in notice.encode() for needle in told)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=25), st.integers(1, 12))
def test_merging_tells_every_incident_once_and_no_small_cell(ring: list[tuple[int, int]], threshold: int) -> None:
    around = sorted(h3.grid_disk(CENTRE, 4))
    counts: Counter[str] = Counter()
    for index, count in ring:
        counts[around[index]] += count
    policy = CellPolicy(threshold=threshold)
    told = merged(counts, policy)
    assert sum(told.values()) == sum(counts.values())
    for cell, count in told.items():
        if cell:
            assert count >= threshold
            assert policy.coarsest <= h3.get_resolution(cell) <= policy.resolution
    # A full cell is told as it is: merging takes nothing from it and adds nothing to it.
    for cell, count in counts.items():
        assert told.get(cell) == (count if count >= threshold else None)


def test_small_cells_are_merged_into_their_parent_and_the_rest_into_the_remainder() -> None:
    parent = h3.cell_to_parent(CENTRE, 7)
    one, two, three, *_ = sorted(h3.cell_to_children(parent, 8))
    far = h3.latlng_to_cell(19.4, -99.1, 8)
    assert merged({one: 4, two: 4, three: 9, far: 1, "": 2}, POLICY) == {three: 9, parent: 8, "": 3}


def test_cells_are_told_by_crime_type_and_month(ports: Ports) -> None:
    text = HEADER + row(16.85, -99.85) * 5 + row(16.85, -99.85, "2024-02") * 4
    import_text(ports, text)
    full, remainder = cells(ports)
    assert (full.cell, full.resolution, full.incidents, full.month) == (CENTRE, 8, 5, date(2024, 1, 1))
    assert (remainder.cell, remainder.incidents, remainder.month) == ("", 4, date(2024, 2, 1))
    assert {count.crime_type for count in cells(ports)} == {HOMICIDE}


def test_a_geocoded_file_becomes_a_dataset_once(ports: Ports) -> None:
    text = HEADER + "".join(row(*point) for point in scattered(7, 300))
    first = import_text(ports, text)
    assert first.dataset is not None
    assert [(crime.name, crime.incidents) for crime in first.dataset.crime_types] == [(HOMICIDE, 300)]
    assert any("points are not kept" in notice and "none told under 5" in notice for notice in first.notices)
    counted = cells(ports)
    assert sum(count.incidents for count in counted) == 300
    assert len({count.resolution for count in counted}) > 2
    again = import_text(ports, text)
    assert (again.already_imported, again.dataset) == (True, first.dataset)
    assert cells(ports) == counted


def test_a_point_outside_its_municipality_is_reported_and_has_no_cell(ports: Ports) -> None:
    import_text(ports, BOUNDARIES)
    text = HEADER + row(16.85, -99.85) * 5 + row(17.5, -99.85) * 5 + row(16.85, -99.85, key="02004") * 5
    notices = import_text(ports, text).notices
    (outside,) = [told for told in notices if "outside the boundary of 12001" in told]
    assert outside.startswith("5 points lie")
    assert outside.endswith("(line 7, 8, 9, 10, 11)")
    assert any("no boundary is known to check the points of 1: 02004" in told for told in notices)
    assert [(count.cell, count.incidents) for count in cells(ports)] == [("", 5), (CENTRE, 5)]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ("2024-13,Robo,12001,16.85,-99.85\n", "line 2, column month"),
        ("2024-01,,12001,16.85,-99.85\n", "line 2, column crime_type"),
        ("2024-01,Robo,12999,16.85,-99.85\n", "line 2, column cvegeo"),
        ("2024-01,Robo,12001,-99.85,16.85\n", "line 2, column latitude"),
        ("2024-01,Robo,12001,16.85,\n", "line 2, column longitude"),
        ("2025-02,Robo,12001,16.85,-99.85\n", "line 2, column month"),
    ],
)
def test_bad_rows_are_named_and_change_nothing(ports: Ports, bad: str, field: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        import_text(ports, HEADER + bad, cut_off=date(2025, 1, 31))
    assert caught.value.reason is ErrorReason.INTAKE_REFUSED
    assert field in {fault.field for fault in caught.value.faults}
    assert list_datasets(ports, LOCAL, PageRequest()).items == ()


def test_an_incident_of_a_month_that_has_not_begun_is_named(ports: Ports) -> None:
    with pytest.raises(InvalidArgument) as caught:
        import_text(ports, HEADER + "2025-02,Robo,12001,16.85,-99.85\n2025-01,Robo,12001,16.85,-99.85\n")
    (fault,) = caught.value.faults
    assert fault.field == "line 2, column month"
    assert "today is 2025-01-15" in fault.why


def test_only_federal_staff_and_the_states_own_may_read(ports: Ports) -> None:
    import_text(ports, HEADER + row(16.85, -99.85) * 5)

    def who(role: Role, *states: str) -> Principal:
        return Principal("principals/a", frozenset({role}), frozenset(states))

    for allowed in (Role.ADMIN, Role.COORDINATOR, Role.ANALYST):
        assert cells(ports, who(allowed))
    assert cells(ports, who(Role.STATE_REPORTER, GUERRERO))
    refused = [who(role) for role in (Role.FORCE_KEEPER, Role.COUNCIL, Role.READER)]
    refused += [who(Role.STATE_REPORTER, BAJA_CALIFORNIA), who(Role.STATE_REPORTER), ANYBODY]
    for principal in refused:
        with pytest.raises(PermissionDenied):
            cells(ports, principal)


def test_pages_join_to_the_whole(ports: Ports) -> None:
    import_text(ports, HEADER + "".join(row(*point) for point in scattered(3, 200)))
    paged, token = list[CellCount](), ""
    while True:
        page = list_cell_counts(ports, LOCAL, ACAPULCO, PageRequest(size=3, token=token))
        paged += page.items
        token = page.next_token
        if not token:
            break
    assert tuple(paged) == cells(ports)
    assert list_cell_counts(ports, LOCAL, TIXTLA, PageRequest()).items == ()
    wanted = PageRequest(filter=f'crime_type = "{HOMICIDE}"')
    assert list_cell_counts(ports, LOCAL, ACAPULCO, wanted).items
    with pytest.raises(NotFound):
        list_cell_counts(ports, LOCAL, "municipalities/12999", PageRequest())


def test_cells_are_never_ranked(ports: Ports) -> None:
    dataset = import_text(ports, HEADER + row(16.85, -99.85) * 5).dataset
    assert dataset is not None
    months = date(2024, 1, 1), date(2024, 2, 1)
    with pytest.raises(InvalidArgument) as caught:
        create_ranking(ports, LOCAL, RankingDraft("", RankingMethod.VOLUME, (dataset.name,), (HOMICIDE,), *months))
    assert [fault.field for fault in caught.value.faults] == ["ranking.datasets"]


@pytest.mark.parametrize("packed", [False, True])
def test_points_do_not_rest_among_the_files_on_their_way(ports: Ports, tmp_path: Path, packed: bool) -> None:
    text = (HEADER + row(16.8611223344, -99.8877665544) * 9).encode()
    content = gzip.compress(text) if packed else text
    draft = UploadDraft("points.csv", hashlib.sha256(content).hexdigest(), len(content))
    upload = go_on(ports, LOCAL, create_upload(ports, LOCAL, draft).upload.name, 0)
    at = take(ports, upload, 0, content[:20])
    with pytest.raises(RelevoError) as caught:
        take(ports, upload, at, content[20:])
    assert caught.value.reason is ErrorReason.POINTS_NOT_KEPT
    assert not list((tmp_path / "records" / "uploads").iterdir())
