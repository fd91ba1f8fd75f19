"""Imports: nothing is written unless everything is, and the same file twice is the same records."""

import gzip
import hashlib
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from relevo_server.domain.errors import (
    ErrorReason,
    FailedPrecondition,
    InvalidArgument,
    PermissionDenied,
    RelevoError,
)
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.places import Point
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.ranking import RankingDraft, RankingMethod
from relevo_server.intake import OnFault
from relevo_server.usecases.datasets import get_dataset, list_datasets
from relevo_server.usecases.geography import get_municipality, get_region, list_municipalities, list_regions
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.rankings import create_ranking, list_ranked_municipalities
from relevo_server.usecases.writing import Write
from tests.server.world import ACAPULCO, COUNTS, GUERRERO, HOMICIDE, SHEET, TIJUANA, TIXTLA, import_text

CATALOGUE = """\
CVEGEO,CVE_ENT,NOM_ENT,CVE_MUN,NOM_MUN,POB_TOTAL,POB_MASCULINA,POB_FEMENINA
12001,12,Guerrero,001,Acapulco,779566,375000,404566
12061,12,Guerrero,061,Tixtla,43171,21000,22171
12085,12,Guerrero,085,Ñuu Savi,-,-,-
"""
POPULATION = """\
CVE,Entidad,Municipio,2020,2024,2030
12001,Guerrero,Acapulco,790000,788649,780000
12061,Guerrero,Tixtla,43000,,
"""
OFFICERS = """\
ubicageo_c,orgapoli_e,sexostt,sexos1,sexos2
12001,1,700,500,200
12001,2,40,,
12001,6,NA,NA,NA
12061,1,,,
12061,2,ND,ND,ND
"""
REGIONS = "region_operativa,cve_ent,entidad\nSur Oriente,12,Guerrero\n"
POINTS = "CVEGEO,long,lat\n12001,-99.8,16.9\n"


def test_a_sheet_makes_places(ports: Ports) -> None:
    place = get_municipality(ports, LOCAL, TIXTLA)
    assert (place.title, place.state, place.region) == ("Tixtla de Guerrero", GUERRERO, "regions/centro")
    assert (place.population, place.population_year, place.census_officers) == (40_000, 2024, None)
    region = get_region(ports, LOCAL, "regions/centro")
    assert (region.title, region.states) == ("Centro", (GUERRERO,))
    assert len(list_regions(ports, LOCAL, PageRequest()).items) == 2


def test_the_same_places_again_change_nothing(ports: Ports) -> None:
    again = import_text(ports, SHEET)
    assert (again.already_imported, again.records_written) == (True, 0)


def test_official_files_add_what_they_know(empty_ports: Ports) -> None:
    ports = empty_ports
    assert import_text(ports, CATALOGUE, "latin-1").records_written == 4
    assert import_text(ports, POPULATION).records_written == 1
    assert import_text(ports, OFFICERS).records_written == 2
    assert import_text(ports, REGIONS).records_written == 2
    assert import_text(ports, POINTS).records_written == 1
    acapulco = get_municipality(ports, LOCAL, ACAPULCO)
    assert (acapulco.population, acapulco.population_year) == (788_649, 2024)
    assert (acapulco.census_officers, acapulco.census_officers_year) == (740, 2020)
    assert (acapulco.region, acapulco.point) == ("regions/sur-oriente", Point(16.9, -99.8))
    tixtla = get_municipality(ports, LOCAL, TIXTLA)
    # A blank year leaves the census; officers of whom nothing is told are unknown.
    assert (tixtla.population, tixtla.population_year, tixtla.census_officers) == (43_171, 2020, None)
    assert get_municipality(ports, LOCAL, "municipalities/12085").population is None
    # An older source does not overwrite a newer one.
    assert import_text(ports, CATALOGUE, "latin-1").already_imported


def test_a_population_that_the_file_does_not_tell_is_said(empty_ports: Ports) -> None:
    import_text(empty_ports, CATALOGUE, "latin-1")
    (notice,) = import_text(empty_ports, POPULATION).notices
    assert "no population of 2024 of 2 municipalities (12061, 12085)" in notice
    notice, revised = import_text(empty_ports, POPULATION, population_year=2020).notices
    assert "12061: 43,171 then, 43,000 now" in revised
    assert "of 2020 of 1 municipality (12085)" in notice


CALLS = "Clave Entidad,Clave Municipio,Total,Procedentes,Improcedentes,Otro,No especificado\n12,1,{0},{0},0,0,0\n"


