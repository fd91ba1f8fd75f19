"""Commands for rankings, regions, meetings, capacity reports, pools and deployments."""

import json
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from google.type.date_pb2 import Date

from relevo.v1.agreement_pb2 import Agreement
from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.deployment_pb2 import Deployment
from relevo.v1.geography_pb2 import FusionCentre, Region
from relevo.v1.incidence_pb2 import CrimeType, Dataset
from relevo.v1.incidence_service_pb2 import ListDatasetsResponse
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.meeting_service_pb2 import ListAgreementsResponse
from relevo.v1.pool_pb2 import Pool
from relevo.v1.ranking_pb2 import RankedMunicipality, Ranking
from relevo.v1.ranking_service_pb2 import ListRankedMunicipalitiesResponse
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer


def sent(fake: FakeServer, method: str) -> dict[str, Any]:
    (request,) = fake.requests(method)
    plain: dict[str, Any] = json_format.MessageToDict(request, preserving_proto_field_name=True)
    plain.pop("request_id")
    return plain


def test_a_ranking_takes_the_newest_dataset_as_a_whole(run: Run, fake: FakeServer) -> None:
    crime = CrimeType(name="crimeTypes/homicidio-doloso")
    dataset = Dataset(
        name="datasets/d1", years=[2023, 2024], crime_types=[crime], cut_off=Date(year=2024, month=9, day=30)
    )
    fake.answers["ListDatasets"] = lambda _: ListDatasetsResponse(datasets=[dataset])
    fake.answers["CreateRanking"] = lambda request: request.ranking
    ran = run("ranking", "create", "--method", "rate")
    assert ran.code == 0, ran.err
    assert sent(fake, "CreateRanking")["ranking"] == {
        "method": "METHOD_RATE",
        "datasets": ["datasets/d1"],
        "crime_types": ["crimeTypes/homicidio-doloso"],
        "from_month": {"year": 2023, "month": 1, "day": 1},
        "until_month": {"year": 2024, "month": 10, "day": 1},
        "numbers": {},
    }
    assert "relevo ranking publish" in ran.err


def test_a_december_cut_off_ends_with_the_year(run: Run, fake: FakeServer) -> None:
    crime = CrimeType(name="crimeTypes/homicidio-doloso")
    dataset = Dataset(name="datasets/d1", years=[2024], crime_types=[crime], cut_off=Date(year=2024, month=12, day=31))
    fake.answers["GetDataset"] = lambda _: dataset
    fake.answers["CreateRanking"] = lambda request: request.ranking
    run("ranking", "create", "--dataset", "d1", "--from", "2024-07")
    ranking = sent(fake, "CreateRanking")["ranking"]
    assert ranking["from_month"] == {"year": 2024, "month": 7, "day": 1}
    assert ranking["until_month"] == {"year": 2025, "month": 1, "day": 1}


def test_several_crime_types_are_never_added_up_unasked(run: Run, fake: FakeServer) -> None:
    crimes = [CrimeType(name="crimeTypes/secuestro"), CrimeType(name="crimeTypes/feminicidio")]
    dataset = Dataset(name="datasets/d1", years=[2024], crime_types=crimes)
    fake.answers["ListDatasets"] = lambda _: ListDatasetsResponse(datasets=[dataset])
    ran = run("ranking", "create")
    assert (ran.code, ran.out) == (2, "")
    assert "'secuestro'" in ran.err
    assert "'feminicidio'" in ran.err


def test_ranking_without_anything_imported(run: Run, fake: FakeServer) -> None:
    fake.answers["ListDatasets"] = lambda _: ListDatasetsResponse()
    ran = run("ranking", "create")
    assert (ran.code, ran.out) == (2, "")
    assert "relevo import FILE" in ran.err


def test_ranking_shows_what_is_unknown_as_unknown(run: Run, fake: FakeServer) -> None:
    lines = [
        RankedMunicipality(title="Tijuana", position=1, incidents=1573, population=2112570, cumulative_share=0.0618),
        RankedMunicipality(title="San Quintín", position=2, incidents=40, cumulative_share=0.0634),
    ]
    fake.answers["GetRanking"] = lambda _: Ranking(name="rankings/r1", state=Ranking.STATE_PUBLISHED)
    fake.answers["ListRankedMunicipalities"] = lambda _: ListRankedMunicipalitiesResponse(ranked_municipalities=lines)
    ran = run("ranking", "show", "r1", "--first", "2")
    assert ran.code == 0, ran.err
    assert "2,112,570" in ran.out
    assert "6.2 %" in ran.out
    assert [line.count("unknown") for line in ran.out.splitlines() if "San Quint" in line] == [3]


