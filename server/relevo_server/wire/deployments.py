"""Deployments."""

from __future__ import annotations

from relevo.v1 import deployment_pb2, deployment_service_pb2
from relevo_server.domain.deployment import Deployment, DeploymentDraft, DeploymentState, PoolTeams
from relevo_server.usecases.moving import Move, Moved
from relevo_server.usecases.presence import Presence
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.reading import Reading

STATES = Choice(deployment_pb2.Deployment.State.DESCRIPTOR, DeploymentState, "STATE_")


def deployment_draft_of(reading: Reading, message: deployment_pb2.Deployment) -> DeploymentDraft:
    """Return what a caller says of a deployment."""
    return DeploymentDraft(
        municipality=message.municipality,
        agreement=message.agreement,
        start=day_of(reading, "deployment.start_date", message.start_date),
        end=day_of(reading, "deployment.end_date", message.end_date),
        teams=tuple(PoolTeams(entry.pool, entry.teams, tuple(entry.numbers)) for entry in message.teams),
        plan=message.plan,
    )


def deployment_message(deployment: Deployment) -> deployment_pb2.Deployment:
    """Return the wire form of a deployment."""
    return deployment_pb2.Deployment(
        name=deployment.name,
        municipality=deployment.municipality,
        agreement=deployment.agreement,
        start_date=date_message(deployment.start),
        end_date=date_message(deployment.end),
        last_day=date_message(deployment.last_day),
        teams=[
            deployment_pb2.PoolTeams(pool=entry.pool, teams=entry.teams, numbers=entry.numbers)
            for entry in deployment.teams
        ],
        state=STATES.number(deployment.state),
        plan=deployment.plan,
        create_time=timestamp(deployment.created),
        etag=deployment.etag,
        reason=deployment.reason,
    )


def move_of(reading: Reading, message: deployment_service_pb2.MoveDeploymentRequest) -> Move:
    """Return where a caller wants teams to go."""
    return Move(
        municipality=message.municipality,
        start=day_of(reading, "start_date", message.start_date),
        end=day_of(reading, "end_date", message.end_date),
        agreement=message.agreement,
        reason=message.reason,
    )


def moved_message(moved: Moved) -> deployment_service_pb2.MoveDeploymentResponse:
    """Return the wire form of a move."""
    return deployment_service_pb2.MoveDeploymentResponse(
        deployment=deployment_message(moved.deployment),
        left=None if moved.left is None else deployment_message(moved.left),
    )


def presence_message(presence: Presence) -> deployment_service_pb2.Presence:
    """Return the wire form of a presence."""
    window = presence.window
    return deployment_service_pb2.Presence(
        municipality=presence.municipality,
        from_date=date_message(window.start),
        until_date=date_message(window.end),
        window_days=window.days,
        days_present=presence.days_present,
        share=presence.days_present / window.days,
        longest_days=0 if presence.longest is None else presence.longest.days,
        longest_from_date=None if presence.longest is None else date_message(presence.longest.start),
        stays=[
            deployment_service_pb2.PresentStay(deployment=deployment_message(stay), days=days)
            for stay, days in presence.stays
        ],
        tenure_days=presence.tenure.longest_days,
        pause_days=presence.tenure.pause_days,
        remaining_days=presence.remaining.days,
        free_from_date=date_message(presence.remaining.free_from),
    )
