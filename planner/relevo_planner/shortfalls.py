"""Need left open, with the reason that binds: a rule that forbids, a limit that is full, or others who need it more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from relevo_planner.compile import CAPABILITIES, Sifted, limits_by_reason, sift
from relevo_planner.instance import Capability, Instance
from relevo_planner.ledger import Ledger
from relevo_planner.options import Options
from relevo_planner.plan import Reason, Shortfall
from relevo_planner.rules.catalogue import CATALOGUE
from relevo_planner.rules.kinds import Limits, Rule
from relevo_planner.solution import Opening

WORDS: dict[Reason, str] = {
    Reason.STRENGTH_UNKNOWN: "its verified officers are unknown; an accepted capacity report would say them",
    Reason.NO_AGREEMENT: "no live agreement of a coordination meeting covers a stay",
    Reason.NO_REPORT: "the state has reported no capacity for it",
    Reason.REPORT_NOT_ACCEPTED: "its capacity report is not accepted",
    Reason.REPORT_STALE: "its capacity report is too old",
    Reason.EFFORT_UNKNOWN: "its local effort is unknown",
    Reason.EFFORT_BELOW_FLOOR: "its local effort has fallen below the floor",
    Reason.COMMITMENT_OVERDUE: "commitments of it are overdue, which blocks a renewal",
    Reason.TENURE: "an earlier stay is too recent for another",
    Reason.FUSION_CENTRE: "no Regional Intelligence Fusion Centre operates in its region",
    Reason.REACH: "no pool that could serve it reaches it",
    Reason.AVAILABILITY: "no pool that reaches it is available long enough",
    Reason.EXCLUSION: "the coordinator has excluded it",
    Reason.COMPLEMENT: "more federal officers would substitute the local ones",
    Reason.ABSORPTION: "it can host no more",
    Reason.SUPPLY: "the pools that reach it have no teams left beside stays already committed",
    Reason.RESERVE: "the teams that reach it are the region's reserve",
    Reason.STATE_CEILING: "its state has its share of the federation's teams",
    Reason.BUDGET: "the fund that pays the teams is spent",
    Reason.PIN: "a pinned operation leaves no room beside it",
    Reason.NEED_UNKNOWN: "nobody has said whether it needs them",
    Reason.OUTBID: "the teams that could serve it cover more need elsewhere",
}
"""What each reason means to a municipality."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What shortfalls are read from."""

    instance: Instance
    options: Options
    sifted: Sifted
    limits: tuple[Limits, ...]
    empty: Ledger
    full: Ledger


def find_shortfalls(
    instance: Instance, options: Options, openings: Iterable[Opening], catalogue: Sequence[Rule] = CATALOGUE
) -> tuple[Shortfall, ...]:
    """List what every municipality with need still lacks under a plan.

    A municipality without any stay gets one line with all its teams, one that is served a line per capability that
    stays short at its best-served moment. A need that nobody knows is a line without teams.
    """
    sifted = sift(instance, catalogue)
    opened = tuple(openings)
    empty, full = Ledger(options), Ledger(options)
    for opening in opened:
        full.book(opening)
    empty.settle()
    full.settle()
    limits = limits_by_reason(instance, sifted.candidates, catalogue)
    ground = _Ground(instance, options, sifted, limits, empty, full)
    by_place: dict[int, list[Opening]] = {}
    for opening in opened:
        by_place.setdefault(int(options.municipality[opening.option]), []).append(opening)
    return tuple(
        shortfall
        for place in range(len(instance.municipalities))
        for shortfall in _of_place(ground, place, by_place.get(place, []))
    )


