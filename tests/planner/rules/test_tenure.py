"""Tenure: the longest stay, the pause after stays of the records, and the extension of a stay under way."""

from dataclasses import replace

import pytest

from relevo_planner.compile import build_options
from relevo_planner.instance import Instance, Stay
from relevo_planner.review import review_operations
from relevo_planner.rules.tenure import Tenure
from tests.planner.small import LOOSE, broken_without, operations_under, place, question

POLICY = replace(LOOSE, durations=(1, 2, 3), tenure_periods=3, tenure_window_periods=5)
PLACE = place(period_weights=(1.0,) * 8)


def after(start: int, end: int) -> Instance:
    """A question after a stay in periods ``start .. end - 1``, with the pause at two periods."""
    stay = Stay("deployments/1", PLACE.name, start, end, {"pools/p": 1})
    return question(PLACE, policy=POLICY, stays=(stay,))


def windows(instance: Instance) -> set[tuple[int, int]]:
    options = build_options(instance)
    return set(zip(options.start.tolist(), options.periods.tolist(), strict=True))


def test_the_rule_keeps_the_plan_clean() -> None:
    longer = replace(POLICY, durations=(1, 2, 3, 4))
    assert "tenure" in broken_without(Tenure, question(PLACE, policy=longer))
    assert "tenure" in broken_without(Tenure, after(-4, -1))


def test_a_past_stay_keeps_its_pause() -> None:
    assert min(start for start, _ in windows(after(-4, -1))) == 1
    assert min(start for start, _ in windows(after(-4, -2))) == 0


def test_a_committed_stay_keeps_its_pause_on_both_sides() -> None:
    found = windows(after(3, 5))
    assert {start + periods for start, periods in found if start < 3} == {1}
    assert min(start for start, _ in found if start > 3) == 7


@pytest.mark.parametrize(("start", "end", "longest"), [(-1, 1, 1), (-1, 0, 2), (-2, 0, 1), (-3, 0, 0), (0, 2, 1)])
def test_an_extension_joins_the_stay_under_way(start: int, end: int, longest: int) -> None:
    found = {periods for begin, periods in windows(after(start, end)) if begin == end}
    assert found == set(range(1, longest + 1))


def test_a_stay_that_has_not_begun_is_not_extended() -> None:
    assert 4 not in {start for start, _ in windows(after(2, 4))}


def test_stays_that_touch_are_one_presence() -> None:
    stays = tuple(Stay(f"deployments/{i}", PLACE.name, s, e, {"pools/p": 1}) for i, s, e in ((1, -2, -1), (2, -1, 0)))
    found = {periods for begin, periods in windows(question(PLACE, policy=POLICY, stays=stays)) if begin == 0}
    assert found == {1}


def test_never_more_presence_in_a_window_than_allowed() -> None:
    operations = operations_under(question(PLACE, policy=POLICY))
    assert len(operations) == 2
    present = {period for operation in operations for period in range(operation.start, operation.end)}
    for first in range(8 - POLICY.tenure_window_periods + 1):
        assert len(present & set(range(first, first + POLICY.tenure_window_periods))) <= POLICY.tenure_periods


def test_the_review_names_a_stay_too_near() -> None:
    operation = next(iter(operations_under(question(PLACE, policy=POLICY))))
    found = review_operations(after(-4, -1), [replace(operation, start=0, periods=1)])
    assert [violation.rule for violation in found] == ["tenure"]
    assert "2 periods apart from the stay of periods -4 to -2" in found[0].text
