"""Small questions for the planner's tests, with everything in order unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from relevo_planner.compile import build_options
from relevo_planner.instance import (
    Capability,
    Exclusion,
    Floor,
    Fund,
    Instance,
    Municipality,
    Operation,
    Pool,
    Region,
    ReportStatus,
    Standing,
    Stay,
    Window,
)
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal, Policy
from relevo_planner.propose import propose
from relevo_planner.review import review_operations
from relevo_planner.rules.catalogue import CATALOGUE
from relevo_planner.rules.kinds import Rule
from relevo_planner.solution import operations_of
from relevo_planner.stopping import Tolerance
from relevo_planner.whole import solve_whole

EXACT = Tolerance(0.0)
LOOSE = Policy(
    durations=(1, 2),
    tenure_periods=2,
    tenure_window_periods=3,
    complement_ratio=1.0,
    reserve_share=0.0,
    state_ceiling_share=1.0,
    goals=(Goal.FLOORS, Goal.NEED),
)
"""A policy under which only what a test adds binds."""
ALWAYS = Window(-50, 500)
IN_ORDER = Standing(agreements=(ALWAYS,), report=ReportStatus.ACCEPTED, report_age_days=0, effort_ratio=1.0)


def place(name: str = "a", **changes: Any) -> Municipality:
    """A municipality in order that needs two patrol teams in each of four periods."""
    described: dict[str, Any] = {
        "name": f"municipalities/{name}",
        "state": "states/1",
        "region": "regions/r",
        "gains": {Capability.PATROL: (2.0, 1.0)},
        "period_weights": (1.0,) * 4,
        "verified_officers": 1000,
        "standing": IN_ORDER,
    }
    return Municipality(**{**described, **changes})


def pool(name: str = "p", **changes: Any) -> Pool:
    """A patrol pool of two teams of ten officers without rest."""
    described: dict[str, Any] = {
        "name": f"pools/{name}",
        "capability": Capability.PATROL,
        "teams": 2,
        "officers_per_team": 10,
        "rest_periods": 0,
        "base_region": "regions/r",
    }
    return Pool(**{**described, **changes})


def question(*places: Municipality, pools: Sequence[Pool] = (), policy: Policy = LOOSE, **changes: Any) -> Instance:
    """Four periods, one region with a fusion centre, and what is given."""
    described: dict[str, Any] = {
        "first_day": date(2025, 1, 6),
        "periods": len(places[0].period_weights) if places else 4,
        "municipalities": places,
        "pools": tuple(pools) or (pool(),),
        "regions": (Region("regions/r", fusion_centre=ALWAYS), Region("regions/s")),
        "policy": policy,
    }
    return Instance(**{**described, **changes})


def operations_under(instance: Instance, catalogue: Sequence[Rule] = CATALOGUE) -> tuple[Operation, ...]:
    """Return the best operations under the given rules."""
    options = build_options(instance, catalogue)
    return operations_of(instance, options, solve_whole(options, stop=EXACT).openings)


def broken_without(rule: type[Rule], instance: Instance) -> set[str]:
    """Solve with every rule (which must be clean) and without one; return the rules that the second plan breaks."""
    assert review_operations(instance, operations_under(instance)) == ()
    others = [one for one in CATALOGUE if not isinstance(one, rule)]
    assert len(others) == len(CATALOGUE) - 1
    return {violation.rule for violation in review_operations(instance, operations_under(instance, others))}


def proposed(instance: Instance, seed: int = 0) -> Plan:
    """Return the plan to optimality."""
    return propose(instance, stop=EXACT, seed=seed)


def random_question(seed: int) -> Instance:
    """Draw a tiny question in which every rule may bind; teams differ in officers."""
    rng = np.random.default_rng(seed)
    periods = int(rng.integers(2, 5))
    policy = replace(
        LOOSE,
        durations=(1, 2) if rng.random() < 0.7 else (1, 3),
        tenure_periods=int(rng.integers(2, 4)),
        tenure_window_periods=int(rng.integers(3, 6)),
        complement_ratio=float(rng.choice([0.5, 1.0])),
        reserve_share=float(rng.choice([0.0, 0.2, 0.5], p=[0.6, 0.2, 0.2])),
        state_ceiling_share=float(rng.choice([0.3, 0.6, 1.0])),
    )
    pools = tuple(_random_pool(rng, index, periods) for index in range(int(rng.integers(2, 4))))
    places = tuple(_random_place(rng, index, periods) for index in range(int(rng.integers(1, 3))))
    stays = tuple(_random_stay(rng, index, places, pools) for index in range(int(rng.random() < 0.35)))
    instance = question(
        *places,
        pools=pools,
        policy=policy,
        regions=(
            Region("regions/r", fusion_centre=ALWAYS if rng.random() < 0.7 else _window(rng, periods)),
            Region("regions/s"),
        ),
        funds=(Fund("funds/f", float(rng.integers(2, 20))),),
        stays=stays,
    )
    if rng.random() < 0.3:
        instance = replace(instance, exclusions=(_random_exclusion(rng, instance),))
    if rng.random() < 0.5:
        chosen = places[int(rng.integers(len(places)))]
        instance = replace(instance, floors=(Floor(chosen.name, int(rng.integers(1, 3))),))
    return instance


def _random_pool(rng: np.random.Generator, index: int, periods: int) -> Pool:
    kinds = (Capability.PATROL, Capability.INTELLIGENCE)
    return pool(
        f"p{index}",
        capability=kinds[int(rng.integers(2))],
        teams=int(rng.choice([0, 1, 2, 3], p=[0.1, 0.3, 0.3, 0.3])),
        officers_per_team=int(rng.choice([1, 2, 3])),
        rest_periods=int(rng.integers(0, 3)),
        available=_window(rng, periods) if rng.random() < 0.3 else None,
        base_region=str(rng.choice(["regions/r", "regions/s", ""])),
        reach_regions=("regions/r",) if rng.random() < 0.3 else (),
        latitude=20.0,
        longitude=-100.0,
        reach_km=float(rng.choice([50.0, 5000.0])) if rng.random() < 0.3 else None,
        cost_per_operation=float(rng.choice([0.0, 0.1, 0.5])),
        fund="funds/f" if rng.random() < 0.5 else "",
        cost_mxn_per_period=float(rng.choice([0.0, 1.0, 2.5])),
    )


def _random_place(rng: np.random.Generator, index: int, periods: int) -> Municipality:
    def gains() -> tuple[float, ...]:
        return tuple(
            float(g)
            for g in np.sort(np.round(rng.uniform(0.1, 2.0, int(rng.integers(0, 4) > 0) * int(rng.integers(1, 3))), 2))[
                ::-1
            ]
        )

    standing = Standing(
        agreements=(_window(rng, periods),) if rng.random() < 0.2 else (ALWAYS,),
        report=ReportStatus.SUBMITTED if rng.random() < 0.05 else ReportStatus.ACCEPTED,
        report_age_days=int(rng.choice([0, 90, 91], p=[0.75, 0.2, 0.05])),
        effort_ratio=float(rng.choice([1.0, 0.9, 0.5], p=[0.75, 0.2, 0.05])),
        overdue_commitments=int(rng.random() < 0.3),
        waiver=bool(rng.random() < 0.5),
    )
    return place(
        "abc"[index],
        state=f"states/{int(rng.integers(2))}",
        region=str(rng.choice(["regions/r", "regions/s"], p=[0.8, 0.2])),
        gains={Capability.PATROL: gains(), Capability.INTELLIGENCE: gains()},
        period_weights=tuple(float(w) for w in np.round(rng.uniform(0.5, 1.5, periods), 2)),
        rank=index + 1,
        latitude=20.0,
        longitude=float(rng.choice([-100.0, -99.0])),
        verified_officers=int(rng.choice([4, 6, 12, 100])),
        absorption_teams=int(rng.integers(1, 4)) if rng.random() < 0.3 else None,
        absorption_officers=int(rng.integers(2, 9)) if rng.random() < 0.3 else None,
        standing=standing,
    )


def _random_stay(rng: np.random.Generator, index: int, places: Sequence[Municipality], pools: Sequence[Pool]) -> Stay:
    start = int(rng.integers(-5, 2))
    return Stay(
        f"deployments/{index}",
        places[int(rng.integers(len(places)))].name,
        start,
        start + int(rng.integers(1, 4)),
        {pools[int(rng.integers(len(pools)))].name: int(rng.integers(1, 3))},
    )


def _random_exclusion(rng: np.random.Generator, instance: Instance) -> Exclusion:
    chosen = instance.municipalities[int(rng.integers(len(instance.municipalities)))]
    return Exclusion("named", municipality=chosen.name, window=_window(rng, instance.periods))


def _window(rng: np.random.Generator, periods: int) -> Window:
    start = int(rng.integers(0, periods))
    return Window(start, int(rng.integers(start + 1, periods + 1)))
