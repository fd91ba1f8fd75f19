"""What happened against what was planned."""

from __future__ import annotations

from relevo.v1.plan_outcome_pb2 import PlanOutcome, StayOutcome
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_table


def show(found: PlanOutcome) -> None:
    """Print the words, then one line per operation."""
    say(f"{found.plan} as of {words.iso(found.as_of_date)}")
    for sentence in found.sentences:
        say(sentence, lead="  ")
    if found.incidence.untold:
        say(f"not all months known yet: {', '.join(key(name) for name in found.incidence.untold)}", lead="  ")
    rows = [
        (
            key(stay.municipality),
            words.iso(stay.start_date),
            words.last_iso(stay.end_date),
            StayOutcome.Verdict.Name(stay.verdict).removeprefix("VERDICT_").replace("_", " ").lower(),
            f"{stay.planned_team_days:,}",
            f"{stay.actual_team_days:,}",
            ", ".join(key(name) for name in stay.deployments) or "none",
        )
        for stay in found.stays
    ]
    headers = ("municipality", "first day", "last day", "", "team-days planned", "done", "deployments")
    say_table(headers, rows, right=[4, 5])
