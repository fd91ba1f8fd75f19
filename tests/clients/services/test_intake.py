"""Files on the wire: small ones in one call, large ones in steps that go on where the line was cut."""

import gzip
import hashlib
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo

import relevo_client
from relevo.v1.intake_service_pb2 import ImportFileResponse, ImportHeader, ImportUploadResponse
from relevo.v1.upload_pb2 import Upload
from relevo_client.services.intake import ONE_CALL_BYTES
from tests.clients.fake_server import FakeServer, Refused

NAME = "uploads/" + "ab" * 16


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "IDM_NM_2024.csv.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 3000, compresslevel=0))
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "IDM_NM_2024.csv"
    path.write_bytes(bytes(range(256)) * (ONE_CALL_BYTES // 256) + b"and more")
    return path


def never(_: float) -> None:
    pytest.fail("nothing is to be tried again")


class Room:
    """What a server holds of one file; it takes some bytes before it loses the line, as often as told."""

    def __init__(self, fake: FakeServer, content: bytes, cuts: tuple[int, ...] = ()) -> None:
        self.held = b""
        self.size = len(content)
        self._cuts = list(cuts)
        fake.answers["CreateUpload"] = lambda _: self.upload()
        fake.answers["GetUpload"] = lambda _: self.upload()
        fake.answers["SendUpload"] = self.send
        fake.answers["ImportUpload"] = lambda _: ImportUploadResponse(result=ImportFileResponse(rows_read=3))

    def upload(self) -> Upload:
        told = hashlib.sha256(self.held).hexdigest()
        return Upload(name=NAME, received_bytes=len(self.held), received_sha256=told, size_bytes=self.size)

    def send(self, parts: list[Any]) -> Upload:
        header, *chunks = parts
        self.held = self.held[: header.header.offset] + b"".join(part.chunk for part in chunks)
        if self._cuts:
            self.held = self.held[: self._cuts.pop(0)]
            raise Refused(grpc.StatusCode.UNAVAILABLE, "cut")
        return self.upload()


def test_a_file_is_a_header_and_then_its_bytes(fake: FakeServer, relevo: relevo_client.Relevo, file: Path) -> None:
    fake.answers["ImportFile"] = lambda _: ImportFileResponse(rows_read=3)
    sent = list[tuple[int, int]]()
    terms = ImportHeader(population_year=2024)
    answer = relevo.intake.import_file(file, terms, on_sent=lambda done, total: sent.append((done, total)))
    (first, *rest) = fake.requests("ImportFile")[0]
    content = file.read_bytes()
    assert answer.rows_read == 3
    assert first.header.title == "IDM_NM_2024.csv.gz"
    assert first.header.size_bytes == len(content)
    assert first.header.sha256 == hashlib.sha256(content).hexdigest()
    assert first.header.population_year == 2024
    assert first.header.request_id
    assert b"".join(part.chunk for part in rest) == content
    assert all(len(part.chunk) <= 1024 * 1024 for part in rest)
    assert sent[-1] == (len(content), len(content))
    assert len(sent) == len(rest) > 1


def test_the_callers_terms_stay_as_they_were(fake: FakeServer, relevo: relevo_client.Relevo, file: Path) -> None:
    fake.answers["ImportFile"] = lambda _: ImportFileResponse()
    terms = ImportHeader(population_year=2024)
    relevo.intake.import_file(file, terms)
    assert terms == ImportHeader(population_year=2024)


def test_a_small_file_is_sent_again_with_its_request_id(
    fake: FakeServer, relevo: relevo_client.Relevo, file: Path
) -> None:
    outcomes = [Refused(grpc.StatusCode.UNAVAILABLE, "cut"), None]

    def answer(_: object) -> ImportFileResponse:
        if outcome := outcomes.pop(0):
            raise outcome
        return ImportFileResponse(rows_read=3)

    fake.answers["ImportFile"] = answer
    assert relevo.intake.import_file(file, pause=lambda _: None).rows_read == 3
    first, second = fake.requests("ImportFile")
    assert first == second


def test_a_large_file_goes_in_steps(fake: FakeServer, relevo: relevo_client.Relevo, large: Path) -> None:
    room = Room(fake, large.read_bytes())
    assert relevo.intake.import_file(large, ImportHeader(population_year=2024)).rows_read == 3
    assert room.held == large.read_bytes()
    (announced,) = fake.requests("CreateUpload")
    assert announced.upload.sha256 == hashlib.sha256(room.held).hexdigest()
    assert (announced.upload.title, announced.upload.size_bytes) == ("IDM_NM_2024.csv", len(room.held))
    (imported,) = fake.requests("ImportUpload")
    assert (imported.name, imported.header.population_year) == (NAME, 2024)
    assert imported.header.request_id


def test_a_cut_line_goes_on_where_the_server_is(fake: FakeServer, relevo: relevo_client.Relevo, large: Path) -> None:
    room = Room(fake, large.read_bytes(), cuts=(70_001, 70_001, 600_000))
    sent, cuts = list[int](), list[str]()
    answer = relevo.intake.import_file(
        large,
        on_sent=lambda done, _: sent.append(done),
        on_cut=lambda error, _: cuts.append(error.message),
        pause=lambda _: None,
    )
    assert answer.rows_read == 3
    assert room.held == large.read_bytes()
    offsets = [request[0].header.offset for request in fake.requests("SendUpload")]
    assert offsets == [0, 70_001, 70_001, 600_000]
    assert cuts == ["cut"] * 3
    assert sent[-1] == room.size


def test_what_another_run_sent_is_not_sent_again(fake: FakeServer, relevo: relevo_client.Relevo, large: Path) -> None:
    room = Room(fake, large.read_bytes())
    room.held = large.read_bytes()
    relevo.intake.import_file(large)
    assert not fake.requests("SendUpload")


def test_other_bytes_at_the_server_are_sent_anew(fake: FakeServer, relevo: relevo_client.Relevo, large: Path) -> None:
    room = Room(fake, large.read_bytes())
    room.held = b"x" * 100
    relevo.intake.import_file(large)
    assert room.held == large.read_bytes()


def test_a_refusal_of_the_import_ends_it(fake: FakeServer, relevo: relevo_client.Relevo, large: Path) -> None:
    Room(fake, large.read_bytes())

    def refuse(_: object) -> ImportUploadResponse:
        info = ErrorInfo(reason="ERROR_REASON_INTAKE_REFUSED")
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "1 fault", info)

    fake.answers["ImportUpload"] = refuse
    with pytest.raises(relevo_client.RelevoError) as refused:
        relevo.intake.import_file(large, pause=never)
    assert refused.value.reason == "INTAKE_REFUSED"


def test_points_go_in_one_call(fake: FakeServer, relevo: relevo_client.Relevo, large: Path) -> None:
    Room(fake, large.read_bytes())

    def refuse(_: object) -> Upload:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "points", ErrorInfo(reason="ERROR_REASON_POINTS_NOT_KEPT"))

    fake.answers["SendUpload"] = refuse
    fake.answers["ImportFile"] = lambda _: ImportFileResponse(rows_read=3)
    assert relevo.intake.import_file(large, pause=never).rows_read == 3
    (_, *chunks) = fake.requests("ImportFile")[0]
    assert b"".join(part.chunk for part in chunks) == large.read_bytes()


def test_a_server_that_stays_away_is_told(fake: FakeServer, relevo: relevo_client.Relevo, large: Path) -> None:
    Room(fake, large.read_bytes(), cuts=(5,) * 99)
    with pytest.raises(relevo_client.RelevoError, match="UNAVAILABLE: cut"):
        relevo.intake.import_file(large, pause=lambda _: None)
    assert 5 < len(fake.requests("SendUpload")) < 15
