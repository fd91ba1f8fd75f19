"""A report as the one who accepts it reads it: all that it says, and nothing that it does not."""

import pytest
from google.type.date_pb2 import Date

from relevo.v1.capacity_report_pb2 import CapacityReport, FigureChange, LocalCapacity, Training
from relevo.v1.capacity_service_pb2 import CompareCapacityReportResponse
from relevo_client.presentation import capacity


def test_everything_that_is_said_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    target = Training(
        module="MODULE_CRIME_SCENE", trained_officers=0, target_officers=40, target_date=Date(year=2026, month=6, day=1)
    )
    local = LocalCapacity(on_duty_officers=0, vehicles=1_200, trainings=[target, Training(module="MODULE_EVIDENCE")])
    capacity.show(CapacityReport(name="capacityReports/r", municipal_officers=90, local_capacity=local))
    shown = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "on duty officers 0" in shown
    assert "vehicles 1,200" in shown
    assert "trained: crime scene 0, 40 by 2026-06-01" in shown
    assert "trained: evidence unknown" in shown
    assert not any("prosecutors" in line for line in shown)


def test_what_changed_in_training_is_named_by_module(capsys: pytest.CaptureFixture[str]) -> None:
    change = FigureChange(figure="local_capacity.trainings.crime_scene.trained_officers", after=5)
    capacity.show_comparison(CompareCapacityReportResponse(before="capacityReports/b", changes=[change]))
    assert capsys.readouterr().out.splitlines()[1].split() == [
        *["crime", "scene:", "trained", "officers", "unknown", "5"]
    ]
