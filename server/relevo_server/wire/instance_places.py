"""Places of a planning question: municipalities with their gains and their standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from relevo.v1 import instance_pb2
from relevo_planner.instance import Capability, Municipality, ReportStatus, Standing
from relevo_server.wire.choices import Choice
from relevo_server.wire.operation_teams import CAPABILITIES, window_of
from relevo_server.wire.reading import Reading

_REPORTS = Choice(instance_pb2.ReportStatus.DESCRIPTOR, ReportStatus, "REPORT_STATUS_")


def municipality_message(place: Municipality) -> instance_pb2.InstanceMunicipality:
    """Return the wire form of a place."""
    return instance_pb2.InstanceMunicipality(
        name=place.name,
        state=place.state,
        region=place.region,
        gains=_gain_messages(place.gains),
        period_weights=place.period_weights,
        title=place.title,
        rank=place.rank,
        latitude=place.latitude,
        longitude=place.longitude,
        verified_officers=place.verified_officers,
        absorption_teams=place.absorption_teams,
        absorption_officers=place.absorption_officers,
        standing=_standing_message(place.standing),
        unknown_need=[CAPABILITIES.number(capability) for capability in place.unknown_need],
    )


def municipality_of(reading: Reading, path: str, message: instance_pb2.InstanceMunicipality) -> Municipality:
    """Read a place."""
    return Municipality(
        name=message.name,
        state=message.state,
        region=message.region,
        gains=_gains_of(reading, f"{path}.gains", message.gains),
        period_weights=reading.all_finite(f"{path}.period_weights", tuple(message.period_weights)),
        title=message.title,
        rank=message.rank,
        latitude=reading.finite(f"{path}.latitude", message.latitude) if message.HasField("latitude") else None,
        longitude=reading.finite(f"{path}.longitude", message.longitude) if message.HasField("longitude") else None,
        verified_officers=message.verified_officers if message.HasField("verified_officers") else None,
        absorption_teams=message.absorption_teams if message.HasField("absorption_teams") else None,
        absorption_officers=message.absorption_officers if message.HasField("absorption_officers") else None,
        standing=_standing_of(reading, f"{path}.standing", message.standing),
        unknown_need=_capabilities_of(reading, f"{path}.unknown_need", message.unknown_need),
    )


def _gain_messages(gains: Mapping[Capability, tuple[float, ...]]) -> list[instance_pb2.InstanceGains]:
    return [
        instance_pb2.InstanceGains(capability=CAPABILITIES.number(capability), gains=curve)
        for capability, curve in gains.items()
    ]


def _gains_of(
    reading: Reading, path: str, messages: Iterable[instance_pb2.InstanceGains]
) -> dict[Capability, tuple[float, ...]]:
    gains: dict[Capability, tuple[float, ...]] = {}
    for index, message in enumerate(messages):
        at = f"{path}[{index}]"
        curve = reading.all_finite(f"{at}.gains", tuple(message.gains))
        if message.capability == 0:
            reading.note(f"{at}.capability", "is missing", "Say what the teams can do")
        capability = CAPABILITIES.member(reading, f"{at}.capability", message.capability)
        if capability is None:
            continue
        if capability in gains:
            reading.note(f"{at}.capability", f"{capability} is named twice", "Give each capability one list of gains")
        gains[capability] = curve
    return gains


def _capabilities_of(reading: Reading, path: str, numbers: Iterable[int]) -> tuple[Capability, ...]:
    found = []
    for index, number in enumerate(numbers):
        if number == 0:
            reading.note(f"{path}[{index}]", "is missing", "Say what the teams can do")
        capability = CAPABILITIES.member(reading, f"{path}[{index}]", number)
        if capability is not None:
            found.append(capability)
    return tuple(found)


def _standing_message(standing: Standing) -> instance_pb2.InstanceStanding:
    return instance_pb2.InstanceStanding(
        agreements=[instance_pb2.PeriodWindow(start=w.start, end=w.end) for w in standing.agreements],
        report=_REPORTS.number(standing.report),
        report_age_days=standing.report_age_days,
        effort_ratio=standing.effort_ratio,
        overdue_commitments=standing.overdue_commitments,
        waiver=standing.waiver,
    )


def _standing_of(reading: Reading, path: str, message: instance_pb2.InstanceStanding) -> Standing:
    effort = reading.finite(f"{path}.effort_ratio", message.effort_ratio) if message.HasField("effort_ratio") else None
    return Standing(
        agreements=tuple(window_of(window) for window in message.agreements),
        report=_REPORTS.member(reading, f"{path}.report", message.report) or ReportStatus.MISSING,
        report_age_days=message.report_age_days if message.HasField("report_age_days") else None,
        effort_ratio=effort,
        overdue_commitments=message.overdue_commitments,
        waiver=message.waiver,
    )
