"""The back-test: what a chooser may see, paired intervals, and the evidence on death certificates."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from relevo_planner.need.backtest import RIVALS, SHORT_RIVALS, HitRate, hit_rates, raw_count, scored_by
from relevo_planner.need.calibration import Drift, calibration, fit_drift, national_drift
from relevo_planner.need.history import History
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy

CRIME = "homicidio-doloso"
ORIGINS = range(36, 109, 6)


def death_certificates(data_dir: Path) -> History:
    """Homicides of death certificates 2010 to 2019 with CONAPO population of 2015."""
    with (data_dir / "data/geography/conapo_population_1990_2040.csv").open(encoding="utf-8") as file:
        people = {row["CVE"].zfill(5): float(row["2015"]) for row in csv.DictReader(file) if row["2015"]}
    keys = sorted(people)
    index = {key: i for i, key in enumerate(keys)}
    counts = np.zeros((len(keys), 120))
    with gzip.open(data_dir / "data/incidence/inegi_homicide_deaths_2010_2019.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            month = (int(row["year"]) - 2010) * 12 + int(row["month"]) - 1
            counts[index[row["CVEGEO"]], month] += int(row["homicides"])
    population = np.array([people[key] if people[key] > 0 else np.nan for key in keys])
    return History(tuple(keys), ("",) * len(keys), population, {CRIME: counts})


def test_a_chooser_never_sees_the_future() -> None:
    counts = np.arange(2 * 48, dtype=float).reshape(2, 48)
    history = History(("a", "b"), ("", ""), np.ones(2) * 1000, {CRIME: counts})
    seen: list[int] = []

    def look(past: History) -> NDArray[np.float64]:
        seen.append(past.months)
        return raw_count(past)

    hit_rates(history, {"look": look}, origins=[24, 30, 36], horizon=6, first=1)
    assert seen == [24, 30, 36]


def test_origins_without_room_are_refused() -> None:
    history = History(("a",), ("",), np.ones(1), {CRIME: np.ones((1, 40))})
    for origins in ([20], [36], []):
        with pytest.raises(ValueError, match="24 months"):
            hit_rates(history, {}, origins=origins, horizon=6, first=1)


def test_an_empty_future_has_nothing_to_hit() -> None:
    counts = np.ones((2, 36))
    counts[:, 30:] = 0.0
    history = History(("a", "b"), ("", ""), np.ones(2), {CRIME: counts})
    with pytest.raises(ValueError, match="nothing to hit"):
        hit_rates(history, {}, origins=[30], horizon=6, first=1)


def test_a_short_past_has_short_rivals() -> None:
    history = History(("a", "b"), ("", ""), np.ones(2), {CRIME: np.array([[1.0] * 12, [3.0] * 12])})
    found = hit_rates(history, {}, origins=[6], horizon=6, first=1, rivals=SHORT_RIVALS, past_months=6)
    assert {name: hit.mean for name, hit in found.items()} == {"raw count": 0.75, "raw rate": 0.75, "oracle": 0.75}
    assert np.isnan(found["oracle"].gap(found["raw count"]).half_width)
    assert found["oracle"].gap(found["raw count"]).is_noise


def test_overlapping_origins_are_worth_fewer() -> None:
    rates = np.array([0.50, 0.52, 0.54, 0.56, 0.58, 0.60, 0.62, 0.64])
    rival = HitRate(np.full(8, 0.50), 1.0, 1.0)
    alone, overlapping = HitRate(rates, 1.0, 1.0).gap(rival), HitRate(rates, 1.0, 2.0).gap(rival)
    assert alone.mean == overlapping.mean == pytest.approx(0.07)
    assert alone.half_width == pytest.approx(2.365 * rates.std(ddof=1) / np.sqrt(8), rel=1e-3)
    assert overlapping.half_width > np.sqrt(2) * alone.half_width
    assert not alone.is_noise
    assert rival.gap(rival).mean == 0.0


def test_drift_is_found_where_it_was() -> None:
    rng = np.random.default_rng(21)
    years, places = 6, 400
    rate = np.exp(rng.normal(2.5, 1.0, places))[:, None]
    own = np.exp(np.cumsum(rng.normal(0.0, 0.3, (places, years)), axis=1))
    shared = np.exp(np.array([0.0, 0.4, 0.0, 0.4, 0.0, 0.4]))

    def made(yearly: NDArray[np.float64]) -> History:
        counts = rng.poisson(np.repeat(yearly, 12, axis=1) / 12).astype(float)
        names = tuple(f"m{i:03d}" for i in range(places))
        return History(names, ("",) * places, np.full(places, 1e5), {CRIME: counts})

    def found(history: History) -> Drift:
        policy = ScorePolicy(half_life_months=24.0)
        return fit_drift(history, ScoreMethod.VOLUME, policy, origins=(36, 60), draws=60)

    assert found(made(rate * np.ones(years))) == Drift(own=0.2, national=0.05)
    moving = found(made(rate * own))
    assert 0.3 <= moving.own <= 0.5
    together = national_drift(made(rate * shared), ScorePolicy(half_life_months=2.0), origins=(24, 36, 48, 60))
    assert together == pytest.approx(0.4, abs=0.051)


def test_calibration_needs_the_months_that_it_judges_by() -> None:
    history = History(("a",), ("",), np.ones(1), {CRIME: np.ones((1, 40))})
    with pytest.raises(ValueError, match="12 months after it"):
        calibration(history, ScoreMethod.VOLUME, ScorePolicy(), origins=[36])


def test_the_default_method_holds_on_death_certificates(data_dir: Path) -> None:
    history = death_certificates(data_dir)
    default = scored_by(ScoreMethod.VOLUME, ScorePolicy())
    found = hit_rates(history, {"default": default}, origins=ORIGINS, horizon=12, first=50)
    assert set(found) == {*RIVALS, "default", "oracle"}
    assert found["default"].mean >= found["raw count"].mean
    assert found["default"].mean > found["raw rate"].mean + 0.3
    assert found["oracle"].mean > found["default"].mean


@pytest.mark.parametrize("method", list(ScoreMethod))
def test_intervals_hold_what_they_claim_on_death_certificates(data_dir: Path, method: ScoreMethod) -> None:
    history = death_certificates(data_dir)
    seen = calibration(history, method, ScorePolicy(draws=200), origins=(48, 72, 96, 108))
    assert seen.overall == pytest.approx(0.90, abs=0.03)
    assert seen.first_200 > 0.84
