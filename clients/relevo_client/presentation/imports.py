"""What an import did."""

from __future__ import annotations

from collections.abc import Iterable

from relevo.v1.incidence_pb2 import AbsentMeans, CellCount, Dataset, Jurisdiction
from relevo.v1.incidence_service_pb2 import GetIndicatorsResponse, Indicator
from relevo.v1.intake_service_pb2 import ImportFileResponse
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_facts, say_table

_MOST_LEFT_OUT = 50
_MOST_PLACES = 20
_JURISDICTIONS = {Jurisdiction.JURISDICTION_COMMON: "common", Jurisdiction.JURISDICTION_FEDERAL: "federal"}


def show(title: str, answer: ImportFileResponse, *, validate_only: bool = False) -> None:
    """Print what one file brought, and every row that was not used."""
    say(f"{title}: {summary(answer, validate_only=validate_only)}")
    if answer.dataset.name:
        say(f"  {answer.dataset.name}: {'; '.join(crime_types(answer.dataset))}")
    for row in answer.left_out[:_MOST_LEFT_OUT]:
        place = f"line {row.line}" + (f", column {row.column}" if row.column else "")
        value = f" '{row.value}'" if row.value else ""
        say(f"  left out: {place}{value}: {row.reason}")
    for notice in answer.notices:
        say(f"  note: {notice}")
    if answer.left_out_total > min(len(answer.left_out), _MOST_LEFT_OUT):
        say(f"  {answer.left_out_total:,} rows were left out in all")


def summary(answer: ImportFileResponse, *, validate_only: bool = False) -> str:
    """Return what one file brought, in one line."""
    parts = [answer.layout, words.count(answer.rows_read, "row")]
    if answer.already_imported:
        parts.append("imported before, nothing was written")
    elif validate_only:
        parts.append("can be imported, nothing was written")
    elif answer.records_written:
        parts.append(f"{words.count(answer.records_written, 'record')} written")
    if answer.unplaced_rows:
        parts.append(f"{words.count(answer.unplaced_rows, 'row')} of no place: counted, never ranked")
    return ", ".join(parts)


def crime_types(dataset: Dataset) -> list[str]:
    """Return for example `25,449 homicidio-doloso`, one per crime type, the most frequent first."""
    by_number = sorted(dataset.crime_types, key=lambda crime: (-crime.incidents, crime.name))
    return [f"{crime.incidents:,} {key(crime.name)}" for crime in by_number]


def show_list(datasets: list[Dataset]) -> None:
    """Print one line per dataset."""
    rows = [
        (
            key(dataset.name),
            dataset.title,
            " ".join(str(year) for year in dataset.years),
            f"{dataset.rows:,}",
            f"{len(dataset.crime_types)}",
        )
        for dataset in datasets
    ]
    say_table(("dataset", "file", "years", "rows", "crime types"), rows, right=[3, 4])


def show_cells(counts: list[CellCount]) -> None:
    """Print one line per cell, crime type and month."""
    rows = [
        (
            key(count.dataset),
            key(count.crime_type),
            f"{count.month.year}-{count.month.month:02d}",
            count.cell or "elsewhere in the municipality",
            f"{count.resolution}" if count.HasField("resolution") else "",
            f"{count.incidents:,}",
        )
        for count in counts
    ]
    say_table(("dataset", "crime type", "month", "H3 cell", "resolution", "incidents"), rows, right=[4, 5])


def show_dataset(dataset: Dataset) -> None:
    """Print one dataset with its crime types."""
    say_facts(
        [
            ("dataset", dataset.name),
            ("file", dataset.title),
            ("layout", dataset.layout),
            ("jurisdiction", _JURISDICTIONS.get(dataset.jurisdiction, "not told")),
            ("years", " ".join(str(year) for year in dataset.years)),
            ("known until", words.iso(dataset.cut_off)),
            ("rows", f"{dataset.rows:,}"),
            ("SHA-256", dataset.content_sha256),
        ]
    )
    rows = [
        (
            key(crime.name),
            f"{crime.incidents:,}",
            f"{crime.unplaced_incidents:,}",
            "zero" if crime.absent_means == AbsentMeans.ABSENT_MEANS_ZERO else "unknown",
        )
        for crime in dataset.crime_types
    ]
    say()
    say_table(("crime type", "incidents", "of no place", "a missing row means"), rows, right=[1, 2])


def show_indicators(found: GetIndicatorsResponse) -> None:
    """Print figures by area, common and federal crimes also apart, and the alarms."""
    _show_figures(found.indicators)
    if found.unplaced_incidents:
        say(f"{found.unplaced_incidents:,} of these in no municipality (EE998, EE999)")
    if found.population_years:
        years = [str(year) for year in found.population_years]
        say(f"inhabitants of {years[0] if len(years) == 1 else f'{years[0]} to {years[-1]}'}")
    if found.without_population:
        named = ", ".join(map(key, found.without_population[:_MOST_PLACES]))
        more = len(found.without_population) - _MOST_PLACES
        say(f"in no rate, for their inhabitants are unknown: {named}{f' and {more:,} more' if more > 0 else ''}")
    if found.HasField("spread_ratio"):
        say(f"highest rate over lowest: {found.spread_ratio:,.1f}")
    if found.watched:
        say(
            f"watched {found.watched:,}: {len(found.upswings):,} with an upswing beyond chance; an area without any "
            f"change raises an alarm once in {1 / found.false_alarm_rate:,.0f}"
        )
    for alarm in found.upswings:
        say(f"{key(alarm.area)}: {alarm.recent:,} where {alarm.expected:,.1f} were to be expected", lead="  ")
    told = [part for part in found.jurisdictions if part.datasets]
    for part in found.jurisdictions:
        whose = _JURISDICTIONS.get(part.jurisdiction, "")
        title = f"{whose} crimes" if whose else "from sources that do not tell whether common or federal"
        if not part.datasets:
            say(f"{title}: not told by the sources asked, which is unknown and not zero")
        elif len(told) == 1:
            say(f"{title}: all of these")
        else:
            say(f"{title}: {', '.join(map(key, part.crime_types))}")
            _show_figures(part.indicators)


def _show_figures(figures: Iterable[Indicator]) -> None:
    rows = [
        (
            key(figure.area),
            f"{figure.incidents:,}" if figure.HasField("incidents") else "unknown",
            f"{figure.rate_per_100k:,.1f}" if figure.HasField("rate_per_100k") else "unknown",
            f"{figure.change_to_base:+.0%}" if figure.HasField("change_to_base") else "unknown",
            f"{figure.change_to_before:+.0%}" if figure.HasField("change_to_before") else "unknown",
        )
        for figure in figures
    ]
    headers = ("area", "incidents", "per 100,000 a year", "against the base", "against the months before")
    say_table(headers, rows, right=[1, 2, 3, 4])
