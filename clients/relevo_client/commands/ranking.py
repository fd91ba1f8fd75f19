"""`relevo ranking`: dated, reproducible orders of municipalities."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Annotated

import typer

from relevo.v1.incidence_pb2 import Dataset
from relevo.v1.ranking_pb2 import Ranking, RankingNumbers
from relevo_client import Fault, Relevo, connect
from relevo_client.commands import ranking_checks
from relevo_client.commands.parts import Json, ValidateOnly, group, pairs, parse_month, refuse
from relevo_client.dates import to_wire
from relevo_client.names import key, resource
from relevo_client.presentation import rankings
from relevo_client.presentation.screen import remark, say_json, say_json_list

_METHODS = {"volume": Ranking.METHOD_VOLUME, "rate": Ranking.METHOD_RATE, "blend": Ranking.METHOD_BLEND}

app = group("Orders of municipalities by incidence.")
Name = Annotated[str, typer.Argument(help="rankings/ID or ID.")]


@app.command()
def create(
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    dataset: Annotated[list[str] | None, typer.Option(help="Source; default: the newest dataset. Repeatable.")] = None,
    crime: Annotated[
        list[str] | None, typer.Option(help="Crime type; default: the dataset's only one. Repeatable, then added up.")
    ] = None,
    method: Annotated[
        str, typer.Option(metavar="volume|rate|blend", help="Order by incidents, per inhabitant, or between.")
    ] = "volume",
    since: Annotated[
        date | None,
        typer.Option("--from", parser=parse_month, metavar="MONTH", help="First month; default: the sources' first."),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(parser=parse_month, metavar="MONTH", help="First month left out; default: after the last."),
    ] = None,
    half_life: Annotated[
        float | None, typer.Option(metavar="MONTHS", help="A month this old weighs half; default: the crime type's.")
    ] = None,
    weight: Annotated[
        list[str] | None, typer.Option(metavar="TYPE=WEIGHT", help="Of one incident; default: the table. Repeatable.")
    ] = None,
    count_discovered: Annotated[
        bool, typer.Option("--count-discovered", help="Count crimes that police discover, too.")
    ] = False,
    call_share: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Of the score from emergency calls, 0 to 1; default: 0.")
    ] = None,
    blend_exponent: Annotated[
        float | None, typer.Option(metavar="POWER", help="Of the population that blend divides by; default: 0.5.")
    ] = None,
    horizon: Annotated[
        int | None, typer.Option(metavar="MONTHS", help="What the rank intervals look ahead; default: 12.")
    ] = None,
    first_places: Annotated[
        int | None, typer.Option("--first", metavar="N", help="Of the chance to be in the first N.")
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="SEED", help="Of the draws behind the intervals.")] = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Compute a draft ranking with rank intervals."""
    if method not in _METHODS:
        fault = Fault("--method", "not a method", method, "write volume, rate or blend")
        raise refuse("the method is not known", fault)
    numbers = RankingNumbers(
        half_life_months=half_life,
        blend_exponent=blend_exponent,
        count_discovered=count_discovered,
        call_share=call_share,
        horizon_months=horizon,
        first=first_places,
        seed=seed,
        weights=_weights(weight or []),
    )
    with connect() as relevo:
        sources = _sources(relevo, dataset or [])
        first, end = span(sources)
        wanted = Ranking(
            title=title,
            method=_METHODS[method],
            datasets=[source.name for source in sources],
            crime_types=[resource("crimeTypes", name) for name in crime] if crime else [_only_crime(sources)],
            from_month=to_wire(since or first),
            until_month=to_wire(until or end),
            numbers=numbers,
        )
        ranking = relevo.rankings.create(wanted, validate_only=validate_only)
    if json:
        say_json(ranking)
        return
    rankings.show(ranking)
    if not validate_only:
        remark(f"It is a draft. Publish it: relevo ranking publish {key(ranking.name)}")


def span(sources: list[Dataset]) -> tuple[date, date]:
    """Return the first month that some dataset covers and the first month after all of them."""
    years = [year for source in sources for year in source.years]
    ends = [
        date(source.cut_off.year + source.cut_off.month // 12, source.cut_off.month % 12 + 1, 1)
        if source.HasField("cut_off")
        else date(max(source.years) + 1, 1, 1)
        for source in sources
        if source.years
    ]
    return date(min(years), 1, 1), max(ends)


def _weights(texts: list[str]) -> dict[str, float]:
    weights, faults = {}, []
    for name, text in pairs("--weight", texts).items():
        try:
            weights[resource("crimeTypes", name)] = float(text)
        except ValueError:
            faults.append(Fault(f"--weight {name}", "not a number", text, "write a number such as 12"))
    if faults:
        raise refuse("not every weight is a number", *faults)
    return weights


def _sources(relevo: Relevo, names: list[str]) -> list[Dataset]:
    if names:
        return [relevo.incidence.dataset(name) for name in names]
    newest = list(islice(relevo.incidence.datasets(), 1))
    if not newest:
        raise refuse("there is nothing to rank", Fault("datasets", "none imported yet", todo="relevo import FILE"))
    return newest


def _only_crime(sources: list[Dataset]) -> str:
    names = sorted({crime.name for source in sources for crime in source.crime_types})
    if len(names) == 1:
        return names[0]
    faults = [Fault("--crime", "is one of them", key(name)) for name in names]
    raise refuse("the sources hold several crime types: choose with --crime", *faults)


@app.command()
def show(
    name: Name,
    first: Annotated[int, typer.Option(min=1, help="How many municipalities.")] = 50,
    json: Json = False,
) -> None:
    """Show a ranking and its first municipalities."""
    with connect() as relevo:
        ranking = relevo.rankings.get(name)
        lines = list(islice(relevo.rankings.municipalities(name, page_size=min(first, 1000)), first))
    if json:
        say_json_list([ranking, *lines])
    else:
        rankings.show(ranking)
        rankings.show_lines(lines)


@app.command("list")
def list_rankings(json: Json = False) -> None:
    """List rankings, newest first."""
    with connect() as relevo:
        found = list(relevo.rankings.list())
    if json:
        say_json_list(found)
    else:
        rankings.show_list(found)


@app.command()
def publish(name: Name, validate_only: ValidateOnly = False, json: Json = False) -> None:
    """Publish a draft: it never changes again, and plans may stand on it."""
    with connect() as relevo:
        draft = relevo.rankings.get(name)
        ranking = relevo.rankings.publish(draft.name, etag=draft.etag, validate_only=validate_only)
    if json:
        say_json(ranking)
        return
    rankings.show(ranking)
    if not validate_only:
        remark(f"Plan on it: relevo plan propose --ranking {key(ranking.name)}")


for _command in (ranking_checks.submit, ranking_checks.replay, ranking_checks.compare, ranking_checks.policy):
    app.command()(_command)
