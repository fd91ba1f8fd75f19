"""Units of work over an SQL database: one transaction each, and one place for writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Executable, delete, insert, update
from sqlalchemy.exc import IntegrityError, OperationalError

from relevo_server.domain.cells import CellCount
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.errors import ErrorReason, Fault, refusal
from relevo_server.domain.incidence import MunicipalCounts
from relevo_server.domain.ranking import RankingEntry
from relevo_server.domain.revision import Revision
from relevo_server.storage import audit, request_ids
from relevo_server.storage.catalogue import SHELVES
from relevo_server.storage.cells import add_cells
from relevo_server.storage.counts import SeriesNumbers, add_counts, read_counts
from relevo_server.storage.engine import BUSY_SECONDS, writing
from relevo_server.storage.rankings import add_entries
from relevo_server.storage.revisions import add_revisions, find_revisions
from relevo_server.storage.shelf import Shelf
from relevo_server.usecases.ports import (
    Condition,
    N,
    Operator,
    Order,
    Query,
    R,
    Record,
    Remembered,
    Unit,
    WriteUnit,
)

_OVERLAPS = "stay overlaps"  # how the triggers of the database begin


class SqlUnit:
    """Reads records in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: type[N], name: str) -> N | None:
        """The record of that name; None: there is none."""
        found = self.find(kind, Query((Condition("name", Operator.EQUAL, name),), limit=1))
        return found[0] if found else None

    def find(self, kind: type[R], query: Query) -> list[R]:
        """The records that the query describes."""
        shelf: Shelf[R] = SHELVES[kind]
        return shelf.find(self._connection, query)

    def counts(self, dataset: str, crime_ids: Collection[str]) -> Iterator[MunicipalCounts]:
        """The rows of a dataset for some crimes."""
        return read_counts(self._connection, dataset, crime_ids)


class SqlWriteUnit(SqlUnit):
    """Reads and writes records in one transaction on behalf of one principal."""

    def __init__(self, connection: Connection, actor: str, method: str, now: Callable[[], datetime]) -> None:
        super().__init__(connection)
        self._now = now
        self._actor = actor
        self._method = method
        self._series: SeriesNumbers = {}
        self.leaves_events = False
        """Whether the audit trail is longer once this has lasted."""

    def create(self, records: Sequence[Record]) -> None:
        """Add records of one kind, or name every name that is taken."""
        shelf = SHELVES[type(records[0])]
        names = tuple(record.name for record in records)
        taken = self._taken(shelf, names)
        if taken:
            raise _already_exists(taken)
        self._execute(insert(shelf.table), [shelf.to_row(record) for record in records], records)
        for record in records:
            self._write_parts(shelf, record)
        self._audit([(None, record) for record in records])

    def update(self, record: Record, *, leaves_event: bool = True) -> None:
        """Replace the record of that name, if it is the version before."""
        shelf = SHELVES[type(record)]
        table, row = shelf.table, shelf.to_row(record)
        before = self.get(type(record), record.name)
        statement = update(table).where(table.c.name == record.name)
        if shelf.is_versioned:
            statement = statement.where(table.c.version == row["version"] - 1)
        # The old parts go first: triggers hold those that are there against the record as it becomes.
        for part in shelf.parts:
            if part.to_rows is not None:
                self._execute(delete(part.table).where(part.table.c[part.owner] == record.name))
        if self._execute(statement.values(row), None, [record]) != 1:
            raise _stale(record.name)
        self._write_parts(shelf, record)
        if leaves_event:
            self._audit([(before, record)])

    def add_counts(self, dataset: str, rows: Sequence[MunicipalCounts]) -> None:
        """Add rows of a dataset."""
        add_counts(self._connection, self._series, dataset, rows)

    def add_entries(self, ranking: str, entries: Sequence[RankingEntry]) -> None:
        """Add the lines of a ranking."""
        add_entries(self._connection, ranking, entries)

    def add_cells(self, cells: Sequence[CellCount]) -> None:
        """Add counts by cell of a dataset."""
        add_cells(self._connection, cells)

    def revise(self, before: str, after: str, months: Collection[tuple[int, int]]) -> list[Revision]:
        """Find and keep what a later dataset tells otherwise than an earlier one."""
        found = find_revisions(self._connection, before, after, set(months))
        add_revisions(self._connection, found)
        return found

    def remove_events(self, through: int) -> None:
        """Remove audit events; the database lets go only of those that a checkpoint tells of."""
        audit.remove(self._connection, through)

    def recall(self, method: str, request_id: str) -> Remembered | None:
        """What the same caller was answered before."""
        return request_ids.recall(self._connection, self._actor, method, request_id)

    def remember(self, method: str, request_id: str, remembered: Remembered) -> None:
        """Keep an answer with the write that it belongs to."""
        request_ids.remember(self._connection, self._actor, method, request_id, remembered)

    def undo(self) -> None:
        """Undo everything written so far; the unit goes on as if it had just begun."""
        self._series.clear()
        self.leaves_events = False
        self._connection.rollback()
        self._connection.begin()

    def _taken(self, shelf: Shelf[Any], names: tuple[str, ...]) -> list[str]:
        # One name twice among the records themselves is a defect, which the primary key tells.
        query = Query((Condition("name", Operator.IN, names),), (Order("name"),))
        return [record.name for record in shelf.find(self._connection, query)]

    def _audit(self, written: Sequence[tuple[Record | None, Record]]) -> None:
        self.leaves_events = True
        audit.append(self._connection, written, happened=self._now(), actor=self._actor, method=self._method)

    def _write_parts(self, shelf: Shelf[Any], record: Record) -> None:
        for part in shelf.parts:
            if part.to_rows is not None:
                rows = [{part.owner: record.name, **row} for row in part.to_rows(record)]
                if rows:
                    self._execute(insert(part.table), rows, [record])

    def _execute(
        self, statement: Executable, rows: Sequence[dict[str, Any]] | None = None, written: Sequence[Record] = ()
    ) -> int:
        try:
            return self._connection.execute(statement, rows).rowcount
        except IntegrityError as error:
            if _OVERLAPS not in str(error.orig):
                raise
            raise _overlaps(str(error.orig), written) from error


