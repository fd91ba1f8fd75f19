"""Money: funds, projects and what was spent."""

from __future__ import annotations

from relevo.v1.fund_pb2 import Fund, Project, SpendRecord
from relevo.v1.fund_service_pb2 import FundBalance
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_facts, say_table


def _mxn(amount: int) -> str:
    return f"{amount:,} MXN"


def _kind(fund: Fund) -> str:
    return words.enum_words(Fund.Kind.Name(fund.kind), "KIND_")


def show(fund: Fund) -> None:
    """Print one fund."""
    say_facts(
        [
            ("fund", fund.name),
            ("title", fund.title),
            ("kind", _kind(fund)),
            ("ceiling", _mxn(fund.ceiling_mxn)),
            ("pays", f"{words.iso(fund.start_date)} to {words.last_iso(fund.end_date)}"),
            ("source", fund.source),
            ("note", "illustrative: stands in for real figures" if fund.illustrative else ""),
        ]
    )


def show_balance(balance: FundBalance) -> None:
    """Print what is spent and left, project by project."""
    say(f"{_mxn(balance.spent_mxn)} spent of {_mxn(balance.ceiling_mxn)}, {_mxn(balance.left_mxn)} left")
    rows = [
        (
            each.project,
            f"{each.spent_mxn:,}",
            f"{each.budget_mxn:,}" if each.HasField("budget_mxn") else "no budget of its own",
        )
        for each in balance.projects
    ]
    if rows:
        say_table(("project", "spent, MXN", "budget, MXN"), rows, right=[1, 2])


def show_list(funds: list[Fund]) -> None:
    """Print one line per fund."""
    rows = [
        (
            key(fund.name),
            fund.title,
            _kind(fund),
            f"{fund.ceiling_mxn:,}",
            words.iso(fund.start_date),
            words.last_iso(fund.end_date),
            "illustrative" if fund.illustrative else "",
        )
        for fund in funds
    ]
    say_table(("fund", "title", "kind", "ceiling, MXN", "first day", "last day", ""), rows, right=[3])


def show_projects(projects: list[Project]) -> None:
    """Print one line per project."""
    rows = [
        (
            project.name,
            project.title,
            "; ".join(f"{key(each.place)} ({each.office})" for each in project.beneficiaries),
            f"{project.budget_mxn:,}" if project.HasField("budget_mxn") else "",
        )
        for project in projects
    ]
    say_table(("project", "title", "benefits", "budget, MXN"), rows, right=[3])


def show_spent(records: list[SpendRecord]) -> None:
    """Print one line per record."""
    rows = [
        (
            record.name,
            words.iso(record.month)[:7],
            key(record.place),
            f"{record.amount_mxn:,}",
            key(record.deployment),
            f"corrects {key(record.corrects)}: {record.reason}" if record.corrects else record.reason,
        )
        for record in records
    ]
    say_table(("record", "month", "place", "MXN", "stay", "note"), rows, right=[3])
