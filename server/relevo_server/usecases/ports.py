"""What the use cases need of the outside: a clock, ids, and units of work over the records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeAlias, TypeVar

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.audit import AuditEvent
from relevo_server.domain.body import Body
from relevo_server.domain.capacity_report import CapacityReport
from relevo_server.domain.commitment import AgreedCommitment
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.emergency_calls import EmergencyCallService
from relevo_server.domain.fund import Fund, Project
from relevo_server.domain.incidence import MunicipalCounts
from relevo_server.domain.meeting import Meeting
from relevo_server.domain.observation import Observation
from relevo_server.domain.operation import Operation
from relevo_server.domain.places import MunicipalityRecord, Region, StateRecord
from relevo_server.domain.plan import PlanRecord, PlanSummary, Snapshot
from relevo_server.domain.pool import Pool
from relevo_server.domain.ranking import Ranking, RankingEntry
from relevo_server.domain.revision import Revision
from relevo_server.domain.spending import SpendRecord
from relevo_server.domain.waiver import Waiver

Record: TypeAlias = (
    Region
    | StateRecord
    | MunicipalityRecord
    | EmergencyCallService
    | Body
    | Dataset
    | Ranking
    | Meeting
    | Agreement
    | Waiver
    | CapacityReport
    | Fund
    | Project
    | SpendRecord
    | Pool
    | Deployment
    | Snapshot
    | PlanRecord
    | Operation
    | Observation
)
Named: TypeAlias = Record | PlanSummary | AgreedCommitment
N = TypeVar("N", bound=Named)
R = TypeVar("R", bound=Named | RankingEntry | Revision | AuditEvent)


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...


class Ids(Protocol):
    """Gives ids for records whose caller chose none."""

    def new(self) -> str:
        """An id never given before: lower-case letters, digits and hyphens."""
        ...


class Signer(Protocol):
    """Signs what leaves the service."""

    @property
    def key_id(self) -> str:
        """Of the public key that verifies."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        ...


class Operator(StrEnum):
    """How a condition compares."""

    EQUAL = "="
    IN = "in"
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Condition:
    """``field operator value``; for ``IN`` the value is a tuple. A field that is None fulfils no condition."""

    field: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Order:
    """One field of an order."""

    field: str
    descending: bool = False


BY_NAME = (Order("name"),)


@dataclass(frozen=True, slots=True)
class Query:
    """Which records, in which order.

    Attributes:
        where: All of them must hold.
        order: Fields that together tell every two records apart and are never None.
        after: Values of the order's fields: only records behind them; None: from the first.
        limit: Most records; None: all.
    """

    where: tuple[Condition, ...] = ()
    order: tuple[Order, ...] = BY_NAME
    after: tuple[Any, ...] | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """The first answer to a request id: what was asked (hashed), what was answered (JSON), and when."""

    request_sha256: str
    answer: str
    created: datetime


class Unit(Protocol):
    """One transaction's view of the records: consistent, and unchanged by others while it lasts."""

    def get(self, kind: type[N], name: str) -> N | None:
        """The record of that name; None: there is none."""
        ...

    def find(self, kind: type[R], query: Query) -> list[R]:
        """The records that the query describes."""
        ...

    def counts(self, dataset: str, crime_ids: Collection[str]) -> Iterator[MunicipalCounts]:
        """The rows of a dataset for some crimes, rows that are no place included."""
        ...


class WriteUnit(Unit, Protocol):
    """A transaction that may write. Every write goes through here, and nothing lasts unless all of it does.

    Each record written leaves an event in the audit trail, in the same transaction.
    """

    def create(self, records: Sequence[Record]) -> None:
        """Add records of one kind.

        Raises:
            RelevoError: ALREADY_EXISTS, naming every taken name.
        """
        ...

    def update(self, record: Record) -> None:
        """Replace the record of that name.

        Raises:
            RelevoError: STALE_ETAG where the stored one is not the version before.
        """
        ...

    def add_counts(self, dataset: str, rows: Sequence[MunicipalCounts]) -> None:
        """Add rows of a dataset that is created before the transaction ends."""
        ...

    def add_entries(self, ranking: str, entries: Sequence[RankingEntry]) -> None:
        """Add the lines of a ranking that is created before the transaction ends."""
        ...

    def revise(self, before: str, after: str, months: Collection[tuple[int, int]]) -> list[Revision]:
        """Find and keep what a later dataset tells otherwise than an earlier one, in months that both report."""
        ...

    def recall(self, method: str, request_id: str) -> Remembered | None:
        """What the same caller was answered before."""
        ...

    def remember(self, method: str, request_id: str, remembered: Remembered) -> None:
        """Keep an answer with the write that it belongs to."""
        ...

    def undo(self) -> None:
        """Undo everything written so far; the unit goes on as if it had just begun."""
        ...


class Records(Protocol):
    """Opens units of work. Leaving the context commits, an exception undoes."""

    def read(self) -> AbstractContextManager[Unit]:
        """A consistent view; never waits for writers."""
        ...

    def write(self, actor: str, method: str) -> AbstractContextManager[WriteUnit]:
        """The only way to write.

        Args:
            actor: The principal's name.
            method: What is being done, for example ``CreateMeeting``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything that a use case needs of the outside."""

    records: Records
    clock: Clock
    ids: Ids
    software_version: str = ""
    signer: Signer | None = None
