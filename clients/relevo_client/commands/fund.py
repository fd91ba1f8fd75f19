"""`relevo fund`: money with a ceiling, the projects that it pays for, and what was spent."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.fund_pb2 import Beneficiary, Fund, Project, SpendRecord
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, pairs, parse_month
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import funds
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Money: funds with ceilings, their projects, and what was spent.")
Name = Annotated[str, typer.Argument(help="funds/ID or ID.")]
ProjectName = Annotated[str, typer.Argument(help="funds/ID/projects/ID.")]
Source = Annotated[str, typer.Option(help="Where that is known from.")]
Benefits = Annotated[
    list[str] | None,
    typer.Option(
        "--benefits", metavar="PLACE=OFFICE", help="municipalities/KEY or states/KEY, its office. Repeatable."
    ),
]
_KINDS = {name.removeprefix("KIND_").lower().replace("_", "-"): number for name, number in Fund.Kind.items() if number}


@app.command("list")
def list_funds(json: Json = False) -> None:
    """List funds by name."""
    with connect() as relevo:
        found = list(relevo.funds.list())
    if json:
        say_json_list(found)
    else:
        funds.show_list(found)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show one fund with what is spent and left."""
    with connect() as relevo:
        fund = relevo.funds.get(name)
        balance = relevo.funds.balance(name)
    if json:
        say_json_list([fund, balance])
    else:
        funds.show(fund)
        funds.show_balance(balance)


@app.command()
def create(
    title: Annotated[str, typer.Argument(help="What people call it, for example 'FORTASEG 2016'.")],
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(_KINDS)}.")],
    ceiling: Annotated[int, typer.Option(help="What may be spent altogether, whole pesos.")],
    start: Annotated[date, day_option("--from", "First day that it pays for.")],
    end: Annotated[date, day_option("--until", "First day that it no longer pays for.")],
    source: Source = "",
    illustrative: Annotated[bool, typer.Option("--illustrative", help="The figures stand in for real ones.")] = False,
    fund_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Add a fund."""
    if kind not in _KINDS:
        raise typer.BadParameter(f"'{kind}' is no kind; write one of {', '.join(_KINDS)}")
    wanted = Fund(
        title=title,
        kind=_KINDS[kind],
        ceiling_mxn=ceiling,
        start_date=to_wire(start),
        end_date=to_wire(end),
        source=source,
        illustrative=illustrative,
    )
    with connect() as relevo:
        _answer(relevo.funds.create(wanted, fund_id=fund_id, validate_only=validate_only), json=json)


@app.command()
def update(
    name: Name,
    title: Annotated[str | None, typer.Option(help="New title.")] = None,
    ceiling: Annotated[int | None, typer.Option(help="New ceiling, whole pesos.")] = None,
    end: Annotated[date | None, day_option("--until", "New first day that it no longer pays for.")] = None,
    source: Annotated[str | None, typer.Option(help="Where that is known from.")] = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Change a fund; what is left out stays."""
    said = {"title": title, "ceiling_mxn": ceiling, "end_date": end and to_wire(end), "source": source}
    fields = [field for field, value in said.items() if value is not None]
    with connect() as relevo:
        stored = relevo.funds.get(name)
        wanted = Fund(
            name=stored.name,
            etag=stored.etag,
            title=title or "",
            ceiling_mxn=ceiling or 0,
            end_date=to_wire(end) if end else None,
            source=source or "",
        )
        _answer(relevo.funds.update(wanted, fields, validate_only=validate_only), json=json)


@app.command()
def projects(name: Annotated[str, typer.Argument(help="A fund; left out: all.")] = "-", json: Json = False) -> None:
    """List projects with who benefits."""
    with connect() as relevo:
        found = list(relevo.funds.projects(name))
    if json:
        say_json_list(found)
    else:
        funds.show_projects(found)


@app.command("add-project")
def add_project(
    name: Name,
    title: Annotated[str, typer.Option(help="What people call it.")],
    benefits: Benefits = None,
    budget: Annotated[
        int | None, typer.Option(help="What may be spent on it, whole pesos; left out: no limit.")
    ] = None,
    project_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Add a project to a fund."""
    wanted = Project(title=title, beneficiaries=_beneficiaries(benefits), budget_mxn=budget)
    with connect() as relevo:
        project = relevo.funds.create_project(name, wanted, project_id=project_id, validate_only=validate_only)
    _answer_project(project, json=json)


@app.command("update-project")
def update_project(
    name: ProjectName,
    title: Annotated[str | None, typer.Option(help="New title.")] = None,
    benefits: Benefits = None,
    budget: Annotated[int | None, typer.Option(help="New budget, whole pesos.")] = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Change a project; what is left out stays."""
    said = {"title": title, "beneficiaries": benefits, "budget_mxn": budget}
    fields = [field for field, value in said.items() if value is not None]
    with connect() as relevo:
        stored = relevo.funds.project(name)
        wanted = Project(name=stored.name, etag=stored.etag, title=title or "", budget_mxn=budget)
        wanted.beneficiaries.extend(_beneficiaries(benefits))
        _answer_project(relevo.funds.update_project(wanted, fields, validate_only=validate_only), json=json)


@app.command()
def spend(
    project: ProjectName,
    amount: Annotated[int, typer.Option(help="Whole pesos.")],
    month: Annotated[date, typer.Option(parser=parse_month, metavar="MONTH", help="In which it was spent: 2016-01.")],
    place: Annotated[str, typer.Option(help="That benefits: municipalities/KEY or states/KEY.")],
    deployment: Annotated[str, typer.Option(help="The stay that it paid for.")] = "",
    source: Source = "",
    record_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Record what was spent; it is never changed, only corrected by a further record."""
    wanted = SpendRecord(
        amount_mxn=amount,
        month=to_wire(month),
        place=place,
        deployment=resource("deployments", deployment) if deployment else "",
        source=source,
    )
    with connect() as relevo:
        record = relevo.funds.spend(project, wanted, spend_record_id=record_id, validate_only=validate_only)
    _answer_record(record, json=json)


@app.command()
def correct(
    name: Annotated[str, typer.Argument(help="The record: funds/ID/projects/ID/spendRecords/ID.")],
    by: Annotated[int, typer.Option(help="What to add, whole pesos; negative takes off.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    source: Source = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Correct a record by a further one that says why."""
    wanted = SpendRecord(amount_mxn=by, corrects=name, reason=reason, source=source)
    with connect() as relevo:
        record = relevo.funds.spend(name.partition("/spendRecords/")[0], wanted, validate_only=validate_only)
    _answer_record(record, json=json)


@app.command()
def spent(project: Annotated[str, typer.Argument(help="funds/ID/projects/ID, or a fund.")], json: Json = False) -> None:
    """List what was spent, by month."""
    whole = project if "/projects/" in project else f"{resource('funds', project)}/projects/-"
    with connect() as relevo:
        found = list(relevo.funds.spent(whole))
    if json:
        say_json_list(found)
    else:
        funds.show_spent(found)


def _beneficiaries(texts: list[str] | None) -> list[Beneficiary]:
    named = pairs("--benefits", texts or [])
    return [Beneficiary(place=place, office=office) for place, office in named.items()]


def _answer(fund: Fund, *, json: bool) -> None:
    if json:
        say_json(fund)
    else:
        funds.show(fund)


def _answer_project(project: Project, *, json: bool) -> None:
    if json:
        say_json(project)
    else:
        funds.show_projects([project])


def _answer_record(record: SpendRecord, *, json: bool) -> None:
    if json:
        say_json(record)
    else:
        funds.show_spent([record])
