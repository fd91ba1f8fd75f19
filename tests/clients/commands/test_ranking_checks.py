"""`relevo ranking submit`, `replay`, `compare`, `policy` and `relevo dataset indicators`."""

import gzip
import hashlib
from pathlib import Path

import pytest

from relevo.v1.incidence_pb2 import Jurisdiction
from relevo.v1.incidence_service_pb2 import (
    GetIndicatorsRequest,
    GetIndicatorsResponse,
    Indicator,
    JurisdictionFigures,
    Upswing,
)
from relevo.v1.policy_pb2 import PolicyNumber
from relevo.v1.ranking_pb2 import Ranking
from relevo.v1.ranking_service_pb2 import (
    CompareRankingsRequest,
    CompareRankingsResponse,
    Difference,
    Move,
    RankingPolicy,
    ReplayRankingRequest,
    ReplayRankingResponse,
)
from tests.clients.commands.test_records import sent
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer


def test_a_list_is_submitted_in_its_order_with_its_reasons(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('municipality,reason\n12001,"extortion, unreported"\n16053,two commanders left\n')
    fake.answers["SubmitRanking"] = lambda request: Ranking(
        name="rankings/r2", base=request.base, submitter=request.submitter
    )
    ran = run("ranking", "submit", "r1", str(file), "--submitter", "Council of Guerrero")
    assert ran.code == 0, ran.err
    request = sent(fake, "SubmitRanking")
    assert request["base"] == "rankings/r1"
    assert request["places"] == [
        {"municipality": "municipalities/12001", "reason": "extortion, unreported"},
        {"municipality": "municipalities/16053", "reason": "two commanders left"},
    ]
    assert "relevo ranking compare r1 r2" in ran.err


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("key,why\n12001,x\n", ["line 1"]),
        ("", ["line 1"]),
        ("municipality,reason\n12001\n16053,a,b\n", ["line 2", "line 3"]),
    ],
)
def test_a_list_of_another_form_is_refused_line_by_line(
    run: Run, fake: FakeServer, tmp_path: Path, text: str, places: list[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text)
    ran = run("ranking", "submit", "r1", str(file), "--submitter", "Council")
    assert (ran.code, ran.out, fake.calls) == (2, "", [])
    assert all(place in ran.err for place in places)


def test_a_replay_that_differs_names_the_file_at_hand_and_ends_with_1(
    run: Run, fake: FakeServer, tmp_path: Path
) -> None:
    content = b"a,b\n1,2\n"
    source = tmp_path / "year.csv.gz"
    source.write_bytes(gzip.compress(content))
    digest = hashlib.sha256(content).hexdigest()
    fake.answers["ReplayRanking"] = lambda _: ReplayRankingResponse(
        identical=False,
        lines_compared=2478,
        differences=[Difference(what="source file", before="no source of this ranking", now=digest)],
    )
    ran = run("ranking", "replay", "r1", "--source", str(source))
    assert ran.code == 1
    assert fake.requests("ReplayRanking") == [ReplayRankingRequest(name="rankings/r1", content_sha256=[digest])]
    assert "NOT the same: 2,478 lines" in ran.out
    assert str(source) in ran.out.replace("\n", "")


def test_a_replay_to_the_last_digit_ends_well(run: Run, fake: FakeServer) -> None:
    fake.answers["ReplayRanking"] = lambda _: ReplayRankingResponse(identical=True, lines_compared=1)
    ran = run("ranking", "replay", "r1")
    assert (ran.code, ran.out) == (0, "identical to the last digit: 1 line computed again\n")


def test_half_a_gzip_is_refused_before_anything_is_asked(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    source = tmp_path / "half.csv.gz"
    source.write_bytes(gzip.compress(b"x" * 5_000)[:20])
    ran = run("ranking", "replay", "r1", "--source", str(source))
    assert (ran.code, fake.calls) == (2, [])
    assert "broken gzip" in ran.err


def test_a_comparison_says_who_crossed_the_line_and_why(run: Run, fake: FakeServer) -> None:
    fake.answers["CompareRankings"] = lambda _: CompareRankingsResponse(
        entered=[Move(municipality="municipalities/12001", position_after=4, cause=Move.CAUSE_COUNTS)],
        left=[Move(municipality="municipalities/16053", position_before=50, position_after=61)],
        stayed=49,
        common=2478,
        spearman=0.987654,
        kendall=0.9,
        notice="other weights",
    )
    ran = run("ranking", "compare", "r1", "rankings/r2", "--first", "50")
    assert ran.code == 0, ran.err
    asked = CompareRankingsRequest(before="rankings/r1", after="rankings/r2", first=50)
    assert fake.requests("CompareRankings") == [asked]
    assert "49 of the first 50 stayed; 2,478 municipalities in both" in ran.out
    assert "Spearman 0.988, Kendall 0.900" in ran.out
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["entered", "12001", "none", "4", "counts"] in lines
    assert ["left", "16053", "50", "61", "not", "told"] in lines
    assert ran.out.endswith("other weights\n")


def test_the_policy_shows_rankings_weights_and_need(run: Run, fake: FakeServer) -> None:
    number = PolicyNumber(name="half_life", value="18", unit="months", reason="measured")
    fake.answers["GetRankingPolicy"] = lambda _: RankingPolicy(numbers=[number], need=[number])
    ran = run("ranking", "policy")
    assert ran.code == 0, ran.err
    assert ran.out.count("half_life") == 2
    assert ran.out.count("measured") == 2


def test_indicators_ask_by_month_and_show_what_is_unknown(run: Run, fake: FakeServer) -> None:
    fake.answers["GetIndicators"] = lambda _: GetIndicatorsResponse(
        indicators=[
            Indicator(area="states/12", incidents=1890, rate_per_100k=53.21, change_to_base=0.85),
            Indicator(area="states/20"),
        ],
        spread_ratio=12.5,
        upswings=[Upswing(area="states/12", recent=90, expected=60.5)],
        watched=32,
        false_alarm_rate=0.001,
        without_population=["municipalities/20571", *(f"municipalities/{12_001 + place}" for place in range(21))],
        population_years=[2020, 2024],
        unplaced_incidents=1_027,
    )
    asked = ("--crime", "homicidio-doloso", "--from", "2024-01", "--until", "2025-01", "--base", "2006-01")
    ran = run("dataset", "indicators", "d1", "d2", *asked, "--by", "state", "--watch", "3")
    assert ran.code == 0, ran.err
    (request,) = fake.requests("GetIndicators")
    assert list(request.datasets) == ["datasets/d1", "datasets/d2"]
    assert (request.area, request.recent_months, request.base_month.year) == (GetIndicatorsRequest.AREA_STATE, 3, 2006)
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["12", "1,890", "53.2", "+85%", "unknown"] in lines
    assert ["20", "unknown", "unknown", "unknown", "unknown"] in lines
    assert "once in 1,000" in ran.out.replace("\n", " ")
    assert "12: 90 where 60.5 were to be expected" in ran.out
    assert "1,027 of these in no municipality" in ran.out
    assert "inhabitants of 2020 to 2024" in ran.out
    told = " ".join(ran.out.split())
    assert "in no rate, for their inhabitants are unknown: 20571, 12001," in told
    assert "12019 and 2 more" in told


ASKED = ("--crime", "secuestro", "--from", "2024-01", "--until", "2025-01")


def test_common_and_federal_crimes_are_shown_apart(run: Run, fake: FakeServer) -> None:
    common = JurisdictionFigures(
        jurisdiction=Jurisdiction.JURISDICTION_COMMON,
        datasets=["datasets/d1"],
        crime_types=["crimeTypes/secuestro"],
        indicators=[Indicator(area="nation", incidents=700)],
    )
    federal = JurisdictionFigures(
        jurisdiction=Jurisdiction.JURISDICTION_FEDERAL,
        datasets=["datasets/d2"],
        crime_types=["crimeTypes/contra-la-salud-posesion"],
        indicators=[Indicator(area="nation", incidents=34)],
    )
    fake.answers["GetIndicators"] = lambda _: GetIndicatorsResponse(
        indicators=[Indicator(area="nation", incidents=734)], jurisdictions=[common, federal]
    )
    ran = run("dataset", "indicators", "d1", "d2", *ASKED, "--by", "nation")
    assert ran.code == 0, ran.err
    told = [" ".join(line.split()[:2]) for line in ran.out.splitlines() if line.strip()]
    figures = [line for line in told if line.startswith(("nation", "common", "federal"))]
    assert figures == ["nation 734", "common crimes:", "nation 700", "federal crimes:", "nation 34"]
    assert "federal crimes: contra-la-salud-posesion" in ran.out


def test_a_jurisdiction_that_no_source_tells_of_is_unknown_and_not_zero(run: Run, fake: FakeServer) -> None:
    untold = JurisdictionFigures(datasets=["datasets/d1"])
    fake.answers["GetIndicators"] = lambda _: GetIndicatorsResponse(
        indicators=[Indicator(area="nation", incidents=7)],
        jurisdictions=[
            JurisdictionFigures(jurisdiction=Jurisdiction.JURISDICTION_COMMON),
            JurisdictionFigures(jurisdiction=Jurisdiction.JURISDICTION_FEDERAL),
            untold,
        ],
    )
    ran = run("dataset", "indicators", "d1", *ASKED, "--by", "nation")
    assert ran.code == 0, ran.err
    for whose in ("common", "federal"):
        assert f"{whose} crimes: not told by the sources asked, which is unknown and not zero" in ran.out
    assert "from sources that do not tell whether common or federal: all of these" in ran.out


def test_an_area_that_does_not_exist_is_refused(run: Run, fake: FakeServer) -> None:
    ran = run("dataset", "indicators", "d1", *ASKED, "--by", "planet")
    assert (ran.code, fake.calls) == (2, [])
    assert "'planet'" in ran.err
