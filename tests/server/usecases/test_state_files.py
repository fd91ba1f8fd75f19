"""The state file is a dataset of its own: kept, revised, told by state, and never ranked by municipality."""

import gzip
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.errors import ErrorReason, InvalidArgument
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import RankingDraft, RankingMethod
from relevo_server.usecases.datasets import get_dataset, list_datasets
from relevo_server.usecases.indicators import NATION, Area, IndicatorQuery, get_indicators
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.rankings import create_ranking
from tests.server.intake.made import CRIME, CRIME_COLUMNS, MONTHS, csv_file
from tests.server.world import BAJA_CALIFORNIA, COUNTS, GUERRERO, HOMICIDE, import_text

HEADER = ["Año", "Clave_Ent", "Entidad", *CRIME_COLUMNS, *MONTHS]
KIDNAPPING = "crimeTypes/secuestro"
YEAR = date(2024, 1, 1), date(2025, 1, 1)


def imported(ports: Ports, december: int = 10, **terms: object) -> tuple[Dataset, tuple[str, ...]]:
    rows = [
        [2024, 12, "Guerrero", *CRIME, *[20] * 12],
        [2024, 2, "Baja California", *CRIME, *[10] * 11, december],
    ]
    result = import_file(ports, LOCAL, BytesIO(csv_file([HEADER, *rows])), ImportTerms(**terms))  # type: ignore[arg-type]
    assert result.dataset is not None
    return result.dataset, result.notices


def query(name: str, area: Area, *more: str) -> IndicatorQuery:
    return IndicatorQuery((name, *more), (HOMICIDE,), *YEAR, area=area)


def test_a_state_file_becomes_a_dataset_once(ports: Ports) -> None:
    dataset, _ = imported(ports, title="IDEFC_NM.csv")
    assert get_dataset(ports, LOCAL, dataset.name) == dataset
    assert (dataset.layout, dataset.is_by_state, dataset.rows) == ("SESNSP_IDEFC_NM", True, 2)
    assert [(crime.name, crime.incidents) for crime in dataset.crime_types] == [(HOMICIDE, 360)]
    assert imported(ports)[0] == dataset


def test_its_figures_are_told_by_state_and_above(ports: Ports) -> None:
    name = imported(ports)[0].name
    by_state = get_indicators(ports, LOCAL, query(name, Area.STATE)).figures
    assert [(figure.area, figure.incidents) for figure in by_state] == [(BAJA_CALIFORNIA, 120), (GUERRERO, 240)]
    assert by_state[1].rate_per_100k == pytest.approx(240 / 840_000 * 1e5)
    (nation,) = get_indicators(ports, LOCAL, query(name, Area.NATION)).figures
    assert (nation.area, nation.incidents) == (NATION, 360)
    assert len(get_indicators(ports, LOCAL, query(name, Area.REGION)).figures) == 2


def test_a_state_keeps_its_rate_where_a_new_municipality_has_no_population_yet(ports: Ports) -> None:
    name = imported(ports)[0].name
    import_text(ports, "CVE_ENT,NOM_ENT,CVE_MUN,NOM_MUN,POB_TOTAL\n12,Guerrero,085,Ñuu Savi,-\n")
    found = get_indicators(ports, LOCAL, query(name, Area.STATE))
    assert found.figures[1].rate_per_100k == pytest.approx(240 / 840_000 * 1e5)
    assert found.without_population == ("municipalities/12085",)


def test_a_later_edition_is_kept_as_a_revision(ports: Ports) -> None:
    first, _ = imported(ports)
    second, notices = imported(ports, december=13)
    assert second.name != first.name
    assert len(notices) == 1
    assert "2024-12" in notices[0]
    assert len(list_datasets(ports, LOCAL, PageRequest()).items) == 2


def test_a_state_file_says_nothing_of_municipalities(ports: Ports) -> None:
    name = imported(ports)[0].name
    with pytest.raises(InvalidArgument) as caught:
        get_indicators(ports, LOCAL, query(name, Area.MUNICIPALITY))
    assert [fault.field for fault in caught.value.faults] == ["area"]
    with pytest.raises(InvalidArgument) as caught:
        create_ranking(ports, LOCAL, RankingDraft("", RankingMethod.VOLUME, (name,), (HOMICIDE,), *YEAR))
    assert [fault.field for fault in caught.value.faults] == ["ranking.datasets"]


def test_a_state_file_is_not_added_to_a_municipal_one(ports: Ports) -> None:
    name = imported(ports)[0].name
    other = import_text(ports, COUNTS, crime_type=HOMICIDE, absent_means_default=AbsentMeans.ZERO).dataset
    assert other is not None
    with pytest.raises(InvalidArgument) as caught:
        get_indicators(ports, LOCAL, query(name, Area.STATE, other.name))
    assert "datasets" in {fault.field for fault in caught.value.faults}


def test_a_new_layout_is_refused_with_the_columns_that_it_lacks(ports: Ports) -> None:
    names = [name for name in HEADER if name not in {"Modalidad", "Marzo"}]
    with pytest.raises(InvalidArgument) as caught:
        import_file(ports, LOCAL, BytesIO(csv_file([names])), ImportTerms())
    assert caught.value.reason is ErrorReason.LAYOUT_UNKNOWN
    assert caught.value.metadata["missing"] == "Modalidad, Marzo"
    assert "it lacks Modalidad, Marzo" in caught.value.faults[0].why
    assert list_datasets(ports, LOCAL, PageRequest()).items == ()


def test_the_official_state_file_tells_the_same_as_the_municipal_one(empty_ports: Ports, data_dir: Path) -> None:
    """Kidnapping by state in 2016: exactly those of the municipal file, its rows that are no place included."""
    folder = data_dir / "data"
    for name in ("AGEEML_20249161546763.csv", "operative_regions_2013.csv"):
        with (folder / "geography" / name).open("rb") as file:
            import_file(empty_ports, LOCAL, file, ImportTerms())
    datasets = []
    for name, keeps in (("IDEFC_NM_state_2015_2024", b"2016,"), ("IDM_NM_selected_2015_2018", b"2016,")):
        with gzip.open(folder / "incidence" / f"{name}.csv.gz") as file:
            header, *rows = file.readlines()
        kept = BytesIO(header + b"".join(row for row in rows if row.startswith(keeps)))
        result = import_file(empty_ports, LOCAL, kept, ImportTerms(absent_means_default=AbsentMeans.ZERO))
        assert result.dataset is not None
        datasets.append(result.dataset)
    span = date(2016, 1, 1), date(2017, 1, 1)
    by_state, by_place = (
        {
            figure.area: figure.incidents
            for figure in get_indicators(
                empty_ports, LOCAL, IndicatorQuery((dataset.name,), (KIDNAPPING,), *span, area=Area.STATE)
            ).figures
        }
        for dataset in datasets
    )
    assert len(by_state) == 32
    assert by_place == by_state
    assert next(crime.unplaced_incidents for crime in datasets[1].crime_types if crime.name == KIDNAPPING) > 0
