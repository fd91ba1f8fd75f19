"""Questions and answers as files: protobuf JSON with the protos' field names."""

from __future__ import annotations

import json
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from relevo.v1 import instance_pb2, plan_pb2
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.validate import find_faults
from relevo_server.domain.errors import Fault
from relevo_server.wire.instance import instance_message, instance_of
from relevo_server.wire.json_reading import read_json
from relevo_server.wire.plan import Findings, plan_message, plan_of
from relevo_server.wire.reading import Reading


def read_instance(text: bytes, name: str = "the instance") -> Instance:
    """Read a question.

    Args:
        text: The file's content.
        name: Of the file, for the message.

    Raises:
        RelevoError: INVALID_FIELDS, with every fault of form and of sense.
    """
    reading, message = Reading(), instance_pb2.Instance()
    read_json(reading, text, message)
    if not message.ListFields() and reading.faults:
        reading.refuse(name)
    instance = instance_of(reading, message)
    reading.take(Fault(fault.where, fault.text) for fault in find_faults(instance))
    reading.refuse(name)
    return instance


def write_instance(instance: Instance) -> str:
    """Write a question; ``read_instance`` reads the same one."""
    return message_json(instance_message(instance))


def read_plan(text: bytes, name: str = "the plan") -> Plan:
    """Read an answer, also one that a person wrote: operations are enough.

    Raises:
        RelevoError: INVALID_FIELDS, with every fault of form; what the rules say of it is the review's to tell.
    """
    reading, message = Reading(), plan_pb2.Plan()
    read_json(reading, text, message)
    plan = plan_of(reading, message)
    reading.refuse(name)
    return plan


def write_plan(plan: Plan, instance: Instance, findings: Findings = ()) -> str:
    """Write an answer; ``read_plan`` reads the same one."""
    return message_json(plan_message(plan, instance, findings))


def message_json(message: Message) -> str:
    """Write a message with every field that has no presence, zeros too, so that a reader finds what it looks for."""
    plain = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    _order_maps(plain, message.DESCRIPTOR)
    entries = (f" {_compact(key)}: {_entry(value)}" for key, value in plain.items())
    return "{\n" + ",\n".join(entries) + "\n}\n"


def _order_maps(plain: dict[str, Any], descriptor: Any) -> None:
    """Put the keys of maps in order: a message has none of its own, and the same answer is to be the same bytes."""
    for field in descriptor.fields:
        value, kind = plain.get(field.name), field.message_type
        if kind is None or not value:
            continue
        if kind.GetOptions().map_entry:
            plain[field.name] = value = dict(sorted(value.items()))
            kind, value = kind.fields_by_name["value"].message_type, list(value.values())
        for part in value if isinstance(value, list) else [value]:
            if kind is not None and isinstance(part, dict):
                _order_maps(part, kind)


def _entry(value: Any) -> str:
    """Lay out one entry, a list with a line for each of its parts: to be read by people, compared line by line."""
    if not isinstance(value, list) or not value:
        return _compact(value)
    return "[\n  " + ",\n  ".join(map(_compact, value)) + "\n ]"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
