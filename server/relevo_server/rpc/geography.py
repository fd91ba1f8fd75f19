"""Servicer of places: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import geography_pb2, geography_service_pb2, geography_service_pb2_grpc
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import boundaries, emergency_calls, geography
from relevo_server.usecases.ports import Ports
from relevo_server.wire import geography as wire_geography
from relevo_server.wire.pages import page_of, write_of


class GeographyServicer(geography_service_pb2_grpc.GeographyServiceServicer):
    """Regions and municipalities."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def GetMunicipality(
        self, request: geography_service_pb2.GetMunicipalityRequest, context: Any
    ) -> geography_pb2.Municipality:
        """See the proto."""
        return wire_geography.municipality_message(geography.get_municipality(self._ports, principal(), request.name))

    def ListMunicipalities(
        self, request: geography_service_pb2.ListMunicipalitiesRequest, context: Any
    ) -> geography_service_pb2.ListMunicipalitiesResponse:
        """See the proto."""
        page = geography.list_municipalities(self._ports, principal(), page_of(request))
        return geography_service_pb2.ListMunicipalitiesResponse(
            municipalities=map(wire_geography.municipality_message, page.items), next_page_token=page.next_token
        )

    def GetBoundary(self, request: geography_service_pb2.GetBoundaryRequest, context: Any) -> geography_pb2.Boundary:
        """See the proto."""
        return wire_geography.boundary_message(boundaries.get_boundary(self._ports, principal(), request.name))

    def ListBoundaries(
        self, request: geography_service_pb2.ListBoundariesRequest, context: Any
    ) -> geography_service_pb2.ListBoundariesResponse:
        """See the proto."""
        page = boundaries.list_boundaries(self._ports, principal(), page_of(request))
        return geography_service_pb2.ListBoundariesResponse(
            boundaries=map(wire_geography.boundary_message, page.items), next_page_token=page.next_token
        )

    def GetRegion(self, request: geography_service_pb2.GetRegionRequest, context: Any) -> geography_pb2.Region:
        """See the proto."""
        return wire_geography.region_message(geography.get_region(self._ports, principal(), request.name))

    def ListRegions(
        self, request: geography_service_pb2.ListRegionsRequest, context: Any
    ) -> geography_service_pb2.ListRegionsResponse:
        """See the proto."""
        page = geography.list_regions(self._ports, principal(), page_of(request))
        return geography_service_pb2.ListRegionsResponse(
            regions=map(wire_geography.region_message, page.items), next_page_token=page.next_token
        )

    def SetFusionCentre(
        self, request: geography_service_pb2.SetFusionCentreRequest, context: Any
    ) -> geography_pb2.Region:
        """See the proto."""
        reading = begin_reading()
        centre = wire_geography.fusion_centre_of(reading, "fusion_centre", request.fusion_centre)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        done = geography.set_fusion_centre(
            self._ports, principal(), request.region, centre, etag=request.etag, write=write
        )
        return wire_geography.region_message(done)

    def GetEmergencyCallService(
        self, request: geography_service_pb2.GetEmergencyCallServiceRequest, context: Any
    ) -> geography_pb2.EmergencyCallService:
        """See the proto."""
        found = emergency_calls.get_emergency_call_service(self._ports, principal(), request.name)
        return wire_geography.emergency_call_service_message(found)

    def ListEmergencyCallServices(
        self, request: geography_service_pb2.ListEmergencyCallServicesRequest, context: Any
    ) -> geography_service_pb2.ListEmergencyCallServicesResponse:
        """See the proto."""
        page = emergency_calls.list_emergency_call_services(self._ports, principal(), page_of(request))
        return geography_service_pb2.ListEmergencyCallServicesResponse(
            emergency_call_services=map(wire_geography.emergency_call_service_message, page.items),
            next_page_token=page.next_token,
        )

    def SetEmergencyCallService(
        self, request: geography_service_pb2.SetEmergencyCallServiceRequest, context: Any
    ) -> geography_pb2.EmergencyCallService:
        """See the proto."""
        reading, message = begin_reading(), request.emergency_call_service
        said = wire_geography.emergency_call_service_of(reading, message)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        kept = emergency_calls.set_emergency_call_service(
            self._ports, principal(), said, etag=message.etag, write=write
        )
        return wire_geography.emergency_call_service_message(kept)
