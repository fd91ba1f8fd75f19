"""Rankings and their lines."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    insert,
)

from relevo_server.domain.ranking import Ranking, RankingEntry, RankingInput, RankingMethod, RankingState
from relevo_server.domain.ranking_numbers import RankingNumbers
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import Part, PartRows, Row, Shelf
from relevo_server.usecases.frozen_json import from_json, to_json

rankings = Table(
    "rankings",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("state", String, nullable=False),
    Column("method", String, nullable=False),
    Column("crime_types", JSON, nullable=False),
    Column("from_month", Date, nullable=False),
    Column("until_month", Date, nullable=False),
    Column("ranked_incidents", BigInteger, nullable=False),
    Column("unplaced_incidents", BigInteger, nullable=False),
    Column("ranked_municipalities", Integer, nullable=False),
    Column("unknown_municipalities", Integer, nullable=False),
    Column("formula", Text, nullable=False),
    Column("software_version", String, nullable=False),
    Column("created", Instant, nullable=False, index=True),
    Column("published", Instant),
    Column("version", Integer, nullable=False),
    # Empty in rankings that were made before these were kept.
    Column("numbers", Text),
    Column("inputs", JSON),
    Column("base", String),
    Column("submitter", String),
)
ranking_sources = Table(
    "ranking_sources",
    metadata,
    Column("ranking", ForeignKey("rankings.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("dataset", ForeignKey("datasets.name"), nullable=False),
    Column("sha256", String, nullable=False),
)
ranking_entries = Table(
    "ranking_entries",
    metadata,
    Column("ranking", ForeignKey("rankings.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("municipality", ForeignKey("municipalities.name"), nullable=False),
    # As they were when the ranking was computed: a later import changes nothing.
    Column("title", String, nullable=False),
    Column("state", String, nullable=False),
    Column("incidents", BigInteger, nullable=False),
    Column("population", BigInteger),
    Column("rate_per_100k", Float),
    Column("cumulative_share", Float, nullable=False),
    Column("score", Float),
    Column("smoothed_rate_per_100k", Float),
    Column("rank_low", Float),
    Column("rank_high", Float),
    Column("probability_first", Float),
    Column("reason", Text),
    sqlite_with_rowid=False,
)


def _row(ranking: Ranking) -> Row:
    return {
        "name": ranking.name,
        "title": ranking.title,
        "state": ranking.state.value,
        "method": ranking.method.value,
        "crime_types": list(ranking.crime_types),
        "from_month": ranking.from_month,
        "until_month": ranking.until_month,
        "ranked_incidents": ranking.ranked_incidents,
        "unplaced_incidents": ranking.unplaced_incidents,
        "ranked_municipalities": ranking.ranked_municipalities,
        "unknown_municipalities": ranking.unknown_municipalities,
        "formula": ranking.formula,
        "software_version": ranking.software_version,
        "created": ranking.created,
        "published": ranking.published,
        "version": ranking.version,
        "numbers": to_json(ranking.numbers),
        "inputs": [[told.name, told.value] for told in ranking.inputs],
        "base": ranking.base,
        "submitter": ranking.submitter,
    }


def _source_rows(ranking: Ranking) -> list[Row]:
    sources = zip(ranking.datasets, ranking.source_sha256, strict=True)
    return [
        {"position": position, "dataset": dataset, "sha256": sha256}
        for position, (dataset, sha256) in enumerate(sources)
    ]


def _ranking(row: RowMapping, parts: PartRows) -> Ranking:
    sources = parts["ranking_sources"]
    return Ranking(
        name=row["name"],
        title=row["title"],
        state=RankingState(row["state"]),
        method=RankingMethod(row["method"]),
        datasets=tuple(source["dataset"] for source in sources),
        crime_types=tuple(row["crime_types"]),
        from_month=row["from_month"],
        until_month=row["until_month"],
        ranked_incidents=row["ranked_incidents"],
        unplaced_incidents=row["unplaced_incidents"],
        ranked_municipalities=row["ranked_municipalities"],
        unknown_municipalities=row["unknown_municipalities"],
        formula=row["formula"],
        source_sha256=tuple(source["sha256"] for source in sources),
        software_version=row["software_version"],
        created=row["created"],
        published=row["published"],
        version=row["version"],
        numbers=from_json(RankingNumbers, row["numbers"] or "{}"),
        inputs=tuple(RankingInput(name, value) for name, value in row["inputs"] or ()),
        base=row["base"] or "",
        submitter=row["submitter"] or "",
    )


_ENTRY_FIELDS = (
    "municipality",
    "title",
    "state",
    "position",
    "incidents",
    "population",
    "rate_per_100k",
    "cumulative_share",
    "score",
    "smoothed_rate_per_100k",
    "rank_low",
    "rank_high",
    "probability_first",
    "reason",
)


def _entry(row: RowMapping, _parts: PartRows) -> RankingEntry:
    return RankingEntry(**{field: row[field] for field in _ENTRY_FIELDS} | {"reason": row["reason"] or ""})


def add_entries(connection: Connection, ranking: str, entries: Sequence[RankingEntry]) -> None:
    """Add the lines of a ranking."""
    if entries:
        rows = [{"ranking": ranking} | {field: getattr(entry, field) for field in _ENTRY_FIELDS} for entry in entries]
        connection.execute(insert(ranking_entries), rows)


RANKINGS = Shelf(
    kind=Ranking,
    table=rankings,
    columns={field: rankings.c[field] for field in ("name", "state", "method", "created")},
    to_row=_row,
    from_row=_ranking,
    parts=(Part(ranking_sources, "ranking", "position", _source_rows),),
    is_versioned=True,
)
ENTRIES = Shelf(
    kind=RankingEntry,
    table=ranking_entries,
    columns={field: ranking_entries.c[field] for field in ("ranking", "position", "municipality")},
    to_row=lambda _entry: {},
    from_row=_entry,
    key="position",
)
