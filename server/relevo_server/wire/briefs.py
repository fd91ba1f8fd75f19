"""The brief of a meeting."""

from __future__ import annotations

from relevo.v1 import meeting_brief_pb2
from relevo_server.usecases.briefs import CapacityChange, EndingStay, MeetingBrief, ProposedStay, RankingMovement
from relevo_server.wire.capacity import alarm_message, change_message
from relevo_server.wire.commitments import agreed_message
from relevo_server.wire.dates import date_message
from relevo_server.wire.hand_backs import hand_back_message
from relevo_server.wire.meetings import meeting_message
from relevo_server.wire.transparency import observation_message


def brief_message(brief: MeetingBrief) -> meeting_brief_pb2.MeetingBrief:
    """Return the wire form of a brief."""
    day = brief.meeting.day
    return meeting_brief_pb2.MeetingBrief(
        meeting=meeting_message(brief.meeting),
        ranking_movements=map(_movement_message, brief.movements),
        ending_stays=[_ending_message(ending, brief) for ending in brief.ending],
        commitments=[agreed_message(agreed, day) for agreed in brief.commitments],
        capacity_changes=map(_capacity_message, brief.capacity),
        effort_alarms=map(alarm_message, brief.alarms),
        proposed_stays=map(_proposed_message, brief.proposed),
        overdue_observations=map(observation_message, brief.overdue_observations),
        late_hand_backs=map(hand_back_message, brief.late_hand_backs),
    )


def _movement_message(movement: RankingMovement) -> meeting_brief_pb2.RankingMovement:
    return meeting_brief_pb2.RankingMovement(
        municipality=movement.municipality,
        title=movement.title,
        position_before=movement.before,
        position_now=movement.now,
    )


def _ending_message(ending: EndingStay, brief: MeetingBrief) -> meeting_brief_pb2.EndingStay:
    return meeting_brief_pb2.EndingStay(
        deployment=ending.stay.name,
        municipality=ending.stay.municipality,
        end_date=date_message(ending.stay.end),
        open_local_commitments=[agreed_message(agreed, brief.meeting.day) for agreed in ending.open_local],
        hand_back=hand_back_message(ending.hand_back),
    )


def _capacity_message(change: CapacityChange) -> meeting_brief_pb2.CapacityChange:
    return meeting_brief_pb2.CapacityChange(
        municipality=change.report.municipality,
        report=change.report.name,
        report_before=change.before.name,
        changes=map(change_message, change.changes),
    )


def _proposed_message(stay: ProposedStay) -> meeting_brief_pb2.ProposedStay:
    return meeting_brief_pb2.ProposedStay(
        plan=stay.plan,
        municipality=stay.municipality,
        start_date=date_message(stay.start),
        end_date=date_message(stay.end),
    )
