"""Files on the wire."""

import gzip
import hashlib
from pathlib import Path

import pytest

import relevo_client
from relevo.v1.intake_service_pb2 import ImportFileResponse, ImportHeader
from tests.clients.fake_server import FakeServer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "IDM_NM_2024.csv.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 6000, compresslevel=0))
    return path


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
