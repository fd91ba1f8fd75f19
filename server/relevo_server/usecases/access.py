"""Who may do what. Nothing is allowed that is not written here."""

from __future__ import annotations

from relevo_server.domain.errors import ErrorReason, Fault, refusal
from relevo_server.domain.principal import Principal, Role

READ = frozenset(Role) - {Role.COUNCIL}
IMPORT = frozenset({Role.ADMIN, Role.ANALYST})
KEEP_GEOGRAPHY = frozenset({Role.ADMIN, Role.COORDINATOR})
RANK = frozenset({Role.ANALYST, Role.COORDINATOR})
COORDINATE = frozenset({Role.COORDINATOR})
REPORT = frozenset({Role.STATE_REPORTER})
KEEP_FORCE = frozenset({Role.FORCE_KEEPER, Role.COORDINATOR})
LOCAL_DETAIL = frozenset({Role.ADMIN, Role.COORDINATOR, Role.ANALYST})
"""Federal staff whose work needs counts below the municipality; every other role is refused them."""
OBSERVE = frozenset({Role.COUNCIL})
FEDERAL = READ - REPORT
"""Those who work for the federation and not for one state."""
PROPOSE = frozenset({Role.ANALYST, Role.COORDINATOR})
PRUNE = frozenset({Role.ADMIN})


def require(principal: Principal, roles: frozenset[Role]) -> None:
    """Let the principal pass if it holds one of ``roles``.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    if not principal.has_any(roles):
        names = " or ".join(sorted(roles))
        raise _denied(principal, f"lacks the role {names}", {"role": names})


def require_state(principal: Principal, state: str) -> None:
    """Let the principal pass if it speaks for ``states/{key}``.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    if not principal.speaks_for(state):
        metadata = {"role": Role.STATE_REPORTER.value, "state": state}
        raise _denied(principal, f"does not speak for {state}", metadata)


def require_own_reports(principal: Principal, state: str) -> None:
    """Let the principal pass if it may read what ``states/{key}`` reports of itself: a state does not read another's.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, READ)
    if not principal.has_any(FEDERAL):
        require_state(principal, state)


def states_read(principal: Principal) -> tuple[str, ...] | None:
    """The states whose reports on themselves the principal may read; None: all."""
    if principal.has_any(FEDERAL) or principal.states is None:
        return None
    return tuple(sorted(principal.states))


def require_local_detail(principal: Principal, state: str) -> None:
    """Let the principal pass if it is federal staff, or an authority of ``states/{key}``.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    if principal.has_any(LOCAL_DETAIL):
        return
    require(principal, LOCAL_DETAIL | REPORT)
    require_state(principal, state)


def _denied(principal: Principal, why: str, metadata: dict[str, str]) -> Exception:
    fault = Fault(principal.name, why, "Ask an administrator for access", ErrorReason.PERMISSION_DENIED)
    return refusal(ErrorReason.PERMISSION_DENIED, f"{principal.name} {why}", [fault], metadata)
