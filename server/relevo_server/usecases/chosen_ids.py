"""Ids that callers may choose for their records."""

from __future__ import annotations

from relevo_server.domain.errors import Faults
from relevo_server.domain.names import is_id
from relevo_server.usecases.outside import Ids


def chosen_id(faults: Faults, path: str, chosen: str, ids: Ids) -> str:
    """Return the caller's id, or a new one where it chose none; note an id that is none."""
    if chosen and not is_id(chosen):
        faults.add(path, f"{chosen[:80]!r} is no id", "Use up to 63 lower-case letters, digits and hyphens")
    return chosen or ids.new()
