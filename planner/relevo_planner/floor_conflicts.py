"""Why a floor is broken: the smallest sets of floors, pins and shared limits that cannot all be kept.

Only municipalities with floors or pins matter: a plan that holds nothing else uses least of every shared limit. Of the
floors only those that the plan meets: it shows that they can be met together, so that without the broken one the others
of its conflict always can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from relevo_planner.compile import build_options, why_forbidden
from relevo_planner.conflicts import pin_text, smallest_conflict
from relevo_planner.goals.floors import broken_floors
from relevo_planner.instance import Floor, Instance, Operation
from relevo_planner.plan import Conflict, Demand, DemandKind, Reason
from relevo_planner.program import build_program
from relevo_planner.shortfalls import WORDS
from relevo_planner.solving import solve_assembly
from relevo_planner.stopping import UNLIMITED, StopCriterion, effort

MOST_EXPLAINED = 5
"""Broken floors whose conflicts a plan spells out."""
SECONDS_PER_TEST = 5.0
NODES_PER_TEST = 2_000


class _Unsettled(Exception):
    """A solver ended before it could say whether demands can be met together: nothing may be claimed."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A demand of the deletion: a pin, another floor, or a group of shared rows."""

    kind: DemandKind
    index: int = -1
    reason: Reason | None = None
    subject: str = ""


def floor_conflicts(
    instance: Instance, operations: Iterable[Operation], stop: StopCriterion = UNLIMITED
) -> tuple[Conflict, ...]:
    """For the first broken floors, why they are broken.

    Args:
        instance: a question whose pins are possible.
        operations: a plan with as few broken floors as can be.
        stop: ends the explaining; a floor whose conflict is not settled by then gets none.

    Returns:
        One conflict per floor, which begins with the floor itself; none for a floor that could have been met.
    """
    found: list[Conflict] = []
    broken = broken_floors(instance, operations)
    met = [index for index in range(len(instance.floors)) if index not in broken]
    for index in broken[:MOST_EXPLAINED]:
        try:
            conflict = _explain(instance, index, met, stop)
        except _Unsettled:
            continue
        if len(conflict.demands) > 1:
            found.append(conflict)
    return tuple(found)


def _explain(instance: Instance, index: int, met: Sequence[int], stop: StopCriterion) -> Conflict:
    small = _only_concerned(instance)
    demand = Demand(DemandKind.FLOOR, floor_text(instance.floors[index]), index)
    if not _possible(small, index, [], stop):
        return Conflict((demand, Demand(DemandKind.RULE, _own_reason(small, instance.floors[index]))))
    rows = dict.fromkeys((row.reason, row.subject) for row in build_options(small).rows)
    wishes = [_Wish(DemandKind.RULE, reason=reason, subject=subject) for reason, subject in rows]
    wishes += [_Wish(DemandKind.PIN, index=other) for other in range(len(instance.pins))]
    wishes += [_Wish(DemandKind.FLOOR, index=other) for other in met]

    def impossible(kept: Sequence[_Wish]) -> bool:
        return not _possible(small, index, kept, stop)

    if not impossible(wishes):
        return Conflict((demand,))
    for reason in Reason:
        rest = [wish for wish in wishes if wish.reason is not reason]
        if len(rest) < len(wishes) and impossible(rest):
            wishes = rest
    core = smallest_conflict(wishes, impossible)
    return Conflict((demand, *(_said(instance, wish) for wish in core)))


def _possible(instance: Instance, index: int, wishes: Sequence[_Wish], stop: StopCriterion) -> bool:
    """Whether the floor can be met together with the wishes; shared rows that no wish names do not count."""
    floors = [instance.floors[index]]
    floors += [instance.floors[wish.index] for wish in wishes if wish.kind is DemandKind.FLOOR]
    pins = [instance.pins[wish.index] for wish in wishes if wish.kind is DemandKind.PIN]
    groups = {(wish.reason, wish.subject) for wish in wishes if wish.kind is DemandKind.RULE}
    options = build_options(replace(instance, floors=tuple(floors), pins=tuple(pins)))
    rows = tuple(row for row in options.rows if (row.reason, row.subject) in groups)
    program = build_program(replace(options, rows=rows))
    program.assembly.objective = np.zeros(program.assembly.column_count)
    if len(program.met):
        program.assembly.add_row(len(program.met), np.inf, program.met, 1.0)
    limits = effort(stop, nodes=NODES_PER_TEST, seconds=SECONDS_PER_TEST)
    solved = solve_assembly(program.assembly, time_limit_s=limits.seconds, node_limit=limits.nodes)
    if solved.values is None and not solved.infeasible:
        raise _Unsettled
    return solved.values is not None


def _only_concerned(instance: Instance) -> Instance:
    """The instance without places for which neither floors nor pins ask and where no stay uses anything."""
    concerned = {floor.municipality for floor in instance.floors} | {pin.municipality for pin in instance.pins}
    kept = concerned | {stay.municipality for stay in instance.stays}
    return replace(
        instance,
        municipalities=tuple(
            place if place.name in concerned else replace(place, gains={})
            for place in instance.municipalities
            if place.name in kept
        ),
        exclusions=tuple(one for one in instance.exclusions if one.municipality is None or one.municipality in kept),
        published=(),
    )


def _own_reason(instance: Instance, floor: Floor) -> str:
    """Why the floor is impossible whatever else is planned."""
    places = [place.name for place in instance.municipalities]
    place = places.index(floor.municipality)
    if not (build_options(instance).municipality == place).any():
        reasons = why_forbidden(instance)[place]
        return WORDS.get(reasons[0], WORDS[Reason.SUPPLY]) if reasons else WORDS[Reason.SUPPLY]
    gains = instance.municipalities[place].gains
    need = sum(len(own) for capability, own in gains.items() if floor.capability in (None, capability))
    if need < floor.teams:
        return f"its need is {need} teams; more may not come"
    return "no operation that the rules leave can hold so many teams: " + WORDS[Reason.ABSORPTION]


def _said(instance: Instance, wish: _Wish) -> Demand:
    if wish.kind is DemandKind.PIN:
        return Demand(DemandKind.PIN, pin_text(instance.pins[wish.index]), wish.index)
    if wish.kind is DemandKind.FLOOR:
        return Demand(DemandKind.FLOOR, floor_text(instance.floors[wish.index]), wish.index)
    return Demand(DemandKind.RULE, f"{(wish.reason or Reason.SUPPLY).value.replace('_', ' ')}: {wish.subject}")


def floor_text(floor: Floor) -> str:
    """A floor in words."""
    of_capability = f" of {floor.capability.value.replace('_', ' ')}" if floor.capability else ""
    return f"{floor.municipality} with at least {floor.teams} {'team' if floor.teams == 1 else 'teams'}{of_capability}"
