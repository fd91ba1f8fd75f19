"""The page that says how long imports of national years took, from what was just measured."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

CRIME_LINES = 98
PROMISED_SECONDS, PROMISED_MB = 10.0, 500.0
MB_PER_MIB = 2**20 / 1e6
LINEAR_WITHIN = 1.25
_FIRST = "the write-ahead log among them, which keeps the size of the largest import"


def _told(value: float | None, decimals: int) -> str:
    return "not measured" if value is None else f"{value:.{decimals}f}"


def _growth(found: dict[str, Any]) -> str:
    """Say whether every year after the first added about as much to the records on disk as every other.

    The first brings more: the write-ahead log grows to the size of an import and keeps it.
    """
    if "empty_records_mib" not in found:
        return "How the records grow on disk was not measured."
    sizes = [found["empty_records_mib"], *(year["records_mib"] for year in found["years"])]
    first, *grown = [after - before for before, after in pairwise(sizes)]
    is_linear = min(grown) > 0 and max(grown) <= LINEAR_WITHIN * min(grown)
    verdict = "linear" if is_linear else "NOT linear"
    return (
        f"The first year added {first:.1f} MiB to the records on disk, {_FIRST}; each year after it "
        f"{min(grown):.1f} to {max(grown):.1f} MiB: {verdict} within {LINEAR_WITHIN - 1:.0%}."
    )


def _ranked(found: dict[str, Any]) -> str:
    """Say how many incidents were ranked: what is all zero is quickly put in order."""
    if "ranked_incidents" not in found:
        return "The file that was measured told no homicide of any place: these seconds are of an order of zeros."
    return f"{found['ranked_incidents']:,} incidents were ranked."


def page(found: dict[str, Any]) -> str:
    """Return the page as Markdown."""
    machine, years = found["machine"], found["years"]
    seconds, cpu = [year["seconds"] for year in years], [year["cpu_seconds"] for year in years]
    rows = "\n".join(
        f"| {year['year']} | {year['seconds']:.1f} | {year['cpu_seconds']:.1f} "
        f"| {_told(year.get('client_cpu_seconds'), 1)} | {year['load']:.1f} | {year['peak_mib']:.0f} "
        f"| {_told(year.get('records_mib'), 0)} |"
        for year in years
    )
    beside = (
        f"pandas {found['pandas']['version']}: `read_csv` of the last file {found['pandas']['seconds']:.1f} s and "
        f"{found['pandas']['peak_mib']:.0f} MiB; it parses, the import also judges every cell, keeps the books, checks "
        "keys against the catalogue and stores the rows."
        if found["pandas"]
        else "pandas is not installed here: nothing stands beside it."
    )
    kept = sum(took < PROMISED_SECONDS for took in seconds)
    peak_mb = max(year["peak_mib"] for year in found["years"]) * MB_PER_MIB
    verdict = (
        f"In plain seconds {kept} of {len(seconds)} years kept the promise of {PROMISED_SECONDS:g} s; in processor "
        "seconds of the server, what a machine without other work would take at least, "
        f"{sum(took < PROMISED_SECONDS for took in cpu)} did. The promise of {PROMISED_MB:g} MB was "
        f"{'kept' if peak_mb < PROMISED_MB else 'NOT kept'}: {peak_mb:.0f} MB at most. The rankings after them "
        f"brought the server to {found['peak_mib'] * MB_PER_MIB:.0f} MB."
    )
    rankings = "\n".join(f"| {name} | {took:.2f} |" for name, took in found["rankings"].items())
    return f"""# Import at size

`make bench-import`, {machine["day"]}: commit {machine["commit"] or "unknown"}, {machine["processor"]},
{machine["cores"]} cores, Python {machine["python"]}, load {machine["load_average"][0]} when it began (other work ran on
the machine). Through the API, client and server on one machine, plain seconds of the caller. Promise: a national year
in under 10 s and 500 MB.

{found["rows"]:,} rows a year ({found["rows"] // CRIME_LINES:,} municipalities, {CRIME_LINES} lines of the
classification, zeros included), {found["bytes"] / 1e6:.1f} MB of gzip. The counts are those of SESNSP for 2024 in every
year, homicides undivided on the line "No especificado": illustrative for all others.

| year | seconds | server's processor | client's processor | load of the machine | server's peak, MiB | records, MiB |
|---|---|---|---|---|---|---|
{rows}

{verdict}

Ten years took {sum(seconds):.0f} s; the last year took {cpu[-1] / cpu[0]:.2f} times the processor of the first.
{_growth(found)}

The same file again: {found["again_seconds"]:.1f} s, recognised by its content, nothing written. The server's peak
before the first import was {found["before_mib"]:.0f} MiB, at the end, rankings included, {found["peak_mib"]:.0f} MiB.

{beside}

## The national ranking with intervals

CreateRanking through the API: intentional homicides, twelve months, every municipality with 90 % rank intervals from
1,000 draws, the lines stored. {_ranked(found)} Promise: under 3 s.

| method | seconds |
|---|---|
{rankings}
"""
