"""Rankings and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from relevo.v1 import ranking_pb2
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingEntry, RankingMethod, RankingState
from relevo_server.domain.ranking_numbers import RankingNumbers
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.reading import Reading

METHODS = Choice(ranking_pb2.Ranking.Method.DESCRIPTOR, RankingMethod, "METHOD_")
_OPTIONAL_NUMBERS = tuple(
    field.name for field in fields(RankingNumbers) if field.name not in ("count_discovered", "weights")
)
STATES = Choice(ranking_pb2.Ranking.State.DESCRIPTOR, RankingState, "STATE_")


def ranking_draft_of(reading: Reading, message: ranking_pb2.Ranking) -> RankingDraft:
    """Return what a caller asks to be ranked."""
    return RankingDraft(
        title=message.title,
        method=METHODS.member(reading, "ranking.method", message.method),
        datasets=tuple(message.datasets),
        crime_types=tuple(message.crime_types),
        from_month=day_of(reading, "ranking.from_month", message.from_month),
        until_month=day_of(reading, "ranking.until_month", message.until_month),
        numbers=ranking_numbers_of(message.numbers),
    )


def ranking_numbers_of(message: ranking_pb2.RankingNumbers) -> RankingNumbers:
    """Return the numbers that a caller says."""
    told: dict[str, Any] = {
        name: getattr(message, name)
        for name in _OPTIONAL_NUMBERS
        if message.HasField(name)  # type: ignore[arg-type]  # a name of the message, known by the domain's
    }
    return RankingNumbers(**told, count_discovered=message.count_discovered, weights=dict(message.weights))


def ranking_numbers_message(numbers: RankingNumbers) -> ranking_pb2.RankingNumbers:
    """Return the wire form of a ranking's numbers."""
    told: dict[str, Any] = {name: getattr(numbers, name) for name in _OPTIONAL_NUMBERS}
    return ranking_pb2.RankingNumbers(**told, count_discovered=numbers.count_discovered, weights=numbers.weights)


def ranking_message(ranking: Ranking, notices: Sequence[str] = ()) -> ranking_pb2.Ranking:
    """Return the wire form of a ranking, with what a reader should know."""
    return ranking_pb2.Ranking(
        name=ranking.name,
        title=ranking.title,
        state=STATES.number(ranking.state),
        method=METHODS.number(ranking.method),
        datasets=ranking.datasets,
        crime_types=ranking.crime_types,
        from_month=date_message(ranking.from_month),
        until_month=date_message(ranking.until_month),
        ranked_incidents=ranking.ranked_incidents,
        unplaced_incidents=ranking.unplaced_incidents,
        ranked_municipalities=ranking.ranked_municipalities,
        unknown_municipalities=ranking.unknown_municipalities,
        formula=ranking.formula,
        source_sha256=ranking.source_sha256,
        software_version=ranking.software_version,
        create_time=timestamp(ranking.created),
        publish_time=timestamp(ranking.published),
        etag=ranking.etag,
        numbers=ranking_numbers_message(ranking.numbers),
        inputs=[ranking_pb2.RankingInput(name=told.name, value=told.value) for told in ranking.inputs],
        base=ranking.base,
        submitter=ranking.submitter,
        notices=notices,
    )


def entry_message(entry: RankingEntry) -> ranking_pb2.RankedMunicipality:
    """Return the wire form of a ranking's line."""
    return ranking_pb2.RankedMunicipality(
        municipality=entry.municipality,
        title=entry.title,
        state=entry.state,
        position=entry.position,
        incidents=entry.incidents,
        population=entry.population,
        rate_per_100k=entry.rate_per_100k,
        cumulative_share=entry.cumulative_share,
        score=entry.score,
        smoothed_rate_per_100k=entry.smoothed_rate_per_100k,
        rank_low=entry.rank_low,
        rank_high=entry.rank_high,
        probability_first=entry.probability_first,
        reason=entry.reason,
    )
