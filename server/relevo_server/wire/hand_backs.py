"""What hand-backs need."""

from __future__ import annotations

from relevo.v1 import hand_back_pb2
from relevo_server.domain.hand_back import HandBack, HandBackItem, Progress
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message

PROGRESS = Choice(hand_back_pb2.HandBackItem.Progress.DESCRIPTOR, Progress, "PROGRESS_")


def hand_back_message(hand_back: HandBack) -> hand_back_pb2.HandBack:
    """Return the wire form of what a hand-back needs."""
    return hand_back_pb2.HandBack(
        deployment=hand_back.stay.name,
        municipality=hand_back.stay.municipality,
        end_date=date_message(hand_back.stay.end),
        day=date_message(hand_back.day),
        items=map(_item_message, hand_back.items),
        off_track=hand_back.is_off_track,
    )


def _item_message(item: HandBackItem) -> hand_back_pb2.HandBackItem:
    """Return the wire form of one thing; what is unknown stays unset."""
    return hand_back_pb2.HandBackItem(
        promise=item.promise,
        commitment=item.commitment,
        figure=item.figure,
        due_date=date_message(item.due),
        progress=PROGRESS.number(item.progress),
        target=item.target,
        baseline=item.baseline,
        current=item.current,
        current_date=date_message(item.current_day),
        expected=item.expected,
    )
