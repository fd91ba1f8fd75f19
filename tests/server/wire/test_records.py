"""Records and what callers say of them: nothing is lost on the wire, unknown stays unknown."""

from dataclasses import fields, replace
from typing import Any

import pytest
from google.protobuf.message import Message
from hypothesis import given
from hypothesis import strategies as st

from relevo.v1 import capacity_report_pb2, geography_pb2, incidence_pb2, intake_service_pb2
from relevo_server.domain.capacity_report import CapacityReportState
from relevo_server.domain.dataset import FEDERAL_LAYOUT
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.places import FusionCentre, FusionCentreStatus
from relevo_server.domain.plan import PlanRecord
from relevo_server.intake import OnFault
from relevo_server.wire.bodies import body_draft_of, body_message
from relevo_server.wire.capacity import capacity_report_draft_of, capacity_report_message
from relevo_server.wire.commitments import commitment_message, waiver_draft_of, waiver_message
from relevo_server.wire.deployments import deployment_draft_of, deployment_message
from relevo_server.wire.force import pool_draft_of, pool_message
from relevo_server.wire.funds import (
    fund_draft_of,
    fund_message,
    project_draft_of,
    project_message,
    spend_draft_of,
    spend_message,
)
from relevo_server.wire.geography import (
    emergency_call_service_message,
    emergency_call_service_of,
    fusion_centre_message,
    fusion_centre_of,
    municipality_message,
    region_message,
)
from relevo_server.wire.incidence import dataset_message
from relevo_server.wire.intake import import_terms_of
from relevo_server.wire.local_capacity import local_capacity_message
from relevo_server.wire.meetings import agreement_draft_of, agreement_message, meeting_draft_of, meeting_message
from relevo_server.wire.proposals import metadata_message, operation_message, summary_message
from relevo_server.wire.rankings import entry_message, ranking_draft_of, ranking_message
from relevo_server.wire.reading import Reading
from relevo_server.wire.transparency import observation_draft_of, observation_message
from tests.server.storage import each_kind as kinds

FULL_REPORT = replace(kinds.REPORT, municipal_officers=7, return_reasons=("late",), state=CapacityReportState.RETURNED)
MESSAGES: list[Message] = [
    region_message(replace(kinds.REGION, states=("states/12",))),
    municipality_message(replace(kinds.PLACE, census_officers=3)),
    emergency_call_service_message(kinds.CALLS),
    body_message(kinds.BODY),
    local_capacity_message(kinds.REPORT.local_capacity),
    dataset_message(replace(kinds.DATASET, layout=FEDERAL_LAYOUT)),
    ranking_message(kinds.RANKING.publish(kinds.NOW), ["revised"]),
    entry_message(replace(kinds.ENTRY, population=1, rate_per_100k=2.0)),
    meeting_message(kinds.MEETING.hold(["Secretaría"])),
    agreement_message(kinds.AGREEMENT),
    commitment_message(kinds.AGREEMENT.commitments[0]),
    waiver_message(kinds.WAIVER),
    capacity_report_message(replace(FULL_REPORT, attributed_state_officers=1)),
    fund_message(kinds.FUND),
    project_message(kinds.PROJECT),
    spend_message(kinds.CORRECTION),
    pool_message(replace(kinds.POOL, available_until=kinds.DAY)),
    deployment_message(replace(kinds.DEPLOYMENT, reason="Fire elsewhere")),
    observation_message(kinds.OBSERVATION.reply("So it is", "Secretariat", kinds.NOW)),
    metadata_message(replace(kinds.OPERATION, result="plans/p", progress=replace(kinds.OPERATION.progress, bound=2.0))),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.DESCRIPTOR.name)
def test_every_field_of_a_record_reaches_the_wire(message: Message) -> None:
    told = {field.name for field, _ in message.ListFields()}
    assert {field.name for field in message.DESCRIPTOR.fields} - told == set()


def drafted(convert: Any, message: Message) -> Any:
    reading = Reading()
    draft = convert(reading, type(message).FromString(message.SerializeToString()))
    assert not reading.faults
    return draft


