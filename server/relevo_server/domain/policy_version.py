"""Stored policies: named, versioned, never changed. Whoever wants other numbers makes the next version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import TEXT_CHARACTERS, text_faults
from relevo_server.domain.names import etag_of


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """What a caller says of a policy.

    Attributes:
        numbers: All numbers, as canonical JSON.
    """

    title: str
    reason: str
    numbers: str

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold; the sense of the numbers is the planner's to judge."""
        return [
            *text_faults("policy_version.title", self.title),
            *text_faults("policy_version.reason", self.reason, most=TEXT_CHARACTERS, required=True, lines=True),
        ]


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of a policy, ``policies/{id}@{number}``.

    Attributes:
        policy: ``policies/{id}``.
        number: 1, 2, 3 ... within the policy.
        reason: Why these numbers.
        numbers: All numbers, as canonical JSON.
        principal: Who told it to the system.
    """

    name: str
    policy: str
    number: int
    title: str
    reason: str
    numbers: str
    principal: str
    created: datetime

    @property
    def etag(self) -> str:
        """Names this version: an update that carries it follows this one."""
        return etag_of(self.policy, self.number)


def version_name(policy: str, number: int) -> str:
    """``policies/strict`` and 2 to ``policies/strict@2``."""
    return f"{policy}@{number}"
