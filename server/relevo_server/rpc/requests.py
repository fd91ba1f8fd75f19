"""Requests against the rules that stand beside their fields in the protos."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import protovalidate
from google.protobuf.message import Message

from relevo_server.domain.errors import Fault
from relevo_server.rpc.caller import FAULTS
from relevo_server.wire.reading import Reading

_WORDS = {"required": "is missing", "string.pattern": "{value!r} is not of the form {rule}"}
_SHOWN = 80


def admitted(request: Any) -> Any:
    """Return the request, or the stream of requests, that keeps its rules.

    A write's faults, also those of a stream's header, are kept for the use case, which names them together with those
    that only it can find; every other request is refused here.

    Raises:
        RelevoError: INVALID_FIELDS with every field at fault.
    """
    if not isinstance(request, Message):
        return _each(request)
    faults = faults_of(request)
    _keep_or_refuse(request, faults)
    return request


def faults_of(request: Message) -> list[Fault]:
    """Return every field that breaks its rule."""
    return [_fault(violation) for violation in protovalidate.collect_violations(request)]


def _each(requests: Iterator[Any]) -> Iterator[Any]:
    for request in requests:
        is_header = "header" in request.DESCRIPTOR.fields_by_name and request.HasField("header")
        _keep_or_refuse(request.header if is_header else request, faults_of(request))
        yield request


def _keep_or_refuse(said: Any, faults: list[Fault]) -> None:
    if faults and "request_id" in said.DESCRIPTOR.fields_by_name:
        FAULTS.set(tuple(faults))
    else:
        _refuse(faults)


def _refuse(faults: list[Fault]) -> None:
    reading = Reading()
    reading.take(faults)
    reading.refuse("the request")


def _fault(violation: protovalidate.Violation) -> Fault:
    told = violation.proto
    words = _WORDS.get(told.rule_id or "", told.message or "breaks its rule")
    return Fault(_path(told), words.format(value=_shown(violation.field_value), rule=violation.rule_value))


def _shown(value: Any) -> Any:
    return f"{value[:_SHOWN]}…" if isinstance(value, str) and len(value) > _SHOWN else value


def _path(violation: Any) -> str:
    parts = []
    for element in violation.field.elements if violation.field is not None else ():
        subscript = element.subscript
        index = f"[{subscript.value}]" if subscript is not None else ""
        parts.append(f"{element.field_name}{index}")
    return ".".join(parts)
