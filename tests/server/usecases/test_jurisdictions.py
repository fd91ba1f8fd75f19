"""Common and federal crimes apart: each from the sources that tell of it, and what no source tells is not zero."""

from datetime import date
from io import BytesIO

import pytest

from relevo_server.domain.dataset import Dataset, Jurisdiction
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.indicator_figures import Apart
from relevo_server.usecases.indicators import Area, IndicatorQuery, get_indicators
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.jurisdictions import parts_of
from relevo_server.usecases.ports import Ports
from tests.server.intake.made import CRIME, CRIME_COLUMNS, MONTHS, Cells, csv_file, municipal_file, municipal_row
from tests.server.world import BAJA_CALIFORNIA, COUNTS, GUERRERO, HOMICIDE, import_text

POSSESSION = "crimeTypes/contra-la-salud-posesion"
YEAR = date(2024, 1, 1), date(2025, 1, 1)
COMMON_HEADER = ["Año", "Clave_Ent", "Entidad", *CRIME_COLUMNS, *MONTHS]
FEDERAL_HEADER = ["AÑO", "INEGI", "ENTIDAD", "LEY", "CONCEPTO", "TIPO", *MONTHS]
FEDERAL_CRIME = ("CODIGO PENAL FEDERAL", "CONTRA LA SALUD", "POSESION")


def imported(ports: Ports, rows: list[Cells]) -> Dataset:
    dataset = import_file(ports, LOCAL, BytesIO(csv_file(rows)), ImportTerms()).dataset
    assert dataset is not None
    return dataset


def common(ports: Ports) -> Dataset:
    return imported(
        ports, [COMMON_HEADER, *([2024, state, "", *CRIME, *[count] * 12] for state, count in ((12, 20), (2, 10)))]
    )


def federal(ports: Ports, *years: int, abroad: bool = False) -> Dataset:
    """Made up: Guerrero three a month in 2024 and two before, Baja California one."""
    rows: list[Cells] = []
    for year in years or (2024,):
        rows.append([year, 12, "GUERRERO", *FEDERAL_CRIME, *[3 if year == 2024 else 2] * 12])
        rows.append([year, 2, "BAJA CALIFORNIA", *FEDERAL_CRIME, *[1] * 12])
    if abroad:
        rows.append([2024, 33, "EXTRANJERO", *FEDERAL_CRIME, *[900] * 12])
    return imported(ports, [FEDERAL_HEADER, *rows])


def apart(ports: Ports, *datasets: Dataset) -> tuple[Apart, ...]:
    """Ask for homicides by state."""
    names = tuple(dataset.name for dataset in datasets)
    return get_indicators(ports, LOCAL, IndicatorQuery(names, (HOMICIDE,), *YEAR, area=Area.STATE)).apart


def test_the_layout_tells_the_jurisdiction_or_nobody_does(ports: Ports) -> None:
    by_place = import_file(ports, LOCAL, BytesIO(municipal_file(municipal_row("12001"))), ImportTerms()).dataset
    sheet = import_text(ports, COUNTS, crime_type=HOMICIDE, absent_means_default=AbsentMeans.ZERO).dataset
    assert by_place is not None
    assert sheet is not None
    assert by_place.jurisdiction is common(ports).jurisdiction is Jurisdiction.COMMON
    assert federal(ports).jurisdiction is Jurisdiction.FEDERAL
    assert sheet.jurisdiction is None


