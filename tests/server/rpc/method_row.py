"""What the rows of methods are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.server.rpc.method_world import Names

Json = dict[str, Any]
DAY = {"year": 2025, "month": 1, "day": 20}
END = {"year": 2025, "month": 6, "day": 1}
NO_AGREEMENT = "meetings/none/agreements/none"
LEFT = {"year": 2025, "month": 4, "day": 1}
MONDAY = {"year": 2025, "month": 2, "day": 3}


@dataclass(frozen=True)
class Row:
    """What is asked of one method.

    Attributes:
        ask: A request that succeeds.
        unknown: Paths of fields, each with the name of a record that does not exist: NOT_FOUND.
        needs_nothing: An empty request is a good one.
        free_text: Path of a text that makes it another request, where the caller gives neither etag nor id.
        more: For a list: a method and a request that add a record to it between two pages; None: nothing is added over
            the wire, and the pages join to the whole all the same.
        further: Of a stream of requests, those after the first.
    """

    ask: Callable[[Names], Json]
    unknown: Mapping[str, str] = field(default_factory=dict)
    needs_nothing: bool = False
    free_text: str = ""
    more: tuple[str, Callable[[Names], Json]] | None = None
    further: tuple[Json, ...] = ()


def named(record: str, unknown: str, **more: Any) -> Row:
    """What is asked of one record by its name."""
    return Row(lambda n: {"name": n[record], **more}, {"name": unknown})


def listed(more: str | None = None) -> Row:
    """What is asked of a list; ``more``: the method whose row adds a record to it."""
    return Row(lambda _: {}, needs_nothing=True, more=(more, lambda n: ROWS[more or ""].ask(n)) if more else None)


ROWS: dict[str, Row] = {}
"""By method; ``method_rows`` fills it."""
