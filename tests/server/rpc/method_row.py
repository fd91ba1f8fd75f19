"""What is asked of one method, and what the descriptors cannot tell of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.server.rpc.method_world import Names

Json = dict[str, Any]


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
    """

    ask: Callable[[Names], Json]
    unknown: Mapping[str, str] = field(default_factory=dict)
    needs_nothing: bool = False
    free_text: str = ""
    more: tuple[str, Callable[[Names], Json]] | None = None
