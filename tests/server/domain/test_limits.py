"""Limits of texts, days and numbers."""

from datetime import date

import pytest

from relevo_server.domain.limits import (
    count_faults,
    day_faults,
    duplicate_faults,
    range_faults,
    span_faults,
    text_faults,
    texts_faults,
)


@pytest.mark.parametrize("text", ["", "Reunión de la región Centro", "ñ" * 200])
def test_good_texts(text: str) -> None:
    assert not text_faults("title", text)


@pytest.mark.parametrize(
    "text", ["x" * 201, "a\x00b", "a\nb", "a\x1b[2J", "\ud800", "\u202eegelloC", "a\u2028b", "x" * 1_000_000]
)
def test_bad_texts(text: str) -> None:
    (fault,) = text_faults("title", text)
    assert fault.field == "title"
    assert len(fault.why) < 200


def test_lines_may_break_where_they_may() -> None:
    assert not text_faults("promise", "first\nsecond\tthird", lines=True)
    assert text_faults("promise", " \n", required=True, lines=True)


def test_every_entry_is_named() -> None:
    assert [fault.field for fault in texts_faults("agenda", ["good", "", "bad\x07"])] == ["agenda[1]", "agenda[2]"]
    assert texts_faults("agenda", ["x"] * 201)


@pytest.mark.parametrize("day", [date(1969, 12, 31), date(2101, 1, 1), None])
def test_bad_days(day: date | None) -> None:
    assert day_faults("day", day)


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2100, 12, 31)])
def test_good_days(day: date) -> None:
    assert not day_faults("day", day)


def test_spans_name_both_ends() -> None:
    assert [fault.field for fault in span_faults("start", None, "end", None)] == ["start", "end"]
    assert [fault.field for fault in span_faults("start", date(2025, 1, 2), "end", date(2025, 1, 2))] == ["end"]
    assert not span_faults("start", date(2025, 1, 1), "end", date(2025, 1, 2))


def test_unknown_is_no_fault_and_negative_is_one() -> None:
    assert not count_faults("officers", None)
    assert not count_faults("officers", 0)
    assert count_faults("officers", -1)
    assert count_faults("officers", 10**9)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1, 1.1])
def test_bad_measures(value: float) -> None:
    assert range_faults("share", value, 0, 1)


def test_duplicates_are_named_where_they_come_again() -> None:
    assert [fault.field for fault in duplicate_faults("states", ["a", "b", "a"])] == ["states[2]"]
