"""Servicers of what comes from official files: datasets, rankings, and the import itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from relevo.v1 import (
    incidence_pb2,
    incidence_service_pb2,
    incidence_service_pb2_grpc,
    intake_service_pb2,
    intake_service_pb2_grpc,
    ranking_pb2,
    ranking_service_pb2,
    ranking_service_pb2_grpc,
)
from relevo_server.domain.errors import ErrorReason, Fault, refusal
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import datasets, rankings
from relevo_server.usecases.intake import import_file
from relevo_server.usecases.ports import Ports
from relevo_server.wire import rankings as wire_rankings
from relevo_server.wire.incidence import dataset_message
from relevo_server.wire.intake import import_response, import_terms_of
from relevo_server.wire.pages import page_of, write_of

MOST_BYTES = 1 << 30
_KEPT_IN_MEMORY = 8 << 20


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


class RankingServicer(ranking_service_pb2_grpc.RankingServiceServicer):
    """Rankings."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreateRanking(self, request: ranking_service_pb2.CreateRankingRequest, context: Any) -> ranking_pb2.Ranking:
        """See the proto."""
        reading = begin_reading()
        draft = wire_rankings.ranking_draft_of(reading, request.ranking)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        return wire_rankings.ranking_message(rankings.create_ranking(self._ports, principal(), draft, write=write))

    def GetRanking(self, request: ranking_service_pb2.GetRankingRequest, context: Any) -> ranking_pb2.Ranking:
        """See the proto."""
        return wire_rankings.ranking_message(rankings.get_ranking(self._ports, principal(), request.name))

    def ListRankings(
        self, request: ranking_service_pb2.ListRankingsRequest, context: Any
    ) -> ranking_service_pb2.ListRankingsResponse:
        """See the proto."""
        page = rankings.list_rankings(self._ports, principal(), page_of(request))
        return ranking_service_pb2.ListRankingsResponse(
            rankings=map(wire_rankings.ranking_message, page.items), next_page_token=page.next_token
        )

    def ListRankedMunicipalities(
        self, request: ranking_service_pb2.ListRankedMunicipalitiesRequest, context: Any
    ) -> ranking_service_pb2.ListRankedMunicipalitiesResponse:
        """See the proto."""
        page = rankings.list_ranked_municipalities(self._ports, principal(), request.parent, page_of(request))
        return ranking_service_pb2.ListRankedMunicipalitiesResponse(
            ranked_municipalities=map(wire_rankings.entry_message, page.items), next_page_token=page.next_token
        )

    def PublishRanking(self, request: ranking_service_pb2.PublishRankingRequest, context: Any) -> ranking_pb2.Ranking:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id)
        done = rankings.publish_ranking(self._ports, principal(), request.name, etag=request.etag, write=write)
        return wire_rankings.ranking_message(done)


class IntakeServicer(intake_service_pb2_grpc.IntakeServiceServicer):
    """Imports of official files."""

    def __init__(self, ports: Ports, most_bytes: int = MOST_BYTES) -> None:
        self._ports = ports
        self._most_bytes = most_bytes

    def ImportFile(
        self, request_iterator: Iterator[intake_service_pb2.ImportFileRequest], context: Any
    ) -> intake_service_pb2.ImportFileResponse:
        """See the proto."""
        header = self._header(request_iterator)
        reading = begin_reading()
        terms = import_terms_of(reading, header)
        write = write_of(reading, header.request_id, validate_only=header.validate_only)
        with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as file:
            received = self._receive(request_iterator, file)
            return import_response(import_file(self._ports, principal(), received, terms, write=write))

    def _header(self, requests: Iterator[intake_service_pb2.ImportFileRequest]) -> intake_service_pb2.ImportHeader:
        first = next(requests, None)
        if first is None or first.WhichOneof("part") != "header":
            fault = Fault("header", "is missing", "Send the header first, then the bytes")
            raise refusal(ErrorReason.INVALID_FIELDS, "the import was refused: 1 fault", [fault])
        return first.header

    def _receive(self, requests: Iterator[intake_service_pb2.ImportFileRequest], file: Any) -> BinaryIO:
        size = 0
        for request in requests:
            if request.WhichOneof("part") != "chunk":
                fault = Fault("header", "stands twice", "Send the header once, then the bytes")
                raise refusal(ErrorReason.INVALID_FIELDS, "the import was refused: 1 fault", [fault])
            size += len(request.chunk)
            if size > self._most_bytes:
                limit = {"limit_bytes": str(self._most_bytes)}
                raise refusal(ErrorReason.TOO_LARGE, f"the file is over {self._most_bytes:,} bytes", metadata=limit)
            file.write(request.chunk)
        file.seek(0)
        received: BinaryIO = file
        return received
