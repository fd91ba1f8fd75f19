"""What an import did."""

from __future__ import annotations

from relevo.v1.incidence_pb2 import Dataset
from relevo.v1.intake_service_pb2 import ImportFileResponse
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_table

_MOST_LEFT_OUT = 50


def show(title: str, answer: ImportFileResponse, *, validate_only: bool = False) -> None:
    """Print what one file brought, and every row that was not used."""
    say(f"{title}: {summary(answer, validate_only=validate_only)}")
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
    if answer.dataset.name:
        parts.append(answer.dataset.name)
        parts.extend(crime_types(answer.dataset))
    return ", ".join(parts)


def crime_types(dataset: Dataset) -> list[str]:
    """Return for example `25,449 homicidio-doloso`, one per crime type."""
    return [f"{crime.incidents:,} {crime.name.rpartition('/')[2]}" for crime in dataset.crime_types]


def show_datasets(datasets: list[Dataset]) -> None:
    """Print imported datasets."""
    rows = [
        (
            dataset.name,
            dataset.title,
            " ".join(str(year) for year in dataset.years),
            f"{dataset.rows:,}",
            "; ".join(crime_types(dataset)),
        )
        for dataset in datasets
    ]
    say_table(("dataset", "file", "years", "rows", "incidents by crime type"), rows, right=[3])
