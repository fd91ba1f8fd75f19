"""Changes in words, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance
from relevo_planner.pool_dates import day_of
from relevo_planner.scenario import Changes


def change_words(instance: Instance, changes: Changes) -> tuple[str, ...]:
    """Say what is otherwise than in the question; empty where nothing is."""
    return (*_numbers(instance, changes), *_additions(changes), *_facts(changes))


def _numbers(instance: Instance, changes: Changes) -> Iterator[str]:
    teams = {pool.name: pool.teams for pool in instance.pools}
    for size in changes.pool_sizes:
        when = f" from {day_of(instance, size.start)} on" if size.start > 0 else ""
        yield f"{size.pool} has {size.teams} teams instead of {teams.get(size.pool, 0)}{when}"
    money = {fund.name: fund.ceiling_mxn for fund in instance.funds}
    for ceiling in changes.ceilings:
        yield f"{ceiling.fund} has {ceiling.ceiling_mxn:,.0f} MXN instead of {money.get(ceiling.fund, 0.0):,.0f}"
    for name, value in changes.policy.items():
        before = getattr(instance.policy, name, None)
        yield f"{name} is {_said(value)} instead of {_said(before)}"
    for weight in changes.weights:
        yield f"{weight.municipality} counts {weight.fold:g} times"


def _additions(changes: Changes) -> Iterator[str]:
    for floor in changes.floors:
        kind = "" if floor.capability is None else f" {floor.capability.value}"
        yield f"{floor.municipality} should have {floor.teams}{kind} teams"
    for pin in changes.pins:
        teams = ", ".join(f"{count} of {pool}" for pool, count in pin.teams.items())
        yield f"{pin.municipality} has {teams} in periods {pin.start} to {pin.end - 1}"
    for exclusion in changes.exclusions:
        named = (exclusion.municipality, exclusion.pool, exclusion.capability and exclusion.capability.value)
        where = ", ".join(name for name in named if name) or "everything"
        window = exclusion.window
        when = "" if window is None else f" in periods {window.start} to {window.end - 1}"
        yield f"{where} is excluded{when}" + (f": {exclusion.reason}" if exclusion.reason else "")


def _facts(changes: Changes) -> Iterator[str]:
    for closure in changes.closures:
        yield f"the fusion centre of {closure.region} is closed from period {closure.start} on"
    for withdrawal in changes.withdrawals:
        yield f"{withdrawal.state} withdraws from its agreements from period {withdrawal.start} on"


def _said(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
