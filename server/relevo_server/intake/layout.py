"""What a layout is, and how the header tells which one a file has. The file's name says nothing."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from relevo_server.domain.geography import place_kind
from relevo_server.domain.incidence import Coverage
from relevo_server.intake.report import FaultKind, Report
from relevo_server.intake.terms import Terms
from relevo_server.intake.text import folded
from relevo_server.intake.values import BadValue, municipality_key, place_key

T = TypeVar("T")
Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading one file shares: the caller's terms, the report, and the reader of text in the file's encoding."""

    terms: Terms
    report: Report
    text: Callable[[str], str]

    def municipality(self, cell: str) -> str:
        """Read the key of a municipality that the caller knows."""
        return self._known(municipality_key(cell))

    def place(self, cell: str) -> str:
        """Read the key of a municipality that the caller knows, or EE998, or EE999."""
        key = place_key(cell)
        return self._known(key) if place_kind(key) == "municipality" else key

    def _known(self, key: str) -> str:
        known = self.terms.known_municipalities
        if known is not None and key not in known:
            raise BadValue(
                "the catalogue has no municipality with this key",
                "Import a newer catalogue of INEGI, or correct the key",
                FaultKind.UNKNOWN_MUNICIPALITY,
            )
        return key


def as_text(setting: Setting) -> Read:
    """Column of text."""
    return setting.text


def as_municipality(setting: Setting) -> Read:
    """Column of municipality keys."""
    return setting.municipality


def as_place(setting: Setting) -> Read:
    """Column of municipality keys, EE998 and EE999 included."""
    return setting.place


def plain(read: Read) -> Callable[[Setting], Read]:
    """Column whose cells need nothing beyond themselves."""
    return lambda _setting: read


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a layout: its official name and how its cells are read."""

    name: str
    reader: Callable[[Setting], Read]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Repeated:
    """A run of columns named by a pattern, such as one per year; at least one must be there."""

    name: str
    pattern: re.Pattern[str]
    reader: Callable[[Setting], Read]


class RowReader(ABC, Generic[T]):
    """Makes facts of the rows of one file."""

    @abstractmethod
    def fact(self, line: int, values: Sequence[Any]) -> T | None:
        """Judge a row whose cells could all be read.

        Args:
            line: Where the row stands.
            values: One per column of the layout, in the layout's order (None for an optional column that the file
                lacks), then one per repeated column, in the file's order.

        Returns:
            The fact, or None where the row gives none by itself (then it was reported or is kept for ``rest``).
        """

    def rest(self) -> Iterator[T]:
        """Give what could only be told after the last row, and report what concerns the file as a whole."""
        return iter(())

    def years(self) -> tuple[int, ...]:
        """Years that the file speaks of."""
        return ()

    def coverage(self) -> Coverage | None:
        """For incidence, what the file speaks of."""
        return None


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of one file, seen through its layout.

    Attributes:
        names: As the file writes them.
        order: Position in the file of each column of the layout, None where an optional one is missing; then of the
            repeated columns.
    """

    names: tuple[str, ...]
    order: tuple[int | None, ...]

    def name(self, index: int) -> str:
        """The file's name for what stands at ``values[index]`` of a row."""
        position = self.order[index]
        return "" if position is None else self.names[position]


@dataclass(frozen=True, slots=True)
class Layout(Generic[T]):
    """An official file layout.

    Attributes:
        id: Stable identifier.
        title: For people.
        columns: Exactly these, required or optional, in any order.
        repeated: And a run of these; None: no such run.
        rows: Makes the reader of rows for one file.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    repeated: Repeated | None
    rows: Callable[[Setting, Header], RowReader[T]]

    def missing(self, names: Sequence[str]) -> tuple[str, ...]:
        """Required columns that the header lacks."""
        found = {folded(name) for name in names}
        lacking = [column.name for column in self.columns if column.required and folded(column.name) not in found]
        if self.repeated is not None and not any(self._is_repeated(name) for name in names):
            lacking.append(self.repeated.name)
        return tuple(lacking)

    def unexpected(self, names: Sequence[str]) -> tuple[str, ...]:
        """Columns that the layout does not have: with one of them the rows may mean something else."""
        own = {folded(column.name) for column in self.columns}
        return tuple(name for name in names if folded(name) not in own and not self._is_repeated(name))

    def header(self, names: Sequence[str]) -> Header:
        """See a header that lacks nothing through this layout."""
        where = {folded(name): position for position, name in enumerate(names)}
        order: list[int | None] = [where.get(folded(column.name)) for column in self.columns]
        order += [position for position, name in enumerate(names) if self._is_repeated(name)]
        return Header(tuple(names), tuple(order))

    def _is_repeated(self, name: str) -> bool:
        return self.repeated is not None and self.repeated.pattern.fullmatch(name) is not None
