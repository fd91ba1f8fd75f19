"""What hand-backs need."""

from __future__ import annotations

from relevo.v1.hand_back_pb2 import HandBack, HandBackItem
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_table


def show(hand_back: HandBack) -> None:
    """Print what a hand-back needs, one line per promise."""
    warning = ": OFF TRACK" if hand_back.off_track else ""
    end = words.last_iso(hand_back.end_date)
    say(f"{hand_back.deployment} in {key(hand_back.municipality)} ends with {end}{warning}")
    rows = [
        (
            item.promise,
            words.iso(item.due_date),
            _count(item, "baseline"),
            _count(item, "current"),
            f"{item.expected:.0f}" if item.HasField("expected") else "",
            _count(item, "target"),
            _progress(item),
        )
        for item in hand_back.items
    ]
    if not rows:
        say("  Nothing to be reached is known: no agreement over the stay promises local officers or certificates,")
        say("  and no report states a target. Promises are recorded with: relevo meeting agree --file")
    else:
        say_table(("promise", "due", "at arrival", "now", "even pace", "target", "progress"), rows, right=[2, 3, 4, 5])


def _count(item: HandBackItem, field: str) -> str:
    if not item.figure:
        return ""
    return f"{getattr(item, field):,}" if item.HasField(field) else "unknown"  # type: ignore[arg-type]


def _progress(item: HandBackItem) -> str:
    name = HandBackItem.Progress.Name(item.progress)
    return name.removeprefix("PROGRESS_").lower().replace("_", " ")
