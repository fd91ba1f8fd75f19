"""What if: a question with changes in it. What the changes do not name stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from relevo_planner.faults import Fault
from relevo_planner.instance import Instance, Municipality, Region, Standing, Window
from relevo_planner.policy import Goal, Policy
from relevo_planner.pool_dates import with_teams_from
from relevo_planner.scenario import Changes, PolicyValue
from relevo_planner.scenario_faults import change_faults, question_faults


class InvalidChanges(Exception):
    """The changes do not fit the question. ``faults`` names everything that is wrong with them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.text}" for fault in faults))
        self.faults = faults


def apply_changes(instance: Instance, changes: Changes) -> Instance:
    """Return the question with the changes in it.

    Args:
        instance: a question that ``validate`` let pass.
        changes: in its names.

    Raises:
        InvalidChanges: with every fault, in the paths of ``Changes``.
    """
    faults = list(change_faults(instance, changes))
    if not faults:
        changed = _changed(instance, changes)
        faults = list(question_faults(instance, changed, changes))
        if not faults:
            return changed
    raise InvalidChanges(tuple(faults))


def _changed(instance: Instance, changes: Changes) -> Instance:
    ceilings = {ceiling.fund: ceiling.ceiling_mxn for ceiling in changes.ceilings}
    closed = {closure.region: closure.start for closure in changes.closures}
    withdrawn = {withdrawal.state: withdrawal.start for withdrawal in changes.withdrawals}
    folds = {weight.municipality: weight.fold for weight in changes.weights}
    changed = replace(
        instance,
        funds=tuple(replace(fund, ceiling_mxn=ceilings.get(fund.name, fund.ceiling_mxn)) for fund in instance.funds),
        regions=tuple(_closed(region, closed.get(region.name)) for region in instance.regions),
        municipalities=tuple(
            _place(place, folds.get(place.name, 1.0), withdrawn.get(place.state)) for place in instance.municipalities
        ),
        floors=(*instance.floors, *changes.floors),
        pins=(*instance.pins, *changes.pins),
        exclusions=(*instance.exclusions, *changes.exclusions),
        policy=changed_policy(instance.policy, changes.policy),
    )
    for size in changes.pool_sizes:
        changed = with_teams_from(changed, size.pool, size.teams, size.start)
    return changed


def changed_policy(policy: Policy, numbers: Mapping[str, PolicyValue]) -> Policy:
    """Return a policy with other numbers; every name must be one of its own."""
    read: dict[str, PolicyValue] = dict(numbers)
    if "durations" in read:
        read["durations"] = tuple(int(length) for length in read["durations"])
    if "goals" in read:
        read["goals"] = tuple(Goal(goal) for goal in read["goals"])
    return replace(policy, **read)


def _closed(region: Region, start: int | None) -> Region:
    if start is None or region.fusion_centre is None:
        return region
    return replace(region, fusion_centre=_until(region.fusion_centre, start))


def _place(place: Municipality, fold: float, withdrawn_from: int | None) -> Municipality:
    weights = place.period_weights if fold == 1.0 else tuple(weight * fold for weight in place.period_weights)
    standing = place.standing if withdrawn_from is None else _without_agreement(place.standing, withdrawn_from)
    return replace(place, period_weights=weights, standing=standing)


def _without_agreement(standing: Standing, start: int) -> Standing:
    left = (_until(window, start) for window in standing.agreements)
    return replace(standing, agreements=tuple(window for window in left if window is not None))


def _until(window: Window, end: int) -> Window | None:
    """The periods of a window before ``end``; None: there are none."""
    return Window(window.start, min(window.end, end)) if window.start < end else None
