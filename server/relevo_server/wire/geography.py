"""Regions, states and municipalities."""

from __future__ import annotations

from google.type.latlng_pb2 import LatLng

from relevo.v1 import geography_pb2
from relevo_server.domain.boundary import Boundary
from relevo_server.domain.emergency_calls import EmergencyCallService, EmergencyCallStatus
from relevo_server.domain.places import FusionCentre, FusionCentreStatus, MunicipalityRecord, Point, Region
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of
from relevo_server.wire.reading import Reading

STATUSES = Choice(geography_pb2.FusionCentre.Status.DESCRIPTOR, FusionCentreStatus, "STATUS_")
CALL_STATUSES = Choice(geography_pb2.EmergencyCallService.Status.DESCRIPTOR, EmergencyCallStatus, "STATUS_")


def point_message(point: Point | None) -> LatLng | None:
    """Return the wire form of a point; None stays unset."""
    return None if point is None else LatLng(latitude=point.latitude, longitude=point.longitude)


def region_message(region: Region) -> geography_pb2.Region:
    """Return the wire form of a region."""
    centre = region.fusion_centre
    return geography_pb2.Region(
        name=region.name,
        title=region.title,
        states=region.states,
        fusion_centre=None if centre is None else fusion_centre_message(centre),
        etag=region.etag,
    )


def fusion_centre_message(centre: FusionCentre) -> geography_pb2.FusionCentre:
    """Return the wire form of a fusion centre."""
    return geography_pb2.FusionCentre(
        status=STATUSES.number(centre.status),
        operating_from=date_message(centre.operating_from),
        operating_until=date_message(centre.operating_until),
    )


def fusion_centre_of(reading: Reading, path: str, message: geography_pb2.FusionCentre) -> FusionCentre:
    """Return what a caller says of a fusion centre."""
    return FusionCentre(
        status=STATUSES.required(reading, f"{path}.status", message.status, FusionCentreStatus.PLANNED),
        operating_from=day_of(reading, f"{path}.operating_from", message.operating_from),
        operating_until=day_of(reading, f"{path}.operating_until", message.operating_until),
    )


def municipality_message(place: MunicipalityRecord) -> geography_pb2.Municipality:
    """Return the wire form of a municipality; what is unknown stays unset."""
    return geography_pb2.Municipality(
        name=place.name,
        title=place.title,
        state=place.state,
        region=place.region,
        population=place.population,
        population_year=place.population_year or 0,
        point=point_message(place.point),
        census_officers=place.census_officers,
        census_officers_year=place.census_officers_year or 0,
        emergency_calls=place.emergency_calls,
        emergency_calls_year=place.emergency_calls_year or 0,
    )


def boundary_message(boundary: Boundary) -> geography_pb2.Boundary:
    """Return the wire form of a boundary."""
    return geography_pb2.Boundary(
        name=boundary.name,
        municipality=boundary.municipality,
        geojson=boundary.geojson,
        repair=boundary.repair,
        source_sha256=boundary.source_sha256,
    )


def emergency_call_service_of(reading: Reading, message: geography_pb2.EmergencyCallService) -> EmergencyCallService:
    """Return what a caller says of 911 in a state."""
    path = "emergency_call_service"
    return EmergencyCallService(
        name=message.name,
        status=CALL_STATUSES.member(reading, f"{path}.status", message.status),
        since=day_of(reading, f"{path}.since_date", message.since_date),
        source=message.source,
    )


def emergency_call_service_message(service: EmergencyCallService) -> geography_pb2.EmergencyCallService:
    """Return the wire form of how 911 stands in a state."""
    return geography_pb2.EmergencyCallService(
        name=service.name,
        status=CALL_STATUSES.number(service.status),
        since_date=date_message(service.since),
        source=service.source,
        etag=service.etag,
    )
