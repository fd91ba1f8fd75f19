"""Reach: regions, kilometres and the time in which a pool exists."""

import pytest

from relevo_planner.compile import build_options, why_forbidden
from relevo_planner.distance import base_to_place_km
from relevo_planner.instance import Window
from relevo_planner.plan import Reason
from relevo_planner.review.reach import distance_km
from relevo_planner.rules.reach import Reach
from tests.planner.small import broken_without, place, pool, question

ACAPULCO = {"latitude": 16.862, "longitude": -99.887}
LEON = {"latitude": 21.122, "longitude": -101.683}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reach_regions": ("regions/s",)}, Reason.REACH),
        ({"reach_km": 500.0, **LEON}, Reason.REACH),
        ({"available": Window(2, 3), "teams": 2}, Reason.AVAILABILITY),
    ],
)
def test_the_rule_keeps_the_plan_clean(changes: dict[str, object], reason: Reason) -> None:
    instance = question(place(**ACAPULCO), pools=(pool(**changes),))
    assert "reach" in broken_without(Reach, instance)
    assert reason in why_forbidden(instance)[0]


def test_a_place_without_a_point_is_out_of_a_limited_reach() -> None:
    assert len(build_options(question(place(), pools=(pool(reach_km=1e5, **LEON),)))) == 0
    assert len(build_options(question(place(**ACAPULCO), pools=(pool(reach_km=520.0, **LEON),)))) > 0


def test_both_readings_of_distance_agree() -> None:
    here, base = place(**ACAPULCO), pool(**LEON)
    km = base_to_place_km(question(here, pools=(base,)))[0, 0]
    assert km == pytest.approx(distance_km(base, here), abs=1e-6)


def test_the_window_bounds_every_operation() -> None:
    options = build_options(question(place(), pools=(pool(available=Window(1, 3)),)))
    assert set(zip(options.start.tolist(), options.periods.tolist(), strict=True)) == {(1, 1), (1, 2), (2, 1)}


def test_a_degree_along_a_meridian_has_its_published_length() -> None:
    here, base = place(latitude=18.0, longitude=-99.0), pool(latitude=17.0, longitude=-99.0)
    assert base_to_place_km(question(here, pools=(base,)))[0, 0] == pytest.approx(111.195, abs=1e-3)
