"""Standing: every part of the bargain, each with a reason of its own."""

from dataclasses import replace
from typing import Any

import pytest

from relevo_planner.compile import build_options, why_forbidden
from relevo_planner.instance import Instance, Municipality, ReportStatus, Stay, Window
from relevo_planner.plan import Reason
from relevo_planner.review import review_operations
from relevo_planner.rules.standing import Standing
from tests.planner.small import IN_ORDER, broken_without, operations_under, place, pool, question

PAST = Stay("deployments/1", "municipalities/a", -20, -18, {"pools/p": 1})


def bent(**changes: Any) -> Municipality:
    return place(standing=replace(IN_ORDER, **changes))


def visited(municipality: Municipality) -> Instance:
    return question(municipality, stays=(PAST,))


@pytest.mark.parametrize(
    ("instance", "reason"),
    [
        (question(bent(agreements=())), Reason.NO_AGREEMENT),
        (question(bent(report=ReportStatus.MISSING, report_age_days=None)), Reason.NO_REPORT),
        (question(bent(report=ReportStatus.SUBMITTED)), Reason.REPORT_NOT_ACCEPTED),
        (question(bent(report=ReportStatus.RETURNED)), Reason.REPORT_NOT_ACCEPTED),
        (question(bent(report_age_days=91)), Reason.REPORT_STALE),
        (question(bent(report_age_days=None)), Reason.REPORT_STALE),
        (question(place(verified_officers=None), pools=(pool(officers_per_team=0),)), Reason.STRENGTH_UNKNOWN),
        (question(bent(effort_ratio=None)), Reason.EFFORT_UNKNOWN),
        (question(bent(effort_ratio=0.89)), Reason.EFFORT_BELOW_FLOOR),
        (visited(bent(overdue_commitments=1)), Reason.COMMITMENT_OVERDUE),
    ],
)
def test_each_part_forbids_with_its_own_reason(instance: Instance, reason: Reason) -> None:
    assert len(build_options(instance)) == 0
    assert reason in why_forbidden(instance)[0]
    assert "standing" in broken_without(Standing, instance)


@pytest.mark.parametrize(
    "instance",
    [
        question(bent(report_age_days=90)),
        question(bent(effort_ratio=0.9)),
        question(bent(overdue_commitments=1)),
        visited(bent(overdue_commitments=1, waiver=True)),
        question(bent(agreements=(Window(0, 2), Window(2, 4)))),
    ],
)
def test_what_is_in_order_is_allowed(instance: Instance) -> None:
    operations = operations_under(instance)
    assert operations
    assert review_operations(instance, operations) == ()


def test_an_operation_does_not_outlast_its_agreement() -> None:
    options = build_options(question(bent(agreements=(Window(-5, 2), Window(3, 9)))))
    assert set(zip(options.start.tolist(), options.periods.tolist(), strict=True)) == {(0, 1), (0, 2), (1, 1), (3, 1)}
