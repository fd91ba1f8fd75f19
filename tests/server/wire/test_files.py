"""Questions as files: faults of form and of sense are told together."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.from_ladder import instance_from_ladder, read_ladder
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.wire.files import read_instance, read_plan, write_instance

QUESTION: dict[str, Any] = {
    "first_day": {"year": 2025, "month": 1, "day": 6},
    "periods": 4,
    "municipalities": [
        {
            "name": "municipalities/12001",
            "state": "states/12",
            "region": "regions/sur",
            "gains": [{"capability": "CAPABILITY_PATROL", "gains": [2, 1]}],
            "period_weights": [1, 1, 1, 1],
            "verified_officers": "100",
        }
    ],
    "pools": [{"name": "pools/a", "capability": "CAPABILITY_PATROL", "teams": 2, "officers_per_team": 10}],
    "regions": [{"name": "regions/sur"}],
}


def with_changes(**changes: Any) -> bytes:
    return json.dumps(QUESTION | changes).encode()


def test_a_question_written_by_hand_is_read() -> None:
    instance = read_instance(with_changes())
    assert instance.municipalities[0].verified_officers == 100
    assert instance.pools[0].rest_periods == 1
    assert instance.municipalities[0].absorption_teams is None


def test_faults_of_form_and_of_sense_are_told_together() -> None:
    pool = {"name": "pools/a", "capability": "CAPABILITY_PATROL", "teams": -3, "colour": "red"}
    with pytest.raises(RelevoError) as refused:
        read_instance(with_changes(pools=[pool], periods=0), "question.json")
    assert refused.value.reason is ErrorReason.INVALID_FIELDS
    assert {"pools[0].teams", "pools[0].colour", "periods"} <= {fault.field for fault in refused.value.faults}
    assert "question.json was refused" in str(refused.value)


def test_a_file_that_is_no_json_has_one_fault() -> None:
    with pytest.raises(RelevoError) as refused:
        read_instance(b'{"periods": 13,')
    assert len(refused.value.faults) == 1
    assert "line 1" in str(refused.value)


def test_a_day_that_is_not_in_the_calendar_is_named() -> None:
    with pytest.raises(RelevoError, match="2025-02-30"):
        read_instance(with_changes(first_day={"year": 2025, "month": 2, "day": 30}))


def test_a_plan_by_hand_is_its_operations() -> None:
    by_hand = {"operations": [{"municipality": "municipalities/12001", "start": 0, "periods": 2}]}
    plan = read_plan(json.dumps(by_hand).encode())
    assert plan.operations[0].periods == 2
    assert plan.certificate.value == 0


def test_a_large_question_survives_the_file(data_dir: Path) -> None:
    instance = instance_from_ladder(read_ladder(data_dir / "bench" / "ladder-300x26.json.gz"))
    assert read_instance(write_instance(instance).encode()) == instance
