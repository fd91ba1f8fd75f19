"""Federal pools."""

from __future__ import annotations

from relevo.v1.pool_pb2 import Pool
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say_facts, say_table


def _reach(pool: Pool) -> str:
    parts = [", ".join(key(region) for region in pool.reach_regions) or "all regions"]
    if pool.HasField("reach_km"):
        parts.append(f"within {pool.reach_km:,.0f} km")
    return ", ".join(parts)


def show(pool: Pool) -> None:
    """Print one pool."""
    say_facts(
        [
            ("pool", pool.name),
            ("title", pool.title),
            ("agency", pool.agency),
            ("capability", words.capability(pool.capability)),
            ("teams", f"{pool.teams:,} of {words.count(pool.officers_per_team, 'officer')}"),
            ("teams counted from", words.iso(pool.teams_since)),
            ("rest", f"{words.count(pool.rest_days, 'day')} after an operation"),
            ("base", key(pool.base_region) or "national"),
            ("reach", _reach(pool)),
            ("available from", words.iso(pool.available_from)),
            ("available until", words.last_iso(pool.available_until)),
            ("paid by", key(pool.fund)),
            ("cost", f"{pool.team_day_mxn:,} MXN per team and day" if pool.HasField("team_day_mxn") else ""),
            ("note", "illustrative: stands in for real figures" if pool.illustrative else ""),
        ]
    )


def show_list(pools: list[Pool]) -> None:
    """Print one line per pool."""
    rows = [
        (
            key(pool.name),
            pool.agency,
            words.capability(pool.capability),
            f"{pool.teams:,}",
            f"{pool.officers_per_team:,}",
            key(pool.base_region) or "national",
            _reach(pool),
            "illustrative" if pool.illustrative else "",
        )
        for pool in pools
    ]
    say_table(("pool", "agency", "capability", "teams", "officers each", "base", "reach", ""), rows, right=[3, 4])