@pytest.mark.parametrize(
    ("record", "message", "convert"),
    [
        (kinds.RANKING, ranking_message, ranking_draft_of),
        (kinds.MEETING, meeting_message, meeting_draft_of),
        (kinds.BODY, body_message, body_draft_of),
        (kinds.REPORT, capacity_report_message, capacity_report_draft_of),
        (FULL_REPORT, capacity_report_message, capacity_report_draft_of),
        (replace(kinds.CALLS, version=0), emergency_call_service_message, emergency_call_service_of),
        (kinds.OBSERVATION, observation_message, observation_draft_of),
        (kinds.WAIVER, waiver_message, waiver_draft_of),
        (kinds.FUND, fund_message, fund_draft_of),
        (kinds.PROJECT, project_message, project_draft_of),
        (kinds.CORRECTION, spend_message, spend_draft_of),
        (kinds.POOL, pool_message, pool_draft_of),
        (kinds.DEPLOYMENT, deployment_message, deployment_draft_of),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_caller_says_arrives(record: Any, message: Any, convert: Any) -> None:
    draft = drafted(convert, message(record))
    assert {field.name: getattr(draft, field.name) for field in fields(draft)} == {
        field.name: getattr(record, field.name) for field in fields(draft)
    }


def test_agreements_arrive_with_their_commitments() -> None:
    record = kinds.AGREEMENT
    draft = drafted(agreement_draft_of, agreement_message(record))
    assert (draft.start, draft.end, draft.municipalities, draft.states) == (
        record.start,
        record.end,
        record.municipalities,
        record.states,
    )
    for said, kept in zip(draft.commitments, record.commitments, strict=True):
        assert {f.name: getattr(said, f.name) for f in fields(said)} == {
            f.name: getattr(kept, f.name) for f in fields(kept) if f.name != "history"
        }


@given(
    st.sampled_from(FusionCentreStatus),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
def test_a_fusion_centre_survives_the_wire(status: FusionCentreStatus, start: Any, end: Any) -> None:
    centre, reading = FusionCentre(status, start, end), Reading()
    assert fusion_centre_of(reading, "fusion_centre", fusion_centre_message(centre)) == centre
    assert not reading.faults


@given(st.none() | st.integers(0, 2**40), st.none() | st.integers(0, 2**40))
def test_unknown_and_zero_stay_apart(officers: int | None, before: int | None) -> None:
    record = replace(kinds.REPORT, municipal_officers=officers, officers_year_before=before)
    draft = drafted(capacity_report_draft_of, capacity_report_message(record))
    assert (draft.municipal_officers, draft.officers_year_before) == (officers, before)
    assert capacity_report_draft_of(Reading(), capacity_report_pb2.CapacityReport()).municipal_officers is None
    assert not municipality_message(kinds.UNKNOWN_PLACE).HasField("population")


def test_a_day_that_does_not_exist_is_named() -> None:
    message, reading = meeting_message(kinds.MEETING), Reading()
    message.date.month, message.date.day = 2, 30
    assert meeting_draft_of(reading, message).day is None
    assert set(reading.faults) == {"meeting.date"}


def test_a_status_that_nobody_knows_is_named() -> None:
    reading, message = Reading(), geography_pb2.FusionCentre()
    message.status = 99  # type: ignore[assignment]
    fusion_centre_of(reading, "fusion_centre", message)
    fusion_centre_of(reading, "other", geography_pb2.FusionCentre())
    assert set(reading.faults) == {"fusion_centre.status", "other.status"}


def test_terms_of_an_import_default_to_caution() -> None:
    reading = Reading()
    terms = import_terms_of(reading, intake_service_pb2.ImportHeader())
    assert (terms.on_fault, terms.absent_means_default, terms.cut_off) == (OnFault.REFUSE, AbsentMeans.UNKNOWN, None)
    header = intake_service_pb2.ImportHeader(
        on_fault="ON_FAULT_SKIP",
        absent_means={"crimeTypes/a": incidence_pb2.ABSENT_MEANS_ZERO},
        absent_means_default=incidence_pb2.ABSENT_MEANS_ZERO,
    )
    terms = import_terms_of(reading, header)
    assert (terms.on_fault, terms.absent_means_default) == (OnFault.SKIP, AbsentMeans.ZERO)
    assert terms.absent_means == {"crimeTypes/a": AbsentMeans.ZERO}


def test_a_listed_plan_shows_its_certificate() -> None:
    assert isinstance(kinds.PLAN, PlanRecord)
    message = summary_message(kinds.PLAN.summary)
    assert message.certificate.gap == pytest.approx(1.0)
    assert (message.name, message.seed, message.etag) == ("plans/p", 2**40, kinds.PLAN.summary.etag)


def test_an_operation_that_goes_on_has_neither_plan_nor_error() -> None:
    message = operation_message(kinds.OPERATION)
    assert not message.done
    assert message.WhichOneof("result") is None
