"""What anybody may read. Nothing here looks at who asks, and nothing that is under embargo reaches an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.commitment import CommitmentState, Side
from relevo_server.domain.days import day_of
from relevo_server.domain.embargo import Counted, last_public_end, suppressed
from relevo_server.domain.errors import not_found
from relevo_server.domain.meeting import Meeting, MeetingState
from relevo_server.domain.names import state_of
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingState
from relevo_server.usecases.filters import parse_filter
from relevo_server.usecases.meetings import NEWEST_DAY_FIRST
from relevo_server.usecases.pages import Page, PageRequest, read_page
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit
from relevo_server.usecases.rankings import BY_POSITION, of_ranking

NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))
_PUBLISHED = Condition("state", Operator.EQUAL, RankingState.PUBLISHED.value)
_NOTHING = Counted(0, frozenset())
_HELD = Condition("state", Operator.EQUAL, MeetingState.HELD.value)


@dataclass(frozen=True, slots=True)
class CommitmentCell:
    """Commitments of one side in one state by what became of them; a count that is not there is suppressed."""

    state: str
    side: Side
    counts: Mapping[CommitmentState, int]


def list_published_rankings(ports: Ports, _anybody: Principal, page: PageRequest) -> Page[Ranking]:
    """List published rankings, newest first; filter by ``method``.

    Raises:
        RelevoError: INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    where = (_PUBLISHED, *parse_filter(page.filter, ("method",)))
    with ports.records.read() as unit:
        return read_page(unit, Ranking, page, where, NEWEST_FIRST, list_name="PublishedRanking")


def list_published_ranking_municipalities(
    ports: Ports, _anybody: Principal, parent: str, page: PageRequest
) -> Page[RankingEntry]:
    """List the lines of a published ranking, by position; filter by ``municipality``.

    Raises:
        RelevoError: NOT_FOUND, also for a draft; INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    with ports.records.read() as unit:
        ranking = unit.get(Ranking, parent)
        if ranking is None or ranking.state is not RankingState.PUBLISHED:
            raise not_found(parent)
        where = (of_ranking(parent), *parse_filter(page.filter, ("municipality",)))
        return read_page(unit, RankingEntry, page, where, BY_POSITION, list_name="PublishedEntry")


def list_held_meetings(ports: Ports, _anybody: Principal, page: PageRequest) -> Page[Meeting]:
    """List meetings that were held, newest first; filter by ``region``.

    Raises:
        RelevoError: INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    where = (_HELD, *parse_filter(page.filter, ("region",)))
    with ports.records.read() as unit:
        return read_page(unit, Meeting, page, where, NEWEST_DAY_FIRST, list_name="HeldMeeting")


def summarize_commitments(ports: Ports, _anybody: Principal) -> tuple[CommitmentCell, ...]:
    """Count commitments by state and side, of agreements that ended before the embargo began.

    Each count stands on municipalities of its own: that one promise of one place was broken is not told because two
    other places kept theirs. No total is told from which a suppressed count would follow.
    """
    counts: dict[tuple[str, Side], dict[CommitmentState, Counted]] = {}
    with ports.records.read() as unit:
        ended = Condition("end", Operator.AT_MOST, last_public_end(day_of(ports.clock.now())))
        agreements = unit.find(Agreement, Query((ended,)))
        covered = _covered(unit, agreements)
    for agreement in agreements:
        for commitment in agreement.commitments:
            for state, municipalities in covered[agreement.name].items():
                cell = counts.setdefault((state, commitment.side), {})
                known = cell.get(commitment.state, _NOTHING)
                cell[commitment.state] = Counted(known.value + 1, known.municipalities | municipalities)
    return tuple(
        CommitmentCell(
            *cell,
            {
                state: found.value
                for state in CommitmentState
                if not (found := counts[cell].get(state, _NOTHING)).value or not suppressed(found.municipalities)
            },
        )
        for cell in sorted(counts)
    )


def _covered(unit: Unit, agreements: list[Agreement]) -> dict[str, dict[str, set[str]]]:
    """By agreement and state, the municipalities that it covers."""
    whole = sorted({state for agreement in agreements for state in agreement.states})
    of_state: dict[str, set[str]] = {state: set() for state in whole}
    if whole:
        for place in unit.find(MunicipalityRecord, Query((Condition("state", Operator.IN, tuple(whole)),))):
            of_state[place.state].add(place.name)
    covered: dict[str, dict[str, set[str]]] = {}
    for agreement in agreements:
        by_state: dict[str, set[str]] = {state: set(of_state[state]) for state in agreement.states}
        for municipality in agreement.municipalities:
            by_state.setdefault(state_of(municipality), set()).add(municipality)
        covered[agreement.name] = by_state
    return covered
