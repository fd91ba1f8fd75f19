"""Rankings as tables."""

from __future__ import annotations

from relevo.v1.ranking_pb2 import RankedMunicipality, Ranking
from relevo.v1.ranking_service_pb2 import CompareRankingsResponse, Move, RankingPolicy, ReplayRankingResponse
from relevo_client.names import key
from relevo_client.presentation import places, words
from relevo_client.presentation.screen import say, say_facts, say_table


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
            ("months", f"{words.iso(ranking.from_month)[:7]} to {words.last_month(ranking.until_month)}"),
            ("incidents", f"{ranking.ranked_incidents:,} ranked, {ranking.unplaced_incidents:,} of no place"),
            (
                "municipalities",
                f"{ranking.ranked_municipalities:,} ranked, {ranking.unknown_municipalities:,} unknown",
            ),
            ("sources", ", ".join(ranking.datasets)),
            ("SHA-256", ", ".join(ranking.source_sha256)),
            *((("list of", f"{ranking.submitter}, set against {ranking.base}"),) if ranking.base else ()),
            *(("notice", notice) for notice in ranking.notices),
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
            _rates(line),
            words.percent(line.cumulative_share),
            _ranks(line),
        )
        for line in lines
    ]
    headers = ("", "municipality", "key", "incidents", "inhabitants", "per 100,000", "share so far", "rank, in first N")
    say_table(headers, rows, right=[0, 3, 4, 5, 6, 7])
    reasons = [(f"{line.position}", line.title, line.reason) for line in lines if line.reason]
    if reasons:
        say_table(("", "municipality", "reason"), reasons, right=[0])


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


def show_replay(found: ReplayRankingResponse) -> None:
    """Print whether a ranking came out the same, and what differs."""
    verdict = "identical to the last digit" if found.identical else "NOT the same"
    say(f"{verdict}: {words.count(found.lines_compared, 'line')} computed again")
    if found.differences:
        rows = [(difference.what, difference.before, difference.now) for difference in found.differences]
        say_table(("what differs", "then", "now"), rows)


def show_comparison(found: CompareRankingsResponse, first: int) -> None:
    """Print who crossed the line."""
    common = words.count(found.common, "municipality", "municipalities")
    say(f"{found.stayed:,} of the first {first:,} stayed; {common} in both")
    if found.HasField("spearman"):
        say(f"rank correlation: Spearman {found.spearman:.3f}, Kendall {found.kendall:.3f}")
    rows = [(how, *_move(move)) for how, moves in (("entered", found.entered), ("left", found.left)) for move in moves]
    if rows:
        say_table(("", "municipality", "before", "after", "because of"), rows, right=[2, 3])
    if found.notice:
        say(found.notice)


def show_policy(found: RankingPolicy) -> None:
    """Print every number with its unit and reason."""
    for title, numbers in (("rankings", found.numbers), ("weights", found.harm_weights), ("need", found.need)):
        say(title)
        rows = [(number.name, number.value, number.unit, number.reason) for number in numbers]
        say_table(("number", "default", "unit", "reason"), rows)


def _move(move: Move) -> tuple[str, str, str, str]:
    cause = Move.Cause.Name(move.cause).removeprefix("CAUSE_").lower() if move.cause else "not told"
    before = f"{move.position_before:,}" if move.HasField("position_before") else "none"
    after = f"{move.position_after:,}" if move.HasField("position_after") else "none"
    return key(move.municipality), before, after, cause


def _rates(line: RankedMunicipality) -> str:
    """Raw rate, and in brackets the smoothed one."""
    if not line.HasField("rate_per_100k"):
        return "unknown"
    smoothed = f" ({line.smoothed_rate_per_100k:,.1f})" if line.HasField("smoothed_rate_per_100k") else ""
    return f"{line.rate_per_100k:,.1f}{smoothed}"


def _ranks(line: RankedMunicipality) -> str:
    """Ends of the 90 % interval of the rank, and the probability of the first N."""
    if not line.HasField("rank_low"):
        return "unknown"
    return f"{line.rank_low:,.0f}-{line.rank_high:,.0f}, {words.percent(line.probability_first, 0)}"
