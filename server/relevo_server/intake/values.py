"""Single cells: numbers and keys as official files write them; every refusal says why and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from relevo_server.domain.geography import STATE_KEYS, PlaceKind, is_municipality_key, place_kind
from relevo_server.intake.report import FaultKind

V = TypeVar("V")

UNKNOWN_WORDS = frozenset({"", "NA", "ND", "NSS"})
"""Cells that say that nobody knows. Never zero."""
DASH = "-"
"""INEGI writes it where a figure does not exist; not in the incidence files."""

_PLAIN = re.compile(r"0|[1-9][0-9]{0,8}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,2}|(?:[ \u00a0\u202f][0-9]{3}){1,2})")
_SEPARATORS = re.compile(r"[ ,\u00a0\u202f]")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]*")
_NEGATIVE = re.compile(r"[-\u2212(] ?[0-9][0-9., ]*\)?")
_DIGITS = re.compile(r"[0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_COORDINATE = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")


class BadValue(ValueError):
    """A cell that cannot be read."""

    def __init__(self, reason: str, remedy: str, kind: FaultKind = FaultKind.CONTENT) -> None:
        self.reason = reason
        self.remedy = remedy
        self.kind = kind
        super().__init__(reason)


class Memo(dict[str, V]):
    """Remembers what cells were read as: official files repeat the same few thousand cells over and over."""

    _LARGEST = 200_000

    def __init__(self, read: Callable[[str], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> V:
        value = self._read(cell)
        if len(self) < self._LARGEST:
            self[cell] = value
        return value


def bare(cell: str) -> str:
    """Cell without the spaces around it; line breaks and control characters stay, to be refused."""
    return cell.strip(" \t\u00a0\u202f")


def whole_number(cell: str) -> int:
    """Read a count: digits, or digits grouped by threes ("2,345", "2 345"); neither sign nor decimals.

    Raises:
        BadValue: It is no such number.
    """
    text = bare(cell)
    if _PLAIN.fullmatch(text):
        return int(text)
    if _GROUPED.fullmatch(text):
        return int(_SEPARATORS.sub("", text))
    raise _no_count(text)


def count(cell: str) -> int | None:
    """Read a count; blank, NA, ND and NSS are unknown."""
    return None if bare(cell) in UNKNOWN_WORDS else whole_number(cell)


def count_or_dash(cell: str) -> int | None:
    """Read a count of INEGI; a dash too is unknown."""
    return None if bare(cell) == DASH else count(cell)


def inhabitants(cell: str) -> int | None:
    """Read a population; nobody living there is a mistake, for which unknown is the honest word."""
    people = count_or_dash(cell)
    if people == 0:
        raise BadValue("a municipality without inhabitants has no rate", "Leave the cell blank if unknown")
    return people


def year(cell: str) -> int:
    """Read a year, 1900 to 2099."""
    text = bare(cell)
    if not _YEAR.fullmatch(text):
        raise BadValue("this is no year", "Give it as four digits, such as 2024")
    return int(text)


def month(cell: str) -> int:
    """Read the number of a month."""
    text = bare(cell)
    if not re.fullmatch("0?[1-9]|1[0-2]", text):
        raise BadValue("this is no month", "Give a number from 1 to 12")
    return int(text)


def degrees(cell: str) -> float:
    """Read a coordinate in decimal degrees."""
    text = bare(cell)
    if not _COORDINATE.fullmatch(text):
        raise BadValue("this is no coordinate", "Give decimal degrees with a point, such as 19.4326")
    return float(text)


def state_key(cell: str) -> str:
    """Read the key of a state, restoring a lost zero ("1" -> "01")."""
    key = bare(cell).zfill(2)
    if key not in STATE_KEYS:
        raise BadValue("this is no key of a state", "Give INEGI's key, 01 to 32")
    return key


def code(cell: str) -> str:
    """Read the part of a municipality's key inside its state, restoring lost zeros ("7" -> "007")."""
    text = bare(cell)
    if not re.fullmatch("[0-9]{1,3}", text):
        raise BadValue("this is no key of a municipality inside its state", "Give INEGI's key, 001 to 997")
    return text.zfill(3)


def place_key(cell: str) -> str:
    """Read a municipality's whole key, "EE998" and "EE999" included.

    A lost zero is restored where nothing else can be meant: four digits that do not begin with zero.
    """
    text = bare(cell)
    key = f"0{text}" if re.fullmatch("[1-9][0-9]{3}", text) else text
    if is_municipality_key(key):
        return key
    if re.fullmatch(r"[0-9]{1,4}", text):
        raise BadValue("too short for a municipality's key, and which zeros it lost is not certain", _GIVE_KEY)
    if re.fullmatch(r"[0-9]{5}", text):
        raise BadValue("no municipality can have this key", _GIVE_KEY)
    raise BadValue("this is no municipality's key", _GIVE_KEY)


def municipality_key(cell: str) -> str:
    """Read the key of a real municipality."""
    key = place_key(cell)
    if place_kind(key) is not PlaceKind.MUNICIPALITY:
        raise BadValue("this key stands for no place", "Leave the row out of this kind of file")
    return key


_GIVE_KEY = "Give INEGI's five digits, such as 01001 (state 01, municipality 001)"


def _no_count(text: str) -> BadValue:
    if _NEGATIVE.fullmatch(text):
        return BadValue("a count cannot be negative", "Correct it, or leave the cell blank if unknown")
    if _DECIMAL.fullmatch(text):
        return BadValue("a count has no decimals", "Give a whole number")
    if _DIGITS.fullmatch(text) and text.startswith("0"):
        return BadValue("a count does not begin with zero", "Give the number alone")
    if _DIGITS.fullmatch(text):
        return BadValue("too large for a count", "Give a number below 1,000,000,000")
    if re.fullmatch("[0-9.,' \u00a0\u202f]+", text):
        return BadValue("the thousands are not grouped by threes", "Give the digits alone")
    return BadValue("this is no number", "Give a whole number, or leave the cell blank if unknown")
