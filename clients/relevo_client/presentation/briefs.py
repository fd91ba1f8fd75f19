"""The brief of a meeting, one table per matter; what has nothing to tell is left out."""

from __future__ import annotations

from relevo.v1.meeting_brief_pb2 import MeetingBrief
from relevo_client.names import key
from relevo_client.presentation import capacity, commitments, council, hand_backs, meetings, words
from relevo_client.presentation.screen import say, say_table


def show(brief: MeetingBrief) -> None:
    """Print a brief."""
    meetings.show(brief.meeting, [])
    if brief.ranking_movements:
        say("\nRanking")
        rows = [
            (key(moved.municipality), moved.title, _position(moved.position_before), _position(moved.position_now))
            for moved in brief.ranking_movements
        ]
        say_table(("place", "", "before", "now"), rows, right=[2, 3])
    for ending in brief.ending_stays:
        end = words.last_iso(ending.end_date)
        say(f"\n{ending.deployment} in {key(ending.municipality)} ends with {end}; still open:")
        commitments.show_list(list(ending.open_local_commitments))
        if ending.hand_back.items:
            say("")
            hand_backs.show(ending.hand_back)
    for late in brief.late_hand_backs:
        say("\nEarly warning")
        hand_backs.show(late)
    if brief.commitments:
        say("\nCommitments")
        commitments.show_list(list(brief.commitments))
    for change in brief.capacity_changes:
        figures = ", ".join(figure.figure.removeprefix("local_capacity.") for figure in change.changes)
        say(f"\nCapacity of {key(change.municipality)} changed: {figures.replace('_', ' ')}")
    if brief.effort_alarms:
        say("\nLocal effort fell after federal teams arrived")
        capacity.show_alarms(list(brief.effort_alarms))
    if brief.proposed_stays:
        say("\nProposed")
        stays = [
            (stay.plan, key(stay.municipality), words.iso(stay.start_date), words.last_iso(stay.end_date))
            for stay in brief.proposed_stays
        ]
        say_table(("plan", "place", "first day", "last day"), stays)
    if brief.overdue_observations:
        say("\nAnswers overdue")
        council.show_observations(list(brief.overdue_observations))


def _position(position: int) -> str:
    return str(position) if position else "not ranked"