def test_revised_figures_of_a_place_are_said_and_never_silent(empty_ports: Ports) -> None:
    import_text(empty_ports, CATALOGUE, "latin-1")
    assert import_text(empty_ports, CALLS.format(1_500)).notices == ()
    again = import_text(empty_ports, CALLS.format(1_500))
    assert (again.already_imported, again.notices) == (True, ())
    (notice,) = import_text(empty_ports, CALLS.format(1_700)).notices
    assert notice.startswith("emergency calls of the same year were told otherwise before, of 1 municipality (12001: ")
    assert "12001: 1,500 then, 1,700 now" in notice
    import_text(empty_ports, POPULATION)
    notices = import_text(empty_ports, POPULATION.replace("788649", "790001")).notices
    assert any("inhabitants of the same year" in told and "788,649 then, 790,001 now" in told for told in notices)
    # Another year is another figure, not a revision.
    assert not any("same year" in told for told in import_text(empty_ports, POPULATION, population_year=2030).notices)


def test_the_year_of_population_can_be_chosen(empty_ports: Ports) -> None:
    import_text(empty_ports, CATALOGUE)
    import_text(empty_ports, POPULATION, population_year=2030)
    assert get_municipality(empty_ports, LOCAL, ACAPULCO).population == 780_000
    with pytest.raises(InvalidArgument) as caught:
        import_text(empty_ports, POPULATION, population_year=2029)
    assert caught.value.faults[0].field == "header.population_year"


def test_municipalities_are_listed_by_key_and_filtered(ports: Ports) -> None:
    page = list_municipalities(ports, LOCAL, PageRequest(size=3))
    assert [place.name[-5:] for place in page.items] == ["02002", "02004", "12001"]
    in_centro = list_municipalities(ports, LOCAL, PageRequest(filter='region = "regions/centro"'))
    in_state = list_municipalities(ports, LOCAL, PageRequest(filter=f'state = "{GUERRERO}"'))
    assert [place.name for place in in_centro.items] == [ACAPULCO, TIXTLA]
    assert in_centro == in_state


def test_counts_become_a_dataset_once(ports: Ports) -> None:
    result = import_text(ports, COUNTS, title="counts.csv", crime_type=HOMICIDE)
    dataset = result.dataset
    assert dataset is not None
    assert get_dataset(ports, LOCAL, dataset.name) == dataset
    (crime,) = dataset.crime_types
    assert (crime.name, crime.incidents, crime.unplaced_incidents) == (HOMICIDE, 442, 1)
    assert (dataset.years, dataset.rows, dataset.unplaced_rows, result.unplaced_rows) == ((2024,), 5, 1, 1)
    again = import_text(ports, COUNTS, crime_type=HOMICIDE)
    assert (again.already_imported, again.dataset) == (True, dataset)
    packed = gzip.compress(COUNTS.encode())
    terms = ImportTerms(crime_type=HOMICIDE)
    assert import_file(ports, LOCAL, BytesIO(packed), terms).dataset == dataset
    # Read on other terms it says something else, so it is something else.
    other = import_text(ports, COUNTS, crime_type=HOMICIDE, absent_means_default=AbsentMeans.ZERO)
    assert other.dataset != dataset
    named = import_text(ports, COUNTS, crime_type=HOMICIDE, absent_means={HOMICIDE: AbsentMeans.ZERO})
    assert named.dataset == other.dataset
    assert len(list_datasets(ports, LOCAL, PageRequest()).items) == 2


def test_a_retried_import_gets_the_first_answer(ports: Ports) -> None:
    stream, terms = BytesIO(COUNTS.encode()), ImportTerms(crime_type=HOMICIDE)
    first = import_file(ports, LOCAL, stream, terms, write=Write("i"))
    again = import_file(ports, LOCAL, stream, terms, write=Write("i"))
    assert again == first
    assert not again.already_imported
    with pytest.raises(InvalidArgument) as caught:
        import_file(ports, LOCAL, BytesIO(SHEET.encode()), terms, write=Write("i"))
    assert caught.value.reason is ErrorReason.REQUEST_ID_REUSED


def test_validate_only_writes_nothing(ports: Ports) -> None:
    stream, terms = BytesIO(COUNTS.encode()), ImportTerms(crime_type=HOMICIDE)
    assert import_file(ports, LOCAL, stream, terms, write=Write(validate_only=True)).dataset is not None
    assert list_datasets(ports, LOCAL, PageRequest()).items == ()


def refused(ports: Ports, text: str, **terms: object) -> RelevoError:
    with pytest.raises(RelevoError) as caught:
        import_text(ports, text, **terms)  # type: ignore[arg-type]
    assert list_datasets(ports, LOCAL, PageRequest()).items == ()
    return caught.value


