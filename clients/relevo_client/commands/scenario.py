"""`relevo scenario`: questions with changes in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from google.protobuf import json_format

from relevo.v1 import scenario_pb2
from relevo_client import Relevo, connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, read_json
from relevo_client.commands.policy_options import policy_numbers
from relevo_client.commands.pool_sizes import METAVAR
from relevo_client.commands.proposing import newest_published, next_monday
from relevo_client.commands.scenario_options import add_changes
from relevo_client.dates import present_day, to_wire
from relevo_client.names import key, resource
from relevo_client.presentation import scenarios
from relevo_client.presentation.screen import remark, say_json, say_json_list, stdout

app = group("Scenarios: a question, of a plan or of the present records, with changes in it.")
Name = Annotated[str, typer.Argument(help="scenarios/ID or ID.")]


def _pairs(purpose: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="NAME=VALUE", help=f"{purpose} Repeatable.")
    return option


@app.command()
def create(
    scenario_id: Annotated[str, typer.Argument(help="For example fewer-patrols; left out: one is given.")] = "",
    plan: Annotated[str, typer.Option(help="Begin with the question behind this plan.")] = "",
    ranking: Annotated[str, typer.Option(help="Without --plan: a published ranking; default: the newest.")] = "",
    first: Annotated[int, typer.Option(help="Without --plan: how many municipalities take part; 0: 50.")] = 0,
    first_day: Annotated[
        date | None, day_option("--first-day", "Without --plan: first day; default: next Monday.")
    ] = None,
    periods: Annotated[int, typer.Option(help="Without --plan: planning periods; 0: 13.")] = 0,
    policy_name: Annotated[str, typer.Option(help="Without --plan: a stored policy, for example strict@2.")] = "",
    pool: Annotated[
        list[str] | None,
        typer.Option(metavar=METAVAR, help="Teams that a pool has, @: from a period on, from 0. Repeatable."),
    ] = None,
    fund: Annotated[list[str] | None, _pairs("MXN that a fund has to give.")] = None,
    weight: Annotated[list[str] | None, _pairs("How many times a municipality counts.")] = None,
    floor: Annotated[list[str] | None, _pairs("Teams that a municipality should have at least.")] = None,
    close: Annotated[list[str] | None, _pairs("Fusion centre of a region, closed from a period on.")] = None,
    withdraw: Annotated[list[str] | None, _pairs("State that leaves its agreements from a period on.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="Municipality to leave out. Repeatable.")] = None,
    number: Annotated[list[str] | None, _pairs("Another policy number.")] = None,
    changes: Annotated[
        Path | None, typer.Option(help="JSON of ScenarioChanges, for pins and more; options complete it.")
    ] = None,
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Freeze a question with changes in it; nothing that is not named changes."""
    wanted = scenario_pb2.Scenario(title=title)
    if plan:
        wanted.plan = resource("plans", plan)
    if changes is not None:
        read_json(changes, wanted.changes)
    add_changes(
        wanted.changes,
        {"pool": pool, "fund": fund, "weight": weight, "floor": floor, "close": close, "withdraw": withdraw},
    )
    for name in exclude or []:
        wanted.changes.exclusions.add(municipality=resource("municipalities", name), reason="left out by the scenario")
    numbers = policy_numbers("--number", number or [])
    if numbers is not None:
        wanted.changes.policy.MergeFrom(numbers)
    with connect() as relevo:
        if not plan:
            day = first_day or next_monday(present_day())
            policy = resource("policies", policy_name) if policy_name else ""
            wanted.records.CopyFrom(_records(relevo, ranking, first, day, periods, policy))
        stored = relevo.what_if.create_scenario(wanted, scenario_id=scenario_id, validate_only=validate_only)
    if json:
        say_json(stored)
        return
    scenarios.show(stored)
    if not validate_only:
        remark(f"Next: relevo sweep run {key(stored.name)}")


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show what would be otherwise."""
    with connect() as relevo:
        scenario = relevo.what_if.scenario(name)
    if json:
        say_json(scenario)
    else:
        scenarios.show(scenario)


@app.command("list")
def list_scenarios(json: Json = False) -> None:
    """List scenarios, newest first."""
    with connect() as relevo:
        found = list(relevo.what_if.scenarios())
    if json:
        say_json_list(found)
    else:
        scenarios.show_list(found)


@app.command()
def instance(name: Name) -> None:
    """Print the frozen question with the changes in it: `relevo offline` solves it anywhere."""
    with connect() as relevo:
        question = relevo.what_if.scenario_instance(name)
    stdout().out(json_format.MessageToJson(question, preserving_proto_field_name=True, ensure_ascii=False))


def _records(
    relevo: Relevo, ranking: str, first: int, day: date, periods: int, policy: str
) -> scenario_pb2.PresentRecords:
    return scenario_pb2.PresentRecords(
        ranking=resource("rankings", ranking) if ranking else newest_published(relevo),
        first_municipalities=first,
        first_day=to_wire(day),
        periods=periods,
        policy_name=policy,
    )
