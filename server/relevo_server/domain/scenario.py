"""Scenarios, questions with changes in them; and sweeps, scenarios that are solved together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Scenario:
    """A frozen question with changes in it, ``scenarios/{id}``. Immutable.

    Attributes:
        plan: Whose question it begins with, ``plans/{id}``; empty: the records as they were when it was created.
        ranking: Where the need comes from.
        policy: The named policy of the question, ``policies/{id}@{number}``; empty: numbers of its own.
        base: The question that it begins with, ``snapshots/{SHA-256}``.
        snapshot: The same with the changes in it.
        changes: As canonical JSON.
        sentences: The changes, a sentence each.
        notes: What a reader of its plan must know of how the question was asked.
    """

    name: str
    title: str
    plan: str
    ranking: str
    policy: str
    base: str
    snapshot: str
    changes: str
    sentences: tuple[str, ...]
    created: datetime
    notes: tuple[str, ...] = ()

    @property
    def instance_sha256(self) -> str:
        """Of the changed question."""
        return self.snapshot.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class SweepEntry:
    """One scenario of a sweep and the operation that solves it."""

    scenario: str
    operation: str


@dataclass(frozen=True, slots=True)
class Sweep:
    """Scenarios that are solved together, ``sweeps/{id}``. How far they have come is told by their operations.

    Attributes:
        operation: Of the whole: it ends when the last entry has.
        principal: Who asked.
    """

    name: str
    title: str
    operation: str
    entries: tuple[SweepEntry, ...]
    principal: str
    created: datetime
