"""Plans side by side as text: who covers what, who gains and who loses, which stays move, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relevo.v1.instance_pb2 import Operation
from relevo.v1.plan_comparison_pb2 import ComparedLine, ComparedPlan, PlanAmount, PlanComparison, StayChange
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.places import place
from relevo_client.presentation.screen import say, say_table

_MOST_LINES = 20


def show(comparison: PlanComparison) -> None:
    """Print the whole comparison; plans are called A, B, C in the order given."""
    letters = [chr(ord("A") + index) for index in range(len(comparison.plans))]
    _show_plans(comparison, letters)
    _show_goals(comparison, letters)
    _show_lines("region", comparison.regions, letters)
    _show_lines("state", comparison.states, letters)
    _show_lines("municipality", comparison.municipalities, letters)
    _show_pools(comparison.pools, letters)
    titles = {line.name: place(line.name, line.title) for line in comparison.municipalities}
    for letter, plan in zip(letters[1:], comparison.plans[1:], strict=True):
        _show_changes(letter, plan, titles)


def _show_plans(comparison: PlanComparison, letters: Sequence[str]) -> None:
    rows = [
        (
            letter,
            key(plan.plan),
            f"{plan.total.value:,.1f}",
            words.percent(plan.certificate.gap, 2),
            f"{plan.total.team_periods:,}",
            _money(plan.total),
            str(len(plan.gainers)),
            str(len(plan.losers)),
            str(len(plan.changes)),
        )
        for letter, plan in zip(letters, comparison.plans, strict=True)
    ]
    head = ("", "plan", "covers", "gap", "team-periods", "MXN", "gain", "lose", "stays changed")
    say_table(head, rows, right=range(2, 9))
    say("Values are measured by the question of A; gains, losses and changes are against A.")
    for letter, plan in zip(letters, comparison.plans, strict=True):
        if plan.total.uncosted_team_periods:
            untold = words.count(plan.total.uncosted_team_periods, "team-period")
            say(f"{letter}: nobody has stated what {untold} cost.", "yellow")
        if not plan.same_question:
            say(f"{letter} answers another question than A.")


def _show_goals(comparison: PlanComparison, letters: Sequence[str]) -> None:
    rows = [
        (
            words.goal(line.goal),
            *(f"{result.value:,.3f}" if result.HasField("value") else "-" for result in line.results),
        )
        for line in comparison.goals
    ]
    _titled("Goals, each by the plan's own question")
    say_table(("goal", *letters), rows, right=range(1, len(letters) + 1))


def _show_lines(what: str, lines: Sequence[ComparedLine], letters: Sequence[str]) -> None:
    differing = sorted(lines, key=lambda line: -max(abs(difference) for difference in line.differences))
    shown = {line.name for line in differing[:_MOST_LINES]}
    rows = [_row(line) for line in lines if line.name in shown]
    _titled(f"By {what}" + (f", the {_MOST_LINES} that differ most" if len(lines) > _MOST_LINES else ""))
    head = (what, *letters, *(f"{letter} - A" for letter in letters[1:]))
    say_table(head, rows, right=range(1, 2 * len(letters)))


def _row(line: ComparedLine) -> tuple[str, ...]:
    name = place(line.name, line.title) if line.name.startswith("municipalities/") else line.title or key(line.name)
    return (name or "-", *_values(line.amounts), *(_signed(difference) for difference in line.differences[1:]))


def _show_pools(lines: Sequence[ComparedLine], letters: Sequence[str]) -> None:
    rows = []
    for line in lines:
        used = zip(line.amounts, line.supply_team_periods, strict=True)
        shares = (f"{amount.team_periods:,} of {supply:,}" for amount, supply in used)
        rows.append((line.title or key(line.name), *shares, *(_signed(value) for value in line.differences[1:])))
    _titled("By pool: team-periods used, and need covered against A")
    head = ("pool", *letters, *(f"{letter} - A" for letter in letters[1:]))
    say_table(head, rows, right=range(1, 2 * len(letters)))


def _show_changes(letter: str, plan: ComparedPlan, titles: dict[str, str]) -> None:
    if not plan.changes:
        say()
        say(f"{letter} has the same stays as A.")
        return
    _titled(f"Stays of {letter} that are not as in A; periods count from 0")
    rows = [
        (
            titles.get(change.municipality) or key(change.municipality),
            StayChange.Kind.Name(change.kind).removeprefix("KIND_").lower(),
            _stay(change.before) if change.HasField("before") else "-",
            _stay(change.after) if change.HasField("after") else "-",
        )
        for change in plan.changes
    ]
    say_table(("municipality", "", "A", letter), rows)


def _stay(operation: Operation) -> str:
    teams = ", ".join(f"{sent.teams} {key(sent.pool)}" for sent in operation.teams)
    return f"{operation.start} to {operation.start + operation.periods - 1}: {teams}"


def _values(amounts: Iterable[PlanAmount]) -> Iterable[str]:
    return (f"{amount.value:,.1f}" for amount in amounts)


def _money(amount: PlanAmount) -> str:
    return f"{amount.spend_mxn:,.0f}" if amount.HasField("spend_mxn") else "not stated"


def _signed(difference: float) -> str:
    return f"{difference:+,.1f}" if difference else "="


def _titled(text: str) -> None:
    say()
    say(text, "bold")