def _of_place(ground: _Ground, place: int, openings: list[Opening]) -> Iterable[Shortfall]:
    municipality = ground.instance.municipalities[place]
    need = {capability: len(gains) for capability, gains in municipality.gains.items() if gains}
    if need and not openings:
        reason = _why_unserved(ground, place, _best_option(ground, place))
        yield Shortfall(municipality.name, reason, WORDS[reason], None, sum(need.values()))
    for capability, teams in need.items() if openings else ():
        served = [_teams(ground, opening, capability) for opening in openings]
        if max(served) < teams:
            reason = _why_short(ground, openings[int(np.argmax(served))], capability)
            yield Shortfall(municipality.name, reason, WORDS[reason], capability, teams - max(served))
    for capability in municipality.unknown_need:
        yield Shortfall(municipality.name, Reason.NEED_UNKNOWN, WORDS[Reason.NEED_UNKNOWN], capability, 0)


def _teams(ground: _Ground, opening: Opening, capability: Capability) -> int:
    return sum(teams for pool, teams in opening.teams if ground.instance.pools[pool].capability is capability)


def _best_option(ground: _Ground, place: int) -> int | None:
    """The municipality's option with the most weight, the earliest of equals; None where rules leave none."""
    first, last = ground.options.first[place : place + 2]
    return int(first + np.argmax(ground.options.weight[first:last])) if last > first else None


def _why_unserved(ground: _Ground, place: int, option: int | None) -> Reason:
    if option is None:
        counts = {reason: int(taken[place]) for reason, taken in ground.sifted.taken.items()}
        worst = max(counts, key=lambda reason: (counts[reason], -list(Reason).index(reason)))
        return Reason.SUPPLY if worst is Reason.NO_NEED else worst
    if ground.options.teams_limit[option] == 0:
        return Reason.ABSORPTION
    pools = np.flatnonzero(ground.options.allowed[option])
    officers = ground.options.pool_officers[pools]
    if (officers > ground.options.officers_limit[option]).all():
        return _officer_reason(ground, option)
    return _why_no_team(ground, option, [int(pool) for pool in pools])


def _why_short(ground: _Ground, opening: Opening, capability: Capability) -> Reason:
    options, option = ground.options, opening.option
    of_capability = options.pool_capability == CAPABILITIES.index(capability)
    pools = [int(pool) for pool in np.flatnonzero(of_capability & options.allowed[option])]
    if not pools:
        return _why_no_pool(ground, option, of_capability.nonzero()[0].tolist())
    if sum(teams for _, teams in opening.teams) >= options.teams_limit[option]:
        return Reason.ABSORPTION
    officers = sum(int(options.pool_officers[pool]) * teams for pool, teams in opening.teams)
    if all(officers + int(options.pool_officers[pool]) > options.officers_limit[option] for pool in pools):
        return _officer_reason(ground, option)
    return _why_no_team(ground, option, pools)


def _why_no_pool(ground: _Ground, option: int, pools: list[int]) -> Reason:
    """No pool of the capability may serve the option although the municipality needs it."""
    place = int(ground.options.municipality[option])
    if not pools or all(ground.instance.pools[pool].teams == 0 for pool in pools):
        return Reason.SUPPLY
    for reason in (Reason.FUSION_CENTRE, Reason.EXCLUSION, Reason.AVAILABILITY):
        if ground.sifted.pool_taken.get(reason) is not None and ground.sifted.pool_taken[reason][place, pools].any():
            return reason
    return Reason.REACH


def _why_no_team(ground: _Ground, option: int, pools: list[int]) -> Reason:
    """Limits leave room, so teams are lacking: the row that leaves fewest, or others who cover more with them."""
    if max(ground.empty.room(option, pool) for pool in pools) == 0:
        return ground.empty.tightest(option, pools[0])
    if max(ground.full.room(option, pool) for pool in pools) > 0:
        return Reason.OUTBID
    reason = ground.full.tightest(option, pools[0])
    return reason if reason in (Reason.STATE_CEILING, Reason.BUDGET) else Reason.OUTBID


def _officer_reason(ground: _Ground, option: int) -> Reason:
    """The rule that sets the officer limit."""
    first = int(ground.sifted.candidates.first[ground.options.municipality[option]])
    limits = {
        limits.reason: int(limits.officers[first])
        for limits in ground.limits
        if limits.officers is not None and limits.officers[first] >= 0
    }
    return min(limits, key=lambda reason: limits[reason], default=Reason.COMPLEMENT)
