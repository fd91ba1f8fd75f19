"""What one more team of a pool from a day on would add to a plan: solved again, with the prices' guess beside."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_planner.change import with_more_teams
from relevo_planner.earlier import warm_from
from relevo_planner.plan import Plan
from relevo_planner.pool_dates import window_of
from relevo_server.domain.errors import ErrorReason
from relevo_server.domain.principal import Principal
from relevo_server.domain.search import Search
from relevo_server.usecases.access import PROPOSE, require
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.telling import Telling
from relevo_server.usecases.trying import USUAL_TRIAL, Begun
from relevo_server.usecases.writing import PLAIN_WRITE
from relevo_server.wording import Language


@dataclass(frozen=True, slots=True)
class PoolExplained:
    """What one more team adds to the best plan.

    Attributes:
        start: First period of the team.
        least: At least so much, certified by the plan at hand and by solving again.
        most: At most so much.
        priced: By the plan's prices: a guess, no bound.
    """

    pool: str
    start: int
    least: float
    most: float
    priced: float
    sentences: tuple[str, ...]


def begin_one_more(ports: Ports, principal: Principal, name: str, pool: str, start: int, seed: int = 0) -> Begun:
    """Put one more team into the question behind ``plans/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND (plan, or a pool that takes no part in it), INVALID_FIELDS.
    """
    require(principal, PROPOSE)
    base, faults = get_plan(ports, principal, name), PLAIN_WRITE.found()
    known = {one.name: one for one in base.instance.pools}
    if pool not in known:
        faults.add("pool", f"{pool} has no part in the question", "Name a pool of the plan", ErrorReason.NOT_FOUND)
    if not 0 <= start < base.instance.periods:
        why = f"{start} is no period of the plan: it has 0 to {base.instance.periods - 1}"
        faults.add("start", why, "Name one of them")
    elif pool in known and start >= (end := window_of(base.instance, known[pool]).end):
        why = f"{start} is too late: {pool} is there in no later period than {end - 1}"
        faults.add("start", why, "Name an earlier one")
    faults.refuse("the explanation")
    search = Search(USUAL_TRIAL.time_limit_seconds, USUAL_TRIAL.gap_tolerance, seed)
    return Begun(base, with_more_teams(base.instance, pool, 1, start), search, (), warm_from(base.plan))


def end_one_more(begun: Begun, plan: Plan, pool: str, start: int, language: Language) -> PoolExplained:
    """Say what the team adds.

    Without it the plan at hand still stands, so that a team never makes the best plan worse.
    """
    before, after = begun.base.plan.certificate, plan.certificate
    least, most = max(0.0, after.value - before.bound), max(0.0, after.bound - before.value)
    prices = next((price.per_period for price in begun.base.plan.prices if price.pool == pool), ())
    priced = sum(prices[start:])
    sentences = Telling(begun.base.instance, language).more_teams(pool, start, least, most, priced)
    return PoolExplained(pool, start, least, most, priced, sentences)
