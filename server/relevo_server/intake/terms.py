"""What the caller asks of a reading, and what a reading says about its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from relevo_server.domain.incidence import AbsentMeans, Coverage, CrimeType


class OnFault(StrEnum):
    """What a fault in one row does to the others."""

    REFUSE = "refuse"
    """All or nothing."""
    SKIP = "skip"
    """Leave the row out and report it; a file that cannot be read to its end is refused all the same."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The caller's terms.

    Attributes:
        on_fault: What a fault in one row does to the others.
        cut_off: For incidence, the last day that the file can know of. Later months must be blank or zero, and are
            unknown.
        today: For incidence, no month that begins after it can have a count; None: not checked.
        years: For incidence, the years that the rows must be of, all of them and no other; None: any.
        absent_means: By crime id, what a municipality without a row means; every id must be in the file.
        absent_means_default: For the crimes that ``absent_means`` does not name.
        crime: What a sheet counts whose header does not say it.
        known_municipalities: Keys that exist; any other is a fault. None: not checked.
        is_inside: Tells whether a point (municipality key, longitude, latitude) lies in its municipality, or that
            nobody knows (None). None: not checked.
        fault_cap: Faults that are named; those beyond are counted.
        content_limit_bytes: Largest content after decompression.
    """

    on_fault: OnFault = OnFault.REFUSE
    cut_off: date | None = None
    today: date | None = None
    years: frozenset[int] | None = None
    absent_means: Mapping[str, AbsentMeans] = field(default_factory=dict)
    absent_means_default: AbsentMeans = AbsentMeans.UNKNOWN
    crime: CrimeType | None = None
    known_municipalities: frozenset[str] | None = None
    is_inside: Callable[[str, float, float], bool | None] | None = None
    fault_cap: int = 1_000
    content_limit_bytes: int = 2 << 30


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a file is, so that anyone can tell later whether it is the same.

    Attributes:
        layout: Id of the layout found, such as "SESNSP_IDM_NM".
        sha256_received: Of the bytes as received, hexadecimal.
        sha256_content: Of the bytes after decompression, hexadecimal.
        received_bytes: Bytes as received.
        content_bytes: Bytes after decompression.
        is_gzip: Whether the bytes were compressed.
        encoding: "ascii", "utf-8", "utf-8-sig", "latin-1" or "cp1252".
        columns: Header as the file writes it.
        rows_read: Rows below the header, blank lines not counted.
        rows_used: Of these, the ones that gave facts.
        years: Years that the file speaks of, ascending; empty where it does not say.
        coverage: For incidence, what it speaks of; else None.
    """

    layout: str
    sha256_received: str
    sha256_content: str
    received_bytes: int
    content_bytes: int
    is_gzip: bool
    encoding: str
    columns: tuple[str, ...]
    rows_read: int
    rows_used: int
    years: tuple[int, ...]
    coverage: Coverage | None
