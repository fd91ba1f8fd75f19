"""From a question to a plan: the only place that knows the order of the steps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import ortools
from numpy.typing import NDArray

from relevo_planner import __version__
from relevo_planner.baselines import baselines, by_rank
from relevo_planner.canonical import instance_sha256
from relevo_planner.compile import build_options
from relevo_planner.conflicts import pin_conflicts
from relevo_planner.earlier import Warm
from relevo_planner.floor_conflicts import floor_conflicts
from relevo_planner.goals.need import most_conceivable
from relevo_planner.goals.pursuit import Search
from relevo_planner.goals.sequence import LATER, pursue_later_goals
from relevo_planner.instance import Instance
from relevo_planner.options import Options
from relevo_planner.plan import Certificate, Conflict, Plan, PoolPrice, Reason, Stop
from relevo_planner.restricted import solve_restricted
from relevo_planner.review import review_plan
from relevo_planner.roster import name_teams
from relevo_planner.shortfalls import find_shortfalls
from relevo_planner.solution import Opening, Solution, openings_of, openings_value, operations_of
from relevo_planner.stopping import EndingEarlier, FirstOf, Progress, Report, StopCriterion, Tolerance, keeping, silent
from relevo_planner.validate import validate
from relevo_planner.warm import limit_prices, repaired, warm_prices
from relevo_planner.whole import solve_whole

LATER_SHARE = 0.3
"""Share of the time, or of the steps, that goals after need may take."""
FLOORS_SHARE = 0.1
"""Share that is kept for saying why floors are broken, where no later goal keeps any."""
TELLING = 1.5
"""Time for shortfalls, review and the like, as a multiple of what validation, options and baselines took."""
TILTED_GAP = 0.005
"""Relative gap that is good enough where only the direction of a plan matters."""
WHOLE_OPTIONS = 400
"""Up to here the whole program is solved at once."""
UNPROVEN = "the search ended before it could prove a bound: what all need is worth stands for it"


class DefectivePlan(Exception):
    """The planner's own plan breaks a rule or its certificate: a defect, never an answer."""


def propose(
    instance: Instance, *, stop: StopCriterion, seed: int = 0, report: Report = silent, warm: Warm | None = None
) -> Plan:
    """Propose a plan.

    Args:
        instance: the question.
        stop: ends the search; goals after need get a share of its time.
        seed: the same seed makes the same search.
        report: told about progress: phase, best value so far, bound.
        warm: what the plan of a like question leaves, to begin with.

    Returns:
        The plan with its certificate. Where pins are impossible, a plan without operations that names the conflicts.

    Raises:
        InvalidInstance: with every fault of a malformed question.
        DefectivePlan: if the review finds anything.
    """
    before_s = stop.remaining_s()
    validate(instance)
    conflicts = pin_conflicts(instance)
    if conflicts:
        return _impossible(instance, seed, conflicts)
    options = build_options(instance)
    report = _naming(instance, options, report)
    # All that does not wait for the plan comes before the search: what comes after it is kept short.
    ranked, sha256 = by_rank(instance, options), instance_sha256(instance)
    rivals = baselines(instance, options, ranked)
    stop = _before_telling(stop, before_s)
    first = openings_of(instance, options, max(rivals, key=lambda rival: rival.value).operations)
    if warm is not None:
        earlier = repaired(instance, options, warm.operations)
        first = max(earlier, first, key=lambda openings: openings_value(options, openings))
    solution = solve_need(
        options,
        stop=_before_later_goals(instance, stop),
        seed=seed,
        incumbent=first,
        report=report,
        warm=None if warm is None else warm_prices(instance, options, warm),
    )
    unproven = () if math.isfinite(solution.bound) else (UNPROVEN,)
    if unproven:
        solution = replace(solution, bound=most_conceivable(instance))
    refined = pursue_later_goals(
        instance,
        options,
        solution,
        search=_tilted_search(stop, seed, solution.row_prices),
        stop=stop,
        seed=seed,
        report=report,
    )
    operations = operations_of(instance, options, refined.openings)
    plan = Plan(
        operations=operations,
        certificate=Certificate(refined.value, max(solution.bound, refined.value)),
        goals=refined.goals,
        roster=name_teams(instance, operations),
        shortfalls=find_shortfalls(instance, options, refined.openings),
        baselines=rivals,
        prices=pool_prices(instance, options, solution),
        stop=solution.stop,
        seed=seed,
        instance_sha256=sha256,
        versions=versions(),
        conflicts=floor_conflicts(instance, operations, stop),
        notes=(*_notes(instance, options), *refined.notes, *unproven),
        limit_prices=limit_prices(options, solution.row_prices),
    )
    violations = review_plan(instance, plan)
    if violations:
        raise DefectivePlan("; ".join(f"{found.rule}, {found.subject}: {found.text}" for found in violations))
    return plan


