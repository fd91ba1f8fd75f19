"""The filters of lists: a small part of AIP-160, ``field = "value"`` joined by ``AND``."""

from __future__ import annotations

import re
from collections.abc import Collection

from relevo_server.domain.errors import Fault, Faults
from relevo_server.usecases.ports import Condition, Operator

_TERM = re.compile(r'\s*([a-z_]+)\s*=\s*"([^"\\\x00-\x1f]*)"\s*')
_AND = re.compile(r"AND(?=\s)")


def parse_filter(text: str, fields: Collection[str]) -> tuple[Condition, ...]:
    """Read a filter.

    Args:
        text: As the caller wrote it; blank: no condition.
        fields: The fields that this list can be filtered by.

    Returns:
        The conditions in the order of their fields, so that equal filters are equal.

    Raises:
        RelevoError: INVALID_FIELDS.
    """
    if not text.strip():
        return ()
    faults = Faults()
    found: dict[str, str] = {}
    position = 0
    while True:
        term = _TERM.match(text, position)
        if term is None:
            faults.extend([_unreadable(text, position, fields)])
            break
        field, value = term.groups()
        if field not in fields:
            faults.add("filter", f"this list has no field {field}", _can(fields))
        if found.setdefault(field, value) != value:
            faults.add("filter", f"{field} cannot be {found[field]} and {value}", "Ask for one of them")
        position = term.end()
        if position == len(text):
            break
        conjunction = _AND.match(text, position)
        if conjunction is None:
            faults.extend([_unreadable(text, position, fields)])
            break
        position = conjunction.end()
    faults.refuse("the list")
    return tuple(Condition(field, Operator.EQUAL, value) for field, value in sorted(found.items()))


def _unreadable(text: str, position: int, fields: Collection[str]) -> Fault:
    why = f"cannot be read from character {position + 1} on: {text[position : position + 40]!r}"
    return Fault("filter", why, _can(fields))


def _can(fields: Collection[str]) -> str:
    if not fields:
        return "This list takes no filter"
    return "Write " + " AND ".join(f'{field} = "…"' for field in sorted(fields))
