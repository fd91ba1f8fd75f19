"""Commands of `relevo import` and `relevo dataset`."""

from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo

from relevo.v1.incidence_pb2 import ABSENT_MEANS_UNKNOWN, ABSENT_MEANS_ZERO, CrimeType, Dataset
from relevo.v1.incidence_service_pb2 import ListDatasetsResponse
from relevo.v1.intake_service_pb2 import ImportFileResponse, ImportHeader, LeftOutRow
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer, Refused

DATASET = Dataset(
    name="datasets/d1", years=[2024], crime_types=[CrimeType(name="crimeTypes/homicidio-doloso", incidents=25449)]
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "AGEEML.csv"
    path.write_text("catalogue")
    return path


@pytest.fixture
def incidence(tmp_path: Path) -> Path:
    path = tmp_path / "IDM_NM_2024.csv"
    path.write_text("incidence")
    return path


def needs_catalogue(imported: list[str]) -> Any:
    def answer(parts: list[Any]) -> ImportFileResponse:
        title = parts[0].header.title
        if title != "AGEEML.csv" and "AGEEML.csv" not in imported:
            info = ErrorInfo(reason="ERROR_REASON_MUNICIPALITY_UNKNOWN")
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, "unknown municipalities", info)
        imported.append(title)
        return ImportFileResponse(layout="X", rows_read=1)

    return answer


def test_an_import_says_what_it_brought(run: Run, fake: FakeServer, incidence: Path) -> None:
    left_out = [LeftOutRow(line=7, column="Enero", value="x", reason="not a count")]
    answer = ImportFileResponse(
        layout="SESNSP_IDM_NM", rows_read=1204, dataset=DATASET, left_out=left_out, left_out_total=1, unplaced_rows=32
    )
    fake.answers["ImportFile"] = lambda _: answer
    ran = run("import", str(incidence), "--absent-means", "zero", "--absent", "Secuestro=unknown", "--skip-bad-rows")
    assert ran.code == 0, ran.err
    header = fake.requests("ImportFile")[0][0].header
    assert header.absent_means_default == ABSENT_MEANS_ZERO
    assert dict(header.absent_means) == {"Secuestro": ABSENT_MEANS_UNKNOWN}
    assert header.on_fault == ImportHeader.ON_FAULT_SKIP
    assert "SESNSP_IDM_NM, 1,204 rows, 32 rows of no place" in ran.out
    assert "  datasets/d1: 25,449 homicidio-doloso" in ran.out.splitlines()
    assert "left out: line 7, column Enero 'x': not a count" in ran.out


def test_unknown_is_what_a_missing_row_means_unless_said(run: Run, fake: FakeServer, incidence: Path) -> None:
    fake.answers["ImportFile"] = lambda _: ImportFileResponse()
    run("import", str(incidence))
    header = fake.requests("ImportFile")[0][0].header
    assert header.absent_means_default == ABSENT_MEANS_UNKNOWN
    assert header.on_fault == ImportHeader.ON_FAULT_REFUSE


def test_a_file_that_needs_the_catalogue_waits_for_it(
    run: Run, fake: FakeServer, incidence: Path, catalogue: Path
) -> None:
    imported = list[str]()
    fake.answers["ImportFile"] = needs_catalogue(imported)
    ran = run("import", str(incidence), str(catalogue), "--json")
    assert ran.code == 0, ran.err
    assert imported == ["AGEEML.csv", "IDM_NM_2024.csv"]
    assert len(ran.json) == 2


def test_a_file_whose_catalogue_never_comes_is_refused(
    run: Run, fake: FakeServer, incidence: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("x")
    fake.answers["ImportFile"] = needs_catalogue([])
    ran = run("import", str(incidence), str(other))
    assert (ran.code, ran.out) == (4, "")
    assert "import the INEGI catalogue" in ran.err
    assert len(fake.requests("ImportFile")) == 2


def test_every_fault_is_on_a_line_of_its_own(run: Run, fake: FakeServer, incidence: Path, catalogue: Path) -> None:
    violations = [BadRequest.FieldViolation(field=f"line {n}, column Enero", description="'x'") for n in range(2, 300)]

    def answer(parts: list[Any]) -> ImportFileResponse:
        if parts[0].header.title == "AGEEML.csv":
            return ImportFileResponse(layout="INEGI_AGEEML")
        info = ErrorInfo(reason="ERROR_REASON_INTAKE_REFUSED")
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "298 faults", BadRequest(field_violations=violations), info)

    fake.answers["ImportFile"] = answer
    ran = run("import", str(catalogue), str(incidence))
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert "  line 2, column Enero: 'x'" in lines
    assert "  and 98 more" in lines
    assert f"imported before the fault: {catalogue}" in ran.err.replace("\n", " ")  # a long path has a line of its own
    assert "--skip-bad-rows" in lines[-1]


def test_every_missing_file_is_named_and_nothing_is_sent(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    ran = run("import", str(tmp_path / "a.csv"), str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "a.csv': does not exist" in ran.err
    assert "': a directory" in ran.err
    assert not fake.calls


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--absent-means", "nothing"), "'nothing': not known"),
        (("--absent", "Secuestro"), "'Secuestro': not a pair"),
        (("--cut-off", "31/12/2024"), "write it as 2026-01-31"),
    ],
)
def test_options_that_are_not_understood(
    run: Run, fake: FakeServer, incidence: Path, options: tuple[str, ...], told: str
) -> None:
    ran = run("import", str(incidence), *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not fake.calls


def test_datasets(run: Run, fake: FakeServer) -> None:
    fake.answers["ListDatasets"] = lambda _: ListDatasetsResponse(datasets=[DATASET])
    fake.answers["GetDataset"] = lambda _: DATASET
    assert run("dataset", "list").out.splitlines()[1].split() == ["d1", "2024", "0", "1"]
    assert "homicidio-doloso     25,449" in run("dataset", "show", "d1").out
    assert run("dataset", "show", "d1", "--json").json["years"] == [2024]
