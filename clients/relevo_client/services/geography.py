"""Regions and municipalities."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.v1 import geography_pb2
from relevo.v1 import geography_service_pb2 as wire
from relevo.v1.geography_service_pb2_grpc import GeographyServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Geography:
    """GeographyService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = GeographyServiceStub(calls.channel)

    def municipality(self, name: str) -> geography_pb2.Municipality:
        """Return one municipality by its key or name."""
        request = wire.GetMunicipalityRequest(name=resource("municipalities", name))
        return self._calls.unary(self._stub.GetMunicipality, request)

    def municipalities(self, *, state: str = "", region: str = "") -> Iterator[geography_pb2.Municipality]:
        """Yield municipalities by key, of a state or of a region where one is given."""
        condition = ""
        if state:
            condition = f'state = "{resource("states", state)}"'
        elif region:
            condition = f'region = "{resource("regions", region)}"'

        def fetch(token: str) -> tuple[Iterator[geography_pb2.Municipality], str]:
            request = wire.ListMunicipalitiesRequest(page_size=1000, page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListMunicipalities, request)
            return iter(page.municipalities), page.next_page_token

        return pages.each(fetch)

    def boundary(self, municipality: str) -> geography_pb2.Boundary:
        """Return the boundary of a municipality; NOT_FOUND where no file told it."""
        name = f"{resource('municipalities', municipality)}/boundary"
        return self._calls.unary(self._stub.GetBoundary, wire.GetBoundaryRequest(name=name))

    def boundaries(self, *, state: str = "") -> Iterator[geography_pb2.Boundary]:
        """Yield boundaries by key, of a state where one is given."""
        condition = f'state = "{resource("states", state)}"' if state else ""

        def fetch(token: str) -> tuple[Iterator[geography_pb2.Boundary], str]:
            request = wire.ListBoundariesRequest(page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListBoundaries, request)
            return iter(page.boundaries), page.next_page_token

        return pages.each(fetch)

    def region(self, name: str) -> geography_pb2.Region:
        """Return one region."""
        request = wire.GetRegionRequest(name=resource("regions", name))
        return self._calls.unary(self._stub.GetRegion, request)

    def regions(self) -> Iterator[geography_pb2.Region]:
        """Yield regions by name."""

        def fetch(token: str) -> tuple[Iterator[geography_pb2.Region], str]:
            page = self._calls.unary(self._stub.ListRegions, wire.ListRegionsRequest(page_token=token))
            return iter(page.regions), page.next_page_token

        return pages.each(fetch)

    def set_fusion_centre(
        self, region: str, fusion_centre: geography_pb2.FusionCentre, *, etag: str = "", validate_only: bool = False
    ) -> geography_pb2.Region:
        """Change the fusion centre of a region; with an etag only if nobody changed the region since."""
        request = wire.SetFusionCentreRequest(
            region=resource("regions", region), fusion_centre=fusion_centre, etag=etag, validate_only=validate_only
        )
        return self._calls.unary(self._stub.SetFusionCentre, request)

    def emergency_calls(self, state: str) -> geography_pb2.EmergencyCallService:
        """Return how 911 stands in a state; NOT_FOUND where nobody said."""
        name = f"{resource('states', state)}/emergencyCallService"
        return self._calls.unary(self._stub.GetEmergencyCallService, wire.GetEmergencyCallServiceRequest(name=name))

    def every_emergency_calls(self) -> Iterator[geography_pb2.EmergencyCallService]:
        """Yield how 911 stands, state by state, where anybody said."""

        def fetch(token: str) -> tuple[Iterator[geography_pb2.EmergencyCallService], str]:
            request = wire.ListEmergencyCallServicesRequest(page_token=token)
            page = self._calls.unary(self._stub.ListEmergencyCallServices, request)
            return iter(page.emergency_call_services), page.next_page_token

        return pages.each(fetch)

    def set_emergency_calls(
        self, service: geography_pb2.EmergencyCallService, *, validate_only: bool = False
    ) -> geography_pb2.EmergencyCallService:
        """Say how 911 stands in a state."""
        request = wire.SetEmergencyCallServiceRequest(emergency_call_service=service, validate_only=validate_only)
        return self._calls.unary(self._stub.SetEmergencyCallService, request)
