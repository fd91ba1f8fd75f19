"""A plan made known: from here on others count on it, and plans after it stay close to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """Who made a plan known, and when.

    Attributes:
        office: That publishes it.
        principal: Who told it to the system.
    """

    office: str
    principal: str
    published: datetime
