"""Refusals name every fault, and the gravest decides how they are answered."""

import pytest

from relevo.v1 import error_reason_pb2
from relevo_server.domain.errors import (
    Aborted,
    ErrorReason,
    FailedPrecondition,
    Fault,
    Faults,
    InvalidArgument,
    NotFound,
    RelevoError,
    not_found,
    refusal,
    state_forbids,
)


def gathered(*reasons: ErrorReason) -> Faults:
    faults = Faults()
    for index, reason in enumerate(reasons):
        faults.add(f"field{index}", "is wrong", "Correct it", reason)
    return faults


@pytest.mark.parametrize(
    ("reasons", "kind"),
    [
        ([ErrorReason.NO_LIVE_AGREEMENT, ErrorReason.INVALID_FIELDS, ErrorReason.NOT_FOUND], InvalidArgument),
        ([ErrorReason.NO_LIVE_AGREEMENT, ErrorReason.NOT_FOUND], NotFound),
        ([ErrorReason.NO_LIVE_AGREEMENT, ErrorReason.STAY_OVERLAPS], FailedPrecondition),
    ],
)
def test_the_gravest_fault_decides_and_all_are_named(reasons: list[ErrorReason], kind: type[RelevoError]) -> None:
    with pytest.raises(kind) as caught:
        gathered(*reasons).refuse("it")
    assert [fault.reason for fault in caught.value.faults] == reasons


def test_nothing_noted_refuses_nothing() -> None:
    Faults().refuse("it")


def test_a_field_is_named_once_per_reason() -> None:
    faults = Faults([Fault("day", "is no day")])
    faults.add("day", "is missing", "Give it")
    faults.add("day", "is past", "Wait", ErrorReason.STATE_FORBIDS)
    assert [fault.why for fault in faults.found] == ["is no day", "is past"]


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    error = refusal(ErrorReason.STALE_ETAG, "too late", [Fault("plan", "was changed", "Read it again")])
    assert isinstance(error, Aborted)
    assert str(error) == "too late\n  plan: was changed. Read it again."


@pytest.mark.parametrize("reason", ErrorReason)
def test_every_reason_has_its_class(reason: ErrorReason) -> None:
    error = refusal(reason, "because")
    assert error.reason is reason
    assert type(error) is not RelevoError


def test_common_refusals_carry_the_name() -> None:
    assert not_found("pools/a").metadata == {"name": "pools/a"}
    assert state_forbids("meetings/a", "held", "cancelled").metadata == {"name": "meetings/a", "state": "held"}


def test_the_reasons_are_those_of_the_wire() -> None:
    values = error_reason_pb2.ErrorReason.DESCRIPTOR.values
    on_wire = {value.name.removeprefix("ERROR_REASON_") for value in values} - {"UNSPECIFIED"}
    assert {reason.value for reason in ErrorReason} == on_wire
