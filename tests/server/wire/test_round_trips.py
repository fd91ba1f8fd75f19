"""Questions and answers survive the wire and the file unchanged."""

import importlib
import math
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.v1 import instance_pb2, plan_pb2, policy_pb2
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.policy import Policy
from relevo_server import wire
from relevo_server.domain.errors import RelevoError
from relevo_server.wire.choices import Choice
from relevo_server.wire.files import message_json
from relevo_server.wire.instance import instance_message, instance_of
from relevo_server.wire.json_reading import read_json
from relevo_server.wire.plan import plan_message, plan_of
from relevo_server.wire.policy import policy_message, policy_numbers, policy_of
from relevo_server.wire.reading import Reading
from tests.server.wire.questions import INSTANCES, PLANS, POLICIES


def choices() -> list[Choice[Any]]:
    modules = [
        importlib.import_module(found.name) for found in pkgutil.iter_modules(wire.__path__, "relevo_server.wire.")
    ]
    found = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, Choice)}
    return list(found.values())


def read(kind: type, convert: Callable[..., Any], text: bytes) -> Any:
    reading, message = Reading(), kind()
    read_json(reading, text, message)
    converted = convert(reading, message)
    reading.refuse("it")
    return converted


@given(INSTANCES)
def test_an_instance_survives_the_wire_and_the_file(instance: Instance) -> None:
    reading, message = Reading(), instance_message(instance)
    sent = instance_pb2.Instance.FromString(message.SerializeToString())
    assert instance_of(reading, sent) == instance
    assert not reading.faults
    assert read(instance_pb2.Instance, instance_of, message_json(message).encode()) == instance


@given(PLANS, INSTANCES)
def test_a_plan_survives_the_wire_and_the_file(plan: Plan, instance: Instance) -> None:
    reading, message = Reading(), plan_message(plan, instance)
    sent = plan_pb2.Plan.FromString(message.SerializeToString())
    assert plan_of(reading, sent) == plan
    assert not reading.faults
    assert read(plan_pb2.Plan, plan_of, message_json(message).encode()) == plan


@given(POLICIES)
def test_a_policy_survives_the_wire(policy: Policy) -> None:
    reading = Reading()
    sent = policy_pb2.Policy.FromString(policy_message(policy).SerializeToString())
    assert policy_of(reading, "policy", sent) == policy
    assert not reading.faults


def test_a_policy_that_says_nothing_is_the_default() -> None:
    assert policy_of(Reading(), "policy", policy_pb2.Policy()) == Policy()


def test_every_policy_number_is_shown_with_its_unit_and_its_reason() -> None:
    numbers = policy_numbers(Policy())
    assert {number.name for number in numbers} == {field.name for field in policy_pb2.Policy.DESCRIPTOR.fields}
    assert all(number.value and number.unit and number.reason for number in numbers)


def test_wire_and_code_know_the_same_choices() -> None:
    assert len(choices()) > 15
    assert [choice.differences for choice in choices() if choice.differences] == []


@given(
    st.sampled_from([math.nan, math.inf, -math.inf]), INSTANCES.filter(lambda instance: bool(instance.municipalities))
)
def test_what_is_no_number_is_refused(number: float, instance: Instance) -> None:
    message = instance_message(instance)
    message.municipalities[0].period_weights.append(number)
    message.policy.complement_ratio = number
    reading = Reading()
    instance_of(reading, message)
    with pytest.raises(RelevoError) as refused:
        reading.refuse("the instance")
    last = len(message.municipalities[0].period_weights) - 1
    paths = {fault.field for fault in refused.value.faults}
    assert paths == {f"municipalities[0].period_weights[{last}]", "policy.complement_ratio"}
