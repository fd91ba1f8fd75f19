"""Every refusal has its status code, and details that any client can take."""

import pytest
from google.rpc import code_pb2, error_details_pb2
from hypothesis import given
from hypothesis import strategies as st

from relevo.v1 import error_reason_pb2
from relevo_server.domain.errors import ErrorReason, Fault, RelevoError, not_found, refusal
from relevo_server.rpc.errors import CODES, USUAL_DETAIL_BYTES, defect, status_of

DOCUMENTED = {
    name.removeprefix("ERROR_REASON_"): value
    for name, value in error_reason_pb2.ErrorReason.items()
    if value != error_reason_pb2.ERROR_REASON_UNSPECIFIED
}


@pytest.mark.parametrize("reason", ErrorReason)
def test_every_reason_has_a_code_and_is_told(reason: ErrorReason) -> None:
    status = status_of(refusal(reason, "no", [Fault("field", "is wrong", "Mend it", reason)], {"name": "x"}))
    assert status.code not in (code_pb2.OK, code_pb2.UNKNOWN)
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (info.reason, info.domain, info.metadata["name"]) == (reason.value, "relevo", "x")
    assert reason.value in DOCUMENTED


def test_every_class_of_refusal_has_a_code() -> None:
    assert set(CODES) == set(RelevoError.__subclasses__())


def test_a_missing_record_is_named_as_a_resource() -> None:
    status = status_of(not_found("meetings/m1"))
    found = error_details_pb2.ResourceInfo()
    assert status.details[1].Unpack(found)
    assert (found.resource_type, found.resource_name) == ("meetings", "meetings/m1")


def test_a_missing_record_that_a_field_names_is_a_bad_field() -> None:
    fault = Fault("meeting.region", "regions/x does not exist", "Check the name", ErrorReason.NOT_FOUND)
    status = status_of(refusal(ErrorReason.NOT_FOUND, "no", [fault]))
    found = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(found)
    assert found.field_violations[0].field == "meeting.region"
    assert found.field_violations[0].description == "regions/x does not exist. Check the name."


def test_an_overloaded_server_says_when_to_come_back() -> None:
    assert status_of(refusal(ErrorReason.OVERLOADED, "busy")).details[1].Is(error_details_pb2.RetryInfo.DESCRIPTOR)


def test_a_defect_tells_the_incident_and_nothing_else() -> None:
    status = status_of(defect("cafe"))
    assert status.code == code_pb2.INTERNAL
    assert "cafe" in status.message


@given(st.integers(0, 400), st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from(ErrorReason))
def test_details_never_outgrow_what_a_client_takes(count: int, words: str, reason: ErrorReason) -> None:
    faults = [Fault(f"rows/{index}", words, "Mend it", reason) for index in range(count)]
    status = status_of(refusal(ErrorReason.INTAKE_REFUSED, "no", faults))
    assert sum(detail.ByteSize() for detail in status.details) <= USUAL_DETAIL_BYTES + 200
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    told = count - int(info.metadata.get("faults_untold", "0"))
    assert told == count or (told >= 30 and f"{count - told:,} more are not told" in status.message)


def test_a_caller_that_takes_more_is_told_more() -> None:
    faults = [Fault(f"line {index}", "is wrong") for index in range(1_000)]
    status = status_of(refusal(ErrorReason.INTAKE_REFUSED, "no", faults), 1 << 20)
    bad = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(bad)
    assert len(bad.field_violations) == 1_000
