"""Imports over a real channel: the header once, then the bytes that it announces, and nothing written otherwise."""

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import grpc
import pytest
from google.longrunning import operations_pb2, operations_pb2_grpc

from relevo.v1 import incidence_service_pb2, incidence_service_pb2_grpc, intake_service_pb2_grpc
from relevo.v1.intake_service_pb2 import (
    CreateUploadRequest,
    GetUploadRequest,
    ImportFileRequest,
    ImportFileResponse,
    ImportHeader,
    ImportUploadRequest,
    SendUploadHeader,
    SendUploadRequest,
)
from relevo.v1.upload_pb2 import Upload
from relevo_server.domain.upload import KEPT_FOR
from relevo_server.rpc import sources
from relevo_server.rpc.serving import make_server
from relevo_server.usecases.ports import Ports
from tests.server.rpc.conftest import TOKEN, EmptyQueue, Running
from tests.server.rpc.told import told
from tests.server.world import COUNTS, HOMICIDE

BYTES = COUNTS.encode()
SHA256 = hashlib.sha256(BYTES).hexdigest()


def header(**more: object) -> ImportFileRequest:
    said = {"title": "counts.csv", "crime_type": HOMICIDE, "sha256": SHA256, "size_bytes": len(BYTES), **more}
    return ImportFileRequest(header=ImportHeader(**said))  # type: ignore[arg-type]


def chunk(data: bytes = BYTES) -> ImportFileRequest:
    return ImportFileRequest(chunk=data)


def send(running: Running, *parts: ImportFileRequest) -> ImportFileResponse:
    stub = intake_service_pb2_grpc.IntakeServiceStub(running.channel)
    answer: ImportFileResponse = stub.ImportFile(iter(parts), metadata=running.known, timeout=20)
    return answer


def datasets(running: Running) -> list[str]:
    stub = incidence_service_pb2_grpc.IncidenceServiceStub(running.channel)
    listed = stub.ListDatasets(incidence_service_pb2.ListDatasetsRequest(), metadata=running.known, timeout=20)
    return [dataset.name for dataset in listed.datasets]


def test_a_file_in_pieces_is_one_file(running: Running) -> None:
    answer = send(running, header(), chunk(BYTES[:40]), chunk(b""), chunk(BYTES[40:]))
    assert datasets(running) == [answer.dataset.name]


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ((), "header"),
        ((chunk(),), "header"),
        ((ImportFileRequest(), chunk()), "header"),
        ((header(), header(), chunk()), "header"),
        ((header(), chunk(), header()), "header"),
    ],
    ids=["nothing", "bytes alone", "an empty part", "twice", "at the end"],
)
def test_the_header_comes_once_and_first(running: Running, parts: tuple[ImportFileRequest, ...], field: str) -> None:
    found = told(lambda: send(running, *parts))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert list(found.fields) == [field]
    assert datasets(running) == []


def test_what_did_not_arrive_whole_is_refused(running: Running) -> None:
    found = told(lambda: send(running, header(), chunk(BYTES[:-20])))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INTAKE_TRUNCATED")
    assert set(found.fields) == {"header.size_bytes", "header.sha256"}
    assert datasets(running) == []


def test_other_bytes_of_the_same_size_are_refused(running: Running) -> None:
    found = told(lambda: send(running, header(), chunk(BYTES.replace(b"120", b"121"))))
    assert list(found.fields) == ["header.sha256"]
    assert datasets(running) == []


def test_a_piece_over_a_mebibyte_is_refused(running: Running) -> None:
    found = told(lambda: send(running, header(), chunk(b"x" * ((1 << 20) + 1))))
    assert found.code is grpc.StatusCode.INVALID_ARGUMENT
    assert "chunk" in found.fields


def test_faults_of_the_header_are_told_together(running: Running) -> None:
    bad = header(sha256="short", size_bytes=-1, request_id="x" * 65)
    found = told(lambda: send(running, bad, chunk()))
    assert found.code is grpc.StatusCode.INVALID_ARGUMENT
    assert {field.removeprefix("header.") for field in found.fields} == {"sha256", "size_bytes", "request_id"}


