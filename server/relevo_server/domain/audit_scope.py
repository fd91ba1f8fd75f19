"""Which events of the trail a caller may see: all of them, or those about its own states."""

from __future__ import annotations

import re

from relevo_server.domain.audit import AuditEvent
from relevo_server.domain.principal import Principal, Role

ALL_EVENTS = frozenset({Role.ADMIN, Role.COORDINATOR, Role.ANALYST, Role.FORCE_KEEPER, Role.READER})
"""Federal offices and agencies."""
OWN_EVENTS = frozenset({Role.STATE_REPORTER})
ANY_EVENTS = ALL_EVENTS | OWN_EVENTS

_PLACE = re.compile(r"\b(?:states|municipalities)/(\d{2})")
_SHARED = "Agreement"
"""Kind of record that several states are party of: each of them sees it."""


def may_see(principal: Principal, event: AuditEvent) -> bool:
    """Tell whether an event is the caller's to see.

    A state sees what it wrote itself, what names its places and no others, and agreements that name one of its places.
    """
    if principal.has_any(ALL_EVENTS):
        return True
    if not principal.has_any(OWN_EVENTS):
        return False
    if event.actor == principal.name:
        return True
    told = {f"states/{key}" for text in (event.record, event.before, event.after) for key in _PLACE.findall(text)}
    own = {state for state in told if principal.speaks_for(state)}
    return bool(own) and (own == told or event.kind == _SHARED)
