"""Stored policies."""

from __future__ import annotations

from collections.abc import Iterable

from google.protobuf import json_format

from relevo.v1.policy_pb2 import PolicyNumber
from relevo.v1.policy_service_pb2 import PolicyVersion
from relevo_client.names import key
from relevo_client.presentation.screen import say_facts, say_table


def show(version: PolicyVersion, defaults: Iterable[PolicyNumber]) -> None:
    """Print one version: what it says of itself, and its numbers beside the defaults."""
    say_facts([("policy", key(version.name)), ("title", version.title), ("why", version.reason)])
    own = json_format.MessageToDict(version.policy, preserving_proto_field_name=True)
    rows = [(number.name, _words(own.get(number.name)), number.value, number.unit) for number in defaults]
    say_table(("number", "value", "default", "unit"), rows)


def show_list(versions: Iterable[PolicyVersion]) -> None:
    """Print one line per version."""
    rows = [(key(version.name), version.title, version.reason) for version in versions]
    say_table(("policy", "title", "why"), rows)


def _words(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    return ", ".join(str(part).removeprefix("GOAL_").lower() for part in parts)
