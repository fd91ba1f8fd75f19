"""Meetings, agreements and commitments."""

from __future__ import annotations

from relevo.v1 import agreement_pb2, meeting_pb2
from relevo_server.domain.agreement import (
    Agreement,
    AgreementDraft,
    AgreementState,
    Commitment,
    CommitmentDraft,
    CommitmentState,
    Side,
)
from relevo_server.domain.meeting import Meeting, MeetingDraft, MeetingState
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.reading import Reading

MEETING_STATES = Choice(meeting_pb2.Meeting.State.DESCRIPTOR, MeetingState, "STATE_")
AGREEMENT_STATES = Choice(agreement_pb2.Agreement.State.DESCRIPTOR, AgreementState, "STATE_")
COMMITMENT_STATES = Choice(agreement_pb2.Commitment.State.DESCRIPTOR, CommitmentState, "STATE_")
SIDES = Choice(agreement_pb2.Commitment.Side.DESCRIPTOR, Side, "SIDE_")


def meeting_draft_of(reading: Reading, message: meeting_pb2.Meeting) -> MeetingDraft:
    """Return what a caller says of a meeting."""
    return MeetingDraft(
        region=message.region,
        title=message.title,
        day=day_of(reading, "meeting.date", message.date),
        convened_offices=tuple(message.convened_offices),
        agenda=tuple(message.agenda),
    )


def meeting_message(meeting: Meeting) -> meeting_pb2.Meeting:
    """Return the wire form of a meeting."""
    return meeting_pb2.Meeting(
        name=meeting.name,
        region=meeting.region,
        title=meeting.title,
        date=date_message(meeting.day),
        state=MEETING_STATES.number(meeting.state),
        convened_offices=meeting.convened_offices,
        attending_offices=meeting.attending_offices,
        agenda=meeting.agenda,
        create_time=timestamp(meeting.created),
        etag=meeting.etag,
    )


def agreement_draft_of(reading: Reading, message: agreement_pb2.Agreement) -> AgreementDraft:
    """Return what a caller says of an agreement."""
    return AgreementDraft(
        title=message.title,
        start=day_of(reading, "agreement.start_date", message.start_date),
        end=day_of(reading, "agreement.end_date", message.end_date),
        municipalities=tuple(message.municipalities),
        states=tuple(message.states),
        commitments=tuple(
            _commitment_draft_of(reading, f"agreement.commitments[{index}]", commitment)
            for index, commitment in enumerate(message.commitments)
        ),
    )


def agreement_message(agreement: Agreement) -> agreement_pb2.Agreement:
    """Return the wire form of an agreement."""
    return agreement_pb2.Agreement(
        name=agreement.name,
        title=agreement.title,
        municipalities=agreement.municipalities,
        states=agreement.states,
        start_date=date_message(agreement.start),
        end_date=date_message(agreement.end),
        state=AGREEMENT_STATES.number(agreement.state),
        commitments=[_commitment_message(commitment) for commitment in agreement.commitments],
        create_time=timestamp(agreement.created),
        etag=agreement.etag,
    )


def _commitment_draft_of(reading: Reading, path: str, message: agreement_pb2.Commitment) -> CommitmentDraft:
    return CommitmentDraft(
        side=SIDES.member(reading, f"{path}.side", message.side),
        promise=message.promise,
        due=day_of(reading, f"{path}.due_date", message.due_date),
        office=message.office,
        commitment_id=message.commitment_id,
        state=COMMITMENT_STATES.member(reading, f"{path}.state", message.state) or CommitmentState.OPEN,
        evidence=message.evidence,
    )


def _commitment_message(commitment: Commitment) -> agreement_pb2.Commitment:
    return agreement_pb2.Commitment(
        commitment_id=commitment.commitment_id,
        side=SIDES.number(commitment.side),
        office=commitment.office,
        promise=commitment.promise,
        due_date=date_message(commitment.due),
        state=COMMITMENT_STATES.number(commitment.state),
        evidence=commitment.evidence,
    )
