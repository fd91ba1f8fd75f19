"""Official files, sent in pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from relevo.v1 import intake_service_pb2 as wire
from relevo.v1.intake_service_pb2_grpc import IntakeServiceStub
from relevo_client.calls import Calls

_CHUNK_BYTES = 512 * 1024

OnSent = Callable[[int, int], None]
"""Called with the bytes sent so far and the bytes in all."""


class Intake:
    """IntakeService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = IntakeServiceStub(calls.channel)

    def import_file(
        self, path: Path, header: wire.ImportHeader | None = None, *, on_sent: OnSent | None = None
    ) -> wire.ImportFileResponse:
        """Import one official file, plain or gzip.

        Args:
            path: the file.
            header: what to do with absent and bad rows; title, size, SHA-256 and request id are filled in.
            on_sent: called after each piece.

        Raises:
            RelevoError: with one fault per bad row; nothing was written.
            OSError: the file cannot be read.
        """
        whole = wire.ImportHeader(title=path.name, request_id=self._calls.fresh_id())
        whole.MergeFrom(header or wire.ImportHeader())
        with path.open("rb") as file:
            whole.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        whole.size_bytes = path.stat().st_size
        return self._calls.upload(self._stub.ImportFile, _parts(path, whole, on_sent))


def _parts(path: Path, header: wire.ImportHeader, on_sent: OnSent | None) -> Iterator[wire.ImportFileRequest]:
    yield wire.ImportFileRequest(header=header)
    sent = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield wire.ImportFileRequest(chunk=chunk)
            sent += len(chunk)
            if on_sent is not None:
                on_sent(sent, header.size_bytes)
