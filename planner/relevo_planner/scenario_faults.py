"""What is wrong with changes to a question, in the paths of the changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from relevo_planner.faults import MOST_MXN, MOST_TEAMS, Fault, number_faults, whole_faults
from relevo_planner.instance import Instance
from relevo_planner.policy import Policy
from relevo_planner.policy_faults import contradictions
from relevo_planner.pool_dates import MARK, window_of
from relevo_planner.scenario import Changes, PoolSize
from relevo_planner.validate import find_faults

MOST_FOLD = 1e6
_ADDED = re.compile(r"(pins|floors|exclusions)\[(\d+)\](.*)", re.DOTALL)


def change_faults(instance: Instance, changes: Changes) -> Iterator[Fault]:
    """Yield names that the question lacks, things said twice, and numbers that mean nothing."""
    pools = {pool.name for pool in instance.pools}
    yield from _names("pool_sizes", "pool", [size.pool for size in changes.pool_sizes], pools)
    for index, size in enumerate(changes.pool_sizes):
        yield from whole_faults(f"pool_sizes[{index}].teams", size.teams, most=MOST_TEAMS)
        yield from _size_start_faults(instance, f"pool_sizes[{index}].start", size)
    funds = {fund.name for fund in instance.funds}
    yield from _names("ceilings", "fund", [ceiling.fund for ceiling in changes.ceilings], funds)
    for index, ceiling in enumerate(changes.ceilings):
        yield from number_faults(f"ceilings[{index}].ceiling_mxn", ceiling.ceiling_mxn, most=MOST_MXN)
    places = {place.name for place in instance.municipalities}
    yield from _names("weights", "municipality", [weight.municipality for weight in changes.weights], places)
    for index, weight in enumerate(changes.weights):
        yield from number_faults(f"weights[{index}].fold", weight.fold, most=MOST_FOLD)
    yield from _closure_faults(instance, changes)
    yield from _withdrawal_faults(instance, changes)
    known = {number.name for number in fields(Policy)}
    for name in changes.policy:
        if name not in known:
            yield Fault(f"policy.{name}", "is no number of a policy")
        elif name == "period_days":
            # Agreements, stays and availability of the question count in its periods.
            yield Fault("policy.period_days", "cannot be changed in a question that counts in periods; ask anew")


def question_faults(before: Instance, after: Instance, changes: Changes) -> Iterator[Fault]:
    """Yield what the changes make wrong with the question; what they add is called by its place among the changes."""
    already = {"pins": len(before.pins), "floors": len(before.floors), "exclusions": len(before.exclusions)}
    for fault in find_faults(after):
        found = _ADDED.fullmatch(fault.where)
        where = fault.where
        if found is not None and int(found[2]) >= already[found[1]]:
            where = f"{found[1]}[{int(found[2]) - already[found[1]]}]{found[3]}"
        yield Fault(where, fault.text)
    if changes.policy:
        yield from contradictions(after.policy)


def _names(kind: str, part: str, named: list[str], known: set[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, name in enumerate(named):
        if name not in known:
            yield Fault(f"{kind}[{index}].{part}", f"{name!r} is none of the question's")
        elif name in seen:
            yield Fault(f"{kind}[{index}].{part}", f"{name!r} is changed twice; say it once")
        seen.add(name)


def _size_start_faults(instance: Instance, where: str, size: PoolSize) -> Iterator[Fault]:
    if size.start < 0:
        yield Fault(where, f"is {size.start}; the first period is 0")
    pools = {pool.name: pool for pool in instance.pools}
    if size.pool in pools and size.start > 0:
        end = window_of(instance, pools[size.pool]).end
        if size.start >= end:
            yield Fault(where, f"is {size.start}; {size.pool} is there in no later period than {end - 1}")
        if f"{size.pool}{MARK}{size.start}" in pools:
            yield Fault(where, f"is {size.start}; the teams of {size.pool} change from then on already")


def _closure_faults(instance: Instance, changes: Changes) -> Iterator[Fault]:
    operating = {region.name: region.fusion_centre for region in instance.regions}
    yield from _names("closures", "region", [closure.region for closure in changes.closures], set(operating))
    for index, closure in enumerate(changes.closures):
        window = operating.get(closure.region)
        if closure.region in operating and window is None:
            yield Fault(f"closures[{index}].region", f"{closure.region} has no operating fusion centre to close")
        elif window is not None and closure.start >= min(window.end, instance.periods):
            text = f"is {closure.start}; the centre operates in no later period of the question"
            yield Fault(f"closures[{index}].start", text)
        if closure.start < 0:
            yield Fault(f"closures[{index}].start", f"is {closure.start}; the first period is 0")


def _withdrawal_faults(instance: Instance, changes: Changes) -> Iterator[Fault]:
    states = {place.state for place in instance.municipalities}
    yield from _names("withdrawals", "state", [withdrawal.state for withdrawal in changes.withdrawals], states)
    for index, withdrawal in enumerate(changes.withdrawals):
        ends = [
            min(window.end, instance.periods)
            for place in instance.municipalities
            if place.state == withdrawal.state
            for window in place.standing.agreements
        ]
        if withdrawal.state in states and max(ends, default=0) <= max(withdrawal.start, 0):
            text = f"{withdrawal.state} has no live agreement from period {withdrawal.start} on to withdraw from"
            yield Fault(f"withdrawals[{index}]", text)
        if withdrawal.start < 0:
            yield Fault(f"withdrawals[{index}].start", f"is {withdrawal.start}; the first period is 0")
