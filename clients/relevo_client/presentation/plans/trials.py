"""What a change makes of a plan, as a meeting reads it: value and its certainty, stays, who gains and who loses."""

from __future__ import annotations

import math

from relevo.v1.instance_pb2 import Instance, Operation
from relevo.v1.plan_comparison_pb2 import StayChange
from relevo.v1.plan_difference_pb2 import PlanDifference
from relevo.v1.planning_service_pb2 import TryPlanResponse
from relevo_client import dates
from relevo_client.names import key
from relevo_client.presentation import places, words
from relevo_client.presentation.screen import say


def show(answer: TryPlanResponse, question: Instance) -> None:
    """Print what came of a trial.

    Args:
        answer: of TryPlan.
        question: behind the plan that was changed, for names and days.
    """
    plan, difference = answer.plan, answer.difference
    for text in answer.assumed:
        say(f"Assumed, not recorded: {text}.")
    if plan.conflicts:
        say("This cannot be planned. What is asked contradicts itself:", "bold")
        for conflict in plan.conflicts:
            say("  " + "; ".join(demand.text for demand in conflict.demands))
        return
    change = difference.value_after - difference.value_before
    say(f"Covers {difference.value_after:,.1f} weighted incidents, {_signed(change)} against the plan at hand.", "bold")
    least, most = _signed(difference.least), _signed(difference.most)
    moved_by = least if least == most else f"{least} to {most}"
    say(f"  What the best plan can cover changes by {moved_by}: proven.")
    if math.isfinite(plan.certificate.bound):
        say(f"  Proven gap {words.percent(plan.certificate.gap, 2)}; the search ended: {words.stop(plan.stop)}.")
    for finding in plan.review_findings:
        say(f"  Review: {finding.rule}: {finding.message}", "bold red")
    _show_stays(difference, question)
    _show_places(difference, question)


def _show_stays(difference: PlanDifference, question: Instance) -> None:
    stays = words.count(difference.kept, "stay")
    say(f"{stays} as they were, {len(difference.stays)} changed")
    for change in difference.stays:
        before, after = change.before, change.after
        one = after if change.HasField("after") else before
        head = f"  {_place(question, change.municipality)}, {_days(question, one)}"
        if change.kind == StayChange.KIND_NEW:
            say(f"{head}: new, {_teams(after)}")
        elif change.kind == StayChange.KIND_DROPPED:
            say(f"{head}: gone, {_teams(before)}")
        elif change.kind == StayChange.KIND_MOVED:
            say(f"{head}: {_teams(after)}, moved from {_days(question, before)} with {_teams(before)}")
        else:
            say(f"{head}: {_teams(after)} instead of {_teams(before)}")


def _show_places(difference: PlanDifference, question: Instance) -> None:
    for word, sign in (("loses", -1), ("gains", 1)):
        for one in difference.municipalities:
            moved = one.after - one.before
            if moved * sign > 0:
                say(f"  {_place(question, one.municipality)} {word} {abs(moved):,.1f} ({one.after:,.1f} are covered)")


def _place(question: Instance, name: str) -> str:
    title = next((place.title for place in question.municipalities if place.name == name), "")
    return places.place(name, title)


def _days(question: Instance, stay: Operation) -> str:
    first, length = dates.from_wire(question.first_day), question.policy.period_days
    if first is None or not length:
        return f"periods {stay.start} to {stay.start + stay.periods - 1}"
    begin = dates.period_start(first, stay.start, length)
    return words.days(begin, dates.last_day(first, stay.start + stay.periods, length))


def _teams(stay: Operation) -> str:
    return ", ".join(f"{part.teams} of {key(part.pool)}" for part in stay.teams)


def _signed(value: float) -> str:
    return f"{value:+,.1f}"
