"""What a reading found: faults, rows left out or set apart, notices; and the refusal that carries them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_LONGEST_VALUE = 80
_NOTICE_CAP = 100


class FaultKind(StrEnum):
    """What sort of fault, for a caller that answers them differently."""

    CONTENT = "content"
    """A row or a cell says something that cannot be."""
    UNKNOWN_MUNICIPALITY = "unknown_municipality"
    """A key of good form that the caller's catalogue lacks."""
    LAYOUT = "layout"
    """The header is of no known layout."""
    UNREADABLE = "unreadable"
    """The bytes are no text in a known encoding, or are not the format that they claim."""
    TRUNCATED = "truncated"
    """The file ends before its end."""


FATAL_KINDS = frozenset({FaultKind.LAYOUT, FaultKind.UNREADABLE, FaultKind.TRUNCATED})
"""Faults after which nothing of the file can be trusted, whatever the policy says of single rows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault and what to do about it.

    Attributes:
        line: Line of the file (of the decompressed text) as an editor counts it, from 1; 0 is the file as a whole.
        column: Column name as the file writes it; "" where the fault is not one column's.
        value: What stands there, control characters escaped, cut after 80 characters.
        reason: Why it cannot be.
        remedy: What to do.
        kind: The sort of fault.
    """

    line: int
    column: str
    value: str
    reason: str
    remedy: str
    kind: FaultKind = FaultKind.CONTENT

    def __str__(self) -> str:
        place = [f"line {self.line}"] if self.line else []
        place += [f"column {self.column}"] if self.column else []
        found = f"{self.value!r}: " if self.value else ""
        return f"{', '.join(place) or 'file'}: {found}{self.reason}. {self.remedy}."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one file that share a fate.

    ``kept`` rows are in the result but no place of their own; the others are not in the result. ``lines`` names all.
    """

    why: str
    kept: bool
    lines: tuple[int, ...]


class IntakeRefused(Exception):
    """The file is refused and nothing of it may be used.

    Attributes:
        faults: The faults in order of appearance, up to the reader's cap.
        fault_total: How many there are, those beyond the cap included.
        missing: Columns that the nearest layout has and the file lacks, where its layout is unknown.
    """

    def __init__(self, faults: Iterable[Fault], fault_total: int | None = None, missing: tuple[str, ...] = ()) -> None:
        self.faults = tuple(faults)
        self.missing = missing
        self.fault_total = len(self.faults) if fault_total is None else fault_total
        super().__init__(self.faults, self.fault_total)

    @property
    def kind(self) -> FaultKind:
        """The gravest sort; UNKNOWN_MUNICIPALITY only where every fault is of that sort."""
        kinds = {fault.kind for fault in self.faults}
        fatal = next((kind for kind in FaultKind if kind in kinds & FATAL_KINDS), None)
        if fatal is not None:
            return fatal
        return FaultKind.UNKNOWN_MUNICIPALITY if kinds == {FaultKind.UNKNOWN_MUNICIPALITY} else FaultKind.CONTENT

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults]
        if self.fault_total > len(lines):
            lines.append(f"and {self.fault_total - len(lines)} more faults")
        return "\n".join(lines)


class Report:
    """Collects what a reading finds while it runs.

    Attributes:
        faults: In order of appearance, up to the cap.
        fault_total: Those beyond the cap included.
        is_fatal: Whether a fault concerns the file as a whole, so that leaving out rows does not help.
    """

    def __init__(self, fault_cap: int) -> None:
        self._fault_cap = fault_cap
        self._left_out: dict[tuple[str, bool], list[int]] = defaultdict(list)
        self._notices: dict[str, None] = {}
        self.faults: list[Fault] = []
        self.fault_total = 0
        self.is_fatal = False

    def fault(
        self,
        line: int,
        column: str,
        value: str,
        reason: str,
        remedy: str,
        kind: FaultKind = FaultKind.CONTENT,
    ) -> None:
        """Note a fault; beyond the cap it is only counted, unless it condemns the whole file."""
        is_fatal = line == 0 or kind in FATAL_KINDS
        self.is_fatal = self.is_fatal or is_fatal
        self.fault_total += 1
        if is_fatal or len(self.faults) < self._fault_cap:
            self.faults.append(Fault(line, column, printable(value), reason, remedy, kind))

    def leave_out(self, line: int, why: str, *, kept: bool = False) -> None:
        """Note a row that is not in the result or, if ``kept``, is in it without being a place."""
        self._left_out[why, kept].append(line)

    def notice(self, text: str, *, is_one_of_many: bool = False) -> None:
        """Note what a person should know although nothing is wrong, once, and no more than a person can read.

        Args:
            text: What to know.
            is_one_of_many: There is one for each municipality concerned, and none may be left out.
        """
        if is_one_of_many or len(self._notices) < _NOTICE_CAP:
            self._notices[text] = None
        elif text not in self._notices:
            self._notices["there are more notices than are named here"] = None

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Every row left out or set apart, by reason."""
        return tuple(LeftOut(why, kept, tuple(lines)) for (why, kept), lines in self._left_out.items())

    @property
    def notices(self) -> tuple[str, ...]:
        """Each notice once."""
        return tuple(self._notices)

    def refusal(self) -> IntakeRefused:
        """The refusal that carries every fault noted so far."""
        return IntakeRefused(self.faults, self.fault_total)


def printable(value: str) -> str:
    """Escape what cannot be shown (bytes that are no text included) and cut what is too long."""
    cut = value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
    return "".join(character if character.isprintable() else _escaped(character) for character in cut)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that the decoder passed through
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
