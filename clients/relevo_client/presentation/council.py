"""What the public sees. A suppressed figure is shown as such, never as zero."""

from __future__ import annotations

from relevo.v1.agreement_pb2 import Commitment
from relevo.v1.observation_pb2 import Observation
from relevo.v1.transparency_service_pb2 import (
    CommitmentCell,
    HeldMeeting,
    MonthTotal,
    StayCell,
    SummarizeStaysResponse,
)
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say_table


def _figure(value: int, *, suppressed: bool) -> str:
    return "suppressed" if suppressed else f"{value:,}"


def show_meetings(found: list[HeldMeeting]) -> None:
    """Print one line per meeting."""
    rows = [(held.meeting, words.iso(held.date), key(held.region), "; ".join(held.attending_offices)) for held in found]
    say_table(("meeting", "date", "region", "came"), rows)


def show_commitments(cells: list[CommitmentCell]) -> None:
    """Print one line per state and side."""
    rows = [
        (
            key(cell.state),
            Commitment.Side.Name(cell.side).removeprefix("SIDE_").lower(),
            *(
                _figure(getattr(cell, count), suppressed=not cell.HasField(count))
                for count in ("kept", "broken", "open")
            ),
        )
        for cell in cells
    ]
    say_table(("state", "side", "kept", "broken", "open"), rows, right=[2, 3, 4])


def show_stays(found: SummarizeStaysResponse) -> None:
    """Print one line per state and month, and one per month of all states."""
    rows = [
        (
            key(cell.state),
            words.iso(cell.month)[:7],
            _figure(cell.team_days, suppressed=cell.suppressed),
            _figure(cell.municipalities, suppressed=cell.suppressed),
            *_money(cell),
        )
        for cell in found.cells
    ]
    rows += [
        (
            "all",
            words.iso(total.month)[:7],
            _figure(total.team_days, suppressed=total.suppressed),
            "",
            *_money(total),
        )
        for total in found.totals
    ]
    headers = ("state", "month", "team-days", "municipalities", "spent there, MXN", "for the state, MXN")
    say_table(headers, rows, right=[2, 3, 4, 5])


def _money(cell: StayCell | MonthTotal) -> tuple[str, str]:
    """What was spent for municipalities and for states as a whole; empty where nothing is on record."""
    known = cell.spend_suppressed or cell.HasField("spend_mxn")
    return (
        _figure(cell.spend_mxn, suppressed=cell.spend_suppressed) if known else "",
        f"{cell.state_spend_mxn:,}" if cell.HasField("state_spend_mxn") else "",
    )


def show_observations(found: list[Observation]) -> None:
    """Print one line per observation."""
    rows = [
        (
            observation.name,
            observation.council,
            Observation.Subject.Name(observation.subject).removeprefix("SUBJECT_").lower(),
            observation.text,
            words.iso(observation.answer_due_date),
            f"{observation.answering_office}: {observation.answer}" if observation.answer else "not answered",
        )
        for observation in found
    ]
    say_table(("observation", "council", "on", "text", "answer due", "answer"), rows)
