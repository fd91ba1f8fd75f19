"""Bad input through the command line: every fault named, an exit code that says so, and nothing written."""

import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from relevo_client import connect
from relevo_client.client import Relevo
from relevo_client.dates import present_day
from relevo_server.app import serving
from tests.server.intake.made import CRIME, municipal_file, municipal_row
from tests.server.world import COUNTS, SHEET

pytestmark = pytest.mark.timeout(120)
TODAY = present_day()
FROM, UNTIL = TODAY - timedelta(days=30), TODAY + timedelta(days=300)
AGREEMENT = "meetings/m1/agreements/a1"
HOMICIDES = ("--crime-type", "homicidio-doloso")


@dataclass
class House:
    """A server, its records as a client sees them, and the command line against it."""

    environment: dict[str, str]
    relevo: Relevo
    database: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "relevo_client.main", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
        )

    def done(self, *arguments: str) -> None:
        ran = self.run(*arguments)
        assert ran.returncode == 0, ran.stderr

    def refused(self, code: int, *arguments: str) -> str:
        """What is said of bad input; the records stay as they were."""
        before = self.counted()
        ran = self.run(*arguments)
        assert ran.returncode == code, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
        assert self.counted() == before
        return " ".join(ran.stderr.split())

    def counted(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.database)) as records:
            (rows,) = records.execute("SELECT (SELECT count(*) FROM counts) + count(*) FROM count_series").fetchone()
        return {
            "counts": rows,
            "agreements": len(list(self.relevo.meetings.agreements())),
            "datasets": len(list(self.relevo.incidence.datasets())),
            "deployments": len(list(self.relevo.deployments.list())),
            "municipalities": len(list(self.relevo.geography.municipalities())),
            "reports": len(list(self.relevo.capacity.list())),
        }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("bad")
    sheet = folder / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    with serving(folder / "home", "127.0.0.1:0") as served:
        environment = {
            **os.environ,
            "RELEVO_ADDRESS": served.address,
            "RELEVO_HOME": str(folder / "home"),
            "RELEVO_TOKEN_FILE": str(served.token_file),
        }
        with connect(served.address, served.token_file.read_text().strip()) as relevo:
            found = House(environment, relevo, folder / "home/relevo.db")
            found.done("import", str(sheet))
            found.done("meeting", "create", "centro", "--date", str(FROM), "--title", "Meeting", "--id", "m1")
            found.done("meeting", "hold", "m1", "--office", "Secretariat")
            agree = ("--state", "12", "--title", "Support", "--id", "a1")
            found.done("meeting", "agree", "m1", "--from", str(FROM), "--until", str(UNTIL), *agree)
            yield found


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], str]:
    def written(data: bytes) -> str:
        path = tmp_path / "counts.csv"
        path.write_bytes(data)
        return str(path)

    return written


def stay(start: date, end: date | None, municipality: str = "12001") -> list[str]:
    until = ["--until", str(end)] if end else []
    return ["deployment", "create", municipality, "--agreement", AGREEMENT, "--from", str(start), *until]


def test_every_bad_cell_is_named_with_line_and_column(house: House, write: Callable[[bytes], str]) -> None:
    text = COUNTS.replace("12061,2,2,2", "12061,-2,2,x")
    said = house.refused(2, "import", write(text.encode()), *HOMICIDES)
    assert "line 3" in said
    assert "2024-01" in said
    assert "2024-03" in said
    assert "-2" in said


def test_an_unknown_municipality_is_named(house: House, write: Callable[[bytes], str]) -> None:
    said = house.refused(4, "import", write(COUNTS.replace("02002", "02099").encode()), *HOMICIDES)
    assert "02099" in said
    assert "line 5" in said


def test_a_file_that_ends_within_a_row_is_refused(house: House, write: Callable[[bytes], str]) -> None:
    cut = COUNTS.encode()[: COUNTS.index("02002,10,0") + len("02002,10")]
    said = house.refused(2, "import", write(cut), *HOMICIDES)
    assert "line 5" in said


def test_a_compressed_file_that_ends_early_is_refused(house: House, write: Callable[[bytes], str]) -> None:
    said = house.refused(2, "import", write(gzip.compress(COUNTS.encode())[:-12]), *HOMICIDES)
    assert "it arrived incomplete; nothing was written" in said


POPULATION = "CVE,Entidad,Municipio,2024\n12001,Guerrero,Acapulco,788649\n12061,Guerrero,Tixtla,0\n"
LATE = municipal_file(municipal_row("12001", [1] * 10 + [2, 0]))
OF_2023 = municipal_file(municipal_row("12001", year=2023))