class SqlRecords:
    """Opens units of work on an engine.

    Args:
        engine: Of the database.
        now: Tells when a write happens, for the audit trail; None: the machine's clock.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime] | None = None) -> None:
        self._now = now or (lambda: datetime.now(UTC))
        self._reading = engine
        self._writing = writing(engine)
        self._told = threading.Condition()
        self._writes = 0

    def changes(self, seen: int, seconds: float) -> int:
        """Wait until other than ``seen`` writes have left events, or so many seconds; return how many have."""
        with self._told:
            self._told.wait_for(lambda: self._writes != seen, seconds)
            return self._writes

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A consistent view; never waits for writers."""
        with self._reading.connect() as connection, connection.begin():
            yield SqlUnit(connection)

    @contextmanager
    def write(self, actor: str, method: str) -> Iterator[WriteUnit]:
        """The only way to write; commits at the end of the context.

        Raises:
            RelevoError: OVERLOADED where other writers left no room for too long.
        """
        with self._writing.connect() as connection:
            try:
                connection.begin()
            except OperationalError as error:
                raise _overloaded() from error
            unit = SqlWriteUnit(connection, actor, method, self._now)
            try:
                yield unit
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        if unit.leaves_events:
            with self._told:
                self._writes += 1
                self._told.notify_all()


def _already_exists(names: Sequence[str]) -> Exception:
    reason = ErrorReason.ALREADY_EXISTS
    faults = [Fault(name, "exists already", "Choose another id", reason) for name in names]
    return refusal(reason, f"{names[0]} exists already", faults, {"name": names[0]})


def _stale(name: str) -> Exception:
    why = "was changed by somebody else meanwhile"
    fault = Fault(name, why, "Read it again and decide anew", ErrorReason.STALE_ETAG)
    return refusal(ErrorReason.STALE_ETAG, f"{name} {why}", [fault], {"name": name})


def _overlaps(told: str, written: Sequence[Record]) -> Exception:
    what = "teams" if told.endswith("teams") else "municipality"
    why = "another stay has the same days" if what == "municipality" else "the pool has not as many teams on these days"
    stays = [stay for stay in written if isinstance(stay, Deployment)]
    faults = [
        Fault(f"deployment.{what}", f"{why}: {_sought(stay)}", "Choose other days", ErrorReason.STAY_OVERLAPS)
        for stay in stays
    ]
    return refusal(ErrorReason.STAY_OVERLAPS, f"the records refuse the stay: {why}", faults)


def _sought(stay: Deployment) -> str:
    teams = ", ".join(f"{entry.teams} of {entry.pool}" for entry in stay.teams)
    return f"{teams} in {stay.municipality} from {stay.start} to {stay.last_day}"


def _overloaded() -> Exception:
    why = f"other writers kept the records busy for {BUSY_SECONDS} seconds"
    return refusal(ErrorReason.OVERLOADED, f"{why}: nothing was written, retry later")