def test_unknown_municipalities_are_each_named_once(ports: Ports) -> None:
    rows = "cvegeo,year,month,homicides\n" + "".join(
        f"{key},2024,{month},1\n" for key in ("12001", "12002", "12003") for month in range(1, 4)
    )
    error = refused(ports, rows)
    assert isinstance(error, FailedPrecondition)
    assert error.reason is ErrorReason.MUNICIPALITY_UNKNOWN
    assert [fault.field for fault in error.faults] == ["line 5, column cvegeo", "line 8, column cvegeo"]
    assert "3 rows name it" in error.faults[0].why
    assert error.metadata["fault_total"] == "6"


def test_a_negative_count_is_told_with_line_and_column(ports: Ports) -> None:
    error = refused(ports, COUNTS.replace("100,120", "100,-120"), crime_type=HOMICIDE)
    assert error.reason is ErrorReason.INTAKE_REFUSED
    assert [fault.field for fault in error.faults] == ["line 4, column 2024-02"]


def test_bad_rows_can_be_left_out_and_are_reported(ports: Ports) -> None:
    result = import_text(ports, COUNTS.replace("100,120", "100,-120"), crime_type=HOMICIDE, on_fault=OnFault.SKIP)
    assert result.left_out_total == 1
    (row,) = result.left_out
    assert (row.line, row.column, row.value) == (4, "2024-02", "-120")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", ErrorReason.LAYOUT_UNKNOWN),
        ("", ErrorReason.INTAKE_TRUNCATED),
        ("Año,Clave_Ent,Entidad,Bien jurídico afectado\n", ErrorReason.LAYOUT_UNKNOWN),
        (COUNTS[:-4], ErrorReason.INTAKE_TRUNCATED),
    ],
)
def test_files_that_are_no_known_file(ports: Ports, text: str, reason: ErrorReason) -> None:
    assert refused(ports, text, crime_type=HOMICIDE).reason is reason


def test_an_upload_that_is_not_what_was_announced(ports: Ports) -> None:
    error = refused(ports, COUNTS, size_bytes=len(COUNTS) + 1, sha256="0" * 64, crime_type=HOMICIDE)
    assert error.reason is ErrorReason.INTAKE_TRUNCATED
    assert [fault.field for fault in error.faults] == ["header.size_bytes", "header.sha256"]
    announced = {"size_bytes": len(COUNTS), "sha256": hashlib.sha256(COUNTS.encode()).hexdigest()}
    assert import_text(ports, COUNTS, crime_type=HOMICIDE, **announced).dataset is not None


def test_a_header_names_every_fault(ports: Ports) -> None:
    error = refused(ports, COUNTS, crime_type="crimeTypes/none", title="\x00", cut_off=date(1900, 1, 1))
    assert {fault.field for fault in error.faults} == {"header.crime_type", "header.title", "header.cut_off"}


def test_only_who_may_import_does(ports: Ports) -> None:
    reader = Principal("principals/reader", frozenset({Role.READER}))
    with pytest.raises(PermissionDenied):
        import_file(ports, reader, BytesIO(COUNTS.encode()), ImportTerms())


def test_the_official_figures_of_2024(empty_ports: Ports, data_dir: Path) -> None:
    def imported(name: str, **terms: object) -> str:
        with (data_dir / "data" / name).open("rb") as file:
            result = import_file(empty_ports, LOCAL, file, ImportTerms(**terms))  # type: ignore[arg-type]
        return "" if result.dataset is None else result.dataset.name

    imported("geography/AGEEML_20249161546763.csv")
    imported("geography/operative_regions_2013.csv")
    imported("geography/conapo_population_1990_2040.csv", population_year=2024)
    imported("capacity/m3s1p2_cngmd2021.csv")
    dataset = imported("incidence/IDM_NM_2024.csv.gz")
    draft = RankingDraft("", RankingMethod.VOLUME, (dataset,), (HOMICIDE,), date(2024, 1, 1), date(2025, 1, 1))
    ranking = create_ranking(empty_ports, LOCAL, draft)
    assert ranking.ranked_incidents + ranking.unplaced_incidents == 25_449
    entries = list_ranked_municipalities(empty_ports, LOCAL, ranking.name, PageRequest(50)).items
    assert entries[0].municipality == TIJUANA
    # The 50 with the most incidents hold 0.497: an order by recent months can hold no more of the whole year.
    assert 0.49 < entries[49].cumulative_share < 0.4975
    assert get_municipality(empty_ports, LOCAL, ACAPULCO).census_officers == 2332
