"""The bundled sample is what its files say it is."""

import csv
import json
import statistics
from datetime import date
from pathlib import Path

import pytest

from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.geography_pb2 import Municipality
from relevo_client import RelevoError
from relevo_client.demo import records, samples
from tests.house.tree import ROOT

FOLDER = ROOT / "samples"
DAY = date(2025, 12, 28)


@pytest.fixture(scope="module")
def sheet() -> list[dict[str, str]]:
    with (FOLDER / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sample() -> samples.Samples:
    return samples.read(FOLDER)


def test_the_sheets_are_those_that_may_be_bundled(data_dir: Path) -> None:
    for name in ("municipalities.csv", "intentional_homicides_2024.csv"):
        assert (FOLDER / name).read_bytes() == (data_dir / "sample" / name).read_bytes()


def test_the_sources_are_named() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(source in text for source in ("SESNSP", "INEGI", "CONAPO"))


@pytest.mark.parametrize("path", sorted((FOLDER / "illustrative").glob("*.json")), ids=lambda path: path.stem)
def test_what_is_illustrative_says_so_and_why(path: Path) -> None:
    facts = json.loads(path.read_text(encoding="utf-8"))
    assert facts["illustrative"] is True
    assert facts["reasoning"]


def test_every_missing_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "municipalities.csv").touch()
    with pytest.raises(RelevoError, match="NOT_FOUND") as refused:
        samples.read(tmp_path)
    assert len(refused.value.faults) == 4


def test_the_attributed_strength_is_about_the_median_of_the_sheet(
    sheet: list[dict[str, str]], sample: samples.Samples
) -> None:
    known = [row for row in sheet if row["municipal_officers_2020"]]
    assert len(known) == 92
    each = [1000 * int(row["municipal_officers_2020"]) / int(row["population_2024"]) for row in known]
    assert statistics.median(each) == pytest.approx(sample.capacity["attributed_per_1000"], abs=0.05)


def test_strength_is_attributed_only_where_the_sheet_is_silent(
    sheet: list[dict[str, str]], sample: samples.Samples
) -> None:
    silent = {row["cvegeo"] for row in sheet if not row["municipal_officers_2020"]}
    assert set(sample.capacity["attributed"]) < silent
    assert set(sample.capacity["not_accepted"]) < set(sample.capacity["attributed"])


def test_every_region_of_the_sheet_has_a_fusion_centre_status(
    sheet: list[dict[str, str]], sample: samples.Samples
) -> None:
    regions = {f"regions/{row['region'].lower()}" for row in sheet}
    assert set(sample.meetings["fusion_centres"]) == regions
    assert list(sample.meetings["fusion_centres"].values()).count("STATUS_OPERATING") == len(regions) - 1


def test_states_have_titles(sample: samples.Samples) -> None:
    assert sample.state_titles()["states/09"] == "Ciudad de México"


def test_a_report_repeats_the_census(sample: samples.Samples) -> None:
    place = Municipality(name="municipalities/02004", state="states/02", census_officers=3933)
    report = records._report(sample, place, DAY)
    assert (report.municipal_officers, report.officers_year_before) == (3933, 3933)
    assert report.illustrative


def test_a_report_attributes_state_police_to_a_borough(sample: samples.Samples) -> None:
    place = Municipality(name="municipalities/09007", state="states/09", population=1810052)
    report = records._report(sample, place, DAY)
    assert (report.attributed_state_officers, report.officers_year_before) == (2715, 2715)
    assert not report.HasField("municipal_officers")


def test_a_report_leaves_unknown_what_nobody_knows(sample: samples.Samples) -> None:
    place = Municipality(name="municipalities/27004", state="states/27", population=697711)
    report = records._report(sample, place, DAY)
    unknown = ("municipal_officers", "attributed_state_officers", "officers_year_before")
    assert not any(report.HasField(name) for name in unknown)
    assert report == CapacityReport(
        state_name="states/27",
        municipality="municipalities/27004",
        as_of_date={"year": 2025, "month": 12, "day": 28},
        illustrative=True,
        source=sample.capacity["source_unknown"],
    )
