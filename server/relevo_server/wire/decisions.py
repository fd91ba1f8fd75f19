"""What people decide on plans."""

from __future__ import annotations

from relevo.v1 import plan_pb2, planning_service_pb2
from relevo_server.domain.decision import Confirmation, Decision, Override
from relevo_server.domain.deployment import PoolTeams
from relevo_server.domain.publication import Publication
from relevo_server.wire.operation_teams import team_messages


def confirmation_of(message: planning_service_pb2.ConfirmPlanRequest) -> Confirmation:
    """Read what a caller wants to confirm."""
    return Confirmation(
        office=message.office,
        operations=tuple(message.operations),
        overrides=tuple(_override_of(override) for override in message.overrides),
    )


def decision_message(decision: Decision) -> plan_pb2.PlanDecision:
    """Return the wire form of a decision."""
    message = plan_pb2.PlanDecision(
        office=decision.office,
        principal=decision.principal,
        reasons=decision.reasons,
        operations=decision.operations,
        deployments=decision.deployments,
        overrides=map(_override_message, decision.overrides),
        override_cost=decision.override_cost,
    )
    message.decide_time.FromDatetime(decision.decided)
    return message


def publication_message(publication: Publication) -> plan_pb2.PlanPublication:
    """Return the wire form of a publication."""
    message = plan_pb2.PlanPublication(office=publication.office, principal=publication.principal)
    message.publish_time.FromDatetime(publication.published)
    return message


def _override_of(message: plan_pb2.PlanOverride) -> Override:
    teams = tuple(PoolTeams(entry.pool, entry.teams) for entry in message.teams)
    return Override(message.operation, message.start, message.periods, teams, message.reason)


def _override_message(override: Override) -> plan_pb2.PlanOverride:
    return plan_pb2.PlanOverride(
        operation=override.operation,
        start=override.start,
        periods=override.periods,
        teams=team_messages({entry.pool: entry.teams for entry in override.teams}),
        reason=override.reason,
    )
