"""Common and federal crimes apart: which of the datasets asked tell of which jurisdiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relevo_server.domain.dataset import Dataset, Jurisdiction


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked, as far as one jurisdiction is told of.

    Attributes:
        jurisdiction: None: of the sources that do not tell.
        datasets: That hold something of it; none: it is not told of, which is unknown and not zero.
        crime_types: Those asked that these datasets hold.
    """

    jurisdiction: Jurisdiction | None
    datasets: tuple[Dataset, ...]
    crime_types: tuple[str, ...]


def parts_of(datasets: Sequence[Dataset], crime_types: Sequence[str]) -> tuple[Part, ...]:
    """Common, then federal, whether told of or not; then what comes from sources that do not tell, where it does."""
    parts = [_part(jurisdiction, datasets, crime_types) for jurisdiction in (*Jurisdiction, None)]
    return tuple(part for part in parts if part.jurisdiction is not None or part.datasets)


def _part(jurisdiction: Jurisdiction | None, datasets: Sequence[Dataset], crime_types: Sequence[str]) -> Part:
    asked = set(crime_types)
    held = {
        dataset.name: asked & {crime.name for crime in dataset.crime_types}
        for dataset in datasets
        if dataset.jurisdiction is jurisdiction
    }
    return Part(
        jurisdiction=jurisdiction,
        datasets=tuple(dataset for dataset in datasets if held.get(dataset.name)),
        crime_types=tuple(name for name in crime_types if any(name in names for names in held.values())),
    )
