"""What the records say of the pools of a planning question, and of the funds that pay them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from relevo_planner.instance import Capability, Window
from relevo_planner.instance import Fund as PlannerFund
from relevo_planner.instance import Pool as PlannerPool
from relevo_server.domain.fund import Fund
from relevo_server.domain.pool import Pool
from relevo_server.usecases.funds import spend_of
from relevo_server.usecases.periods import Horizon
from relevo_server.usecases.ports import Unit
from relevo_server.usecases.reading import by_names


def paying_funds(unit: Unit, pools: Sequence[Pool]) -> dict[str, Fund]:
    """The funds that pay some pool, by name."""
    return by_names(unit, Fund, sorted({pool.fund for pool in pools if pool.fund}))


def fund_question(unit: Unit, fund: Fund, first_day: date) -> PlannerFund:
    """Return what a fund can still give from the first day on.

    That is its ceiling less what was spent in months that began before. What stays of the records draw on it inside the
    horizon is the budget rule's to take off; what they cost before and nobody recorded yet is not known here.
    """
    spent = sum(record.amount_mxn for record in spend_of(unit, fund.name) if record.month < first_day)
    return PlannerFund(fund.name, float(max(0, fund.ceiling_mxn - spent)))


def pool_question(pool: Pool, funds: Mapping[str, Fund], horizon: Horizon) -> PlannerPool:
    """Return what the planner needs to know of one pool; where a fund pays it, it is available on the fund's days."""
    starts, ends = [pool.available_from], [pool.available_until]
    if pool.fund:
        starts.append(funds[pool.fund].start)
        ends.append(funds[pool.fund].end)
    start = max((day for day in starts if day is not None), default=None)
    end = min((day for day in ends if day is not None), default=None)
    # A pool without a whole period of its own is there (its teams may be out), but only after the horizon.
    never = Window(horizon.periods, horizon.periods + 1)
    inside = (start is None or start <= horizon.first_day) and (end is None or horizon.end <= end)
    return PlannerPool(
        name=pool.name,
        capability=Capability(pool.capability.value),
        teams=pool.teams,
        title=pool.title,
        agency=pool.agency,
        officers_per_team=pool.officers_per_team,
        rest_periods=horizon.whole(pool.rest_days),
        available=None if inside else horizon.inward(start, end) or never,
        base_region=pool.base_region,
        reach_regions=pool.reach_regions,
        reach_km=pool.reach_km,
        latitude=None if pool.base_point is None else pool.base_point.latitude,
        longitude=None if pool.base_point is None else pool.base_point.longitude,
        fund=pool.fund,
        cost_mxn_per_period=float((pool.team_day_mxn or 0) * horizon.period_days),
    )
