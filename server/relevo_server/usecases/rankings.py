"""Rankings: compute, publish, read."""

from __future__ import annotations

from relevo_planner.need.ranking import Method, MunicipalityCount, RankingResult, rank
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.errors import Faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingEntry, RankingState
from relevo_server.usecases.access import RANK, READ, require
from relevo_server.usecases.counting import Counted, count_incidents, require_countable
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

MOST_ENTRIES = 5_000
NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))
BY_POSITION = (Order("position"),)


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
        faults.refuse("the ranking")
        municipalities = unit.find(MunicipalityRecord, Query())
        counted = count_incidents(unit, datasets, draft, [place.name for place in municipalities])
        result = _ranked(draft, counted, municipalities)
        ranking = _draft_ranking(ports, draft, datasets, result, counted.months)
        unit.create([ranking])
        unit.add_entries(ranking.name, _entries(result, municipalities))
        return ranking

    return write_once(ports, principal, write, "CreateRanking", draft, Ranking, act)


def get_ranking(ports: Ports, principal: Principal, name: str) -> Ranking:
    """Read ``rankings/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Ranking, name)


def list_rankings(ports: Ports, principal: Principal, page: PageRequest) -> Page[Ranking]:
    """List, newest first.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Ranking, page, order=NEWEST_FIRST)


def list_ranked_municipalities(
    ports: Ports, principal: Principal, ranking: str, page: PageRequest
) -> Page[RankingEntry]:
    """List a ranking's lines by position.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        find_named(unit, Ranking, ranking)
    where = (of_ranking(ranking),)
    return read_list(ports, principal, RankingEntry, page, order=BY_POSITION, where=where, most=MOST_ENTRIES)


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


def _ranked(draft: RankingDraft, counted: Counted, municipalities: list[MunicipalityRecord]) -> RankingResult:
    assert draft.method is not None
    counts = [
        MunicipalityCount(place.name, counted.by_municipality[place.name], place.population) for place in municipalities
    ]
    return rank(counts, Method(draft.method.value), months=counted.months, unplaced_incidents=counted.unplaced)


def _draft_ranking(
    ports: Ports, draft: RankingDraft, datasets: list[Dataset], result: RankingResult, months: int
) -> Ranking:
    assert draft.method is not None
    assert draft.from_month is not None
    assert draft.until_month is not None
    return Ranking(
        name=f"rankings/{ports.ids.new()}",
        title=draft.title,
        state=RankingState.DRAFT,
        method=draft.method,
        datasets=draft.datasets,
        crime_types=draft.crime_types,
        from_month=draft.from_month,
        until_month=draft.until_month,
        ranked_incidents=result.ranked_incidents,
        unplaced_incidents=result.unplaced_incidents,
        ranked_municipalities=len(result.entries),
        unknown_municipalities=len(result.unknown),
        formula=f"{result.formula}; {months} months",
        source_sha256=tuple(dataset.content_sha256 for dataset in datasets),
        software_version=ports.software_version,
        created=ports.clock.now(),
    )


def _entries(result: RankingResult, municipalities: list[MunicipalityRecord]) -> list[RankingEntry]:
    places = {place.name: place for place in municipalities}
    return [
        RankingEntry(
            municipality=entry.municipality,
            title=places[entry.municipality].title,
            state=places[entry.municipality].state,
            position=entry.position,
            incidents=entry.incidents,
            population=entry.population,
            rate_per_100k=entry.rate_per_100k,
            cumulative_share=entry.cumulative_share,
        )
        for entry in result.entries
    ]
