"""Teams actually placed."""

from __future__ import annotations

from relevo.v1.deployment_pb2 import Deployment, PoolTeams
from relevo.v1.deployment_service_pb2 import MoveDeploymentResponse, Presence
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_facts, say_table


def _teams(deployment: Deployment) -> str:
    return ", ".join(f"{part.teams} of {key(part.pool)}{_numbers(part)}" for part in deployment.teams)


def _numbers(part: PoolTeams) -> str:
    return f" (number {words.ranges(part.numbers)})" if part.numbers else ""


def _state(deployment: Deployment) -> str:
    return words.state(Deployment.State.Name(deployment.state))


def show(deployment: Deployment) -> None:
    """Print one deployment."""
    say_facts(
        [
            ("deployment", deployment.name),
            ("state", _state(deployment)),
            ("municipality", deployment.municipality),
            ("first day", words.iso(deployment.start_date)),
            ("last day", words.iso(deployment.last_day)),
            ("teams", _teams(deployment)),
            ("agreement", deployment.agreement),
            ("plan", deployment.plan),
            ("reason", deployment.reason),
        ]
    )


def show_move(moved: MoveDeploymentResponse) -> None:
    """Print where teams go, and the stay that they leave."""
    show(moved.deployment)
    if moved.HasField("left"):
        left = moved.left
        say(f"\n{left.name} in {key(left.municipality)} ends with {words.iso(left.last_day)}.")


def show_presence(presence: Presence) -> None:
    """Print how long federal teams have been in a municipality."""
    longest = f"{presence.longest_days} days"
    if presence.longest_days:
        longest += f" from {words.iso(presence.longest_from_date)}"
    free = words.iso(presence.free_from_date) if presence.HasField("free_from_date") else "now"
    say_facts(
        [
            ("municipality", presence.municipality),
            ("first day", words.iso(presence.from_date)),
            ("last day", words.last_iso(presence.until_date)),
            ("days present", f"{presence.days_present} of {presence.window_days} ({presence.share:.1%})"),
            ("longest in a row", longest),
            ("may last", f"{presence.tenure_days} days, then {presence.pause_days} without"),
            ("days remaining", str(presence.remaining_days)),
            ("a new stay from", free),
        ]
    )
    if presence.stays:
        show_list([part.deployment for part in presence.stays])


def show_list(deployments: list[Deployment]) -> None:
    """Print one line per deployment."""
    rows = [
        (
            key(deployment.name),
            key(deployment.municipality),
            words.iso(deployment.start_date),
            words.iso(deployment.last_day),
            _state(deployment),
            _teams(deployment),
        )
        for deployment in deployments
    ]
    say_table(("deployment", "place", "first day", "last day", "state", "teams"), rows)
