"""The official files of 2024 over a real channel: what they hold, and a plan for the first 50 municipalities."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from relevo.v1.agreement_pb2 import Agreement
from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.incidence_pb2 import Dataset
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.plan_pb2 import Plan
from relevo.v1.planning_service_pb2 import ProposePlanRequest
from relevo.v1.ranking_pb2 import RankedMunicipality, Ranking
from relevo_client import connect
from relevo_client.client import Relevo
from relevo_client.commands.proposing import next_monday
from relevo_client.dates import present_day, to_wire
from relevo_client.demo import records, samples
from relevo_server.app import serving
from relevo_server.commands.demo import bundled_sample

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
FIRST_DAY = next_monday(present_day())
HOMICIDE = "crimeTypes/homicidio-doloso"
PLACES = (
    "geography/AGEEML_20249161546763.csv",
    "geography/operative_regions_2013.csv",
    "geography/conapo_population_1990_2040.csv",
    "geography/municipality_points_2020.csv",
    "capacity/m3s1p2_cngmd2021.csv",
)


@pytest.fixture(scope="module")
def relevo(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relevo]:
    home = tmp_path_factory.mktemp("official") / "home"
    with (
        serving(home, "127.0.0.1:0") as served,
        connect(served.address, served.token_file.read_text(encoding="ascii").strip()) as client,
    ):
        for name in PLACES:
            client.intake.import_file(data_dir / "data" / name)
        yield client


@pytest.fixture(scope="module")
def dataset(relevo: Relevo, data_dir: Path) -> Dataset:
    return relevo.intake.import_file(data_dir / "data/incidence/IDM_NM_2024.csv.gz").dataset


@pytest.fixture(scope="module")
def ranking(relevo: Relevo, dataset: Dataset) -> Ranking:
    wanted = Ranking(
        title="Intentional homicides 2024",
        method=Ranking.METHOD_VOLUME,
        datasets=[dataset.name],
        crime_types=[HOMICIDE],
        from_month=to_wire(date(2024, 1, 1)),
        until_month=to_wire(date(2025, 1, 1)),
    )
    return relevo.rankings.publish(relevo.rankings.create(wanted).name)


@pytest.fixture(scope="module")
def first_50(relevo: Relevo, ranking: Ranking) -> list[RankedMunicipality]:
    return list(relevo.rankings.municipalities(ranking.name))[:50]


def test_they_hold_25449_intentional_homicides(dataset: Dataset) -> None:
    assert {crime.name: crime.incidents for crime in dataset.crime_types}[HOMICIDE] == 25_449


def test_the_50_municipalities_with_the_most_hold_half(relevo: Relevo, ranking: Ranking) -> None:
    counts = sorted((entry.incidents for entry in relevo.rankings.municipalities(ranking.name)), reverse=True)
    assert round(sum(counts[:50]) / 25_449, 3) == 0.497


def test_the_first_50_of_an_order_by_recent_months_hold_a_little_less(first_50: list[RankedMunicipality]) -> None:
    assert round(first_50[-1].cumulative_share, 3) == 0.495


def test_the_plan_for_them_beats_the_spreadsheet(
    relevo: Relevo, ranking: Ranking, first_50: list[RankedMunicipality], capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(relevo, first_50)
    wanted = ProposePlanRequest(
        ranking=ranking.name,
        first_municipalities=50,
        first_day=to_wire(FIRST_DAY),
        periods=13,
        time_limit_seconds=60,  # it ends sooner, when the gap is small enough
        gap_tolerance=0.01,
    )
    plan = relevo.planning.propose(wanted).result()
    assert not plan.review_findings
    value, by_rank = plan.certificate.value, by_rank_value(plan)
    gain, gap = value / by_rank - 1, 1 - value / plan.certificate.bound
    figures = f"plan {value:,.1f}, by-rank {by_rank:,.1f}, {gain:+.1%}, gap {gap:.2%}"
    with capsys.disabled():
        sys.stdout.write(f"\n50 municipalities, 13 fortnights: {figures}\n")
    assert value > by_rank > 0


def by_rank_value(plan: Plan) -> float:
    return next(baseline.value for baseline in plan.baselines if baseline.name == "by-rank")


def prepare(relevo: Relevo, places: list[RankedMunicipality]) -> None:
    """Illustrative pools; per region a meeting with an agreement; the census as accepted reports of the states."""
    records.create_pools(relevo, samples.read(bundled_sample()))
    day, end = FIRST_DAY - timedelta(days=28), FIRST_DAY + timedelta(days=270)
    for region in relevo.geography.regions():
        meeting = relevo.meetings.create(Meeting(region=region.name, title="Meeting", date=to_wire(day)))
        relevo.meetings.hold(meeting.name, ["Secretariat"])
        support = Agreement(title="Support", states=region.states, start_date=to_wire(day), end_date=to_wire(end))
        relevo.meetings.agree(meeting.name, support)
    for ranked in places:
        place = relevo.geography.municipality(ranked.municipality)
        if not place.HasField("census_officers"):
            continue
        report = CapacityReport(
            state_name=place.state,
            municipality=place.name,
            as_of_date=to_wire(day),
            municipal_officers=place.census_officers,
            officers_year_before=place.census_officers,
            illustrative=True,
        )
        relevo.capacity.accept(relevo.capacity.submit(report).name)
