"""What the public sees, and what councils observe."""

from __future__ import annotations

from relevo.v1 import observation_pb2, transparency_service_pb2
from relevo_server.domain.commitment import CommitmentState
from relevo_server.domain.meeting import Meeting
from relevo_server.domain.observation import Observation, ObservationDraft, ObservationSubject
from relevo_server.usecases.public_stays import MonthTotal, StayCell
from relevo_server.usecases.transparency import CommitmentCell
from relevo_server.wire.choices import Choice
from relevo_server.wire.commitments import SIDES
from relevo_server.wire.dates import date_message, timestamp
from relevo_server.wire.reading import Reading

SUBJECTS = Choice(observation_pb2.Observation.Subject.DESCRIPTOR, ObservationSubject, "SUBJECT_")


def held_meeting_message(meeting: Meeting) -> transparency_service_pb2.HeldMeeting:
    """Return what the public sees of a meeting."""
    return transparency_service_pb2.HeldMeeting(
        meeting=meeting.name,
        region=meeting.region,
        date=date_message(meeting.day),
        attending_offices=meeting.attending_offices,
    )


def commitment_cell_message(cell: CommitmentCell) -> transparency_service_pb2.CommitmentCell:
    """Return the wire form of a cell; what is suppressed stays unset."""
    counts = cell.counts
    told = [counts.get(state) for state in (CommitmentState.KEPT, CommitmentState.BROKEN, CommitmentState.OPEN)]
    return transparency_service_pb2.CommitmentCell(
        state=cell.state,
        side=SIDES.number(cell.side),
        kept=told[0],
        broken=told[1],
        open=told[2],
        suppressed=None in told,
    )


def stay_cell_message(cell: StayCell) -> transparency_service_pb2.StayCell:
    """Return the wire form of a cell; what is suppressed stays unset."""
    return transparency_service_pb2.StayCell(
        state=cell.state,
        month=date_message(cell.month),
        team_days=cell.team_days,
        municipalities=cell.municipalities,
        suppressed=cell.team_days is None,
        spend_mxn=cell.spend_mxn,
        spend_suppressed=cell.spend_suppressed,
        state_spend_mxn=cell.state_spend_mxn,
    )


def month_total_message(total: MonthTotal) -> transparency_service_pb2.MonthTotal:
    """Return the wire form of a total; what is suppressed stays unset."""
    return transparency_service_pb2.MonthTotal(
        month=date_message(total.month),
        team_days=total.team_days,
        suppressed=total.suppressed,
        spend_mxn=total.spend_mxn,
        spend_suppressed=total.spend_suppressed,
        state_spend_mxn=total.state_spend_mxn,
    )


def observation_draft_of(reading: Reading, message: observation_pb2.Observation) -> ObservationDraft:
    """Return what a council says."""
    subject = SUBJECTS.member(reading, "observation.subject", message.subject)
    return ObservationDraft(message.council, subject, message.text)


def observation_message(observation: Observation) -> observation_pb2.Observation:
    """Return the wire form of an observation with its answer."""
    return observation_pb2.Observation(
        name=observation.name,
        council=observation.council,
        subject=SUBJECTS.number(observation.subject),
        text=observation.text,
        answer_due_date=date_message(observation.answer_due),
        answer=observation.answer,
        answering_office=observation.answering_office,
        answer_time=timestamp(observation.answered),
        create_time=timestamp(observation.created),
        etag=observation.etag,
    )