def solve_need(
    options: Options,
    *,
    stop: StopCriterion,
    seed: int = 0,
    incumbent: Sequence[Opening] = (),
    report: Report = silent,
    warm: NDArray[np.float64] | None = None,
) -> Solution:
    """Goals 1 and 2.

    Args:
        options: what the rules leave.
        stop: ends the search.
        seed: the same seed makes the same search.
        incumbent: a plan to begin with.
        report: told about progress.
        warm: (R,) prices to begin with.
    """
    if len(options) == 0:
        return Solution((), 0.0, 0.0, Stop.EMPTY, np.zeros(len(options.rows)), float(len(options.floors)))
    if len(options) <= WHOLE_OPTIONS:
        return solve_whole(options, stop=stop, seed=seed, incumbent=incumbent, report=report)
    return solve_restricted(options, stop=stop, seed=seed, incumbent=incumbent, report=report, warm=warm)


def pool_prices(instance: Instance, options: Options, solution: Solution) -> tuple[PoolPrice, ...]:
    """What one more team of each pool would be worth per period, where the solution knows prices.

    One more team raises its supply by one and, where a reserve is kept, the usable teams of its region by the rest.
    """
    if solution.row_prices is None:
        return ()
    usable = {Reason.SUPPLY: 1.0, Reason.RESERVE: 1.0 - instance.policy.reserve_share}
    per_period = np.zeros((len(instance.pools), instance.periods))
    for row, price in zip(options.rows, solution.row_prices, strict=True):
        for pool in row.pools if row.reason in usable else ():
            per_period[pool, row.start] += price * usable[row.reason]
    return tuple(
        PoolPrice(pool.name, tuple(float(price) for price in own))
        for pool, own in zip(instance.pools, per_period, strict=True)
    )


def versions() -> Mapping[str, str]:
    """Versions of the software that decides the answer."""
    return {"relevo": __version__, "ortools": ortools.__version__, "numpy": np.__version__}


def _naming(instance: Instance, options: Options, report: Report) -> Report:
    """Tell the best plan in the instance's names, so that a listener can keep it should the search end badly."""

    def tell(progress: Progress) -> None:
        openings = progress.openings
        report(
            progress if openings is None else replace(progress, operations=operations_of(instance, options, openings))
        )

    return tell


def _tilted_search(stop: StopCriterion, seed: int, prices: NDArray[np.float64] | None) -> Search:
    """Goal 2's search for the later goals: quicker, content with less, and from goal 2's prices on."""

    def search(options: Options, incumbent: tuple[Opening, ...], share: float) -> Solution:
        within = FirstOf([Tolerance(TILTED_GAP), keeping(stop, 1.0 - share)])
        return solve_need(options, stop=within, seed=seed, incumbent=incumbent, warm=prices)

    return search


def _before_later_goals(instance: Instance, stop: StopCriterion) -> StopCriterion:
    if set(LATER) & set(instance.policy.goals):
        return keeping(stop, LATER_SHARE)
    return keeping(stop, FLOORS_SHARE) if instance.floors else stop


def _before_telling(stop: StopCriterion, before_s: float) -> StopCriterion:
    """Keep time for what comes after the search, which takes about as long as what came before it."""
    left_s = stop.remaining_s()
    return stop if math.isinf(left_s) else EndingEarlier(stop, TELLING * max(0.0, before_s - left_s))


def _impossible(instance: Instance, seed: int, conflicts: tuple[Conflict, ...]) -> Plan:
    return Plan(
        operations=(),
        certificate=Certificate(0.0, 0.0),
        goals=(),
        roster=(),
        shortfalls=(),
        baselines=(),
        prices=(),
        stop=Stop.IMPOSSIBLE,
        seed=seed,
        instance_sha256=instance_sha256(instance),
        versions=versions(),
        conflicts=conflicts,
        notes=("the pinned operations break rules; nothing is planned until they are changed",),
    )


def _notes(instance: Instance, options: Options) -> Iterator[str]:
    """What a reader must know before the plan."""
    if not any(pool.teams for pool in instance.pools):
        yield "there is nothing to give: no pool has teams"
    elif not any(gains for place in instance.municipalities for gains in place.gains.values()):
        yield "nobody is in need: no municipality has gains"
    elif len(options) == 0:
        yield "the rules leave no operation possible; the shortfalls say why"
    overdrawn: dict[Reason, int] = {}
    for row in options.rows:
        if row.overdrawn > 0:
            overdrawn[row.reason] = overdrawn.get(row.reason, 0) + 1
    for reason, count in overdrawn.items():
        yield f"stays of the records alone exceed {count} limits of {reason.value}; nothing is left of those"
