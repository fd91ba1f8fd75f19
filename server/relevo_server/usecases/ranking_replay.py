"""Compute a ranking again from the records: the same to the last digit, or which input differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingMethod
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.ports import Ports, Query, Unit
from relevo_server.usecases.ranking_lines import compute, draft_of
from relevo_server.usecases.rankings import BY_POSITION, of_ranking
from relevo_server.usecases.reading import by_names, find_named

MOST_DIFFERENCES = 1_000
_MISSING = "none"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was when the ranking was computed."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of computing a ranking again.

    Attributes:
        identical: Every line came out the same, and every file at hand is one of the sources.
        differences: Inputs first, then lines, at most ``MOST_DIFFERENCES``.
    """

    identical: bool
    lines_compared: int
    differences: tuple[Difference, ...]


def replay_ranking(ports: Ports, principal: Principal, name: str, content_sha256: Sequence[str] = ()) -> Replay:
    """Compute ``rankings/{id}`` again from the records and compare every digit.

    A submitted list is not computed: its counts are compared with those of its base.

    Args:
        ports: The outside.
        principal: Who asks.
        name: Of the ranking.
        content_sha256: Of files at hand; each that is no source of the ranking is a difference.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        ranking = find_named(unit, Ranking, name)
        stored = entries_of(unit, name)
        differences = [
            Difference("source file", f"one of {', '.join(ranking.source_sha256)}", sha256)
            for sha256 in content_sha256
            if sha256 not in ranking.source_sha256
        ]
        if ranking.method is RankingMethod.SUBMITTED:
            base = {entry.municipality: entry for entry in entries_of(unit, ranking.base)}
            lines = list(_against_base(stored, base))
        else:
            datasets = datasets_of(unit, ranking)
            computed = compute(unit, draft_of(ranking), datasets)
            differences += _inputs(ranking, datasets, {told.name: told.value for told in computed.basis.inputs})
            if ranking.software_version != ports.software_version:
                differences.append(Difference("relevo", ranking.software_version, ports.software_version))
            differences += _populations(stored, computed.entries)
            lines = list(_lines(stored, computed.entries))
    changed_file = any(found.what == "source file" for found in differences)
    return Replay(not lines and not changed_file, len(stored), tuple((differences + lines)[:MOST_DIFFERENCES]))


def entries_of(unit: Unit, ranking: str) -> list[RankingEntry]:
    """Read the lines of a ranking by position."""
    return unit.find(RankingEntry, Query((of_ranking(ranking),), BY_POSITION))


def datasets_of(unit: Unit, ranking: Ranking) -> list[Dataset]:
    """Read the sources of a ranking, in its order."""
    found = by_names(unit, Dataset, ranking.datasets)
    return [found[name] for name in ranking.datasets]


def _inputs(ranking: Ranking, datasets: Sequence[Dataset], now: Mapping[str, str]) -> Iterator[Difference]:
    for dataset, sha256 in zip(datasets, ranking.source_sha256, strict=True):
        if dataset.content_sha256 != sha256:
            yield Difference(f"content of {dataset.name}", sha256, dataset.content_sha256)
    for told in ranking.inputs:
        if now.get(told.name, _MISSING) != told.value:
            yield Difference(told.name, told.value, now.get(told.name, _MISSING))


def _populations(stored: Sequence[RankingEntry], now: Sequence[RankingEntry]) -> Iterator[Difference]:
    """Whose population differs, beyond that some does."""
    people = {entry.municipality: entry.population for entry in now}
    for entry in stored:
        if entry.municipality in people and people[entry.municipality] != entry.population:
            what = f"population of {entry.municipality}"
            yield Difference(what, _told(entry.population), _told(people[entry.municipality]))


def _lines(stored: Sequence[RankingEntry], now: Sequence[RankingEntry]) -> Iterator[Difference]:
    for index in range(max(len(stored), len(now))):
        before = _digits(stored[index]) if index < len(stored) else {}
        after = _digits(now[index]) if index < len(now) else {}
        if before != after:
            differing = [field for field in before | after if before.get(field) != after.get(field)]
            yield Difference(
                f"position {index + 1}",
                ", ".join(f"{field} {before.get(field, _MISSING)}" for field in differing),
                ", ".join(f"{field} {after.get(field, _MISSING)}" for field in differing),
            )


def _digits(entry: RankingEntry) -> dict[str, str]:
    """Every figure of a line to the last digit; what people call the place decides nothing."""
    return {field: repr(value) for field, value in asdict(entry).items() if field not in ("title", "reason")}


def _against_base(stored: Sequence[RankingEntry], base: Mapping[str, RankingEntry]) -> Iterator[Difference]:
    for entry in stored:
        before, now = entry.incidents, base[entry.municipality].incidents
        if before != now:
            yield Difference(f"position {entry.position}, {entry.municipality}", f"{before}", f"{now}")


def _told(value: int | None) -> str:
    return "unknown" if value is None else str(value)
