"""Numbers, texts and choices of protobuf JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message

from relevo_server.wire.reading import Reading

_WHOLE = {
    FieldDescriptor.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.CPPTYPE_UINT64: (0, 2**64 - 1),
}
_SHOWN = 40


class _Wrong(Exception):
    """A value that its field cannot hold: why, and what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


def add_one(reading: Reading, path: str, field: FieldDescriptor, value: Any, message: Message) -> None:
    """Set a single field."""
    try:
        setattr(message, field.name, _converter(field)(value))
    except _Wrong as wrong:
        reading.note(path, wrong.why, wrong.remedy)


def add_all(reading: Reading, path: str, field: FieldDescriptor, values: Sequence[Any], target: Any) -> None:
    """Extend a repeated field; a value with a fault is left out."""
    if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE and _plain_numbers(values):
        target.extend(values)
        return
    convert = _converter(field)
    for index, value in enumerate(values):
        try:
            target.append(convert(value))
        except _Wrong as wrong:
            reading.note(f"{path}[{index}]", wrong.why, wrong.remedy)


def _plain_numbers(values: Sequence[Any]) -> bool:
    """Whether all are finite numbers: long lists of them are read at once."""
    try:
        return set(map(type, values)) <= {float, int} and all(map(math.isfinite, values))
    except OverflowError:
        return False


def _converter(field: FieldDescriptor) -> Callable[[Any], Any]:
    if field.cpp_type in _WHOLE:
        return lambda value: _whole(value, *_WHOLE[field.cpp_type])
    enum = field.enum_type
    if enum is not None:
        return lambda value: _choice(value, enum)
    return {
        FieldDescriptor.CPPTYPE_DOUBLE: _number,
        FieldDescriptor.CPPTYPE_FLOAT: _number,
        FieldDescriptor.CPPTYPE_BOOL: _yes_or_no,
        FieldDescriptor.CPPTYPE_STRING: _text,
    }[field.cpp_type]


def _shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _whole(value: Any, least: int, most: int) -> int:
    """Read a whole number, which protobuf JSON also writes as a text or with a fraction of nothing."""
    wrong = _Wrong(f"is {_shown(value)}", "Give a whole number")
    if isinstance(value, bool):
        raise wrong
    if isinstance(value, str):
        value = _from_text(value, wrong)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int):
        raise wrong
    if not least <= value <= most:
        raise _Wrong(f"is {_shown(value)}", f"Give a whole number from {least:,} to {most:,}")
    return value


def _from_text(text: str, wrong: _Wrong) -> float | int:
    if not text or text != text.strip() or "_" in text or len(text) > _SHOWN:
        raise wrong
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            raise wrong from None


def _number(value: Any) -> float:
    wrong = _Wrong(f"is {_shown(value)}", "Give a finite number")
    if isinstance(value, str):
        value = _from_text(value, wrong)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise wrong
    try:
        number = float(value)
    except OverflowError:
        raise wrong from None
    if not math.isfinite(number):
        raise wrong
    return number


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"is {_shown(value)}", "Give true or false")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"is {_shown(value)}", "Give a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _Wrong("holds half a character", "Remove the lone surrogate") from None
    return value


def _choice(value: Any, enum: EnumDescriptor) -> int:
    number = value if isinstance(value, int) and not isinstance(value, bool) else None
    known = enum.values_by_name.get(value) if isinstance(value, str) else enum.values_by_number.get(number or 0)
    if known is None or (number is None and not isinstance(value, str)):
        names = ", ".join(name for name, entry in enum.values_by_name.items() if entry.number != 0)
        raise _Wrong(f"is {_shown(value)}", f"Choose one of {names}")
    return int(known.number)
