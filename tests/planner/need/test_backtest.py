"""The back-test: what a chooser may see, paired intervals, and the evidence on death certificates."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from relevo_planner.need.backtest import RIVALS, hit_rates, raw_count, scored_by
from relevo_planner.need.calibration import calibration
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


def test_the_default_method_holds_on_death_certificates(data_dir: Path) -> None:
    history = death_certificates(data_dir)
    default = scored_by(ScoreMethod.VOLUME, ScorePolicy())
    found = hit_rates(history, {"default": default}, origins=ORIGINS, horizon=12, first=50)
    assert set(found) == {*RIVALS, "default", "oracle"}
    assert found["default"].mean >= found["raw count"].mean
    assert found["default"].mean > found["raw rate"].mean + 0.3
    assert found["oracle"].mean > found["default"].mean


@pytest.mark.parametrize("method", [ScoreMethod.VOLUME, ScoreMethod.RATE])
def test_intervals_hold_what_they_claim_on_death_certificates(data_dir: Path, method: ScoreMethod) -> None:
    history = death_certificates(data_dir)
    seen = calibration(history, method, ScorePolicy(draws=200), origins=(48, 72, 96, 108))
    assert seen.overall == pytest.approx(0.90, abs=0.03)
    assert seen.first_200 > 0.8
