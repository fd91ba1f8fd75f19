"""Meetings and agreements."""

from __future__ import annotations

from relevo.v1 import agreement_pb2, meeting_pb2
from relevo_server.domain.agreement import Agreement, AgreementDraft, AgreementState
from relevo_server.domain.meeting import Meeting, MeetingDraft, MeetingState
from relevo_server.wire.choices import Choice
from relevo_server.wire.commitments import commitment_draft_of, commitment_message
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.reading import Reading

MEETING_STATES = Choice(meeting_pb2.Meeting.State.DESCRIPTOR, MeetingState, "STATE_")
AGREEMENT_STATES = Choice(agreement_pb2.Agreement.State.DESCRIPTOR, AgreementState, "STATE_")
AMENDABLE = {
    "title": "title",
    "date": "day",
    "convened_offices": "convened_offices",
    "agenda": "agenda",
    "body": "body",
}
"""Fields of a meeting that an update can change, and what the code calls them."""


def meeting_draft_of(reading: Reading, message: meeting_pb2.Meeting) -> MeetingDraft:
    """Return what a caller says of a meeting."""
    return MeetingDraft(
        region=message.region,
        title=message.title,
        day=day_of(reading, "meeting.date", message.date),
        convened_offices=tuple(message.convened_offices),
        agenda=tuple(message.agenda),
        body=message.body,
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
        body=meeting.body,
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
            commitment_draft_of(reading, f"agreement.commitments[{index}]", commitment)
            for index, commitment in enumerate(message.commitments)
        ),
        follow_up=message.follow_up,
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
        commitments=[commitment_message(commitment) for commitment in agreement.commitments],
        create_time=timestamp(agreement.created),
        etag=agreement.etag,
        follow_up=agreement.follow_up,
    )
