"""Refuse a malformed question at the door, naming everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from relevo_planner.faults import (
    MOST_MXN,
    MOST_OFFICERS,
    MOST_PERIODS,
    MOST_TEAMS,
    Fault,
    duplicate_faults,
    number_faults,
    point_faults,
    whole_faults,
    window_faults,
)
from relevo_planner.instance import Instance, Municipality, Pool
from relevo_planner.policy_faults import policy_faults
from relevo_planner.references import pin_faults, reference_faults


class InvalidInstance(Exception):
    """The instance is no question. ``faults`` names everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.text}" for fault in faults))
        self.faults = faults


def validate(instance: Instance) -> None:
    """Let a well-formed instance pass.

    Raises:
        InvalidInstance: with every fault found.
    """
    faults = tuple(find_faults(instance))
    if faults:
        raise InvalidInstance(faults)


def find_faults(instance: Instance) -> Iterator[Fault]:
    """Yield everything that is wrong with an instance."""
    if not 1 <= instance.periods <= MOST_PERIODS:
        yield Fault("periods", f"is {instance.periods}; a horizon has 1 to {MOST_PERIODS} periods")
    yield from policy_faults(instance.policy)
    yield from _horizon_faults(instance)
    yield from duplicate_faults("municipalities", (municipality.name for municipality in instance.municipalities))
    yield from duplicate_faults("pools", (pool.name for pool in instance.pools))
    yield from duplicate_faults("regions", (region.name for region in instance.regions))
    yield from duplicate_faults("funds", (fund.name for fund in instance.funds))
    regions = {region.name for region in instance.regions}
    for index, municipality in enumerate(instance.municipalities):
        yield from _municipality_faults(f"municipalities[{index}]", municipality, instance.periods, regions)
    funds = {fund.name for fund in instance.funds}
    for index, pool in enumerate(instance.pools):
        yield from _pool_faults(f"pools[{index}]", pool, regions, funds)
    for index, fund in enumerate(instance.funds):
        yield from number_faults(f"funds[{index}].ceiling_mxn", fund.ceiling_mxn, most=MOST_MXN)
    for index, region in enumerate(instance.regions):
        if region.fusion_centre is not None:
            yield from window_faults(f"regions[{index}].fusion_centre", region.fusion_centre)
    yield from reference_faults(instance)
    yield from pin_faults(instance)


def _horizon_faults(instance: Instance) -> Iterator[Fault]:
    """Yield a horizon in which no operation has room, or which the calendar does not hold."""
    shortest, days = min(instance.policy.durations, default=1), instance.periods * instance.policy.period_days
    if 1 <= instance.periods < shortest:
        text = f"is {instance.periods}, but the shortest of policy.durations is {shortest}: no operation would fit"
        yield Fault("periods", f"{text}; give a longer horizon, or shorter durations")
    if days > (date.max - instance.first_day).days:
        text = f"is {instance.first_day}; {instance.periods} periods later there is no calendar; give an earlier day"
        yield Fault("first_day", text)


def _municipality_faults(where: str, place: Municipality, periods: int, regions: set[str]) -> Iterator[Fault]:
    if len(place.period_weights) != periods:
        text = f"has {len(place.period_weights)} entries for {periods} periods; give one each"
        yield Fault(f"{where}.period_weights", text)
    for index, weight in enumerate(place.period_weights):
        yield from number_faults(f"{where}.period_weights[{index}]", weight)
    for capability, gains in place.gains.items():
        yield from _gain_faults(f"{where}.gains[{capability.value}]", gains)
    if place.region and place.region not in regions:
        yield Fault(f"{where}.region", f"{place.region!r} is none of the instance's regions")
    for name in ("verified_officers", "absorption_teams", "absorption_officers"):
        if getattr(place, name) is not None:
            yield from whole_faults(f"{where}.{name}", getattr(place, name), most=MOST_OFFICERS)
    yield from whole_faults(f"{where}.rank", place.rank, most=MOST_OFFICERS)
    yield from point_faults(where, place.latitude, place.longitude)
    standing = place.standing
    for index, window in enumerate(standing.agreements):
        yield from window_faults(f"{where}.standing.agreements[{index}]", window)
    if standing.effort_ratio is not None:
        yield from number_faults(f"{where}.standing.effort_ratio", standing.effort_ratio)
    yield from whole_faults(f"{where}.standing.overdue_commitments", standing.overdue_commitments, most=MOST_OFFICERS)


def _gain_faults(where: str, gains: tuple[float, ...]) -> Iterator[Fault]:
    if len(gains) > MOST_TEAMS:
        yield Fault(where, f"lists {len(gains)} teams; at most {MOST_TEAMS}")
    for index, gain in enumerate(gains):
        yield from number_faults(f"{where}[{index}]", gain)
    for index, (earlier, later) in enumerate(pairwise(gains), start=1):
        if later > earlier:
            yield Fault(
                f"{where}[{index}]", f"{later:g} is above the gain before it, {earlier:g}; gains never increase"
            )


def _pool_faults(where: str, pool: Pool, regions: set[str], funds: set[str]) -> Iterator[Fault]:
    yield from whole_faults(f"{where}.teams", pool.teams, most=MOST_TEAMS)
    yield from whole_faults(f"{where}.officers_per_team", pool.officers_per_team, most=MOST_OFFICERS)
    yield from whole_faults(f"{where}.rest_periods", pool.rest_periods, most=MOST_PERIODS)
    yield from number_faults(f"{where}.cost_per_operation", pool.cost_per_operation)
    yield from number_faults(f"{where}.cost_mxn_per_period", pool.cost_mxn_per_period)
    if pool.available is not None:
        yield from window_faults(f"{where}.available", pool.available)
    for name in (pool.base_region, *pool.reach_regions):
        if name and name not in regions:
            yield Fault(where, f"names region {name!r}, which is none of the instance's regions")
    if pool.fund and pool.fund not in funds:
        yield Fault(f"{where}.fund", f"{pool.fund!r} is none of the instance's funds")
    yield from point_faults(where, pool.latitude, pool.longitude)
    if pool.reach_km is not None:
        yield from number_faults(f"{where}.reach_km", pool.reach_km)
        if pool.latitude is None or pool.longitude is None:
            yield Fault(f"{where}.reach_km", "needs the point of the pool's base; give latitude and longitude")
