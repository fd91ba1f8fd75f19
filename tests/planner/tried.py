"""One random tiny question tried in every way: the plan against every plan there is, by both methods, and reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from relevo_planner.compile import build_options
from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Plan as Proposed
from relevo_planner.plan import Stop
from relevo_planner.propose import DefectivePlan, propose
from relevo_planner.restricted import solve_restricted
from relevo_planner.review import plan_value, review_operations, review_plan
from relevo_planner.solution import operations_of
from relevo_planner.stopping import FirstOf, Steps, Tolerance
from tests.planner.every_plan import Plan, broken, every_plan
from tests.planner.small import random_question

ROUNDING = 1e-6
PRICE_STEPS = 60
PROVEN_GAP = 1e-6


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out of one seed.

    Attributes:
        seed: of the question.
        faults: what is wrong, in words; empty where everything holds.
        marks: what the question held and which ways were tried, for the record of what ten thousand of them cover.
    """

    seed: int
    faults: tuple[str, ...]
    marks: tuple[str, ...]


def drawn(seed: int) -> tuple[Instance, list[Plan]]:
    """Draw a tiny question with every plan it allows; every third has a pin, some of which are impossible."""
    instance = random_question(seed)
    plans = list(every_plan(instance))
    rng = np.random.default_rng([seed, 1])
    if rng.random() > 1 / 3:
        return instance, plans
    chosen = plans[int(rng.integers(len(plans)))]
    pin = chosen[0] if chosen and rng.random() < 0.8 else _any_operation(rng, instance)
    pinned = replace(instance, pins=(pin,))
    return pinned, [plan for plan in plans if not review_operations(pinned, plan)]


def _any_operation(rng: np.random.Generator, instance: Instance) -> Operation:
    place = instance.municipalities[int(rng.integers(len(instance.municipalities)))]
    pool = instance.pools[int(rng.integers(len(instance.pools)))]
    periods = int(rng.choice([length for length in instance.policy.durations if length <= instance.periods]))
    start = int(rng.integers(instance.periods - periods + 1))
    return Operation(place.name, start, periods, {pool.name: int(rng.integers(1, 3))})


def tried(seed: int, *, by_prices: bool = True) -> Tried:
    """Try one seed."""
    instance, plans = drawn(seed)
    marks = list(_marks(instance, plans))
    try:
        faults = list(_proposal_faults(instance, seed, plans))
    except DefectivePlan as defect:
        faults = [f"refused by its own review: {defect}"]
    if by_prices and plans:
        fewest = min(broken(instance, plan) for plan in plans)
        best = max(plan_value(instance, plan) for plan in plans if broken(instance, plan) == fewest)
        found = list(_price_faults(instance, seed, best))
        faults += [fault for fault, is_fault in found if is_fault]
        marks += ["by prices", *(mark for mark, is_fault in found if not is_fault)]
    return Tried(seed, tuple(faults), tuple(marks))


def _proposal_faults(instance: Instance, seed: int, plans: Sequence[Plan]) -> Iterator[str]:
    plan = propose(instance, stop=Tolerance(0.0), seed=seed)
    if not plans:
        if plan.stop is not Stop.IMPOSSIBLE or not plan.conflicts:
            yield "a plan where none is possible"
        return
    if plan.stop is Stop.IMPOSSIBLE:
        yield "called impossible, but plans exist"
        return
    for violation in review_plan(instance, plan):
        yield f"breaks {violation.rule}: {violation.text}"
    yield from _value_faults(instance, plan, plans)
    for rival in plan.baselines:
        if review_operations(instance, rival.operations):
            yield f"baseline {rival.name} breaks a rule"


def _value_faults(instance: Instance, plan: Proposed, plans: Sequence[Plan]) -> Iterator[str]:
    fewest, value = max((-broken(instance, one), plan_value(instance, one)) for one in plans)
    if broken(instance, plan.operations) != -fewest:
        yield f"{broken(instance, plan.operations)} floors broken, {-fewest} would do"
    if plan.goals[0].value != -fewest or plan.goals[0].bound > -fewest:
        yield f"tells {plan.goals[0].value} broken floors, bound {plan.goals[0].bound}, but {-fewest} is the truth"
    if abs(plan.certificate.value - value) > ROUNDING:
        yield f"value {plan.certificate.value}, the best is {value}"
    if plan.certificate.bound < value - ROUNDING:
        yield f"bound {plan.certificate.bound} below {value}"
    if plan.certificate.gap > ROUNDING:
        yield f"gap {plan.certificate.gap} where optimality was asked for"


def _price_faults(instance: Instance, seed: int, best: float) -> Iterator[tuple[str, bool]]:
    """Force the price method; yield texts and whether each is a fault."""
    options = build_options(instance)
    if not len(options):
        return
    stop = FirstOf((Tolerance(PROVEN_GAP), Steps(PRICE_STEPS)))
    found = solve_restricted(options, stop=stop, seed=seed)
    operations = operations_of(instance, options, found.openings)
    value = plan_value(instance, operations)
    room = PROVEN_GAP * max(1.0, abs(best)) + ROUNDING
    if found.bound < best - ROUNDING:
        yield f"prices: bound {found.bound} below {best}", True
    if abs(found.value - value) > ROUNDING:
        yield f"prices: says {found.value}, is worth {value}", True
    if review_operations(instance, operations):
        yield "prices: the plan breaks a rule", True
    proven = found.stop in (Stop.OPTIMAL, Stop.TOLERANCE)
    if proven and value > best + room:
        yield f"prices: value {value} with more broken floors than need be; with the fewest it is {best}", True
    if proven and value < best - room:
        yield f"prices: claims {found.stop}, value {value}, the best is {best}", True
    yield f"by prices, {'proven' if proven else 'best found' if value >= best - room else 'short of the best'}", False


def _marks(instance: Instance, plans: Sequence[Plan]) -> Iterator[str]:
    policy = instance.policy
    holds = {
        "pins": bool(instance.pins),
        "pins impossible": not plans,
        "floors": bool(instance.floors),
        "floors broken": bool(plans) and min(broken(instance, plan) for plan in plans) > 0,
        "committed stays": bool(instance.stays),
        "unequal officers": len({pool.officers_per_team for pool in instance.pools}) > 1,
        "costs": any(pool.cost_per_operation for pool in instance.pools),
        "funds": any(pool.fund and pool.cost_mxn_per_period for pool in instance.pools),
        "reserve": policy.reserve_share > 0,
        "state ceiling": policy.state_ceiling_share < 1,
        "exclusions": bool(instance.exclusions),
        "fusion centre windows": any(region.fusion_centre is not None for region in instance.regions),
        "several plans": len(plans) > 1,
    }
    return (name for name, held in holds.items() if held)