def test_common_and_federal_crimes_are_told_apart_and_added_up(ports: Ports) -> None:
    datasets = [common(ports), federal(ports, abroad=True)]
    names = tuple(dataset.name for dataset in datasets)
    found = get_indicators(ports, LOCAL, IndicatorQuery(names, (HOMICIDE, POSSESSION), *YEAR, area=Area.STATE))
    assert [(figure.area, figure.incidents) for figure in found.figures] == [(BAJA_CALIFORNIA, 132), (GUERRERO, 276)]
    first, second = found.apart
    assert (first.jurisdiction, first.datasets, first.crime_types) == (Jurisdiction.COMMON, names[:1], (HOMICIDE,))
    assert [figure.incidents for figure in first.figures] == [120, 240]
    assert (second.jurisdiction, second.datasets, second.crime_types) == (
        *(Jurisdiction.FEDERAL, names[1:], (POSSESSION,)),
    )
    assert [figure.incidents for figure in second.figures] == [12, 36]
    assert second.figures[1].rate_per_100k == pytest.approx(36 / 840_000 * 1e5)


def test_changes_are_told_apart_too(ports: Ports) -> None:
    dataset = federal(ports, 2023, 2024)
    query = IndicatorQuery((dataset.name,), (POSSESSION,), *YEAR, base_month=date(2023, 1, 1), area=Area.STATE)
    _, told = get_indicators(ports, LOCAL, query).apart
    assert [(figure.change_to_base, figure.change_to_before) for figure in told.figures] == [(0.0, 0.0), (0.5, 0.5)]


def test_a_jurisdiction_without_a_source_has_no_figures_rather_than_zeros(ports: Ports) -> None:
    of_states, none_told = apart(ports, common(ports))
    assert len(of_states.figures) == 2
    assert none_told == Apart(Jurisdiction.FEDERAL, (), (), ())


def test_a_source_that_holds_none_of_the_crimes_tells_nothing_of_them(ports: Ports) -> None:
    _, of_federation = apart(ports, common(ports), federal(ports))
    assert of_federation == Apart(Jurisdiction.FEDERAL, (), (), ())


def test_what_no_source_tells_is_neither(ports: Ports) -> None:
    sheet = import_text(ports, COUNTS, crime_type=HOMICIDE, absent_means_default=AbsentMeans.ZERO).dataset
    assert sheet is not None
    query = IndicatorQuery((sheet.name,), (HOMICIDE,), date(2024, 1, 1), date(2024, 4, 1), area=Area.STATE)
    first, second, untold = get_indicators(ports, LOCAL, query).apart
    assert (first.figures, second.figures) == ((), ())
    assert (untold.jurisdiction, untold.datasets) == (None, (sheet.name,))
    assert untold.figures


def test_half_a_span_of_one_jurisdiction_is_unknown_there(ports: Ports) -> None:
    """A sheet tells of the first half of the year and the official file of the second: no part has the year."""
    months = ",".join(f"2024-{month:02d}" for month in range(1, 7))
    lines = [f"cvegeo,{months}", *(f"{key}," + ",".join(["1"] * 6) for key in ("12001", "12061", "02004", "02002"))]
    sheet = import_text(ports, "\n".join(lines) + "\n", crime_type=HOMICIDE).dataset
    rows = [municipal_row(key, ["" if month < 6 else 1 for month in range(12)]) for key in ("12001", "12061")]
    rows += [municipal_row(key, ["" if month < 6 else 1 for month in range(12)]) for key in ("2004", "2002")]
    file = import_file(ports, LOCAL, BytesIO(municipal_file(*rows)), ImportTerms()).dataset
    assert sheet is not None
    assert file is not None
    query = IndicatorQuery((sheet.name, file.name), (HOMICIDE,), *YEAR, area=Area.NATION)
    found = get_indicators(ports, LOCAL, query)
    assert [figure.incidents for figure in found.figures] == [48]
    assert [[figure.incidents for figure in part.figures] for part in found.apart] == [[None], [], [None]]


def test_parts_keep_the_order_of_what_was_asked(ports: Ports) -> None:
    datasets = [federal(ports), common(ports)]
    told = [(part.jurisdiction, part.crime_types) for part in parts_of(datasets, (POSSESSION, HOMICIDE))]
    assert told == [(Jurisdiction.COMMON, (HOMICIDE,)), (Jurisdiction.FEDERAL, (POSSESSION,))]
