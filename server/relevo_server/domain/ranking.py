"""Dated, reproducible orders of municipalities. A published one never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.errors import ErrorReason, Fault, refusal
from relevo_server.domain.limits import duplicate_faults, span_faults, text_faults, texts_faults
from relevo_server.domain.names import etag_of
from relevo_server.domain.ranking_numbers import RankingNumbers


class RankingState(StrEnum):
    """How far a ranking has come."""

    DRAFT = "draft"
    PUBLISHED = "published"


class RankingMethod(StrEnum):
    """What municipalities are ordered by; ``SUBMITTED``: somebody's own list."""

    VOLUME = "volume"
    RATE = "rate"
    BLEND = "blend"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class RankingDraft:
    """What a caller asks to be ranked; None is not said."""

    title: str
    method: RankingMethod | None
    datasets: tuple[str, ...]
    crime_types: tuple[str, ...]
    from_month: date | None
    until_month: date | None
    numbers: RankingNumbers = field(default_factory=RankingNumbers)

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = text_faults("ranking.title", self.title)
        if self.method is None:
            faults.append(Fault("ranking.method", "is missing", "Choose VOLUME, RATE or BLEND"))
        if self.method is RankingMethod.SUBMITTED:
            faults.append(Fault("ranking.method", "is not computed", "Submit the list with SubmitRanking"))
        faults += _names_faults("ranking.datasets", self.datasets)
        faults += _names_faults("ranking.crime_types", self.crime_types)
        faults += span_faults("ranking.from_month", self.from_month, "ranking.until_month", self.until_month)
        for path, day in (("ranking.from_month", self.from_month), ("ranking.until_month", self.until_month)):
            if day is not None and day.day != 1:
                faults.append(Fault(path, f"{day} is not the first day of a month", "Give the first day"))
        return faults + self.numbers.faults(self.crime_types)


def _names_faults(path: str, names: Sequence[str]) -> list[Fault]:
    if not names:
        return [Fault(path, "is empty", "Name at least one")]
    return texts_faults(path, names) + duplicate_faults(path, names)


@dataclass(frozen=True, slots=True)
class RankingInput:
    """Something that a ranking depends on: its SHA-256, or a version."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """An order with all that it takes to compute it again, ``rankings/{id}``.

    Attributes:
        from_month: First day of the first month counted.
        until_month: First day of the first month not counted.
        unplaced_incidents: In every share's denominator, in no rank.
        unknown_municipalities: Without an order because a count (or, by rate, a population) is unknown.
        source_sha256: Of each source's content, in the order of ``datasets``.
        numbers: As they were used, every weight told.
        inputs: What else the order depends on: SHA-256 of counts, populations, regions, calls; versions of libraries.
        base: Of a submitted list, the computed ranking that its counts come from; else empty.
        submitter: The office whose list it is; else empty.
    """

    name: str
    title: str
    state: RankingState
    method: RankingMethod
    datasets: tuple[str, ...]
    crime_types: tuple[str, ...]
    from_month: date
    until_month: date
    ranked_incidents: int
    unplaced_incidents: int
    ranked_municipalities: int
    unknown_municipalities: int
    formula: str
    source_sha256: tuple[str, ...]
    software_version: str
    created: datetime
    published: datetime | None = None
    version: int = 1
    numbers: RankingNumbers = field(default_factory=RankingNumbers)
    inputs: tuple[RankingInput, ...] = ()
    base: str = ""
    submitter: str = ""

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    @property
    def months(self) -> int:
        """Months counted."""
        years = self.until_month.year - self.from_month.year
        return 12 * years + self.until_month.month - self.from_month.month

    def is_like(self, other: Ranking) -> bool:
        """Whether both order by the same: only then does a place that moved tell of the place."""
        own, others = ((one.method, sorted(one.crime_types), one.submitter) for one in (self, other))
        return own == others

    def publish(self, now: datetime) -> Ranking:
        """The same order, frozen.

        Raises:
            RelevoError: RANKING_PUBLISHED.
        """
        if self.state is RankingState.PUBLISHED:
            why = "is published already and never changes"
            fault = Fault(self.name, why, "Compute another ranking", ErrorReason.RANKING_PUBLISHED)
            raise refusal(ErrorReason.RANKING_PUBLISHED, f"{self.name} {why}", [fault], {"name": self.name})
        return replace(self, state=RankingState.PUBLISHED, published=now, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class RankingEntry:
    """One line: ``position`` from 1; rates per 100,000 and year, None where the population is unknown.

    Attributes:
        score: What is ordered by; None in a submitted list.
        smoothed_rate_per_100k: Beside the raw rate, always.
        rank_low: Of the 90 % interval of the rank over the horizon; None where it cannot be told.
        rank_high: Its other end.
        probability_first: Of belonging to the first N over the horizon.
        reason: Why it stands in a submitted list.
    """

    municipality: str
    title: str
    state: str
    position: int
    incidents: int
    population: int | None
    rate_per_100k: float | None
    cumulative_share: float
    score: float | None = None
    smoothed_rate_per_100k: float | None = None
    rank_low: float | None = None
    rank_high: float | None = None
    probability_first: float | None = None
    reason: str = ""