def test_the_same_request_id_gives_the_same_answer(running: Running) -> None:
    first = send(running, header(request_id="r1"), chunk())
    assert send(running, header(request_id="r1"), chunk()) == first
    found = told(lambda: send(running, header(request_id="r1", title="other.csv"), chunk()))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")
    assert datasets(running) == [first.dataset.name]


@pytest.fixture
def narrow(ports: Ports, running: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server that takes files of a hundred bytes."""
    monkeypatch.setattr(sources.IntakeServicer.__init__, "__defaults__", (100,))
    server = make_server(ports, EmptyQueue(), TOKEN, running.threads)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    with grpc.insecure_channel(address) as channel:
        yield Running(address, channel, running.threads, running.queue, ports)
    server.stop(None).wait()


def test_a_file_over_the_limit_is_refused_before_it_is_kept(narrow: Running) -> None:
    found = told(lambda: send(narrow, header(), chunk(b"x" * 60), chunk(b"x" * 60)))
    assert (found.code, found.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_LARGE")
    assert found.metadata["limit_bytes"] == "100"


def announced(data: bytes = BYTES) -> CreateUploadRequest:
    return CreateUploadRequest(
        upload=Upload(title="counts.csv", sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    )


def test_a_file_in_steps_is_one_file(running: Running) -> None:
    stub = intake_service_pb2_grpc.IntakeServiceStub(running.channel)
    upload = stub.CreateUpload(announced(), metadata=running.known, timeout=20)
    for start, end in ((0, 40), (40, len(BYTES))):
        parts = [
            SendUploadRequest(header=SendUploadHeader(name=upload.name, offset=start)),
            SendUploadRequest(chunk=BYTES[start:end]),
        ]
        upload = stub.SendUpload(iter(parts), metadata=running.known, timeout=20)
        assert (upload.received_bytes, upload.received_sha256) == (end, hashlib.sha256(BYTES[:end]).hexdigest())
    assert upload.expire_time.ToDatetime(UTC) == running.ports.clock.now() + KEPT_FOR
    request = ImportUploadRequest(name=upload.name, header=ImportHeader(crime_type=HOMICIDE))
    imported = stub.ImportUpload(request, metadata=running.known, timeout=20)
    assert datasets(running) == [imported.result.dataset.name]
    found = told(lambda: stub.GetUpload(GetUploadRequest(name=upload.name), metadata=running.known, timeout=20))
    assert (found.code, found.resources) == (grpc.StatusCode.NOT_FOUND, [upload.name])


def test_an_offset_elsewhere_tells_where_to_go_on(running: Running) -> None:
    stub = intake_service_pb2_grpc.IntakeServiceStub(running.channel)
    upload = stub.CreateUpload(announced(), metadata=running.known, timeout=20)
    parts = [SendUploadRequest(header=SendUploadHeader(name=upload.name, offset=7))]
    found = told(lambda: stub.SendUpload(iter(parts), metadata=running.known, timeout=20))
    assert (found.code, found.reason) == (grpc.StatusCode.ABORTED, "UPLOAD_OFFSET")
    assert found.metadata["received_bytes"] == "0"


def test_files_on_their_way_have_threads_of_their_own(running: Running) -> None:
    """With every thread for uploads taken by a line that sends nothing, everybody else is served."""
    stub = intake_service_pb2_grpc.IntakeServiceStub(running.channel)
    upload = stub.CreateUpload(announced(), metadata=running.known, timeout=20)
    ended = threading.Event()

    def silent() -> Iterator[SendUploadRequest]:
        yield SendUploadRequest(header=SendUploadHeader(name=upload.name))
        ended.wait(20)

    held = [stub.SendUpload.future(silent(), metadata=running.known, timeout=20) for _ in range(16)]
    while not running.threads.upload.is_full:
        assert not any(call.done() for call in held)
    found = told(lambda: send(running, header(), chunk()))
    assert (found.code, found.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED")
    assert datasets(running) == []
    wait = operations_pb2.WaitOperationRequest(name="operations/none")
    waiting: Any = operations_pb2_grpc.OperationsStub(running.channel)  # type: ignore[no-untyped-call]
    found = told(lambda: waiting.WaitOperation(wait, metadata=running.known, timeout=20))
    assert found.code is grpc.StatusCode.NOT_FOUND
    ended.set()
    assert [call.exception() for call in held] == [None] * 16
