"""Every kind of bad file is refused with its place, and nothing of it is imported."""

import gzip
from datetime import date
from io import BytesIO

import pytest

from relevo_server.domain.errors import ErrorReason, InvalidArgument
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.datasets import list_datasets
from relevo_server.usecases.geography import get_municipality
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from tests.server.world import TIXTLA, import_text

POPULATION = """\
CVE,Entidad,Municipio,2020,2024,2030
12001,Guerrero,Acapulco,790000,788649,780000
12061,Guerrero,Tixtla,43000,,
"""
ROWS = "12001,2024,1,5\n12001,2024,2,6\n"
DEATHS = "CVEGEO,year,month,homicides\n"


@pytest.mark.parametrize(
    ("text", "terms", "place"),
    [
        (DEATHS + ROWS + "12001,2024,1,7\n", {}, "line 4"),
        (DEATHS + ROWS, {"cut_off": date(2024, 1, 31)}, "line 3, column homicides"),
        (DEATHS + ROWS.replace(",6", ",6.5"), {}, "line 3, column homicides"),
        (DEATHS + ROWS, {"years": (2023,)}, "column year"),
        (DEATHS + ROWS, {"years": (2023, 2024)}, "column year"),
        (POPULATION.replace("43000", "0"), {}, "line 3, column 2020"),
    ],
    ids=["duplicate", "beyond the cut-off", "decimals", "other year", "year without rows", "nobody lives there"],
)
def test_bad_input_is_refused_with_its_place_and_changes_nothing(
    ports: Ports, text: str, terms: dict[str, object], place: str
) -> None:
    with pytest.raises(InvalidArgument) as caught:
        import_text(ports, text, **terms)
    assert caught.value.reason is ErrorReason.INTAKE_REFUSED
    assert any(place in fault.field for fault in caught.value.faults), caught.value.faults
    assert list_datasets(ports, LOCAL, PageRequest()).items == ()
    assert get_municipality(ports, LOCAL, TIXTLA).population == 40_000


def test_half_a_gzip_changes_nothing(ports: Ports) -> None:
    packed = gzip.compress((DEATHS + "".join(f"12001,{year},1,5\n" for year in range(1990, 2020))).encode())
    with pytest.raises(InvalidArgument) as caught:
        import_file(ports, LOCAL, BytesIO(packed[: len(packed) // 2]), ImportTerms())
    assert caught.value.reason is ErrorReason.INTAKE_TRUNCATED
    assert list_datasets(ports, LOCAL, PageRequest()).items == ()


def test_the_said_year_lets_its_file_in(ports: Ports) -> None:
    assert import_text(ports, DEATHS + ROWS, years=(2024,)).dataset is not None
