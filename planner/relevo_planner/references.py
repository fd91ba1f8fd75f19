"""What is wrong with the parts of an instance that name other parts: stays, pins, exclusions, floors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relevo_planner.faults import MOST_TEAMS, Fault, window_faults
from relevo_planner.instance import Instance, Operation, Window


def reference_faults(instance: Instance) -> Iterator[Fault]:
    """Yield names and numbers in stays, operations, exclusions and floors that mean nothing in the instance."""
    places = {municipality.name for municipality in instance.municipalities}
    pools = {pool.name for pool in instance.pools}
    for index, stay in enumerate(instance.stays):
        yield from window_faults(f"stays[{index}]", Window(stay.start, stay.end))
        yield from _teams(f"stays[{index}]", stay.municipality, stay.teams, places, pools)
    for kind, operations in (("pins", instance.pins), ("published", instance.published)):
        for index, operation in enumerate(operations):
            where = f"{kind}[{index}]"
            yield from _teams(where, operation.municipality, operation.teams, places, pools)
            if operation.periods < 1:
                yield Fault(f"{where}.periods", f"is {operation.periods}; it must be 1 or more")
    yield from _exclusion_faults(instance, places, pools)
    yield from _floor_faults(instance, places)


def _exclusion_faults(instance: Instance, places: set[str], pools: set[str]) -> Iterator[Fault]:
    for index, exclusion in enumerate(instance.exclusions):
        where = f"exclusions[{index}]"
        if (exclusion.municipality, exclusion.pool, exclusion.capability, exclusion.window) == (None,) * 4:
            yield Fault(where, "excludes everything; name a municipality, a pool, a capability or a window")
        if exclusion.municipality is not None and exclusion.municipality not in places:
            yield Fault(f"{where}.municipality", f"{exclusion.municipality!r} is none of the instance's municipalities")
        if exclusion.pool is not None and exclusion.pool not in pools:
            yield Fault(f"{where}.pool", f"{exclusion.pool!r} is none of the instance's pools")
        if exclusion.window is not None:
            yield from window_faults(f"{where}.window", exclusion.window)


def _floor_faults(instance: Instance, places: set[str]) -> Iterator[Fault]:
    for index, floor in enumerate(instance.floors):
        if floor.municipality not in places:
            text = f"{floor.municipality!r} is none of the instance's municipalities"
            yield Fault(f"floors[{index}].municipality", text)
        if not 1 <= floor.teams <= MOST_TEAMS:
            yield Fault(f"floors[{index}].teams", f"is {floor.teams}; it must be 1 to {MOST_TEAMS}")


def pin_faults(instance: Instance) -> Iterator[Fault]:
    """Yield pins that contradict each other or the horizon, whatever the rules say."""
    pause = instance.policy.separation_periods
    for index, pin in enumerate(instance.pins):
        if pin.start < 0 or pin.end > instance.periods:
            text = f"occupies periods {pin.start} to {pin.end - 1}, outside the horizon of {instance.periods}"
            yield Fault(f"pins[{index}]", text)
        for other_index, other in enumerate(instance.pins[:index]):
            if pin.municipality == other.municipality and _too_near(pin, other, pause):
                text = f"contradicts pins[{other_index}]: stays in {pin.municipality} lie {pause} periods apart"
                yield Fault(f"pins[{index}]", text)


def _too_near(one: Operation, other: Operation, pause: int) -> bool:
    return one.start < other.end + pause and other.start < one.end + pause


def _teams(where: str, place: str, teams: Mapping[str, int], places: set[str], pools: set[str]) -> Iterator[Fault]:
    if place not in places:
        yield Fault(f"{where}.municipality", f"{place!r} is none of the instance's municipalities")
    if not teams:
        yield Fault(f"{where}.teams", "are missing; name at least one pool and its teams")
    for pool, count in teams.items():
        if pool not in pools:
            yield Fault(f"{where}.teams[{pool}]", "is none of the instance's pools")
        if not 1 <= count <= MOST_TEAMS:
            yield Fault(f"{where}.teams[{pool}]", f"is {count}; it must be 1 to {MOST_TEAMS}")
