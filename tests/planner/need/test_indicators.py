"""Indicators: totals, rates, change, spread, and alarms that do not cry wolf."""

import numpy as np
import pytest

from relevo_planner.need.indicators import indicators, spread, upswings


def test_areas_are_summed_and_compared_by_the_month() -> None:
    counts = np.array([[10.0, 20.0, 40.0], [0.0, 10.0, 20.0], [5.0, 5.0, 5.0]])
    population = np.array([100_000.0, 100_000.0, 50_000.0])
    spans = {"now": (2, 3), "base": (0, 1), "before": (0, 2)}
    first, second = indicators(counts, population, ("a", "a", "b"), spans)
    assert (first.area, first.incidents, second.incidents) == ("a", 60.0, 5.0)
    assert first.rate_per_100k == pytest.approx(60 * 12 / 2)
    assert first.change_to_base == pytest.approx(5.0)
    assert first.change_to_before == pytest.approx(60 / 20 - 1)
    assert second.change_to_base == 0.0


def test_what_is_unknown_stays_unknown_in_every_sum() -> None:
    counts = np.array([[1.0, np.nan], [1.0, 2.0], [0.0, 3.0]])
    a, b, c = indicators(counts, np.array([10.0, np.nan, 10.0]), ("a", "b", "c"), {"now": (1, 2), "base": (0, 1)})
    assert (a.incidents, a.rate_per_100k, a.change_to_base) == (None, None, None)
    assert (b.incidents, b.rate_per_100k, b.change_to_base) == (2.0, None, 1.0)
    assert c.change_to_base is None


def test_a_place_without_known_inhabitants_is_in_no_rate_of_its_area() -> None:
    counts, population = np.array([[3.0], [7.0], [2.0], [np.nan]]), np.array([1200.0, np.nan, 1200.0, np.nan])
    a, b = indicators(counts, population, ("a", "a", "b", "b"), {"now": (0, 1)})
    assert a.incidents == 10.0
    assert a.rate_per_100k == pytest.approx(3 * 12 / 1200 * 1e5)
    # Incidents that nobody knows leave the total and the rate untold.
    assert (b.incidents, b.rate_per_100k) == (None, None)


def test_spans_outside_the_months_are_refused() -> None:
    for spans in ({}, {"now": (0, 3)}, {"now": (1, 1)}):
        with pytest.raises(ValueError, match="spans"):
            indicators(np.ones((1, 2)), np.ones(1), ("a",), spans)


def test_spread_names_both_ends() -> None:
    counts, population = np.array([[1.0], [4.0], [np.nan]]), np.full(3, 1200.0)
    found = spread(indicators(counts, population, ("a", "b", "c"), {"now": (0, 1)}))
    assert found is not None
    assert (found.lowest[0], found.highest[0], found.ratio) == ("a", "b", pytest.approx(4.0))
    assert found.variation == pytest.approx(0.6)
    assert spread(indicators(counts[:1], population[:1], ("a",), {"now": (0, 1)})) is None


@pytest.mark.parametrize("drift", [0.0, 0.3])
def test_false_alarms_stay_below_the_stated_rate(drift: float) -> None:
    rng = np.random.default_rng(11)
    places, rate = 40_000, 0.01
    mean = np.exp(rng.normal(0.5, 1.0, places))
    moved = mean * np.exp(rng.normal(-drift * drift / 2, drift, places))
    months = (rng.poisson(mean[:, None], (places, 12)), rng.poisson(moved[:, None], (places, 3)))
    watch = upswings(
        np.hstack(months).astype(float),
        [str(i) for i in range(places)],
        recent_months=3,
        reference_months=12,
        false_alarm_rate=rate,
        drift=drift,
    )
    assert watch.watched == places
    assert watch.expected_false_alarms == pytest.approx(400)
    assert 0 < len(watch.alarms) <= watch.expected_false_alarms


def test_a_real_upswing_raises_the_first_alarm() -> None:
    counts = np.full((3, 15), 4.0)
    counts[1, -3:] = 20.0
    counts[2, 0] = np.nan
    watch = upswings(counts, ("calm", "rising", "unknown"), recent_months=3, reference_months=12)
    assert [alarm.area for alarm in watch.alarms] == ["rising"]
    assert (watch.alarms[0].recent, watch.alarms[0].expected, watch.watched) == (60, 12.0, 2)
    with pytest.raises(ValueError, match="15 given"):
        upswings(counts, ("a", "b", "c"), recent_months=4, reference_months=12)
