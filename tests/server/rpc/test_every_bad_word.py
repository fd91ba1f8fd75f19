"""Bad words to every write, made from the descriptors: each fault is named, all at once, and nothing changes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import grpc
import pytest
from google.api import field_behavior_pb2
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message

from tests.server.rpc.conftest import Unchanged
from tests.server.rpc.method_house import WALKED, call, has, path_to, put, request_of, those
from tests.server.rpc.method_rows import ROWS
from tests.server.rpc.method_world import Names
from tests.server.rpc.told import Told, told

MEGABYTE = "x" * (1 << 20)
EARLY, LATE = {"year": 1969, "month": 12, "day": 31}, {"year": 2101, "month": 1, "day": 1}
SPANS = [("start_date", "end_date"), ("from_month", "until_month"), ("available_from", "available_until")]
"""Fields that hold a first day and the first day that is no longer part of it."""
ELSEWHERE = {"etag", "request_id", "name", "update_mask"}
"""Judged by what is stored (an etag, a name), by a test of its own (a mask), or for every write in test_door."""

Leaf = tuple[str, Message, FieldDescriptor]
"""Path of a field, the message that holds it, and the field."""


def is_said(field: FieldDescriptor, method: MethodDescriptor) -> bool:
    """Whether what a caller says there counts."""
    behaviour = field.GetOptions().Extensions[field_behavior_pb2.field_behavior]
    kept = method.name.startswith("Update") and field_behavior_pb2.IMMUTABLE in behaviour
    return not kept and field_behavior_pb2.OUTPUT_ONLY not in behaviour and field.name not in ELSEWHERE


def leaves(method: MethodDescriptor, message: Message, path: str = "") -> Iterator[Leaf]:
    """Every field that a caller can fill, in the parts that the row fills."""
    for field in message.DESCRIPTOR.fields:
        own = f"{path}{field.name}"
        if not is_said(field, method):
            continue
        if field.message_type is None or field.message_type.full_name == "google.type.Date":
            yield own, message, field
        elif field.is_repeated and not field.message_type.GetOptions().map_entry:
            for index, item in enumerate(getattr(message, field.name)):
                yield from leaves(method, item, f"{own}[{index}].")
        elif not field.is_repeated and message.HasField(field.name):
            yield from leaves(method, getattr(message, field.name), f"{own}.")


def texts(method: MethodDescriptor, message: Message) -> Iterator[Leaf]:
    return (leaf for leaf in leaves(method, message) if leaf[2].type == FieldDescriptor.TYPE_STRING)


def days(method: MethodDescriptor, message: Message) -> Iterator[Leaf]:
    return (leaf for leaf in leaves(method, message) if leaf[2].message_type is not None and not leaf[2].is_repeated)


def say(owner: Message, field: FieldDescriptor, value: Any) -> None:
    if field.is_repeated:
        del getattr(owner, field.name)[:]
        getattr(owner, field.name).append(value)
    elif isinstance(value, Mapping):
        day = getattr(owner, field.name)
        day.year, day.month, day.day = value["year"], value["month"], value["day"]
    else:
        setattr(owner, field.name, value)


def asked(method: MethodDescriptor, names: Names) -> Message:
    said = ROWS[method.name].ask(names)
    if "update_mask" in said:
        said["update_mask"] = "*"
    return request_of(method, said)


def refused(unchanged: Unchanged, method: MethodDescriptor, request: Message) -> Told:
    before = unchanged.content()
    found = told(lambda: call(unchanged.running, method, request))
    assert unchanged.content() == before
    return found


def require_named(found: Told, paths: list[str]) -> None:
    named_wrong = (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert (found.code, found.reason) in (named_wrong, (grpc.StatusCode.NOT_FOUND, "NOT_FOUND"))
    named = {re.sub(r"\[0\]$", "", path) for path in found.fields}
    assert set(paths) <= named, f"not named: {sorted(set(paths) - named)}; {found.fields}"


WRITE = those(lambda m: path_to(m, "request_id"))


@WRITE
def test_control_characters(unchanged: Unchanged, names: Names, method: MethodDescriptor) -> None:
    request = asked(method, names)
    wrong = list(texts(method, request))
    for _, owner, field in wrong:
        say(owner, field, "a\x07b")
    if wrong:
        require_named(refused(unchanged, method, request), [path for path, _, _ in wrong])


@WRITE
def test_texts_of_a_megabyte(unchanged: Unchanged, names: Names, method: MethodDescriptor) -> None:
    for number in range(0, len(list(texts(method, asked(method, names)))), 3):
        request = asked(method, names)
        wrong = list(texts(method, request))[number : number + 3]
        for _, owner, field in wrong:
            say(owner, field, MEGABYTE)
        require_named(refused(unchanged, method, request), [path for path, _, _ in wrong])


@WRITE
@pytest.mark.parametrize("day", [EARLY, LATE], ids=["early", "late"])
def test_days_out_of_range(unchanged: Unchanged, names: Names, method: MethodDescriptor, day: Any) -> None:
    request = asked(method, names)
    wrong = list(days(method, request))
    for _, owner, field in wrong:
        say(owner, field, day)
    if wrong:
        require_named(refused(unchanged, method, request), [path for path, _, _ in wrong])


@WRITE
def test_ends_before_starts(unchanged: Unchanged, names: Names, method: MethodDescriptor) -> None:
    request = asked(method, names)
    found = {path: (owner, field) for path, owner, field in days(method, request)}
    wrong = []
    for path, (owner, field) in found.items():
        for first, beyond in SPANS:
            if field.name == beyond and (start := path.removesuffix(beyond) + first) in found:
                say(*found[start], {"year": 2025, "month": 6, "day": 1})
                say(owner, field, {"year": 2025, "month": 5, "day": 1})
                wrong.append(path)
    if wrong:
        require_named(refused(unchanged, method, request), wrong)


def asks_for_a_day(method: MethodDescriptor) -> bool:
    types = (field.message_type for field in method.input_type.fields)
    return not path_to(method, "request_id") and any(kind and kind.full_name == "google.type.Date" for kind in types)


@those(asks_for_a_day)
@pytest.mark.parametrize("year", [1, 1969, 2101, 9999])
def test_days_of_questions_out_of_range(
    unchanged: Unchanged, names: Names, method: MethodDescriptor, year: int
) -> None:
    """One by one, the others as they are: what follows from a day at the end of the calendar is none."""
    fields = [f for f in method.input_type.fields if f.message_type and f.message_type.full_name == "google.type.Date"]
    for field in fields:
        request = asked(method, names)
        say(request, field, {"year": year, "month": 12 if year > 2000 else 1, "day": 1})
        require_named(refused(unchanged, method, request), [field.name])


@those(lambda m: has(m.input_type, "request_id") and ROWS[m.name].unknown)
def test_unknown_keys(unchanged: Unchanged, names: Names, method: MethodDescriptor) -> None:
    row = ROWS[method.name]
    said = row.ask(names)
    for path, name in row.unknown.items():
        put(said, path, name)
    found = refused(unchanged, method, request_of(method, said))
    assert (found.code, found.reason) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND")


def test_the_walk_finds_what_it_looks_for(unchanged: Unchanged, names: Names) -> None:
    """So that a walk which finds nothing does not pass for one in which nothing is wrong."""
    counted = dict.fromkeys(("texts", "days"), 0)
    for name, row in ROWS.items():
        method = WALKED[name]
        if path_to(method, "request_id"):
            request = request_of(method, row.ask(names))
            counted["texts"] += len(list(texts(method, request)))
            counted["days"] += len(list(days(method, request)))
    assert counted["texts"] > 50
    assert counted["days"] > 15
