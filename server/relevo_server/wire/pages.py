"""What lists and writes have in common on the wire."""

from __future__ import annotations

from typing import Protocol

from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.writing import Write
from relevo_server.wire.reading import Reading


class ListRequest(Protocol):
    """A request for a page."""

    @property
    def page_size(self) -> int:
        """Most records wanted; 0: the usual number."""

    @property
    def page_token(self) -> str:
        """Where to go on; empty: the first page."""


def page_of(message: ListRequest) -> PageRequest:
    """Return which page a caller wants."""
    return PageRequest(
        message.page_size, message.page_token, getattr(message, "filter", ""), getattr(message, "order_by", "")
    )


def write_of(reading: Reading, request_id: str, *, validate_only: bool = False) -> Write:
    """Return how a caller wants its write done, with what was already found wrong."""
    return Write(request_id, validate_only, tuple(reading.faults.values()))
