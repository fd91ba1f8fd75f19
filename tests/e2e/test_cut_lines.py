"""A file sent over a line that is cut at random is the file sent over one that is not."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from relevo.v1.intake_service_pb2 import CreateUploadRequest, ImportFileResponse, SendUploadHeader, SendUploadRequest
from relevo.v1.intake_service_pb2_grpc import IntakeServiceStub
from relevo.v1.upload_pb2 import Upload
from relevo_client import RelevoError, connect
from relevo_client.client import Relevo
from relevo_server.app import UPLOADS, Served, serving
from tests.e2e.cut_line import cut_line
from tests.server.world import SHEET

pytestmark = pytest.mark.timeout(120)
# The line is back at once: gRPC need not wait a second before it calls again.
SOON = [("grpc.initial_reconnect_backoff_ms", 100), ("grpc.min_reconnect_backoff_ms", 100)]
HEADER = "Año,Clave_Ent,Entidad,Cve. Municipio,Municipio,Bien jurídico afectado,Tipo de delito,Subtipo de delito,"
MONTHS = "Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,Noviembre,Diciembre"
PLACES = (("12001", "Acapulco de Juárez"), ("12061", "Tixtla de Guerrero"))


def counts(years: range) -> bytes:
    """A municipal file of some 2 MB."""
    months = ",".join(str(month) for month in range(12))
    rows = [f"{HEADER}Modalidad,{MONTHS}"] + [
        f"{year},12,Guerrero,{key},{name},Bien,Tipo,Subtipo {crime // 4},Modalidad {crime},{months}"
        for year in years
        for key, name in PLACES
        for crime in range(1_000)
    ]
    return "\n".join([*rows, ""]).encode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "home", "127.0.0.1:0") as running:
        yield running


@pytest.fixture
def relevo(served: Served, tmp_path: Path) -> Iterator[Relevo]:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    with connect(served.address, served.token_file.read_text().strip()) as client:
        client.intake.import_file(sheet)
        yield client


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "IDM_NM.csv"
    path.write_bytes(counts(range(2015, 2026)))
    assert path.stat().st_size > 2 << 20
    return path


def told(answer: ImportFileResponse) -> ImportFileResponse:
    """What is the same for the same file, whoever sends it: not its name, nor the instant."""
    kept = ImportFileResponse()
    kept.CopyFrom(answer)
    kept.dataset.ClearField("name")
    kept.dataset.ClearField("create_time")
    return kept


def test_a_line_cut_at_random_brings_the_same_file(served: Served, relevo: Relevo, file: Path, tmp_path: Path) -> None:
    cuts = random.Random(4)
    lengths = [cuts.randrange(200_000, 900_000) for _ in range(4)]
    sent, cut = list[int](), list[str]()
    with cut_line(served.address, list(lengths)) as line, grpc.insecure_channel(line.address, SOON) as channel:
        over_it = connect(token=served.token_file.read_text().strip(), channel=channel)
        answer = over_it.intake.import_file(
            file,
            on_sent=lambda done, _: sent.append(done),
            on_cut=lambda error, _: cut.append(error.code),
            pause=lambda _: grpc.channel_ready_future(channel).result(timeout=20),
        )
        assert line.cuts >= 3
    assert set(cut) == {"UNAVAILABLE"}
    assert sent[-1] == file.stat().st_size
    assert answer.dataset.content_sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert relevo.intake.import_file(file).already_imported
    with (
        serving(tmp_path / "other", "127.0.0.1:0") as other,
        connect(other.address, other.token_file.read_text().strip()) as uncut,
    ):
        uncut.intake.import_file(tmp_path / "sheet.csv")
        assert told(uncut.intake.import_file(file)) == told(answer)
    assert not list((tmp_path / "home" / UPLOADS).iterdir())


def test_a_file_is_sent_on_by_who_comes_later(relevo: Relevo, file: Path) -> None:
    content = file.read_bytes()
    stub = IntakeServiceStub(relevo.calls.channel)
    announced = Upload(title=file.name, sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content))
    name = relevo.calls.unary(stub.CreateUpload, CreateUploadRequest(upload=announced)).name

    def parts() -> Iterator[SendUploadRequest]:
        yield SendUploadRequest(header=SendUploadHeader(name=name))
        yield SendUploadRequest(chunk=content[:700_000])
        while not relevo.intake.upload(name).received_bytes:
            pass
        raise ConnectionError("the sender goes away")

    with pytest.raises(RelevoError):
        relevo.calls.upload(stub.SendUpload, parts())
    sent = list[int]()
    relevo.intake.import_file(file, on_sent=lambda done, _: sent.append(done))
    assert sent[0] > 700_000
    assert sent[-1] == len(content)
    assert [dataset.title for dataset in relevo.incidence.datasets()] == [file.name]
