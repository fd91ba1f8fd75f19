"""Planned, pinned and published stays: the part that questions and answers share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from relevo.v1 import instance_pb2, pool_pb2
from relevo_planner.instance import Capability, Exclusion, Floor, Operation, Window
from relevo_server.wire.choices import Choice
from relevo_server.wire.reading import Reading

CAPABILITIES = Choice(pool_pb2.Capability.DESCRIPTOR, Capability, "CAPABILITY_")


def window_message(window: Window | None) -> instance_pb2.PeriodWindow | None:
    """Return the wire form of periods; None stays unset."""
    return None if window is None else instance_pb2.PeriodWindow(start=window.start, end=window.end)


def window_of(message: instance_pb2.PeriodWindow) -> Window:
    """Read periods."""
    return Window(message.start, message.end)


def team_messages(teams: Mapping[str, int]) -> list[instance_pb2.OperationTeams]:
    """Return teams by pool as a list, in the mapping's order."""
    return [instance_pb2.OperationTeams(pool=pool, teams=count) for pool, count in teams.items()]


def teams_of(reading: Reading, path: str, messages: Iterable[instance_pb2.OperationTeams]) -> dict[str, int]:
    """Read teams by pool; a pool named twice is noted."""
    teams: dict[str, int] = {}
    for index, message in enumerate(messages):
        if message.pool in teams:
            reading.note(f"{path}.teams[{index}].pool", f"{message.pool} is named twice", "Name each pool once")
        teams[message.pool] = message.teams
    return teams


def operation_message(operation: Operation) -> instance_pb2.Operation:
    """Return the wire form of an operation."""
    return instance_pb2.Operation(
        municipality=operation.municipality,
        start=operation.start,
        periods=operation.periods,
        teams=team_messages(operation.teams),
    )


def operations_of(reading: Reading, path: str, messages: Iterable[instance_pb2.Operation]) -> tuple[Operation, ...]:
    """Read operations."""
    return tuple(
        Operation(m.municipality, m.start, m.periods, teams_of(reading, f"{path}[{index}]", m.teams))
        for index, m in enumerate(messages)
    )


def exclusion_message(exclusion: Exclusion) -> instance_pb2.Exclusion:
    """Return the wire form of an exclusion."""
    return instance_pb2.Exclusion(
        reason=exclusion.reason,
        municipality=exclusion.municipality or "",
        pool=exclusion.pool or "",
        capability=CAPABILITIES.number(exclusion.capability),
        window=window_message(exclusion.window),
    )


def exclusions_of(reading: Reading, path: str, messages: Iterable[instance_pb2.Exclusion]) -> tuple[Exclusion, ...]:
    """Read exclusions; one that names nothing is noted, since it would forbid everything."""
    exclusions = []
    for index, message in enumerate(messages):
        at = f"{path}[{index}]"
        exclusion = Exclusion(
            reason=message.reason,
            municipality=message.municipality or None,
            pool=message.pool or None,
            capability=CAPABILITIES.member(reading, f"{at}.capability", message.capability),
            window=window_of(message.window) if message.HasField("window") else None,
        )
        if not (exclusion.municipality or exclusion.pool or exclusion.capability or exclusion.window):
            reading.note(at, "names nothing", "Name a municipality, a pool, a capability or a window")
        exclusions.append(exclusion)
    return tuple(exclusions)


def floor_message(floor: Floor) -> instance_pb2.Floor:
    """Return the wire form of a floor."""
    return instance_pb2.Floor(
        municipality=floor.municipality,
        teams=floor.teams,
        capability=CAPABILITIES.number(floor.capability),
    )


def floors_of(reading: Reading, path: str, messages: Iterable[instance_pb2.Floor]) -> tuple[Floor, ...]:
    """Read floors."""
    return tuple(
        Floor(m.municipality, m.teams, CAPABILITIES.member(reading, f"{path}[{index}].capability", m.capability))
        for index, m in enumerate(messages)
    )
