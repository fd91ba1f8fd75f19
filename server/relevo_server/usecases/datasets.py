"""Imported datasets: read them."""

from __future__ import annotations

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.principal import Principal
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Order, Ports
from relevo_server.usecases.reading import read_list, read_named

NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))


def get_dataset(ports: Ports, principal: Principal, name: str) -> Dataset:
    """Read ``datasets/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Dataset, name)


def list_datasets(ports: Ports, principal: Principal, page: PageRequest) -> Page[Dataset]:
    """List, newest first; filter by ``content_sha256``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Dataset, page, order=NEWEST_FIRST, filter_fields=("content_sha256",))
