"""Policies: the tunable numbers of the rules and goals."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from relevo.v1 import policy_pb2
from relevo_planner.need.teams import NeedPolicy
from relevo_planner.policy import Goal, Policy
from relevo_server.wire.choices import Choice
from relevo_server.wire.reading import Reading

GOALS = Choice(policy_pb2.Goal.DESCRIPTOR, Goal, "GOAL_")


def policy_message(policy: Policy) -> policy_pb2.Policy:
    """Write every number out, so that a reader need not know the defaults."""
    numbers = {field.name: getattr(policy, field.name) for field in fields(Policy)}
    numbers["goals"] = [GOALS.number(goal) for goal in policy.goals]
    return policy_pb2.Policy(**numbers)


def policy_of(reading: Reading, path: str, message: policy_pb2.Policy) -> Policy:
    """Read a policy; what is unset takes its default."""
    given: dict[str, Any] = {}
    for field in fields(Policy):
        if field.name in ("durations", "goals"):
            continue
        if message.HasField(field.name):  # type: ignore[arg-type]  # a name of the message, known by the planner's
            value = getattr(message, field.name)
            given[field.name] = reading.finite(f"{path}.{field.name}", value) if isinstance(value, float) else value
    if message.durations:
        given["durations"] = tuple(message.durations)
    if message.goals:
        goals = (GOALS.member(reading, f"{path}.goals[{i}]", number) for i, number in enumerate(message.goals))
        given["goals"] = tuple(goal for goal in goals if goal is not None)
    return Policy(**given)


def policy_numbers(policy: Policy | NeedPolicy) -> list[policy_pb2.PolicyNumber]:
    """Return every number as a person reads it: value, unit, reason."""
    return [
        policy_pb2.PolicyNumber(name=number.name, value=_words(number.value), unit=number.unit, reason=number.reason)
        for number in policy.numbers()
    ]


def _words(value: object) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
