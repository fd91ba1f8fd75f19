"""What a later edition of a source changed: never silently, never in what was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Revision:
    """One month of one crime type that two datasets tell differently.

    Attributes:
        before: The dataset imported earlier, ``datasets/{id}``.
        after: The dataset imported later.
        crime_type: ``crimeTypes/{slug}``.
        month: Its first day.
        places: Municipalities (and rows that are no place) whose count differs; a count that one of the two does not
            tell differs from any but zero.
        incidents_before: Of those places.
        incidents_after: Of those places.
    """

    before: str
    after: str
    crime_type: str
    month: date
    places: int
    incidents_before: int
    incidents_after: int

    @property
    def told(self) -> str:
        """The revision in words."""
        where = "1 place" if self.places == 1 else f"{self.places:,} places"
        return (
            f"{self.after} revises {self.before}: {self.crime_type} in {self.month:%Y-%m}, {where}, "
            f"{self.incidents_before:,} incidents before and {self.incidents_after:,} now"
        )
