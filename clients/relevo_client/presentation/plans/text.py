"""A plan as text, the same for `relevo plan show`, `relevo plan propose` and `relevo demo`."""

from __future__ import annotations

import math
from collections import defaultdict

from relevo.v1.instance_pb2 import Instance
from relevo.v1.plan_pb2 import PlanReason
from relevo.v1.planning_service_pb2 import ExplainPlanResponse
from relevo_client.names import key
from relevo_client.presentation import places, words
from relevo_client.presentation.plans.goal_prices import goal_prices
from relevo_client.presentation.plans.view import PlanView, Stay, Unserved
from relevo_client.presentation.screen import say, say_table

_MOST_NAMES = 8
_TO_KNOW = "Nobody has said whether 911 is in service there: relevo emergency-line set --help"


def show(view: PlanView) -> None:
    """Print the whole plan."""
    show_head(view)
    show_conflicts(view)
    show_stays(view)
    show_unserved(view)
    show_open_need(view)
    show_certificate(view)
    show_comparison(view)


def show_head(view: PlanView) -> None:
    """Print what the plan is, for which days."""
    plan = view.plan
    say(f"Plan {plan.name or '(from a file)'}", "bold")
    say(
        f"{words.days(view.first_day, view.last_day, has_room=True)}: {words.count(plan.periods, 'period')} of "
        f"{words.count(plan.period_days, 'day')}. A proposal: nothing happens until a named person confirms it."
    )
    if plan.policy:
        say(f"Made under {plan.policy}: relevo policy show {key(plan.policy)}")
    if plan.scenario:
        say(f"It answers {plan.scenario}, a question with changes in it.", "yellow")
    if view.has_illustrative_pools:
        say("The pools are illustrative: they stand in for federal teams that are not public.", "yellow")


def show_conflicts(view: PlanView) -> None:
    """Print which demands contradict each other, and what else a reader must know."""
    for conflict in view.plan.conflicts:
        say("These demands cannot all be met; without any one of them the others can:", "bold red")
        for demand in conflict.demands:
            say(f"  {demand.text}")
    for note in view.plan.notes:
        say(f"Note: {note}", "yellow")


def show_stays(view: PlanView) -> None:
    """Print who goes where, when, and how many."""
    say()
    if not view.stays:
        say("Nobody is sent anywhere.", "bold")
        return
    places = len({stay.municipality for stay in view.stays})
    say(f"Who goes where: {words.count(len(view.stays), 'stay')} in {_municipalities(places)}", "bold")
    kinds = sorted({part.capability for stay in view.stays for part in stay.sent})
    rows = [
        (
            str(stay.rank or ""),
            stay.place,
            words.days(stay.first_day, stay.last_day),
            words.weeks(stay.periods, view.plan.period_days).partition(" ")[0],
            *(str(stay.teams(kind) or "") for kind in kinds),
            f"{stay.value:,.1f}" if stay.value is not None else "",
        )
        for stay in view.stays
    ]
    heads = ("rank", "municipality", "first and last day", "weeks", *map(words.short_capability, kinds), "covers")
    say_table(heads, rows, right=[0, *range(3, len(heads))], gap=1)
    say()
    say("Teams by kind; 'covers' counts incidents addressed, weighted by priority.", "dim")
    policy, days = view.instance.policy, view.plan.period_days
    say(
        f"For how long at most: {words.weeks(policy.tenure_periods, days)} at a time, and never more than that in any "
        f"{words.weeks(policy.tenure_window_periods, days)}, so that support stays temporary.",
    )


def show_why(stays: list[Stay]) -> None:
    """Print why stays were chosen, in the server's sentences."""
    for stay in stays:
        say(f"{stay.place}, {words.days(stay.first_day, stay.last_day, has_room=True)}", "bold")
        say(f"  {_sent(stay)}")
        for sentence in stay.sentences:
            say(f"  {sentence}")


def _sent(stay: Stay) -> str:
    teams = ", ".join(f"{part.teams} of {part.title}" for part in stay.sent)
    beside = f", beside {stay.local_officers:,} local ones" if stay.local_officers is not None else ""
    return f"Teams: {teams}; {words.count(stay.officers, 'federal officer')}{beside}."


def show_why_not(view: PlanView, municipality: str = "") -> None:
    """Print why municipalities are not served, or not to the full, each with its detail.

    Args:
        view: the plan.
        municipality: only this one; empty: all.
    """
    for one in view.unserved:
        if municipality in ("", one.municipality):
            helps = words.remedy(one.reason)
            say(f"{one.place}: no team goes there", "bold")
            say(f"  {_sentence(words.reason(one.reason))}. {one.detail}".rstrip())
            say(f"  What would change it: {helps}." if helps else "  Nothing has to change.")
    for shortfall in view.open_need:
        if municipality == shortfall.municipality:
            missing = f"{words.count(shortfall.teams, 'team')} for {words.capability(shortfall.capability)}"
            say(f"  Still missing: {missing}: {words.reason(shortfall.reason)}. {shortfall.detail}".rstrip())
    for shortfall in view.unknown_need:
        if municipality == shortfall.municipality:
            say(f"  Need of {words.capability(shortfall.capability)}: unknown. {_TO_KNOW}")
    if not municipality:
        _show_unknown_need(view)


