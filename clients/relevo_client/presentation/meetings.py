"""Meetings and agreements."""

from __future__ import annotations

from relevo.v1.agreement_pb2 import Agreement, Commitment
from relevo.v1.meeting_pb2 import Meeting
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_facts, say_table


def show(meeting: Meeting, agreements: list[Agreement]) -> None:
    """Print one meeting and what it agreed on."""
    say_facts(
        [
            ("meeting", meeting.name),
            ("title", meeting.title),
            ("body", key(meeting.body)),
            ("region", key(meeting.region)),
            ("date", words.iso(meeting.date)),
            ("state", words.state(Meeting.State.Name(meeting.state))),
            ("convened", "; ".join(meeting.convened_offices)),
            ("came", "; ".join(meeting.attending_offices)),
            ("agenda", "; ".join(meeting.agenda)),
        ]
    )
    for agreement in agreements:
        say()
        show_agreement(agreement)


def show_agreement(agreement: Agreement) -> None:
    """Print one agreement with its commitments."""
    say_facts(
        [
            ("agreement", agreement.name),
            ("title", agreement.title),
            ("state", words.state(Agreement.State.Name(agreement.state))),
            ("covers", ", ".join([*agreement.states, *agreement.municipalities])),
            ("followed up by", key(agreement.follow_up)),
            ("live", f"{words.iso(agreement.start_date)} to {words.last_iso(agreement.end_date)}"),
        ]
    )
    if agreement.commitments:
        rows = [
            (
                promise.commitment_id,
                Commitment.Side.Name(promise.side).removeprefix("SIDE_").lower(),
                promise.office,
                promise.promise,
                words.iso(promise.due_date),
                words.state(Commitment.State.Name(promise.state)),
                promise.evidence,
            )
            for promise in agreement.commitments
        ]
        say_table(("id", "side", "office", "promise", "due", "state", "evidence"), rows)


def show_list(meetings: list[Meeting]) -> None:
    """Print one line per meeting."""
    rows = [
        (
            meeting.name,
            words.iso(meeting.date),
            key(meeting.region),
            words.state(Meeting.State.Name(meeting.state)),
            meeting.title,
        )
        for meeting in meetings
    ]
    say_table(("meeting", "date", "region", "state", "title"), rows)
