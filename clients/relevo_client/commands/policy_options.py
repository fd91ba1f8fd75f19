"""Policy numbers on the command line: NAME=VALUE."""

from __future__ import annotations

from google.protobuf import json_format

from relevo.v1.policy_pb2 import Policy
from relevo_client import Fault
from relevo_client.commands.parts import pairs, refuse


def policy_numbers(option: str, texts: list[str]) -> Policy | None:
    """Read policy numbers by their names; several values are separated by commas. None where none is given.

    Raises:
        RelevoError: INVALID_ARGUMENT, naming every number that does not exist or does not fit.
    """
    numbers = pairs(option, texts)
    if not numbers:
        return None
    fields, faults, plain = Policy.DESCRIPTOR.fields_by_name, list[Fault](), dict[str, object]()
    for name, value in numbers.items():
        field = fields.get(name)
        if field is None:
            faults.append(Fault(option, "no such number", name, "relevo plan policy lists them"))
            continue
        prefix = "GOAL_" if field.enum_type is not None else ""
        parts = [_number(part.strip(), prefix) for part in value.split(",")]
        plain[name] = parts if field.is_repeated else _number(value, prefix)
        try:
            json_format.ParseDict({name: plain[name]}, Policy())
        except json_format.ParseError:
            faults.append(Fault(f"{option} {name}", "does not fit this number", value))
    if faults:
        raise refuse("the policy is not understood", *faults)
    return json_format.ParseDict(plain, Policy())


def _number(text: str, prefix: str) -> int | float | str:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return prefix + text.upper()
