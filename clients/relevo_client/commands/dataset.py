"""`relevo dataset`: imported files of monthly counts."""

from __future__ import annotations

from typing import Annotated

import typer

from relevo_client import connect
from relevo_client.commands.indicators import indicators
from relevo_client.commands.parts import Json, group
from relevo_client.presentation import imports
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Imported files of monthly counts.")


@app.command("list")
def list_datasets(json: Json = False) -> None:
    """List datasets, newest first."""
    with connect() as relevo:
        datasets = list(relevo.incidence.datasets())
    if json:
        say_json_list(datasets)
    else:
        imports.show_list(datasets)


@app.command("show")
def show_dataset(name: Annotated[str, typer.Argument(help="datasets/ID or ID.")], json: Json = False) -> None:
    """Show one dataset with its crime types."""
    with connect() as relevo:
        dataset = relevo.incidence.dataset(name)
    if json:
        say_json(dataset)
    else:
        imports.show_dataset(dataset)


@app.command()
def cells(
    municipality: Annotated[str, typer.Argument(help="municipalities/KEY or KEY, for example 12001.")],
    dataset: Annotated[str, typer.Option(metavar="ID", help="Only this dataset.")] = "",
    json: Json = False,
) -> None:
    """List a municipality's counts by cell, from geocoded files; cells with few incidents are merged."""
    with connect() as relevo:
        found = list(relevo.incidence.cells(municipality, dataset=dataset))
    if json:
        say_json_list(found)
    else:
        imports.show_cells(found)


app.command()(indicators)
