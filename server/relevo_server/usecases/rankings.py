"""Rankings: compute, publish, read."""

from __future__ import annotations

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.errors import Faults
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingEntry
from relevo_server.domain.revision import Revision
from relevo_server.usecases.access import RANK, READ, require
from relevo_server.usecases.counting import require_countable
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.ranking_lines import compute, ranking_of, require_weight
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

MOST_ENTRIES = 5_000
NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))
BY_POSITION = (Order("position"),)
REVISION_ORDER = tuple(map(Order, ("after", "before", "crime_type", "month")))


def create_ranking(ports: Ports, principal: Principal, draft: RankingDraft, *, write: Write = PLAIN_WRITE) -> Ranking:
    """Compute a draft ranking.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (also where a month is in no dataset, or in two of them),
            NOT_FOUND (dataset, crime type), REQUEST_ID_REUSED.
    """
    require(principal, RANK)
    faults = write.found()
    faults.extend(draft.faults())

    def act(unit: WriteUnit) -> Ranking:
        datasets = _datasets(faults, unit, draft)
        require_countable(faults, datasets, draft)
        require_weight(faults, draft)
        faults.refuse("the ranking")
        computed = compute(unit, draft, datasets)
        ranking = ranking_of(ports, computed, datasets)
        unit.create([ranking])
        unit.add_entries(ranking.name, computed.entries)
        return ranking

    return write_once(ports, principal, write, "CreateRanking", draft, Ranking, act)


def get_ranking(ports: Ports, principal: Principal, name: str) -> Ranking:
    """Read ``rankings/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Ranking, name)


def ranking_notices(ports: Ports, principal: Principal, ranking: Ranking) -> tuple[str, ...]:
    """What a reader should know of a ranking: which of its months a later file revised.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, READ)
    where = (
        Condition("before", Operator.IN, ranking.datasets),
        Condition("crime_type", Operator.IN, ranking.crime_types),
        Condition("month", Operator.AT_LEAST, ranking.from_month),
        Condition("month", Operator.LESS, ranking.until_month),
    )
    with ports.records.read() as unit:
        found = unit.find(Revision, Query(where, REVISION_ORDER))
    return tuple(f"{revision.told}; this ranking stands on the former" for revision in found)


def list_rankings(ports: Ports, principal: Principal, page: PageRequest) -> Page[Ranking]:
    """List, newest first; filter by ``state`` or ``method``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Ranking, page, order=NEWEST_FIRST, filter_fields=("state", "method"))


def list_ranked_municipalities(
    ports: Ports, principal: Principal, ranking: str, page: PageRequest
) -> Page[RankingEntry]:
    """List a ranking's lines by position; filter by ``municipality``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        find_named(unit, Ranking, ranking)
    where = (of_ranking(ranking),)
    fields = ("municipality",)
    return read_list(
        ports, principal, RankingEntry, page, order=BY_POSITION, filter_fields=fields, where=where, most=MOST_ENTRIES
    )


def publish_ranking(
    ports: Ports, principal: Principal, name: str, *, etag: str = "", write: Write = PLAIN_WRITE
) -> Ranking:
    """Freeze a draft.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, STALE_ETAG, RANKING_PUBLISHED, REQUEST_ID_REUSED.
    """
    require(principal, RANK)
    write.found().refuse("the ranking")

    def act(unit: WriteUnit) -> Ranking:
        stored = find_named(unit, Ranking, name)
        require_etag(name, stored.etag, etag)
        published = stored.publish(ports.clock.now())
        unit.update(published)
        return published

    return write_once(ports, principal, write, "PublishRanking", (name, etag), Ranking, act)


def of_ranking(name: str) -> Condition:
    """The condition that finds the lines of one ranking."""
    return Condition("ranking", Operator.EQUAL, name)


def _datasets(faults: Faults, unit: Unit, draft: RankingDraft) -> list[Dataset]:
    named = [(f"ranking.datasets[{index}]", name) for index, name in enumerate(draft.datasets)]
    found = require_all(faults, unit, Dataset, named, "Import the file, or correct it")
    return [found[name] for name in dict.fromkeys(draft.datasets) if name in found]