def show_sentences(explained: ExplainPlanResponse, question: Instance) -> None:
    """Print the server's own sentences, in the language that they were asked for.

    Args:
        explained: of ExplainPlan.
        question: behind the plan, for names.
    """
    titles = {place.name: place.title for place in question.municipalities}
    for operation in explained.operations:
        name, begin, end = operation.operation.municipality, operation.start_date, operation.last_day
        say(f"{places.place(name, titles.get(name, ''))}, {words.iso(begin)} - {words.iso(end)}", "bold")
        for sentence in operation.sentences:
            say(f"  {sentence}")
    for one in explained.unserved:
        say(places.place(one.municipality, titles.get(one.municipality, "")), "bold")
        for sentence in one.sentences:
            say(f"  {sentence}")
    for conflict in explained.conflicts:
        say(conflict.sentence)
    for sentence in explained.sentences:
        say(sentence)


def show_unserved(view: PlanView) -> None:
    """Print the municipalities that no team goes to, by reason."""
    if not view.unserved:
        return
    say()
    say(f"Not served: {_municipalities(len(view.unserved))}", "bold")
    by_reason: dict[int, list[Unserved]] = defaultdict(list)
    for one in view.unserved:
        by_reason[one.reason].append(one)
    for several in sorted(by_reason.values(), key=len, reverse=True):
        reason = several[0].reason
        names = [f"{one.place} (rank {one.rank})" if one.rank else one.place for one in several[:_MOST_NAMES]]
        more = f" and {len(several) - _MOST_NAMES} more" if len(several) > _MOST_NAMES else ""
        helps = f" What would change it: {words.remedy(reason)}." if words.remedy(reason) else ""
        say(f"  {_sentence(words.reason(reason))}: {', '.join(names)}{more}.{helps}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def show_open_need(view: PlanView) -> None:
    """Print, by reason, how many needed teams are missing where some go, and which need nobody knows."""
    _show_unknown_need(view)
    if not view.open_need:
        return
    teams: dict[PlanReason.ValueType, int] = defaultdict(int)
    places: dict[PlanReason.ValueType, set[str]] = defaultdict(set)
    for shortfall in view.open_need:
        teams[shortfall.reason] += shortfall.teams
        places[shortfall.reason].add(shortfall.municipality)
    say()
    say("Need left open where teams do go", "bold")
    for reason, number in sorted(teams.items(), key=lambda item: -item[1]):
        say(f"  {words.count(number, 'team')} in {_municipalities(len(places[reason]))}: {words.reason(reason)}.")


def _show_unknown_need(view: PlanView) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for shortfall in view.unknown_need:
        places[words.capability(shortfall.capability)].add(shortfall.municipality)
    for capability, names in sorted(places.items()):
        say()
        say(f"Need of {capability}: unknown in {_municipalities(len(names))}", "bold")
        say(f"  {_TO_KNOW}")


def show_certificate(view: PlanView) -> None:
    """Print how good the plan is, and whether the independent review found anything."""
    plan, certificate = view.plan, view.plan.certificate
    say()
    say("How good it is", "bold")
    say(f"  Covers {certificate.value:,.1f} weighted incidents. The search ended: {words.stop(plan.stop)}.")
    if math.isfinite(certificate.bound):
        say(
            f"  No plan under these rules can cover more than {certificate.bound:,.1f}: "
            f"the gap is {words.percent(certificate.gap, 2)}."
        )
        for sentence in goal_prices(plan):
            say(f"  {sentence}")
    else:
        say("  How much better a plan could be was not proven in the time given; --time-limit gives it more.", "yellow")
    if not plan.review_findings:
        say("  Review: clean. An independent check read the plan again and found every rule kept.", "green")
    for finding in plan.review_findings:
        say(f"  Review: {finding.rule}: {finding.message}", "bold red")


def show_comparison(view: PlanView) -> None:
    """Print what the spreadsheet's way, down the ranking, would have reached under the same rules."""
    if view.by_rank is None or not (view.stays or view.by_rank.operations):
        return
    value, other = view.plan.certificate.value, view.by_rank.value
    places = len({operation.municipality for operation in view.by_rank.operations})
    share = f" ({words.percent(abs(value - other) / other)})" if other > 0 else ""
    word = "more" if value >= other else "less"
    say()
    say("What the by-rank spreadsheet would have done", "bold")
    say(
        "  Walking down the ranking and giving what is asked until teams run out, under the same rules, covers "
        f"{other:,.1f} in {_municipalities(places)}."
    )
    say(f"  This plan covers {abs(value - other):,.1f} {word}{share}.")


def next_steps(view: PlanView) -> list[str]:
    """Return what to type next: see why, take the question along, decide."""
    name = key(view.plan.name)
    steps = [f"relevo plan explain {name}"]
    if view.unserved:
        steps.append(f"relevo plan explain {name} --municipality {key(view.unserved[0].municipality)}")
    steps.append(f"relevo plan instance {name} --output question.json")
    steps.append(f"relevo plan confirm {name} --office OFFICE")
    return steps


def _municipalities(number: int) -> str:
    return words.count(number, "municipality", "municipalities")