def test_publish_uses_the_etag_that_it_read(run: Run, fake: FakeServer) -> None:
    fake.answers["GetRanking"] = lambda _: Ranking(name="rankings/r1", etag="e7")
    fake.answers["PublishRanking"] = lambda _: Ranking(name="rankings/r1", state=Ranking.STATE_PUBLISHED)
    ran = run("ranking", "publish", "r1")
    assert ran.code == 0, ran.err
    assert sent(fake, "PublishRanking") == {"name": "rankings/r1", "etag": "e7"}
    assert "relevo plan propose --ranking r1" in ran.err


def test_a_fusion_centre(run: Run, fake: FakeServer) -> None:
    centre = FusionCentre(status=FusionCentre.STATUS_OPERATING, operating_from=Date(year=2025, month=3, day=1))
    fake.answers["GetRegion"] = lambda _: Region(name="regions/centro", etag="e1")
    fake.answers["SetFusionCentre"] = lambda _: Region(name="regions/centro", fusion_centre=centre)
    ran = run("region", "fusion-centre", "centro", "--status", "operating", "--from", "2025-03-01")
    assert ran.code == 0, ran.err
    assert sent(fake, "SetFusionCentre")["etag"] == "e1"
    assert "operating from 2025-03-01" in ran.out
    assert run("region", "fusion-centre", "centro", "--status", "open").code == 2


