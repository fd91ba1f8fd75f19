"""What every read has in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from relevo_server.domain.errors import Faults, not_found
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.filters import parse_filter
from relevo_server.usecases.pages import MOST_SIZE, Page, PageRequest, read_page
from relevo_server.usecases.ports import BY_NAME, Condition, N, Operator, Order, Ports, Query, R, Unit


def find_named(unit: Unit, kind: type[N], name: str) -> N:
    """Read one record.

    Raises:
        RelevoError: NOT_FOUND.
    """
    record = unit.get(kind, name)
    if record is None:
        raise not_found(name)
    return record


def read_named(ports: Ports, principal: Principal, kind: type[N], name: str) -> N:
    """Read one record for a principal that may read.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        return find_named(unit, kind, name)


def read_list(
    ports: Ports,
    principal: Principal,
    kind: type[R],
    page: PageRequest,
    *,
    order: tuple[Order, ...] = BY_NAME,
    filter_fields: Collection[str] = (),
    where: tuple[Condition, ...] = (),
    most: int = MOST_SIZE,
) -> Page[R]:
    """Read one page for a principal that may read.

    Args:
        ports: The outside.
        principal: Who asks.
        kind: Of the records.
        page: Which page.
        order: The list's order.
        filter_fields: What it can be filtered by.
        where: Conditions of the list itself, such as its parent.
        most: Largest page.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    require(principal, READ)
    conditions = where + parse_filter(page.filter, filter_fields)
    with ports.records.read() as unit:
        return read_page(unit, kind, page, conditions, order, list_name=kind.__name__, most=most)


def by_names(unit: Unit, kind: type[N], names: Iterable[str]) -> dict[str, N]:
    """Read several records; a name that does not exist is left out."""
    wanted = tuple(dict.fromkeys(names))
    if not wanted:
        return {}
    found = unit.find(kind, Query(where=(Condition("name", Operator.IN, wanted),)))
    return {record.name: record for record in found}


def require_all(
    faults: Faults, unit: Unit, kind: type[N], named: Iterable[tuple[str, str]], remedy: str = "Check the name"
) -> dict[str, N]:
    """Read several records and note the names that do not exist.

    Args:
        faults: Where to note them.
        unit: Where from.
        kind: Of the records.
        named: Pairs of the field that names a record, and the name.
        remedy: What to do about a missing one.
    """
    pairs = list(named)
    found = by_names(unit, kind, (name for _, name in pairs))
    for path, name in pairs:
        if name not in found:
            faults.missing(path, name, remedy)
    return found
