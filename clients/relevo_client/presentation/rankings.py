"""Rankings as tables."""

from __future__ import annotations

from relevo.v1.ranking_pb2 import RankedMunicipality, Ranking
from relevo_client.names import key
from relevo_client.presentation import places, words
from relevo_client.presentation.screen import say_facts, say_table


def _method(ranking: Ranking) -> str:
    return Ranking.Method.Name(ranking.method).removeprefix("METHOD_").lower()


def _state(ranking: Ranking) -> str:
    return words.state(Ranking.State.Name(ranking.state))


def show(ranking: Ranking) -> None:
    """Print one ranking without its lines."""
    say_facts(
        [
            ("ranking", ranking.name),
            ("title", ranking.title),
            ("state", _state(ranking)),
            ("method", f"{_method(ranking)}: {ranking.formula}" if ranking.formula else _method(ranking)),
            ("crime types", ", ".join(key(name) for name in ranking.crime_types)),
            ("months", f"{words.iso(ranking.from_month)[:7]} up to before {words.iso(ranking.until_month)[:7]}"),
            ("incidents", f"{ranking.ranked_incidents:,} ranked, {ranking.unplaced_incidents:,} of no place"),
            (
                "municipalities",
                f"{ranking.ranked_municipalities:,} ranked, {ranking.unknown_municipalities:,} unknown",
            ),
            ("sources", ", ".join(ranking.datasets)),
            ("SHA-256", ", ".join(ranking.source_sha256)),
        ]
    )


def show_lines(lines: list[RankedMunicipality]) -> None:
    """Print municipalities by position."""
    rows = [
        (
            f"{line.position:,}",
            places.place(line.municipality, line.title),
            key(line.municipality),
            f"{line.incidents:,}",
            f"{line.population:,}" if line.HasField("population") else "unknown",
            f"{line.rate_per_100k:,.1f}" if line.HasField("rate_per_100k") else "unknown",
            words.percent(line.cumulative_share),
        )
        for line in lines
    ]
    headers = ("", "municipality", "key", "incidents", "inhabitants", "per 100,000 a year", "share so far")
    say_table(headers, rows, right=[0, 3, 4, 5, 6])


def show_list(rankings: list[Ranking]) -> None:
    """Print one line per ranking."""
    rows = [
        (
            ranking.name,
            _state(ranking),
            _method(ranking),
            ", ".join(key(name) for name in ranking.crime_types),
            f"{words.iso(ranking.from_month)[:7]} to {words.iso(ranking.until_month)[:7]}",
            f"{ranking.ranked_municipalities:,}",
            ranking.title,
        )
        for ranking in rankings
    ]
    say_table(("ranking", "state", "method", "crime types", "months", "places", "title"), rows, right=[5])
