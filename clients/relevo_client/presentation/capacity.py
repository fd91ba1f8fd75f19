"""Capacity reports. A figure that is not stated is unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.v1.capacity_report_pb2 import CapacityReport, EffortAlarm, Training
from relevo.v1.capacity_service_pb2 import CompareCapacityReportResponse
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import remark, say_facts, say_table


def _known(value: int, *, is_known: bool) -> str:
    return f"{value:,}" if is_known else "unknown"


def _figures(report: CapacityReport) -> tuple[str, str, str, str]:
    return (
        _known(report.municipal_officers, is_known=report.HasField("municipal_officers")),
        _known(report.attributed_state_officers, is_known=report.HasField("attributed_state_officers")),
        _known(report.certified_officers, is_known=report.HasField("certified_officers")),
        _known(report.officers_year_before, is_known=report.HasField("officers_year_before")),
    )


def _local(report: CapacityReport) -> Iterator[tuple[str, str]]:
    """What else the state says; what it does not say is left out."""
    for field, value in report.local_capacity.ListFields():
        if not field.is_repeated:
            yield field.name.replace("_", " "), f"{value:,}"
    for training in report.local_capacity.trainings:
        module = Training.Module.Name(training.module).removeprefix("MODULE_").lower().replace("_", " ")
        trained = _known(training.trained_officers, is_known=training.HasField("trained_officers"))
        target = f", {training.target_officers:,} by {words.iso(training.target_date)}"
        yield f"trained: {module}", trained + (target if training.HasField("target_officers") else "")


def _state(report: CapacityReport) -> str:
    return words.state(CapacityReport.State.Name(report.state))


def show(report: CapacityReport) -> None:
    """Print one report."""
    municipal, attributed, certified, year_before = _figures(report)
    say_facts(
        [
            ("report", report.name),
            ("state", _state(report)),
            ("municipality", report.municipality),
            ("reported by", report.state_name),
            ("as of", words.iso(report.as_of_date)),
            ("municipal officers", municipal),
            ("state officers attributed", attributed),
            ("certified", certified),
            ("officers a year before", year_before),
            *_local(report),
            ("fresh until", words.last_iso(report.stale_date)),
            ("source", report.source),
            ("note", "illustrative: stands in for real figures" if report.illustrative else ""),
            ("returned because", "; ".join(report.return_reasons)),
        ]
    )


def show_list(reports: list[CapacityReport]) -> None:
    """Print one line per report."""
    rows = []
    for report in reports:
        municipal, attributed, _, year_before = _figures(report)
        figures = (municipal, attributed, year_before, "illustrative" if report.illustrative else "")
        rows.append(
            (key(report.name), key(report.municipality), words.iso(report.as_of_date), _state(report), *figures)
        )
    headers = ("report", "place", "as of", "state", "municipal", "attributed", "year before", "")
    say_table(headers, rows, right=[4, 5, 6])


def _figure_words(figure: str) -> str:
    """`local_capacity.trainings.crime_scene.trained_officers` to `crime scene: trained officers`."""
    own = figure.removeprefix("local_capacity.").removeprefix("trainings.")
    return own.replace("_", " ").replace(".", ": ")


def show_comparison(comparison: CompareCapacityReportResponse) -> None:
    """Print what changed since the report before."""
    if not comparison.before:
        remark("No report of this municipality was accepted before it.")
        return
    rows = [
        (
            _figure_words(change.figure),
            _known(change.before, is_known=change.HasField("before")),
            _known(change.after, is_known=change.HasField("after")),
        )
        for change in comparison.changes
    ]
    say_table(("figure", f"in {key(comparison.before)}", "now"), rows, right=[1, 2])


def show_alarms(alarms: list[EffortAlarm]) -> None:
    """Print one line per alarm."""
    rows = [
        (key(alarm.municipality), alarm.deployment, f"{alarm.officers_before:,}", f"{alarm.officers_now:,}")
        for alarm in alarms
    ]
    say_table(("place", "stay", "officers at arrival", "officers now"), rows, right=[2, 3])
