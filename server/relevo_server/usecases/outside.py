"""What is neither record nor file: time, ids and signatures come from outside."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...


class Ids(Protocol):
    """Gives ids for records whose caller chose none."""

    def new(self) -> str:
        """An id never given before: lower-case letters, digits and hyphens."""
        ...


class Signer(Protocol):
    """Signs what leaves the service."""

    @property
    def key_id(self) -> str:
        """Of the public key that verifies."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        ...
