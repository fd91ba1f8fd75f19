"""How one kind of record rests in its table and in the tables of its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Table, and_, or_, select

from relevo_server.usecases.ports import Condition, Operator, Order, Query

K = TypeVar("K")

_CHUNK = 500

Row = dict[str, Any]
PartRows = Mapping[str, Sequence[RowMapping]]


@dataclass(frozen=True, slots=True)
class Part(Generic[K]):
    """Rows of another table that belong to a record, in their own order.

    Attributes:
        table: Where they rest.
        owner: Column that names the record.
        order: Column that orders the rows of one record.
        to_rows: The record's rows without owner; None: the part is only read, somebody else writes it.
    """

    table: Table
    owner: str
    order: str
    to_rows: Callable[[K], Iterable[Row]] | None


@dataclass(frozen=True, slots=True)
class Shelf(Generic[K]):
    """One kind of record.

    Attributes:
        kind: The class.
        table: Where it is written.
        columns: Column of each field that can be found or ordered by; and, if ``source`` differs, all that is read.
        to_row: The record as a row of ``table``.
        from_row: The row and the parts' rows (by table name) as the record.
        source: Where it is read; None: ``table``.
        parts: Rows of other tables.
        is_versioned: Whether an update must follow the version before.
    """

    kind: type[K]
    table: Table
    columns: Mapping[str, ColumnElement[Any]]
    to_row: Callable[[K], Row]
    from_row: Callable[[RowMapping, PartRows], K]
    source: FromClause | None = None
    selected: Sequence[ColumnElement[Any]] = ()
    parts: Sequence[Part[K]] = ()
    key: str = "name"
    is_versioned: bool = False

    def find(self, connection: Connection, query: Query) -> list[K]:
        """Read the records that a query describes."""
        order = [self._ordered(key) for key in query.order]
        statement = select(*(self.selected or self.table.c)).select_from(self._source).order_by(*order)
        statement = statement.where(*(self._condition(condition) for condition in query.where))
        if query.after is not None:
            statement = statement.where(self._behind(query.order, query.after))
        if query.limit is not None:
            statement = statement.limit(query.limit)
        rows = connection.execute(statement).mappings().all()
        parts = self._read_parts(connection, rows)
        return [self.from_row(row, parts[index]) for index, row in enumerate(rows)]

    @property
    def _source(self) -> FromClause:
        return self.table if self.source is None else self.source

    def _ordered(self, key: Order) -> ColumnElement[Any]:
        column = self.columns[key.field]
        return column.desc() if key.descending else column.asc()

    def _condition(self, condition: Condition) -> ColumnElement[bool]:
        return _COMPARE[condition.operator](self.columns[condition.field], condition.value)

    def _behind(self, order: Sequence[Order], after: Sequence[Any]) -> ColumnElement[bool]:
        """Lexicographically after: the first field that differs decides."""
        cases = []
        for depth, (key, value) in enumerate(zip(order, after, strict=True)):
            same = [self.columns[k.field] == v for k, v in zip(order[:depth], after[:depth], strict=True)]
            column = self.columns[key.field]
            cases.append(and_(*same, column < value if key.descending else column > value))
        return or_(*cases)

    def _read_parts(self, connection: Connection, rows: Sequence[RowMapping]) -> list[PartRows]:
        if not self.parts:
            return [{}] * len(rows)
        names = [row[self.key] for row in rows]
        by_table = {part.table.name: _read_part(connection, part, names) for part in self.parts}
        return [{table: found.get(name, ()) for table, found in by_table.items()} for name in names]


def _read_part(connection: Connection, part: Part[Any], names: Sequence[str]) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = defaultdict(list)
    owner = part.table.c[part.owner]
    for start in range(0, len(names), _CHUNK):
        statement = select(part.table).where(owner.in_(names[start : start + _CHUNK]))
        for row in connection.execute(statement.order_by(owner, part.table.c[part.order])).mappings():
            found[row[part.owner]].append(row)
    return found


_COMPARE: Mapping[Operator, Callable[[ColumnElement[Any], Any], ColumnElement[bool]]] = {
    Operator.EQUAL: lambda column, value: column == value,
    Operator.IN: lambda column, value: column.in_(value),
    Operator.LESS: lambda column, value: column < value,
    Operator.AT_MOST: lambda column, value: column <= value,
    Operator.GREATER: lambda column, value: column > value,
    Operator.AT_LEAST: lambda column, value: column >= value,
}
