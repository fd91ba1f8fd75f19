"""Plain orders: who crossed the line, how alike two lists are, and what keeps a submitted list from being used."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_planner.need.orders import Shift, SubmittedPlace, compare_orders, submission_faults


def test_a_short_list_is_compared_with_a_long_one() -> None:
    computed = ["a", "b", "c", "d", "e"]
    found = compare_orders(computed, ["d", "b", "x"], 3)
    assert found.entered == (Shift("d", 4, 1), Shift("x", None, 3))
    assert found.left == (Shift("a", 1, None), Shift("c", 3, None))
    assert (found.stayed, found.common) == (1, 2)
    assert (found.spearman, found.kendall) == pytest.approx((-1.0, -1.0))


def test_no_correlation_without_two_common_places() -> None:
    found = compare_orders(["a", "b"], ["c", "a"], 1)
    assert (found.spearman, found.kendall, found.common) == (None, None, 1)


def test_kendall_counts_pairs() -> None:
    before, after = list("abcdef"), list("badcfe")
    found = compare_orders(before, after, 2)
    pairs = list(itertools.combinations(before, 2))
    agree = sum(after.index(x) < after.index(y) for x, y in pairs)
    assert found.kendall == pytest.approx((2 * agree - len(pairs)) / len(pairs))


def test_a_list_that_names_a_place_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="later list names b more than once"):
        compare_orders(["a"], ["b", "b"], 1)
    with pytest.raises(ValueError, match="first 0"):
        compare_orders(["a"], ["b"], 0)


@given(st.permutations(range(12)), st.permutations(range(12)), st.integers(1, 15))
def test_both_directions_tell_the_same(one: list[int], other: list[int], first: int) -> None:
    before, after = [str(i) for i in one], [str(i) for i in other]
    there, back = compare_orders(before, after, first), compare_orders(after, before, first)
    assert {shift.municipality for shift in there.entered} == {shift.municipality for shift in back.left}
    assert there.stayed + len(there.entered) == min(first, 12)
    assert np.isclose(there.spearman or 0.0, back.spearman or 0.0)


def test_every_fault_of_a_submitted_list_is_named() -> None:
    places = [SubmittedPlace("a", "asked for it"), SubmittedPlace("b", " "), SubmittedPlace("a", "twice")]
    assert submission_faults(places, {"a"}) == [
        "position 2: 'b' is no known municipality",
        "position 2: b stands without a reason",
        "a stands 2 times",
    ]
    assert submission_faults(places[:1], {"a"}) == []
    assert submission_faults([], {"a"}) == ["the list is empty: name at least one municipality"]
