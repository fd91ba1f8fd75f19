"""`relevo import`: official files."""

from __future__ import annotations

from collections import deque
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from relevo.v1.incidence_pb2 import AbsentMeans
from relevo.v1.intake_service_pb2 import ImportFileResponse, ImportHeader
from relevo_client import Fault, Relevo, RelevoError, connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, pairs, refuse
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import imports, progress
from relevo_client.presentation.screen import remark, say_json_list

_ABSENT = {"zero": AbsentMeans.ABSENT_MEANS_ZERO, "unknown": AbsentMeans.ABSENT_MEANS_UNKNOWN}

app = group("Import official files.")


@app.command()
def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Plain or gzip; the layout is found by content.")
    ],
    absent_means: Annotated[
        str, typer.Option(metavar="zero|unknown", help="What a missing row means, for every crime type.")
    ] = "unknown",
    absent: Annotated[
        list[str] | None, typer.Option(metavar="TYPE=zero", help="The same for one crime type. Repeatable.")
    ] = None,
    cut_off: Annotated[date | None, day_option("--cut-off", "Last day that the file can know of.")] = None,
    population_year: Annotated[
        int, typer.Option(metavar="YEAR", help="Which year of a population file to keep; 0: the latest.")
    ] = 0,
    crime_type: Annotated[
        str, typer.Option(metavar="TYPE", help="What a bare sheet of counts counts, for example homicidio-doloso.")
    ] = "",
    year: Annotated[
        list[int] | None, typer.Option(metavar="YEAR", help="Year that a file of counts is said to be of. Repeatable.")
    ] = None,
    skip_bad_rows: Annotated[bool, typer.Option("--skip-bad-rows", help="Leave bad rows out and report them.")] = False,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Import official files.

    INEGI catalogue, CONAPO population, SESNSP incidence, regions, points, census of officers. Several files may be
    given in any order: one that needs the catalogue waits for it. A file with a fault changes nothing. Where the line
    is cut, sending goes on from what the server holds, also with the same command a day later.
    """
    header = ImportHeader(
        on_fault=ImportHeader.ON_FAULT_SKIP if skip_bad_rows else ImportHeader.ON_FAULT_REFUSE,
        absent_means_default=_absent("--absent-means", {"every type": absent_means})["every type"],
        absent_means=_absent("--absent", pairs("--absent", absent or [])),
        cut_off=to_wire(cut_off) if cut_off else None,
        population_year=population_year,
        crime_type=resource("crimeTypes", crime_type) if crime_type else "",
        validate_only=validate_only,
        years=year or [],
    )
    _check(files)
    with connect() as relevo:
        done = import_all(relevo, files, header)
    if json:
        say_json_list(answer for _, answer in done)
    else:
        for path, answer in done:
            imports.show(path.name, answer, validate_only=validate_only)


def import_all(relevo: Relevo, files: list[Path], header: ImportHeader) -> list[tuple[Path, ImportFileResponse]]:
    """Import files; one that names unknown municipalities is tried again after the others.

    Raises:
        RelevoError: of the first file that cannot be imported; what was imported before it is said on stderr.
    """
    waiting, refused, done = deque(files), 0, list[tuple[Path, ImportFileResponse]]()
    while waiting:
        path = waiting.popleft()
        try:
            with progress.upload(path.name) as shown:
                answer = relevo.intake.import_file(
                    path, header, on_sent=shown.sent, on_read=shown.read, on_cut=shown.cut
                )
            done.append((path, answer))
            refused = 0
        except RelevoError as error:
            refused += 1
            if error.reason == "MUNICIPALITY_UNKNOWN" and refused <= len(waiting):
                waiting.append(path)
                continue
            for earlier, _ in done:
                remark(f"imported before the fault: {earlier}")
            error.message = f"{path}: {error.message}"
            raise
    return done


def _absent(option: str, given: dict[str, str]) -> dict[str, AbsentMeans.ValueType]:
    faults = [
        Fault(place=f"{option} {name}", value=value, why="not known", todo="write zero or unknown")
        for name, value in given.items()
        if value not in _ABSENT
    ]
    if faults:
        raise refuse(f"{option} is not understood", *faults)
    return {name: _ABSENT[value] for name, value in given.items()}


def _check(files: list[Path]) -> None:
    faults = [
        Fault(place="file", value=str(path), why="a directory" if path.is_dir() else "does not exist")
        for path in files
        if not path.is_file()
    ]
    if faults:
        raise refuse("not every file can be read; nothing was sent", *faults)
