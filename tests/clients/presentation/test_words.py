"""Enums, numbers and dates in words."""

from datetime import date

import pytest
from google.type.date_pb2 import Date

from relevo.v1.plan_pb2 import Plan, PlanReason
from relevo_client.presentation import words

REASONS = [value.number for value in PlanReason.DESCRIPTOR.values if value.number]
STOPS = [value.number for value in Plan.Stop.DESCRIPTOR.values if value.number]
# Nothing would change these.
FINAL = {PlanReason.Value("PLAN_REASON_NO_NEED"), PlanReason.Value("PLAN_REASON_PIN")}


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_said_in_words(reason: PlanReason.ValueType) -> None:
    assert words.reason(reason) in words._REASONS.values()
    assert bool(words.remedy(reason)) == (reason not in FINAL)


@pytest.mark.parametrize("stop", STOPS)
def test_every_stop_is_said_in_words(stop: Plan.Stop.ValueType) -> None:
    assert words.stop(stop) in words._STOPS.values()


def test_a_reason_of_a_newer_server_is_still_shown() -> None:
    assert words.state("STATE_BRAND_NEW") == "brand new"
    assert words.phase("polishing") == "polishing"


def test_numbers_and_dates() -> None:
    assert words.count(1, "team") == "1 team"
    assert words.count(1204, "municipality", "municipalities") == "1,204 municipalities"
    assert words.percent(0.497) == "49.7 %"
    assert words.day(date(2026, 1, 5)) == "5 Jan 2026"
    assert words.days(date(2026, 1, 5), date(2026, 3, 29)) == "5 Jan - 29 Mar 2026"
    assert words.days(date(2026, 12, 7), date(2027, 1, 3)) == "7 Dec - 3 Jan 2027"
    assert words.days(date(2026, 12, 7), date(2027, 12, 3)) == "7 Dec 2026 - 3 Dec 2027"
    assert words.days(date(2026, 12, 7), date(2027, 1, 3), has_room=True) == "7 Dec 2026 - 3 Jan 2027"
    assert words.days(date(2026, 1, 5), date(2026, 3, 29), has_room=True) == "5 Jan - 29 Mar 2026"


def test_what_ends_before_a_day_is_told_with_its_last() -> None:
    assert words.last_iso(Date(year=2027, month=1, day=1)) == "2026-12-31"
    assert words.last_month(Date(year=2025, month=1, day=1)) == "2024-12"
    assert words.last_iso(Date()) == ""


def test_runs_of_numbers_are_ranges() -> None:
    assert words.ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
    assert words.ranges([4]) == "4"
    assert words.weeks(6, 14) == "12 weeks"
    assert words.weeks(1, 10) == "10 days"
    assert words.iso(Date(year=2026, month=1, day=5)) == "2026-01-05"
    assert words.iso(Date(year=2026)) == ""