@pytest.mark.parametrize(
    ("content", "arguments", "told"),
    [
        (
            municipal_file(municipal_row("12001"), municipal_row("12061"), municipal_row("12001")),
            *((), ("line 4", "12001, 2024, Homicidio doloso", "line 2 already has a row", "Keep the right one")),
        ),
        (LATE, ("--cut-off", "2024-10-31"), ("line 2, column Noviembre: '2'", "after the cut-off of 2024-10-31")),
        (
            municipal_file(municipal_row("12001", ["1.5", "2.0", *[0] * 10])),
            *((), ("line 2, column Enero: '1.5'", "column Febrero: '2.0'", "no decimals", "Give a whole number")),
        ),
        (POPULATION.encode(), (), ("line 3, column 2024: '0'", "without inhabitants", "blank if unknown")),
        (OF_2023, ("--year", "2024"), ("line 2, column Año: '2023'", "the file was said to be of 2024, but no row is")),
        (municipal_file(municipal_row("12001", year=2099)), (), ("line 2, column Año: '2099'", "has not begun")),
        (gzip.compress(LATE)[:90], (), ("the gzip file breaks off after 90 bytes", "again, whole")),
    ],
    ids=[
        "twice",
        "beyond the cut-off",
        "decimals",
        "nobody lives there",
        "another year",
        "a year to come",
        "half a gzip",
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_what_to_do(
    house: House, write: Callable[[bytes], str], content: bytes, arguments: tuple[str, ...], told: tuple[str, ...]
) -> None:
    said = house.refused(2, "import", write(content), *arguments)
    assert [part for part in told if part not in said] == [], said
    assert "nothing was written" in said


def test_a_fault_after_ten_thousand_good_rows_leaves_none_of_them(house: House, write: Callable[[bytes], str]) -> None:
    """The rows are stored by ten thousand: those before the fault have been written and must be gone again."""
    rows = [
        municipal_row(key, year=year, crime=(*CRIME[:3], f"Modalidad {number}"))
        for number in range(600)
        for key in ("12001", "12061")
        for year in range(2015, 2025)
    ]
    said = house.refused(2, "import", write(municipal_file(*rows, rows[0])))
    assert "line 12002" in said
    house.done("import", write(municipal_file(*rows)))


def test_a_wrongly_encoded_file_is_refused(house: House, write: Callable[[bytes], str]) -> None:
    said = house.refused(2, "import", write(SHEET.encode("utf-16")[:-31]))
    assert said


def test_a_wrong_letter_in_a_sheet_of_places_is_refused(house: House, write: Callable[[bytes], str]) -> None:
    broken = SHEET.replace("Acapulco de Juárez", "Acapulco de Ju\N{REPLACEMENT CHARACTER}rez")
    said = house.refused(2, "import", write(broken.encode()))
    assert "line 2" in said


def test_an_agreement_in_the_past_is_refused(house: House) -> None:
    ends = ("--from", str(FROM - timedelta(days=400)), "--until", str(FROM - timedelta(days=100)))
    said = house.refused(2, "meeting", "agree", "m1", *ends, "--state", "12", "--title", "Support")
    assert "end_date" in said


def test_a_report_on_another_states_municipality_is_refused(house: House) -> None:
    figures = ("--as-of", str(TODAY), "--municipal-officers", "10")
    said = house.refused(4, "capacity", "submit", "12001", "--state", "02", *figures)
    assert "states/02" in said


def test_a_negative_number_of_officers_is_refused(house: House) -> None:
    said = house.refused(2, "capacity", "submit", "12001", "--as-of", str(TODAY), "--municipal-officers", "-1")
    assert "municipal_officers" in said


def test_a_stay_without_an_end_is_refused(house: House) -> None:
    said = house.refused(2, *stay(TODAY, None), "--teams", "pools/none=1")
    assert "--until" in said


def test_a_stay_over_another_is_refused(house: House) -> None:
    house.done(
        *("pool", "create", "--id", "p1", "--agency", "Agency", "--capability", "patrol", "--teams", "5"),
        *("--officers-per-team", "30", "--illustrative"),
    )
    teams = ("--teams", "pools/p1=1")
    house.done(*stay(TODAY, TODAY + timedelta(days=28)), *teams)
    said = house.refused(4, *stay(TODAY + timedelta(days=7), TODAY + timedelta(days=35)), *teams)
    assert "deployments/" in said


def test_a_stay_in_an_unknown_municipality_is_refused(house: House) -> None:
    said = house.refused(3, *stay(TODAY, TODAY + timedelta(days=28), "12099"), "--teams", "pools/p1=1")
    assert "municipalities/12099 does not exist" in said
