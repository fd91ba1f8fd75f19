"""Lists as iterators: the next page is fetched when the one before is used up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Row = TypeVar("Row")


def each(fetch: Callable[[str], tuple[Iterable[Row], str]]) -> Iterator[Row]:
    """Yield every row of every page.

    Args:
        fetch: from a page token (empty: the first page) to the page's rows and the next token (empty: the last page).
    """
    token = ""
    while True:
        rows, token = fetch(token)
        yield from rows
        if not token:
            return