def test_a_meeting_and_its_agreement(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    fake.answers["CreateMeeting"] = lambda request: request.meeting
    fake.answers["GetMeeting"] = lambda _: Meeting(name="meetings/m1", etag="e1")
    fake.answers["HoldMeeting"] = lambda _: Meeting(name="meetings/m1", state=Meeting.STATE_HELD)
    fake.answers["CreateAgreement"] = lambda request: request.agreement
    fake.answers["ListAgreements"] = lambda _: ListAgreementsResponse(agreements=[Agreement(title="Support")])
    assert run("meeting", "create", "centro", "--date", "2026-01-03", "--office", "Governor of Guerrero").code == 0
    assert run("meeting", "hold", "m1", "--office", "Governor of Guerrero").code == 0
    commitments = tmp_path / "agreement.json"
    promise = {
        "side": "SIDE_LOCAL",
        "office": "Municipality of Acapulco",
        "promise": "40 recruits",
        "due_date": {"year": 2026, "month": 4, "day": 1},
    }
    commitments.write_text(json.dumps({"commitments": [promise]}))
    ran = run(
        *("meeting", "agree", "m1", "--from", "2026-01-05", "--until", "2026-07-06", "--state", "12"),
        *("--municipality", "17007", "--file", str(commitments)),
    )
    assert ran.code == 0, ran.err
    assert "40 recruits" in ran.out
    assert sent(fake, "CreateAgreement") == {
        "parent": "meetings/m1",
        "agreement": {
            "municipalities": ["municipalities/17007"],
            "states": ["states/12"],
            "start_date": {"year": 2026, "month": 1, "day": 5},
            "end_date": {"year": 2026, "month": 7, "day": 6},
            "commitments": [promise],
        },
    }
    assert "Support" in run("meeting", "show", "m1").out


def test_a_file_that_is_no_agreement(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"promises": []}')
    ran = run("meeting", "agree", "m1", "--file", str(tmp_path / "a.json"))
    assert (ran.code, ran.out) == (2, "")
    assert "promises" in ran.err
    assert not fake.calls


def test_what_a_report_leaves_out_stays_unknown(run: Run, fake: FakeServer) -> None:
    fake.answers["SubmitCapacityReport"] = lambda request: request.capacity_report
    ran = run("capacity", "submit", "12001", "--as-of", "2026-01-01", "--municipal-officers", "0")
    assert ran.code == 0, ran.err
    assert sent(fake, "SubmitCapacityReport")["capacity_report"] == {
        "state_name": "states/12",
        "municipality": "municipalities/12001",
        "as_of_date": {"year": 2026, "month": 1, "day": 1},
        "municipal_officers": "0",
    }
    lines = {line.split("  ")[0]: line.split()[-1] for line in ran.out.splitlines()}
    assert lines["municipal officers"] == "0"
    assert lines["certified"] == "unknown"


def test_a_report_is_accepted_or_returned(run: Run, fake: FakeServer) -> None:
    fake.answers["GetCapacityReport"] = lambda _: CapacityReport(name="capacityReports/c1", etag="e1")
    fake.answers["AcceptCapacityReport"] = lambda _: CapacityReport(name="capacityReports/c1")
    fake.answers["ReturnCapacityReport"] = lambda _: CapacityReport(name="capacityReports/c1", return_reasons=["old"])
    assert run("capacity", "accept", "c1").code == 0
    ran = run("capacity", "return", "c1", "--reason", "old")
    assert sent(fake, "ReturnCapacityReport")["reasons"] == ["old"]
    assert "old" in ran.out
    assert run("capacity", "return", "c1").code == 2


def test_a_pool(run: Run, fake: FakeServer) -> None:
    fake.answers["CreatePool"] = lambda request: request.pool
    options = ("--agency", "GN", "--teams", "12", "--officers-per-team", "30", "--base-region", "centro")
    where = ("--reach-km", "300", "--base-point", "19.4,-99.1", "--illustrative")
    ran = run("pool", "create", "--capability", "police-training", *options, *where)
    assert ran.code == 0, ran.err
    pool = fake.requests("CreatePool")[0].pool
    assert pool == Pool(
        agency="GN",
        capability="CAPABILITY_POLICE_TRAINING",
        teams=12,
        officers_per_team=30,
        rest_days=14,
        base_region="regions/centro",
        reach_km=300,
        base_point={"latitude": 19.4, "longitude": -99.1},
        illustrative=True,
    )
    assert "illustrative" in ran.out
    wrong = run("pool", "create", "--capability", "flying", *options)
    assert wrong.code == 2
    assert "one of patrol, investigation" in wrong.err


def test_a_deployment(run: Run, fake: FakeServer) -> None:
    fake.answers["CreateDeployment"] = lambda request: request.deployment
    where = ("deployment", "create", "12001", "--agreement", "meetings/m1/agreements/a1")
    when = ("--from", "2026-01-05", "--until", "2026-03-30")
    ran = run(*where, *when, "--teams", "patrol=3")
    assert ran.code == 0, ran.err
    assert fake.requests("CreateDeployment")[0].deployment == Deployment(
        municipality="municipalities/12001",
        agreement="meetings/m1/agreements/a1",
        start_date=Date(year=2026, month=1, day=5),
        end_date=Date(year=2026, month=3, day=30),
        teams=[{"pool": "pools/patrol", "teams": 3}],
    )
    wrong = run(*where, *when, "--teams", "patrol=some", "--teams", "cells=-1")
    assert wrong.code == 2
    assert "patrol=some" in wrong.err
    assert "cells=-1" in wrong.err


@pytest.mark.parametrize(
    ("command", "method", "answer"),
    [
        (("region", "list"), "ListRegions", "GeographyService"),
        (("region", "municipalities", "centro"), "ListMunicipalities", "GeographyService"),
        (("ranking", "list"), "ListRankings", "RankingService"),
        (("meeting", "list", "--region", "centro"), "ListMeetings", "MeetingService"),
        (("capacity", "list", "--state", "12"), "ListCapacityReports", "CapacityService"),
        (("pool", "list"), "ListPools", "ForceService"),
        (("deployment", "list"), "ListDeployments", "DeploymentService"),
        (("plan", "list"), "ListPlans", "PlanningService"),
    ],
)
def test_an_empty_list_is_an_empty_list(
    run: Run, fake: FakeServer, command: tuple[str, ...], method: str, answer: str
) -> None:
    from tests.clients.services.test_verbs import METHODS

    assert METHODS[method].containing_service.name == answer
    fake.answers[method] = lambda _: METHODS[method].output_type._concrete_class()
    assert run(*command, "--json").json == []
    assert run(*command).code == 0
