"""The numbers of a policy, for people to read."""

from __future__ import annotations

from relevo_planner.policy import Policy, PolicyNumber
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import READ, require


def get_default_policy(principal: Principal) -> tuple[PolicyNumber, ...]:
    """Every number of the default policy with its unit and reason.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, READ)
    return Policy().numbers()
