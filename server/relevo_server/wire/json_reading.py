"""Protobuf JSON into messages, with every fault named at once and unknown keys refused.

The form is protobuf's own JSON mapping; field names are accepted as the protos write them and in lowerCamelCase.
"""

from __future__ import annotations

import difflib
import json
from typing import Any

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from relevo_server.wire.json_scalars import add_all, add_one
from relevo_server.wire.reading import Reading

_MOST_NAMED = 12


class _Twice(dict[str, Any]):
    """A JSON object in which some keys stand twice."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    found = _Twice(plain)
    keys = [key for key, _ in pairs]
    found.twice = tuple(sorted({key for key in keys if keys.count(key) > 1}))
    return found


def read_json(reading: Reading, text: bytes, message: Message) -> None:
    """Fill ``message`` from protobuf JSON.

    Args:
        reading: Takes the faults; a field with a fault stays unset.
        text: UTF-8, with or without a byte order mark.
        message: An empty message of the expected type.
    """
    try:
        plain = json.loads(text.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        reading.note(f"byte {error.start + 1}", "is not UTF-8", "Save the file as UTF-8")
    except json.JSONDecodeError as error:
        reading.note(f"line {error.lineno}, column {error.colno}", f"is no JSON: {error.msg}", "Correct the file")
    except (ValueError, RecursionError) as error:
        reading.note("the file", f"is no JSON that can be read: {error}", "Correct the file")
    else:
        _read_message(reading, "", plain, message)


def _read_message(reading: Reading, path: str, plain: Any, message: Message) -> None:
    if message.DESCRIPTOR.full_name.startswith("google.protobuf."):
        _read_well_known(reading, path, plain, message)
        return
    if not isinstance(plain, dict):
        reading.note(path or "the file", f"is {_kind(plain)}", "Give a JSON object")
        return
    fields = _fields_of(message.DESCRIPTOR)
    for key in plain.twice if isinstance(plain, _Twice) else ():
        reading.note(_join(path, key), "stands twice", "Give each key once")
    seen: set[str] = set()
    for key, value in plain.items():
        field = fields.get(key)
        if field is None:
            reading.note(_join(path, key), "is not known", _suggestion(key, fields))
        elif field.name in seen:
            reading.note(_join(path, field.name), "stands twice, under both its names", "Give each key once")
        elif value is not None:
            seen.add(field.name)
            _read_field(reading, _join(path, field.name), field, value, message)


def _read_field(reading: Reading, path: str, field: FieldDescriptor, value: Any, message: Message) -> None:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        _read_map(reading, path, field, value, message)
    elif field.is_repeated:
        _read_list(reading, path, field, value, message)
    elif field.message_type is not None:
        part = getattr(message, field.name)
        part.SetInParent()
        _read_message(reading, path, value, part)
    else:
        add_one(reading, path, field, value, message)


def _read_list(reading: Reading, path: str, field: FieldDescriptor, value: Any, message: Message) -> None:
    if not isinstance(value, list):
        reading.note(path, f"is {_kind(value)}", "Give a list")
        return
    target = getattr(message, field.name)
    if field.message_type is None:
        add_all(reading, path, field, value, target)
        return
    for index, item in enumerate(value):
        _read_message(reading, f"{path}[{index}]", item, target.add())


def _read_map(reading: Reading, path: str, field: FieldDescriptor, value: Any, message: Message) -> None:
    """Read a map; those of the files have texts as keys and values."""
    if not isinstance(value, dict):
        reading.note(path, f"is {_kind(value)}", "Give a JSON object")
        return
    target = getattr(message, field.name)
    for key, item in value.items():
        if isinstance(item, str):
            target[key] = item
        else:
            reading.note(_join(path, key), f"is {_kind(item)}", "Give a text")


def _read_well_known(reading: Reading, path: str, plain: Any, message: Message) -> None:
    try:
        json_format.ParseDict(plain, message)
    except json_format.ParseError as error:
        reading.note(path, f"is no {message.DESCRIPTOR.name}: {error}", "Write it as protobuf JSON does")


def _fields_of(descriptor: Any) -> dict[str, FieldDescriptor]:
    names: dict[str, FieldDescriptor] = {}
    for field in descriptor.fields:
        names[field.name] = names[field.json_name] = field
    return names


def _suggestion(key: str, fields: dict[str, FieldDescriptor]) -> str:
    names = list(dict.fromkeys(field.name for field in fields.values()))
    near = difflib.get_close_matches(key, names, n=1)
    if near:
        return f"Did you mean {near[0]}"
    more = ", …" if len(names) > _MOST_NAMED else ""
    return f"Known keys: {', '.join(names[:_MOST_NAMED])}{more}"


def _join(path: str, key: str) -> str:
    shown = key if len(key) <= 60 else f"{key[:60]}…"
    return f"{path}.{shown}" if path else shown


def _kind(value: Any) -> str:
    kinds = {dict: "an object", _Twice: "an object", list: "a list", str: "a text", bool: "true or false"}
    return kinds.get(type(value), "nothing" if value is None else "a number")
