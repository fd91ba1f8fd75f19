"""The trail of every write: events chained by hash, so that a change of the past shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

START = "0" * 64
"""What stands before the first event."""
KEPT_DAYS = 1_826
"""Events stay for five years at least: an office's term of six is looked at while most of it can still be read here.

A planning assumption, to be replaced by those who answer for archives.
"""


class AuditAction(StrEnum):
    """What was done to a record."""

    CREATE = "create"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One write of one record.

    Attributes:
        sequence: 1, 2, 3 ... without a gap.
        happened: When its transaction wrote it.
        actor: ``principals/{id}``.
        method: What was being done, for example ``CreateMeeting``.
        action: Created or changed.
        kind: Of the record, for example ``Meeting``.
        record: The record's name.
        before: The record as it was, canonical JSON; empty where it was created.
        after: The record as it became.
        previous_sha256: Of the event before; ``START`` for the first.
        sha256: Over everything above.
    """

    sequence: int
    happened: datetime
    actor: str
    method: str
    action: AuditAction
    kind: str
    record: str
    before: str
    after: str
    previous_sha256: str
    sha256: str

    def expected_sha256(self) -> str:
        """What its hash must be."""
        told = [
            *(self.sequence, self.happened.isoformat(), self.actor, self.method, self.action.value, self.kind),
            *(self.record, self.before, self.after, self.previous_sha256),
        ]
        text = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditCheckpoint:
    """Where the trail begins after older events were exported and removed, ``auditCheckpoints/{sequence}``.

    Attributes:
        first_sequence: Of the first event removed with it.
        sequence: Of the last one removed: the first one kept follows it.
        sha256: Of the last one removed.
        export_sha256: Of the lines that hold what was removed.
        office: Who had them removed.
    """

    name: str
    first_sequence: int
    sequence: int
    sha256: str
    export_sha256: str
    office: str
    created: datetime


@dataclass(slots=True)
class ChainReader:
    """Reads a trail from its first event on and tells where it is broken.

    Attributes:
        sequence: Of the last event read; 0: none yet.
        sha256: Of the last event read.
    """

    sequence: int = 0
    sha256: str = START

    @classmethod
    def behind(cls, checkpoint: AuditCheckpoint | None) -> ChainReader:
        """Return a reader of the events behind a checkpoint; None: of all events."""
        return cls() if checkpoint is None else cls(checkpoint.sequence, checkpoint.sha256)

    def read(self, events: Iterable[AuditEvent]) -> str:
        """Read further events; returns what is wrong with the first broken one, or nothing."""
        for event in events:
            if event.sequence != self.sequence + 1:
                return f"event {self.sequence + 1} is missing: {event.sequence} follows {self.sequence}"
            if event.previous_sha256 != self.sha256:
                return f"event {event.sequence} does not follow the one before it"
            if event.sha256 != event.expected_sha256():
                return f"event {event.sequence} is not what was written"
            self.sequence, self.sha256 = event.sequence, event.sha256
        return ""
