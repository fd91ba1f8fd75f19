"""Servicers of what comes from official files: datasets, and the import itself."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, cast

from relevo.v1 import (
    incidence_pb2,
    incidence_service_pb2,
    incidence_service_pb2_grpc,
    intake_service_pb2,
    intake_service_pb2_grpc,
    upload_pb2,
)
from relevo_server.domain.errors import ErrorReason, Fault, RelevoError, refusal
from relevo_server.domain.upload import MOST_BYTES
from relevo_server.intake.official.cells import holds_points
from relevo_server.intake.source import HEADER_BYTES
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import cells, datasets, uploads
from relevo_server.usecases.indicators import get_indicators
from relevo_server.usecases.intake import import_file
from relevo_server.usecases.ports import Ports
from relevo_server.wire.incidence import cell_count_message, dataset_message
from relevo_server.wire.indicators import indicator_query_of, indicators_message
from relevo_server.wire.intake import import_response, import_terms_of, upload_draft_of, upload_message
from relevo_server.wire.pages import page_of, write_of

_KEPT_IN_MEMORY = 8 << 20
_MOST_POINT_BYTES = 64 << 20
"""Of a file of points, which is held in memory alone; a million rows packed."""


class IncidenceServicer(incidence_service_pb2_grpc.IncidenceServiceServicer):
    """Imported datasets."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def GetDataset(self, request: incidence_service_pb2.GetDatasetRequest, context: Any) -> incidence_pb2.Dataset:
        """See the proto."""
        return dataset_message(datasets.get_dataset(self._ports, principal(), request.name))

    def ListDatasets(
        self, request: incidence_service_pb2.ListDatasetsRequest, context: Any
    ) -> incidence_service_pb2.ListDatasetsResponse:
        """See the proto."""
        page = datasets.list_datasets(self._ports, principal(), page_of(request))
        return incidence_service_pb2.ListDatasetsResponse(
            datasets=map(dataset_message, page.items), next_page_token=page.next_token
        )

    def ListCellCounts(
        self, request: incidence_service_pb2.ListCellCountsRequest, context: Any
    ) -> incidence_service_pb2.ListCellCountsResponse:
        """See the proto."""
        page = cells.list_cell_counts(self._ports, principal(), request.parent, page_of(request))
        return incidence_service_pb2.ListCellCountsResponse(
            cell_counts=map(cell_count_message, page.items), next_page_token=page.next_token
        )

    def GetIndicators(
        self, request: incidence_service_pb2.GetIndicatorsRequest, context: Any
    ) -> incidence_service_pb2.GetIndicatorsResponse:
        """See the proto."""
        reading = begin_reading()
        query = indicator_query_of(reading, request)
        reading.refuse("the query")
        return indicators_message(get_indicators(self._ports, principal(), query))


class IntakeServicer(intake_service_pb2_grpc.IntakeServiceServicer):
    """Imports of official files."""

    def __init__(self, ports: Ports, most_bytes: int = MOST_BYTES) -> None:
        self._ports = ports
        self._most_bytes = most_bytes

    def ImportFile(
        self, request_iterator: Iterator[intake_service_pb2.ImportFileRequest], context: Any
    ) -> intake_service_pb2.ImportFileResponse:
        """See the proto."""
        header = _first(request_iterator).header
        reading = begin_reading()
        terms = import_terms_of(reading, header)
        write = write_of(reading, header.request_id, validate_only=header.validate_only)
        chunks = _chunks(request_iterator)
        beginning = _beginning(chunks)
        is_of_points = holds_points(beginning)
        most = min(self._most_bytes, _MOST_POINT_BYTES) if is_of_points else self._most_bytes
        # Points stay in memory; any other file may go to a disk, where nobody else can open it.
        with io.BytesIO() if is_of_points else tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as file:
            received = _receive(chain([beginning], chunks), cast("BinaryIO", file), most)
            return import_response(import_file(self._ports, principal(), received, terms, write=write))

    def CreateUpload(self, request: intake_service_pb2.CreateUploadRequest, context: Any) -> upload_pb2.Upload:
        """See the proto."""
        return upload_message(uploads.create_upload(self._ports, principal(), upload_draft_of(request.upload)))

    def GetUpload(self, request: intake_service_pb2.GetUploadRequest, context: Any) -> upload_pb2.Upload:
        """See the proto."""
        return upload_message(uploads.get_upload(self._ports, principal(), request.name))

    def SendUpload(
        self, request_iterator: Iterator[intake_service_pb2.SendUploadRequest], context: Any
    ) -> upload_pb2.Upload:
        """See the proto."""
        header = _first(request_iterator).header
        upload = uploads.go_on(self._ports, principal(), header.name, header.offset)
        offset = header.offset
        for chunk in _chunks(request_iterator):
            offset = uploads.take(self._ports, upload, offset, chunk)
        return upload_message(uploads.get_upload(self._ports, principal(), header.name))

    def ImportUpload(
        self, request: intake_service_pb2.ImportUploadRequest, context: Any
    ) -> intake_service_pb2.ImportUploadResponse:
        """See the proto."""
        reading = begin_reading()
        terms = import_terms_of(reading, request.header)
        write = write_of(reading, request.header.request_id, validate_only=request.header.validate_only)
        done = uploads.import_upload(self._ports, principal(), request.name, terms, write=write)
        return intake_service_pb2.ImportUploadResponse(result=import_response(done))


def _beginning(chunks: Iterator[bytes]) -> bytes:
    """As many of the first bytes as tell what the file is."""
    first = b""
    while len(first) < HEADER_BYTES and (chunk := next(chunks, None)) is not None:
        first += chunk
    return first


def _receive(chunks: Iterable[bytes], file: BinaryIO, most_bytes: int) -> BinaryIO:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes:
            limit = {"limit_bytes": str(most_bytes)}
            raise refusal(ErrorReason.TOO_LARGE, f"the file is over {most_bytes:,} bytes", metadata=limit)
        file.write(chunk)
    file.seek(0)
    return file


def _first(requests: Iterator[Any]) -> Any:
    first = next(requests, None)
    if first is None or first.WhichOneof("part") != "header":
        raise _misplaced("is missing")
    return first


def _chunks(requests: Iterator[Any]) -> Iterator[bytes]:
    for request in requests:
        if request.WhichOneof("part") != "chunk":
            raise _misplaced("stands twice")
        yield request.chunk


def _misplaced(why: str) -> RelevoError:
    fault = Fault("header", why, "Send the header once, then the bytes")
    return refusal(ErrorReason.INVALID_FIELDS, "the import was refused: 1 fault", [fault])
