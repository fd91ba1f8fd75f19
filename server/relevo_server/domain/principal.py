"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a principal is there for. Roles add up; none contains another, but all save the council's read."""

    ADMIN = "admin"
    """Imports official files and sets what is fixed: geography, datasets."""
    COORDINATOR = "coordinator"
    """Meetings, agreements, acceptance of reports, deployments, publication, plans."""
    STATE_REPORTER = "state_reporter"
    """Submits capacity reports, for the states it is bound to."""
    FORCE_KEEPER = "force_keeper"
    """Keeps the federal pools."""
    ANALYST = "analyst"
    """Imports datasets, computes rankings, proposes plans."""
    COUNCIL = "council"
    """Files a citizens' council's observations; it reads what the public reads, and no sooner."""
    READER = "reader"
    """Reads everything, writes nothing."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller as the system knows it: an office or a system, never a person's data.

    Attributes:
        name: ``principals/{id}``.
        roles: What it may do; empty: nothing.
        states: States that a STATE_REPORTER may report for; None: all.
    """

    name: str
    roles: frozenset[Role] = frozenset()
    states: frozenset[str] | None = frozenset()

    def has_any(self, roles: frozenset[Role]) -> bool:
        """Whether it holds one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    def speaks_for(self, state: str) -> bool:
        """Whether it may report for ``states/{key}``."""
        return self.states is None or state in self.states


LOCAL = Principal("principals/local", frozenset(Role), None)
"""The one principal of a server on one machine: whoever holds the local token, with every role."""

ANYBODY = Principal("principals/anybody")
"""Who reads what is public: no credentials, no role."""
