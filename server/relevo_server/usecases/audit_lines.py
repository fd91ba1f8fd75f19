"""The trail as JSON Lines: one event each, the same bytes every time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from relevo_server.domain.audit import AuditEvent, ChainReader
from relevo_server.usecases.frozen_json import from_json, to_json


def event_line(event: AuditEvent) -> str:
    """Return an event as a line, its end included."""
    return to_json(event) + "\n"


def read_event_line(line: str) -> AuditEvent:
    """Read what ``event_line`` wrote.

    Raises:
        ValueError: The line holds no event, or not as ``event_line`` writes it.
    """
    event = from_json(AuditEvent, line)
    if event_line(event) != line:
        raise ValueError("the line is not written as an export writes it")
    return event


@dataclass(slots=True)
class LinesReader:
    """Verifies an export line by line, with nothing but the lines.

    Attributes:
        chain: What was read so far; an export that begins behind other events begins where its first line says so.
        events: How many.
        begins_after: Sequence and hash of the event before the first line; None: no line was read yet.
        broken: What is wrong with the first bad line; empty: nothing.
    """

    chain: ChainReader = field(default_factory=ChainReader)
    events: int = 0
    begins_after: tuple[int, str] | None = None
    broken: str = ""
    _digest: Any = field(default_factory=hashlib.sha256)

    def read(self, lines: Iterable[bytes]) -> None:
        """Read further lines, their ends included, up to the first bad one."""
        for line in lines:
            self._digest.update(line)
            self.broken = self.broken or self._fault(line)

    @property
    def export_sha256(self) -> str:
        """Of all bytes read."""
        digest: str = self._digest.hexdigest()
        return digest

    def _fault(self, line: bytes) -> str:
        where = f"line {self.events + 1}"
        try:
            event = read_event_line(line.decode())
        except ValueError as error:
            return f"{where}: {error}"
        if self.begins_after is None:
            self.begins_after = event.sequence - 1, event.previous_sha256
            if event.sequence > 1:
                self.chain = ChainReader(*self.begins_after)
        fault = self.chain.read([event])
        if fault:
            return f"{where}: {fault}"
        self.events += 1
        return ""
