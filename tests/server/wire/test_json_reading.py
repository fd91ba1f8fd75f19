"""Files are read as protobuf reads them, and every fault in one is named at once."""

import json
from typing import Any

import pytest
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st

from relevo.v1 import agreement_pb2, instance_pb2, plan_pb2
from relevo_planner.instance import Instance
from relevo_server.wire.instance import instance_message
from relevo_server.wire.json_reading import read_json
from relevo_server.wire.reading import MOST_FAULTS, Reading
from tests.server.wire.questions import INSTANCES


def faults_of(plain: Any, message: Any = None) -> dict[str, str]:
    reading = Reading()
    text = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
    read_json(reading, text, message or instance_pb2.Instance())
    return {path: f"{fault.why}. {fault.remedy}" for path, fault in reading.faults.items()}


@given(INSTANCES, st.booleans())
def test_a_file_is_read_as_protobuf_reads_it(instance: Instance, proto_names: bool) -> None:
    text = json_format.MessageToJson(instance_message(instance), preserving_proto_field_name=proto_names)
    ours, reading = instance_pb2.Instance(), Reading()
    read_json(reading, text.encode(), ours)
    assert not reading.faults
    assert ours == json_format.Parse(text, instance_pb2.Instance())


def test_every_fault_is_named_at_once() -> None:
    found = faults_of(
        {
            "period": 13,
            "periods": "thirteen",
            "first_day": "2025-01-06",
            "municipalities": [
                {"name": 7, "verified_officers": 1.5, "period_weights": [1, "one", None], "standing": []},
                {"name": "municipalities/12001", "rank": 2**31, "gains": [{"capability": "CAPABILITY_NAVAL"}]},
                None,
            ],
            "pools": {"name": "pools/a"},
            "regions": [{"fusion_centre": {"start": True}}],
            "policy": {"complement_ratio": False, "goals": ["GOAL_NEED", 99]},
        }
    )
    assert set(found) == {
        "period",
        "periods",
        "first_day",
        "municipalities[0].name",
        "municipalities[0].verified_officers",
        "municipalities[0].period_weights[1]",
        "municipalities[0].period_weights[2]",
        "municipalities[0].standing",
        "municipalities[1].rank",
        "municipalities[1].gains[0].capability",
        "municipalities[2]",
        "pools",
        "regions[0].fusion_centre.start",
        "policy.complement_ratio",
        "policy.goals[1]",
    }
    assert "Did you mean periods" in found["period"]
    assert "CAPABILITY_PATROL" in found["municipalities[1].gains[0].capability"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", '"NaN"', '"Infinity"', "1" + "0" * 400])
def test_what_is_no_number_is_refused(number: str) -> None:
    text = f'{{"pools": [{{"reach_km": {number}}}], "municipalities": [{{"period_weights": [1, {number}]}}]}}'
    assert set(faults_of(text.encode())) == {"pools[0].reach_km", "municipalities[0].period_weights[1]"}


@pytest.mark.parametrize("whole", ['"1_0"', '" 1"', "1.5", "true", '""', '"x"', "1e30", "[]", "{}"])
def test_what_is_no_whole_number_is_refused(whole: str) -> None:
    assert set(faults_of(f'{{"periods": {whole}}}'.encode())) == {"periods"}


@pytest.mark.parametrize("whole", ["13", '"13"', "13.0", "1.3e1"])
def test_a_whole_number_is_read_however_protobuf_may_write_it(whole: str) -> None:
    message = instance_pb2.Instance()
    assert not faults_of(f'{{"periods": {whole}}}'.encode(), message)
    assert message.periods == 13


def test_a_key_that_stands_twice_is_refused() -> None:
    assert set(faults_of(b'{"periods": 1, "periods": 2}')) == {"periods"}
    assert set(faults_of(b'{"first_day": {}, "firstDay": {}}')) == {"first_day"}


@pytest.mark.parametrize("text", [b"", b"[", b"{}x", b"\xff\xfe", b"[]", b"1", b'"x"', b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_refused_in_words(text: bytes) -> None:
    (why,) = faults_of(text).values()
    assert why


def test_a_text_is_whole() -> None:
    assert set(faults_of(b'{"regions": [{"name": "\\ud800"}]}')) == {"regions[0].name"}


def test_a_byte_order_mark_is_no_fault() -> None:
    assert not faults_of(b'\xef\xbb\xbf{"periods": 1}')


def test_null_says_nothing() -> None:
    message = instance_pb2.Instance()
    assert not faults_of({"periods": None, "first_day": None, "pools": None}, message)
    assert message == instance_pb2.Instance()


def test_instants_and_maps_are_read() -> None:
    message = plan_pb2.Plan()
    assert not faults_of({"create_time": "2025-01-06T00:00:00Z", "versions": {"relevo": "1"}}, message)
    assert message.create_time.seconds == 1_736_121_600
    assert dict(message.versions) == {"relevo": "1"}
    found = faults_of({"create_time": "yesterday", "versions": {"relevo": 1}}, plan_pb2.Plan())
    assert set(found) == {"create_time", "versions.relevo"}


def test_yes_or_no_is_read() -> None:
    assert set(faults_of({"commitments": [{"side": 3}, {"side": 1}]}, agreement_pb2.Agreement())) == {
        "commitments[0].side"
    }
    assert set(faults_of({"municipalities": [{"standing": {"waiver": 1}}]})) == {"municipalities[0].standing.waiver"}


def test_faults_without_end_are_counted_not_told() -> None:
    reading, message = Reading(), instance_pb2.Instance()
    many = {"municipalities": [{"rank": "x"}] * (MOST_FAULTS + 7)}
    read_json(reading, json.dumps(many).encode(), message)
    assert len(reading.faults) == MOST_FAULTS
    assert reading.untold == 7
