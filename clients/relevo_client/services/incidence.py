"""Imported datasets of monthly counts."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.v1 import incidence_pb2
from relevo.v1 import incidence_service_pb2 as wire
from relevo.v1.incidence_service_pb2_grpc import IncidenceServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Incidence:
    """IncidenceService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = IncidenceServiceStub(calls.channel)

    def dataset(self, name: str) -> incidence_pb2.Dataset:
        """Return one dataset."""
        return self._calls.unary(self._stub.GetDataset, wire.GetDatasetRequest(name=resource("datasets", name)))

    def datasets(self) -> Iterator[incidence_pb2.Dataset]:
        """Yield datasets, newest first."""

        def fetch(token: str) -> tuple[Iterator[incidence_pb2.Dataset], str]:
            page = self._calls.unary(self._stub.ListDatasets, wire.ListDatasetsRequest(page_token=token))
            return iter(page.datasets), page.next_page_token

        return pages.each(fetch)

    def cells(self, municipality: str, *, dataset: str = "") -> Iterator[incidence_pb2.CellCount]:
        """Yield the counts by cell of a municipality, of one dataset where it is given."""
        parent = resource("municipalities", municipality)
        condition = f'dataset = "{resource("datasets", dataset)}"' if dataset else ""

        def fetch(token: str) -> tuple[Iterator[incidence_pb2.CellCount], str]:
            request = wire.ListCellCountsRequest(parent=parent, page_size=1000, page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListCellCounts, request)
            return iter(page.cell_counts), page.next_page_token

        return pages.each(fetch)

    def indicators(self, request: wire.GetIndicatorsRequest) -> wire.GetIndicatorsResponse:
        """Return figures by area and alarms on upswings."""
        return self._calls.unary(self._stub.GetIndicators, request)
