"""What happened against what was planned, on the wire."""

from __future__ import annotations

from relevo.v1 import deployment_pb2, plan_outcome_pb2, planning_service_pb2
from relevo_planner.need.outcome import Change, Group, Outcome
from relevo_server.usecases.outcomes import AFTER, BEFORE, Asked, Seen, Stay, Verdict, sentences
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message

VERDICTS = Choice(plan_outcome_pb2.StayOutcome.Verdict.DESCRIPTOR, Verdict, "VERDICT_")


def asked_of(request: planning_service_pb2.GetPlanOutcomeRequest) -> Asked:
    """Return which incidents a caller wants looked at."""
    return Asked(
        datasets=tuple(request.datasets),
        crime_types=tuple(request.crime_types),
        before=request.before_months or BEFORE,
        after=request.after_months or AFTER,
    )


def outcome_message(seen: Seen) -> plan_outcome_pb2.PlanOutcome:
    """Return the wire form of an outcome."""
    message = plan_outcome_pb2.PlanOutcome(
        plan=seen.plan,
        as_of_date=date_message(seen.today),
        stays=map(_stay_message, seen.stays),
        sentences=sentences(seen),
    )
    if seen.incidence is not None:
        message.incidence.CopyFrom(_incidence_message(seen.asked, seen.incidence))
    return message


def _stay_message(stay: Stay) -> plan_outcome_pb2.StayOutcome:
    return plan_outcome_pb2.StayOutcome(
        municipality=stay.municipality,
        start_date=date_message(stay.span.start),
        end_date=date_message(stay.span.end),
        teams=[deployment_pb2.PoolTeams(pool=pool, teams=teams) for pool, teams in sorted(stay.teams.items())],
        verdict=VERDICTS.number(stay.verdict),
        deployments=stay.deployments,
        planned_team_days=stay.planned_team_days,
        actual_team_days=stay.actual_team_days,
    )


def _incidence_message(asked: Asked, found: Outcome) -> plan_outcome_pb2.IncidenceOutcome:
    return plan_outcome_pb2.IncidenceOutcome(
        crime_types=asked.crime_types,
        before_months=asked.before,
        after_months=asked.after,
        served=_group_message(found.served),
        comparable=_group_message(found.comparable),
        served_change=_change_message(found.served_change),
        comparable_change=_change_message(found.comparable_change),
        relative_change=_change_message(found.relative),
        untold=found.untold,
        comparable_places=[
            plan_outcome_pb2.ComparablePlaces(municipality=name, comparable=near)
            for name, near in sorted(found.comparable_to.items())
        ],
    )


def _group_message(group: Group) -> plan_outcome_pb2.IncidenceGroup:
    return plan_outcome_pb2.IncidenceGroup(
        municipalities=group.places, incidents_before=round(group.before), incidents_after=round(group.after)
    )


def _change_message(change: Change | None) -> plan_outcome_pb2.IncidenceChange | None:
    if change is None:
        return None
    return plan_outcome_pb2.IncidenceChange(ratio=change.ratio, low=change.low, high=change.high)
