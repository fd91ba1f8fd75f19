"""Regions and municipalities."""

from __future__ import annotations

from relevo.v1.geography_pb2 import EmergencyCallService, FusionCentre, Municipality, Region
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say_table


def _centre(centre: FusionCentre) -> str:
    status = FusionCentre.Status.Name(centre.status).removeprefix("STATUS_").lower()
    if status == "unspecified":
        return "none known"
    since, until = words.iso(centre.operating_from), words.last_iso(centre.operating_until)
    return status + (f" from {since}" if since else "") + (f" until {until}" if until else "")


def show_regions(regions: list[Region]) -> None:
    """Print one line per region."""
    rows = [
        (key(region.name), region.title, _centre(region.fusion_centre), " ".join(key(state) for state in region.states))
        for region in regions
    ]
    say_table(("region", "title", "fusion centre", "states"), rows)


def show_municipalities(municipalities: list[Municipality]) -> None:
    """Print one line per municipality."""
    rows = [
        (
            key(place.name),
            place.title,
            key(place.region),
            f"{place.population:,}" if place.HasField("population") else "unknown",
            f"{place.census_officers:,}" if place.HasField("census_officers") else "unknown",
        )
        for place in municipalities
    ]
    say_table(("key", "municipality", "region", "inhabitants", "officers (census)"), rows, right=[3, 4])


def show_emergency_calls(services: list[EmergencyCallService]) -> None:
    """Print one line per state of which anybody said how 911 stands."""
    rows = [
        (
            key(service.name.rpartition("/")[0]),
            words.enum_words(EmergencyCallService.Status.Name(service.status), "STATUS_"),
            words.iso(service.since_date),
            service.source,
        )
        for service in services
    ]
    say_table(("state", "911", "since", "source"), rows)
