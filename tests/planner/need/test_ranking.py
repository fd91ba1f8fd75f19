"""Rankings by volume and rate: order, ties, shares, and what is unknown."""

import pytest

from relevo_planner.need.ranking import Method, MunicipalityCount, rank

COUNTS = [
    MunicipalityCount("municipalities/01001", 30, 1_000_000),
    MunicipalityCount("municipalities/01002", 60, 3_000_000),
    MunicipalityCount("municipalities/01003", 30, None),
    MunicipalityCount("municipalities/01004", None, 5_000),
    MunicipalityCount("municipalities/01005", 0, 100),
]


def test_volume_orders_by_count_then_key() -> None:
    result = rank(COUNTS, Method.VOLUME, months=12, unplaced_incidents=30)
    assert [entry.municipality[-5:] for entry in result.entries] == ["01002", "01001", "01003", "01005"]
    assert [entry.cumulative_share for entry in result.entries] == pytest.approx([0.4, 0.6, 0.8, 0.8])
    assert result.unknown == ("municipalities/01004",)
    assert (result.ranked_incidents, result.unplaced_incidents) == (120, 30)


def test_rate_is_per_year_and_leaves_out_unknown_populations() -> None:
    result = rank(COUNTS, Method.RATE, months=6)
    assert [entry.rate_per_100k for entry in result.entries] == pytest.approx([6.0, 4.0, 0.0])
    assert result.unknown == ("municipalities/01003", "municipalities/01004")


def test_unknown_is_not_zero() -> None:
    result = rank([MunicipalityCount("municipalities/01001", None, 10)], Method.VOLUME, months=1)
    assert result.entries == ()
    assert result.unknown == ("municipalities/01001",)


def test_every_fault_is_named_at_once() -> None:
    twice = [MunicipalityCount("municipalities/01001", -1, 10), MunicipalityCount("municipalities/01001", 1, 10)]
    with pytest.raises(ValueError, match=r"months.*-1 incidents.*stands twice"):
        rank(twice, Method.VOLUME, months=0)
