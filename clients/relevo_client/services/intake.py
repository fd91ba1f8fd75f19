"""Official files, sent in pieces, and sent on where the line was cut."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc

from relevo.v1 import intake_service_pb2 as wire
from relevo.v1.intake_service_pb2_grpc import IntakeServiceStub
from relevo.v1.upload_pb2 import Upload
from relevo_client.calls import Calls
from relevo_client.errors import RelevoError
from relevo_client.services.patience import Patience

ONE_CALL_BYTES = 1 << 20
"""A file up to this size is sent in one call: after a cut it is sent again. A larger one goes on where it was cut."""
_CHUNK_BYTES = 128 * 1024
_LOOK_SECONDS = 0.5

OnSent = Callable[[int, int], None]
"""Called with the bytes sent so far, or read so far by the server, and the bytes in all."""
OnCut = Callable[[RelevoError, float], None]
"""Called with what cut the line and the seconds until the next attempt."""


class Intake:
    """IntakeService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = IntakeServiceStub(calls.channel)

    def import_file(
        self,
        path: Path,
        header: wire.ImportHeader | None = None,
        *,
        on_sent: OnSent | None = None,
        on_read: OnSent | None = None,
        on_cut: OnCut | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> wire.ImportFileResponse:
        """Import one official file, plain or gzip; where the line is cut, go on from what the server holds.

        A file of points is sent in one call, because the server keeps none, and is sent again after a cut.

        Args:
            path: the file.
            header: what to do with absent and bad rows; title, size, SHA-256 and request id are filled in.
            on_sent: called after each piece.
            on_read: called while the server reads a large file.
            on_cut: called before each further attempt.
            pause: waits some seconds between two attempts.

        Raises:
            RelevoError: with one fault per bad row; nothing was written. UNAVAILABLE once several attempts in a row
                brought nothing further.
            OSError: the file cannot be read.
        """
        whole = wire.ImportHeader(title=path.name, request_id=self._calls.fresh_id())
        whole.MergeFrom(header or wire.ImportHeader())
        with path.open("rb") as file:
            whole.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        whole.size_bytes = path.stat().st_size
        patience = Patience(pause, on_cut)
        if whole.size_bytes <= ONE_CALL_BYTES:
            return patience.until_done(self._one_call(path, whole, on_sent))
        try:
            return patience.until_done(lambda: self._in_steps(path, whole, patience, on_sent, on_read))
        except RelevoError as error:
            if error.reason != "POINTS_NOT_KEPT":
                raise
        return patience.until_done(self._one_call(path, whole, on_sent))

    def upload(self, name: str) -> Upload:
        """Return how far the server holds a file on its way."""
        return self._calls.unary(self._stub.GetUpload, wire.GetUploadRequest(name=name))

    def _one_call(
        self, path: Path, header: wire.ImportHeader, on_sent: OnSent | None
    ) -> Callable[[], wire.ImportFileResponse]:
        return lambda: self._calls.upload(self._stub.ImportFile, _import_parts(path, header, on_sent))

    def _in_steps(
        self,
        path: Path,
        header: wire.ImportHeader,
        patience: Patience,
        on_sent: OnSent | None,
        on_read: OnSent | None,
    ) -> wire.ImportFileResponse:
        announced = Upload(title=header.title, sha256=header.sha256, size_bytes=header.size_bytes)
        held = self._calls.unary(self._stub.CreateUpload, wire.CreateUploadRequest(upload=announced))
        patience.progressed_to(held.received_bytes)
        start = held.received_bytes if held.received_sha256 == _sha256_of(path, held.received_bytes) else 0
        if start < header.size_bytes:
            held = self._calls.upload(self._stub.SendUpload, _send_parts(path, held.name, start, header, on_sent))
            patience.progressed_to(held.received_bytes)
        return self._read(held, header, on_read)

    def _read(self, upload: Upload, header: wire.ImportHeader, on_read: OnSent | None) -> wire.ImportFileResponse:
        request = wire.ImportUploadRequest(name=upload.name, header=header)
        call = self._calls.begin(self._stub.ImportUpload, request)
        while True:
            try:
                return call.result(timeout=_LOOK_SECONDS).result
            except grpc.FutureTimeoutError:
                self._tell(upload, on_read)
            except grpc.RpcError as error:
                raise RelevoError.from_call(error) from error

    def _tell(self, upload: Upload, on_read: OnSent | None) -> None:
        if on_read is None:
            return
        try:
            on_read(self.upload(upload.name).read_bytes, upload.size_bytes)
        except RelevoError:
            return  # the import itself tells what happened


def _import_parts(path: Path, header: wire.ImportHeader, on_sent: OnSent | None) -> Iterator[wire.ImportFileRequest]:
    yield wire.ImportFileRequest(header=header)
    for chunk in _chunks(path, 0, header.size_bytes, on_sent):
        yield wire.ImportFileRequest(chunk=chunk)


def _send_parts(
    path: Path, name: str, start: int, header: wire.ImportHeader, on_sent: OnSent | None
) -> Iterator[wire.SendUploadRequest]:
    yield wire.SendUploadRequest(header=wire.SendUploadHeader(name=name, offset=start))
    for chunk in _chunks(path, start, header.size_bytes, on_sent):
        yield wire.SendUploadRequest(chunk=chunk)


def _chunks(path: Path, start: int, size_bytes: int, on_sent: OnSent | None) -> Iterator[bytes]:
    sent = start
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
            sent += len(chunk)
            if on_sent is not None:
                on_sent(sent, size_bytes)


def _sha256_of(path: Path, first_bytes: int) -> str:
    digest, left = hashlib.sha256(), first_bytes
    with path.open("rb") as file:
        while left and (block := file.read(min(left, _CHUNK_BYTES))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()
