"""Refusals arrive whole, with what to do."""

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, PreconditionFailure, ResourceInfo

import relevo_client
from relevo.v1.error_reason_pb2 import ErrorReason
from relevo_client import Fault, RelevoError
from relevo_client.advice import advice_for
from tests.clients.fake_server import FakeServer, Refused

REASONS = [name.removeprefix("ERROR_REASON_") for name in ErrorReason.DESCRIPTOR.values_by_name]
OF_THEIR_OWN_FAULTS = {"UNSPECIFIED", "INVALID_FIELDS", "NOT_FOUND"}


def refusal(fake: FakeServer, relevo: relevo_client.Relevo, code: grpc.StatusCode, *details: Message) -> RelevoError:
    def answer(_: object) -> Message:
        raise Refused(code, "it is refused", *details)

    fake.answers["GetRegion"] = answer
    with pytest.raises(RelevoError) as refused:
        relevo.geography.region("centro")
    return refused.value


def test_every_bad_field_is_a_fault(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    violations = [
        BadRequest.FieldViolation(field="line 7, column Enero", description="'x' is not a count"),
        BadRequest.FieldViolation(field="line 9", description="names no municipality"),
    ]
    info = ErrorInfo(reason="ERROR_REASON_INTAKE_REFUSED", domain="relevo", metadata={"file": "a.csv"})
    error = refusal(fake, relevo, grpc.StatusCode.INVALID_ARGUMENT, BadRequest(field_violations=violations), info)
    assert (error.code, error.reason, error.metadata) == ("INVALID_ARGUMENT", "INTAKE_REFUSED", {"file": "a.csv"})
    assert error.message == "it is refused"
    assert error.faults == (
        Fault("line 7, column Enero", "'x' is not a count"),
        Fault("line 9", "names no municipality"),
    )


def test_a_thousand_faults_arrive(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    violations = [
        BadRequest.FieldViolation(field=f"line {line}, column Enero", description="'x' " * 50) for line in range(1000)
    ]
    error = refusal(fake, relevo, grpc.StatusCode.INVALID_ARGUMENT, BadRequest(field_violations=violations))
    assert len(error.faults) == 1000


def test_a_precondition_says_what_to_do(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    violation = PreconditionFailure.Violation(subject="municipalities/12001", description="no agreement on 2026-01-05")
    info = ErrorInfo(reason="NO_LIVE_AGREEMENT", domain="relevo")
    failure = PreconditionFailure(violations=[violation])
    error = refusal(fake, relevo, grpc.StatusCode.FAILED_PRECONDITION, failure, info)
    assert error.faults == (Fault("municipalities/12001", "no agreement on 2026-01-05"),)
    assert "relevo meeting agree" in error.todo


def test_a_missing_record_is_named(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    gone = ResourceInfo(resource_type="region", resource_name="regions/centro", description="does not exist")
    error = refusal(fake, relevo, grpc.StatusCode.NOT_FOUND, gone)
    assert error.faults == (Fault("region", "does not exist", "regions/centro"),)


def test_an_error_without_details_still_has_its_code(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    with pytest.raises(RelevoError, match="UNIMPLEMENTED: the test tells no answer") as refused:
        relevo.geography.region("centro")
    assert refused.value.faults == ()


@pytest.mark.parametrize("reason", sorted(set(REASONS) - OF_THEIR_OWN_FAULTS))
def test_every_documented_reason_has_its_advice(reason: str) -> None:
    assert advice_for("", reason, {})
    assert "{" not in advice_for("", reason, {})


def test_advice_uses_what_the_reason_promises() -> None:
    assert "`analyst`" in advice_for("PERMISSION_DENIED", "PERMISSION_DENIED", {"role": "analyst"})
