"""Two rankings side by side: who crossed the line, and which change of the inputs carried them over."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_planner.need.comparison import Basis, Cause, Move, compare
from relevo_planner.need.orders import OrderComparison, Shift, compare_orders
from relevo_planner.need.score_policy import ScoreMethod
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingMethod
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.ports import Ports, Unit
from relevo_server.usecases.ranking_lines import Computed, compute, draft_of
from relevo_server.usecases.ranking_replay import datasets_of, entries_of
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.score_numbers import score_policy_of

DEFAULT_FIRST = 50


@dataclass(frozen=True, slots=True)
class CausedShift:
    """A municipality that crossed the line; ``cause`` is None where it cannot be told."""

    shift: Shift
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class RankingComparison:
    """Differences between two rankings; ``notice`` says why causes are not told, where they are not."""

    entered: tuple[CausedShift, ...]
    left: tuple[CausedShift, ...]
    orders: OrderComparison
    notice: str


def compare_rankings(ports: Ports, principal: Principal, before: str, after: str, first: int) -> RankingComparison:
    """Compare two rankings, however each was made.

    Args:
        ports: The outside.
        principal: Who asks.
        before: The earlier, ``rankings/{id}``.
        after: The later.
        first: N; 0: ``DEFAULT_FIRST``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    first = first or DEFAULT_FIRST
    with ports.records.read() as unit:
        pair = [find_named(unit, Ranking, name) for name in (before, after)]
        lines = [entries_of(unit, ranking.name) for ranking in pair]
        earlier, later = ([entry.municipality for entry in entries] for entries in lines)
        orders = compare_orders(earlier, later, first)
        moves, notice = _causes(unit, pair, lines, first)
    return RankingComparison(
        entered=tuple(CausedShift(shift, moves.get(shift.municipality)) for shift in orders.entered),
        left=tuple(CausedShift(shift, moves.get(shift.municipality)) for shift in orders.left),
        orders=orders,
        notice=notice,
    )


def _causes(
    unit: Unit, pair: list[Ranking], lines: list[list[RankingEntry]], first: int
) -> tuple[dict[str, Cause], str]:
    if any(ranking.method is RankingMethod.SUBMITTED for ranking in pair):
        return {}, "causes are not told: a submitted list is not computed"
    if set(pair[0].crime_types) != set(pair[1].crime_types):
        return {}, "causes are not told: the rankings are over different crime types"
    bases = []
    for ranking, entries in zip(pair, lines, strict=True):
        people = {entry.municipality: entry.population for entry in entries}
        computed = compute(unit, draft_of(ranking), datasets_of(unit, ranking), people)
        if [entry.municipality for entry in computed.entries] != [entry.municipality for entry in entries]:
            return {}, f"causes are not told: {ranking.name} cannot be computed again; replay it to see what differs"
        bases.append(_basis(ranking, computed))
    found = compare(bases[0], bases[1], first)
    moves: list[Move] = [*found.entered, *found.left]
    return {move.municipality: move.cause for move in moves}, ""


def _basis(ranking: Ranking, computed: Computed) -> Basis:
    method = ScoreMethod(ranking.method.value)
    return Basis(computed.basis.history, method, score_policy_of(ranking.numbers), computed.basis.calls)
