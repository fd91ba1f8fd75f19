"""Plans in a list, and the numbers of a policy."""

from __future__ import annotations

from collections.abc import Iterable

from relevo.v1.plan_pb2 import Plan
from relevo.v1.policy_pb2 import PolicyNumber
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_table


def show_list(plans: Iterable[Plan]) -> None:
    """Print one line per plan."""
    rows = [
        (
            key(plan.name),
            words.state(Plan.State.Name(plan.state)),
            words.iso(plan.first_day),
            f"{plan.periods} of {plan.period_days} days",
            f"{plan.certificate.value:,.1f}",
            words.percent(plan.certificate.gap, 2),
        )
        for plan in plans
    ]
    say_table(("plan", "state", "first day", "periods", "covers", "gap"), rows, right=[4, 5])


def show_policy(numbers: Iterable[PolicyNumber]) -> None:
    """Print every policy number with its default, unit and reason."""
    for number in numbers:
        say(f"{number.name}: {number.value} {number.unit}", "bold")
        say(f"    {number.reason}")
