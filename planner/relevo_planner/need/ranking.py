"""The order of municipalities by volume or rate, with its cumulative share.

Smoothing and intervals build on these counts; raw figures stay beside them, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

MONTHS_PER_YEAR = 12
RATE_BASE = 100_000


class Method(StrEnum):
    """What municipalities are ordered by."""

    VOLUME = "volume"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class MunicipalityCount:
    """Incidents of one municipality over the months counted; None: unknown, never zero."""

    municipality: str
    incidents: int | None
    population: int | None


@dataclass(frozen=True, slots=True)
class RankedMunicipality:
    """One line of a ranking.

    Attributes:
        position: from 1.
        rate_per_100k: incidents per 100,000 inhabitants and year; None where the population is unknown.
        cumulative_share: share of all incidents, unplaced ones included, held by this and all better places, 0 to 1.
    """

    municipality: str
    position: int
    incidents: int
    population: int | None
    rate_per_100k: float | None
    cumulative_share: float


@dataclass(frozen=True, slots=True)
class RankingResult:
    """An order with what could not be ordered.

    Attributes:
        unknown: municipalities whose count (or, by rate, population) is unknown, ascending.
        unplaced_incidents: incidents of rows that are no place: in every share's denominator, in no rank.
    """

    entries: tuple[RankedMunicipality, ...]
    unknown: tuple[str, ...]
    ranked_incidents: int
    unplaced_incidents: int
    formula: str


_FORMULAS = {
    Method.VOLUME: "incidents over the months counted, descending; equal counts by key",
    Method.RATE: "incidents / population * 100,000 * 12 / months counted, descending; equal rates by key",
}


def rate_per_100k(incidents: int, population: int | None, months: int) -> float | None:
    """Return incidents per 100,000 inhabitants and year, None where the population is unknown or zero."""
    if not population:
        return None
    return incidents / population * RATE_BASE * MONTHS_PER_YEAR / months


def rank(
    counts: Sequence[MunicipalityCount], method: Method, *, months: int, unplaced_incidents: int = 0
) -> RankingResult:
    """Order municipalities by volume or rate.

    Args:
        counts: one per municipality, each municipality once.
        method: what to order by.
        months: months counted, at least 1.
        unplaced_incidents: incidents in rows that are no place.

    Raises:
        ValueError: a municipality stands twice, a count is negative, or no month is counted.
    """
    _check(counts, months, unplaced_incidents)
    scored: list[tuple[float, str, MunicipalityCount]] = []
    unknown: list[str] = []
    for count in counts:
        score = _score(count, method, months)
        if score is None:
            unknown.append(count.municipality)
        else:
            scored.append((-score, count.municipality, count))
    scored.sort(key=lambda item: item[:2])
    known = [count.incidents for count in counts if count.incidents is not None]
    total = sum(known) + unplaced_incidents
    held = accumulate(item[2].incidents or 0 for item in scored)
    entries = tuple(
        RankedMunicipality(
            municipality=count.municipality,
            position=position,
            incidents=count.incidents or 0,
            population=count.population,
            rate_per_100k=rate_per_100k(count.incidents or 0, count.population, months),
            cumulative_share=so_far / total if total else 0.0,
        )
        for position, ((_, _, count), so_far) in enumerate(zip(scored, held, strict=True), start=1)
    )
    ranked = sum(entry.incidents for entry in entries)
    return RankingResult(entries, tuple(sorted(unknown)), ranked, unplaced_incidents, _FORMULAS[method])


def _score(count: MunicipalityCount, method: Method, months: int) -> float | None:
    if count.incidents is None:
        return None
    if method is Method.VOLUME:
        return float(count.incidents)
    return rate_per_100k(count.incidents, count.population, months)


def _check(counts: Sequence[MunicipalityCount], months: int, unplaced_incidents: int) -> None:
    faults = []
    if months < 1:
        faults.append(f"months counted is {months}, it must be at least 1")
    if unplaced_incidents < 0:
        faults.append(f"unplaced incidents is {unplaced_incidents}, it must not be negative")
    seen: set[str] = set()
    for count in counts:
        if count.municipality in seen:
            faults.append(f"{count.municipality} stands twice")
        seen.add(count.municipality)
        if count.incidents is not None and count.incidents < 0:
            faults.append(f"{count.municipality} has {count.incidents} incidents")
    if faults:
        raise ValueError("; ".join(faults))
