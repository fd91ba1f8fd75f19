"""Small questions that tests own: one place, one pool, everything in order, to be bent where a rule should bind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from relevo_planner.instance import Capability, Instance, Municipality, Pool, Region, ReportStatus, Standing, Window
from relevo_planner.policy import Goal, Policy

PERIODS = 6
HORIZON = Window(0, PERIODS)
IN_ORDER = Standing(agreements=(HORIZON,), report=ReportStatus.ACCEPTED, report_age_days=10, effort_ratio=1.0)
POLICY = Policy(
    durations=(2, 3),
    tenure_periods=3,
    tenure_window_periods=5,
    reserve_share=0.0,
    state_ceiling_share=1.0,
    goals=(Goal.FLOORS, Goal.NEED),
)


def place(key: str = "12001", *, need: int = 4, region: str = "regions/centro") -> Municipality:
    """A municipality that needs ``need`` patrol teams and has everything in order."""
    return Municipality(
        name=f"municipalities/{key}",
        state=f"states/{key[:2]}",
        region=region,
        gains={Capability.PATROL: tuple(1.0 / (team + 1) for team in range(need))},
        period_weights=tuple(1.0 + 0.1 * period for period in range(PERIODS)),
        rank=1,
        latitude=17.0,
        longitude=-99.5,
        verified_officers=1000,
        standing=IN_ORDER,
    )


def pool(name: str = "patrol", teams: int = 4) -> Pool:
    """A patrol pool of the same region."""
    return Pool(
        name=f"pools/{name}",
        capability=Capability.PATROL,
        teams=teams,
        officers_per_team=30,
        rest_periods=1,
        base_region="regions/centro",
        latitude=17.0,
        longitude=-99.5,
    )


def question(*places: Municipality, pools: tuple[Pool, ...] = (), policy: Policy = POLICY) -> Instance:
    """A question over the places, one place and one pool where none are given."""
    return Instance(
        first_day=date(2026, 1, 5),
        periods=PERIODS,
        municipalities=places or (place(),),
        pools=pools or (pool(),),
        regions=(Region("regions/centro", fusion_centre=HORIZON), Region("regions/sureste")),
        policy=policy,
    )


def standing(**changes: object) -> Municipality:
    """A place whose standing is bent."""
    return replace(place(), standing=replace(IN_ORDER, **changes))  # type: ignore[arg-type]
