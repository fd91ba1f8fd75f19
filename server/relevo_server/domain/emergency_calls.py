"""Whether 911 is in service in a state. A state of which nobody said anything is unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import TEXT_CHARACTERS, day_faults, text_faults
from relevo_server.domain.names import etag_of

_NAME = re.compile(r"(states/[0-9]{2})/emergencyCallService")


class EmergencyCallStatus(StrEnum):
    """In service or not."""

    IN_SERVICE = "in_service"
    NOT_IN_SERVICE = "not_in_service"


def state_of_service(name: str) -> str:
    """``states/12/emergencyCallService`` to ``states/12``; empty: no such name."""
    found = _NAME.fullmatch(name)
    return found.group(1) if found else ""


@dataclass(frozen=True, slots=True)
class EmergencyCallService:
    """How 911 stands in a state ``since`` a day; ``version`` 0: as a caller says it, not kept yet."""

    name: str
    status: EmergencyCallStatus | None
    since: date | None
    source: str = ""
    version: int = 0

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    def in_service_on(self, day: date) -> bool:
        """Whether 911 is in service that day; before ``since`` it was the other way round."""
        return (self.status is EmergencyCallStatus.IN_SERVICE) == (self.since is not None and self.since <= day)

    def faults(self, path: str) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            *day_faults(f"{path}.since_date", self.since),
            *text_faults(f"{path}.source", self.source, most=TEXT_CHARACTERS, lines=True),
        ]
        if self.status is None:
            faults.append(Fault(f"{path}.status", "is missing", "Choose IN_SERVICE or NOT_IN_SERVICE"))
        if not state_of_service(self.name):
            why = f"{self.name[:80]!r} is not of the form states/12/emergencyCallService"
            faults.append(Fault(f"{path}.name", why, "Name the state by its two digits"))
        return faults
