"""Enums of the protos and of the code: ``CAPABILITY_PATROL`` on the wire is ``Capability.PATROL`` here."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar

from google.protobuf.descriptor import EnumDescriptor

from relevo_server.wire.reading import Reading

E = TypeVar("E", bound=StrEnum)


class Choice(Generic[E]):
    """A wire enum and the enum that it stands for; the wire's names are the members' with a prefix.

    Attributes:
        differences: Names that only one of the two has; none, or a caller cannot say what the code can do.
    """

    def __init__(self, descriptor: EnumDescriptor, members: type[E], prefix: str) -> None:
        numbers = {value.name: value.number for value in descriptor.values if value.number != 0}
        names = {f"{prefix}{member.name}": member for member in members}
        self._numbers = {member: numbers.get(name, 0) for name, member in names.items()}
        self._members = {number: names[name] for name, number in numbers.items() if name in names}
        self._names = ", ".join(names)
        self.differences = sorted(names.keys() ^ numbers.keys())

    def number(self, member: E | None) -> Any:
        """Return the wire's number; 0 (unspecified) for None. Every generated enum has an integer type of its own."""
        return 0 if member is None else self._numbers[member]

    def member(self, reading: Reading, path: str, number: int) -> E | None:
        """Return the member; None for unspecified, and for a number that nobody knows, which is noted."""
        found = self._members.get(number)
        if found is None and number != 0:
            reading.note(path, f"{number} is not known", f"Choose one of {self._names}")
        return found

    def required(self, reading: Reading, path: str, number: int, instead: E) -> E:
        """Return the member; ``instead`` for unspecified or unknown, which is noted."""
        if number == 0:
            reading.note(path, "is missing", f"Choose one of {self._names}")
        return self.member(reading, path, number) or instead
