"""Capacity reports: unknown is not zero, and only accepted figures verify."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from relevo_server.domain.capacity_report import CapacityReport, CapacityReportDraft, CapacityReportState, strength_of
from relevo_server.domain.errors import ErrorReason, FailedPrecondition

TODAY = date(2025, 1, 15)
REPORT = CapacityReport(
    name="capacityReports/a",
    state_name="states/12",
    municipality="municipalities/12001",
    as_of=date(2025, 1, 1),
    state=CapacityReportState.SUBMITTED,
    municipal_officers=200,
    attributed_state_officers=50,
    certified_officers=None,
    officers_year_before=240,
    illustrative=False,
    source="",
    return_reasons=(),
    created=datetime(2025, 1, 2, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("municipal", "attributed", "strength"), [(None, None, None), (0, None, 0), (None, 50, 50), (200, 50, 250)]
)
def test_strength_is_what_is_known(municipal: int | None, attributed: int | None, strength: int | None) -> None:
    assert strength_of(municipal, attributed) == strength


def test_only_an_accepted_report_verifies() -> None:
    assert REPORT.verified_officers is None
    assert REPORT.accept().verified_officers == 250
    assert REPORT.accept().supersede().verified_officers is None
    assert REPORT.send_back(["count again"]).verified_officers is None


@pytest.mark.parametrize(
    ("before", "officers", "ratio"), [(250, 200, 1.0), (500, 200, 0.5), (None, 200, None), (0, 0, 1.0)]
)
def test_effort_is_measured_against_the_year_before(before: int | None, officers: int, ratio: float | None) -> None:
    report = replace(REPORT, officers_year_before=before, municipal_officers=officers)
    assert report.effort_ratio == ratio
    unknown = replace(report, municipal_officers=None, attributed_state_officers=None)
    assert unknown.effort_ratio is None


@pytest.mark.parametrize("step", ["accept", "supersede", "send_back"])
def test_an_ended_report_takes_no_step(step: str) -> None:
    for ended in (REPORT.send_back(["no"]), REPORT.accept().supersede()):
        with pytest.raises(FailedPrecondition) as caught:
            ended.send_back(["no"]) if step == "send_back" else getattr(ended, step)()
        assert caught.value.reason is ErrorReason.STATE_FORBIDS


def test_every_step_changes_the_etag() -> None:
    etags = {REPORT.etag, REPORT.accept().etag, REPORT.accept().supersede().etag}
    assert len(etags) == 3


def test_a_draft_names_every_fault() -> None:
    draft = CapacityReportDraft("states/12", "municipalities/02004", date(2025, 2, 1), -1, 5, 7, None, source="\x00")
    faults = draft.faults(TODAY)
    assert {fault.field for fault in faults} == {
        "capacity_report.as_of_date",
        "capacity_report.municipal_officers",
        "capacity_report.source",
        "capacity_report.municipality",
        "capacity_report.certified_officers",
    }
    (foreign,) = [fault for fault in faults if fault.field == "capacity_report.municipality"]
    assert foreign.reason is ErrorReason.FOREIGN_MUNICIPALITY


def test_names_of_the_wrong_form_are_told() -> None:
    fields = [fault.field for fault in CapacityReportDraft("Guerrero", "12001", TODAY).faults(TODAY)]
    assert fields == ["capacity_report.state_name", "capacity_report.municipality"]


def test_a_report_of_nothing_known_is_a_report() -> None:
    assert not CapacityReportDraft("states/12", "municipalities/12001", TODAY).faults(TODAY)
