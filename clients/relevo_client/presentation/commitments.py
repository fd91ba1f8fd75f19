"""Commitments across agreements, and waivers."""

from __future__ import annotations

from relevo.v1.agreement_pb2 import AgreedCommitment, Commitment, Waiver
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say_table


def show_list(found: list[AgreedCommitment]) -> None:
    """Print one line per commitment."""
    rows = [
        (
            f"{agreed.agreement} {agreed.commitment.commitment_id}",
            words.iso(agreed.commitment.due_date),
            Commitment.Side.Name(agreed.commitment.side).removeprefix("SIDE_").lower(),
            agreed.commitment.office,
            agreed.commitment.promise,
            words.state(Commitment.State.Name(agreed.commitment.state)),
            "overdue" if agreed.overdue else "",
        )
        for agreed in found
    ]
    say_table(("commitment", "due", "side", "office", "promise", "state", ""), rows)


def show_waivers(found: list[Waiver]) -> None:
    """Print one line per waiver."""
    rows = [
        (
            waiver.name,
            key(waiver.municipality),
            waiver.office,
            words.iso(waiver.start_date),
            words.last_iso(waiver.end_date),
            "; ".join(waiver.reasons),
        )
        for waiver in found
    ]
    say_table(("waiver", "place", "office", "first day", "last day", "because"), rows)
