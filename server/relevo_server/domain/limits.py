"""Limits that every text, day and number of the records keeps, each broken one told as a fault."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from datetime import date

from relevo_server.domain.errors import Fault

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2100, 12, 31)

TITLE_CHARACTERS = 200
TEXT_CHARACTERS = 2_000
LIST_ENTRIES = 200
MOST_OFFICERS = 1_000_000
MOST_TEAMS = 10_000
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""With them a text reads otherwise than it is written: an office could pass for another."""


def text_faults(
    path: str, value: str, *, most: int = TITLE_CHARACTERS, required: bool = False, lines: bool = False
) -> list[Fault]:
    """Check one text.

    Args:
        path: Of the field.
        value: The text.
        most: Characters allowed.
        required: Whether blank is a fault.
        lines: Whether line breaks and tabs may stand in it.
    """
    if required and not value.strip():
        return [Fault(path, "is empty", "Fill it in")]
    if len(value) > most:
        return [Fault(path, f"has {len(value):,} characters, more than {most:,}", "Shorten it")]
    allowed = "\n\t" if lines else ""
    bad = next((c for c in value if c not in allowed and _is_control(c)), None)
    if bad is not None:
        return [Fault(path, f"holds the control character U+{ord(bad):04X}", "Remove it")]
    return []


def _is_control(character: str) -> bool:
    """Whether it is a control character, half of one, a line break of Unicode's own, or turns the direction of text."""
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _TURNING


def texts_faults(path: str, values: Sequence[str], *, most: int = TITLE_CHARACTERS) -> list[Fault]:
    """Check a list of texts, none of them blank."""
    if len(values) > LIST_ENTRIES:
        return [Fault(path, f"has {len(values):,} entries, more than {LIST_ENTRIES}", "Split or shorten it")]
    return [
        fault
        for index, value in enumerate(values)
        for fault in text_faults(f"{path}[{index}]", value, most=most, required=True, lines=True)
    ]


def day_faults(path: str, day: date | None, *, required: bool = True) -> list[Fault]:
    """Check one calendar day."""
    if day is None:
        return [Fault(path, "is missing", "Give the day")] if required else []
    if not FIRST_DAY <= day <= LAST_DAY:
        return [Fault(path, f"{day} lies outside {FIRST_DAY} to {LAST_DAY}", "Check the year")]
    return []


def span_faults(start_path: str, start: date | None, end_path: str, end: date | None) -> list[Fault]:
    """Check a half-open interval of days: both ends given, the end after the start."""
    faults = day_faults(start_path, start) + day_faults(end_path, end)
    if start is not None and end is not None and not faults and end <= start:
        why = f"{end} is not after {start}"
        faults.append(Fault(end_path, why, "Give the first day that is no longer part of it"))
    return faults


def count_faults(path: str, value: int | None, *, least: int = 0, most: int = MOST_OFFICERS) -> list[Fault]:
    """Check a count; None is unknown and no fault."""
    if value is None or least <= value <= most:
        return []
    return [Fault(path, f"{value:,} lies outside {least:,} to {most:,}", "Check the number")]


def range_faults(path: str, value: float | None, least: float, most: float) -> list[Fault]:
    """Check a measure; None is not given and no fault, not-a-number is one."""
    if value is None or (math.isfinite(value) and least <= value <= most):
        return []
    return [Fault(path, f"{value} lies outside {least:g} to {most:g}", "Check the number")]


def duplicate_faults(path: str, values: Sequence[str]) -> list[Fault]:
    """Check that nothing is named twice."""
    first: dict[str, int] = {}
    faults = []
    for index, value in enumerate(values):
        if value in first:
            faults.append(Fault(f"{path}[{index}]", f"{value} is named twice", "Name it once"))
        first.setdefault(value, index)
    return faults
