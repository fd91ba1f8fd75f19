"""Pages of lists. A token names the last record seen, so inserts neither repeat nor skip anything behind it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from relevo_server.domain.errors import ErrorReason, Fault, Faults, refusal
from relevo_server.usecases.frozen_json import sha256_of, to_json
from relevo_server.usecases.orders import parse_order
from relevo_server.usecases.ports import Condition, Order, Query, R, Unit

T_co = TypeVar("T_co", covariant=True)

USUAL_SIZE = 100
MOST_SIZE = 1_000


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list: what is 0 or empty is the usual size, the first page, everything, the usual order."""

    size: int = 0
    token: str = ""
    filter: str = ""
    order_by: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """One part of a list; ``next_token`` empty: there is no further one."""

    items: tuple[T_co, ...]
    next_token: str = ""


def read_page(
    unit: Unit,
    kind: type[R],
    request: PageRequest,
    where: tuple[Condition, ...],
    order: tuple[Order, ...],
    *,
    list_name: str,
    most: int = MOST_SIZE,
) -> Page[R]:
    """Read one page.

    Args:
        unit: Where from.
        kind: Of the records.
        request: Which page.
        where: The list's conditions.
        order: The list's usual order; its fields tell every two records apart.
        list_name: Which list: a token of another list, another filter or another order is refused.
        most: Largest page.

    Raises:
        RelevoError: INVALID_FIELDS for a wrong size or order, PAGE_TOKEN_INVALID.
    """
    size = _size(request.size, most)
    order = parse_order(request.order_by, kind, order)
    bound_to = sha256_of(to_json([list_name, list(where), list(order)]))[:16]
    after = _read_token(request.token, bound_to, len(order)) if request.token else None
    found = unit.find(kind, Query(where, order, after, size + 1))
    items = tuple(found[:size])
    if len(found) <= size:
        return Page(items)
    return Page(items, _token(bound_to, tuple(getattr(items[-1], key.field) for key in order)))


def _size(asked: int, most: int) -> int:
    faults = Faults()
    if not 0 <= asked <= most:
        faults.add("page_size", f"{asked} lies outside 0 to {most:,}", "Ask for less and follow the token")
    faults.refuse("the list")
    return asked or min(USUAL_SIZE, most)


_WRITE: dict[type, tuple[str, Callable[[Any], Any]]] = {
    datetime: ("t", lambda value: value.isoformat()),
    date: ("d", lambda value: value.isoformat()),
    str: ("s", str),
    int: ("i", int),
}
_READ: dict[str, Callable[[Any], Any]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "s": str,
    "i": int,
}


def _token(bound_to: str, key: tuple[Any, ...]) -> str:
    values = [[_WRITE[type(value)][0], _WRITE[type(value)][1](value)] for value in key]
    text = json.dumps([bound_to, values, sha256_of(bound_to + repr(values))[:8]], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_token(token: str, bound_to: str, length: int) -> tuple[Any, ...]:
    try:
        text = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4)).decode()
        bound, values, check = json.loads(text)
        key = tuple(_READ[tag](value) for tag, value in values)
        intact = check == sha256_of(bound + repr(values))[:8]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, binascii.Error) as error:
        raise _invalid() from error
    if not intact or bound != bound_to or len(key) != length:
        raise _invalid()
    return key


def _invalid() -> Exception:
    why = "is not one of this list with this filter and order"
    fault = Fault("page_token", why, "Begin again without a token", ErrorReason.PAGE_TOKEN_INVALID)
    return refusal(ErrorReason.PAGE_TOKEN_INVALID, f"the page token {why}", [fault])
