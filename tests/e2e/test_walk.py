"""One walk over a real channel: from the bundled sheet to a reviewed plan and the question behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.plan_pb2 import Plan
from relevo.v1.planning_service_pb2 import ProposePlanRequest
from relevo_client import connect
from relevo_client.client import Relevo
from relevo_client.commands.proposing import next_monday
from relevo_client.dates import present_day, to_wire
from relevo_client.demo import records, samples
from relevo_planner.canonical import instance_sha256
from relevo_planner.review import review_plan
from relevo_server.app import serving
from relevo_server.commands.demo import bundled_sample
from relevo_server.wire.files import message_json, read_instance, read_plan

pytestmark = pytest.mark.timeout(120)
FIRST_DAY = next_monday(present_day())
MUNICIPALITIES, PERIODS = 30, 6


@pytest.fixture(scope="module")
def relevo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relevo]:
    home = tmp_path_factory.mktemp("walk") / "home"
    with serving(home, "127.0.0.1:0") as served:
        token = served.token_file.read_text(encoding="ascii").strip()
        with connect(served.address, token) as client:
            yield client


@pytest.fixture(scope="module")
def plan(relevo: Relevo) -> Plan:
    sheets = samples.read(bundled_sample())
    dataset = records.load_sheets(relevo, sheets)
    ranking = records.publish_ranking(relevo, dataset)
    assert ranking.ranked_municipalities == 100
    regions = records.set_fusion_centres(relevo, sheets)
    assert records.create_pools(relevo, sheets)
    agreements = records.hold_meetings(relevo, sheets, regions, FIRST_DAY)
    assert len(agreements) == len(regions) == 5
    reports = records.submit_reports(relevo, sheets, FIRST_DAY)
    assert any(report.state == CapacityReport.STATE_ACCEPTED for report in reports)
    wanted = ProposePlanRequest(
        ranking=ranking.name,
        first_municipalities=MUNICIPALITIES,
        first_day=to_wire(FIRST_DAY),
        periods=PERIODS,
        time_limit_seconds=10,
    )
    return relevo.planning.propose(wanted).result()


def test_the_plan_is_certified_and_its_review_is_clean(plan: Plan) -> None:
    assert plan.operations
    assert 0 < plan.certificate.value <= plan.certificate.bound
    assert not plan.review_findings
    assert plan.first_day == to_wire(FIRST_DAY)


def test_the_exported_question_is_the_one_that_was_answered(relevo: Relevo, plan: Plan, tmp_path: Path) -> None:
    exported = tmp_path / "instance.json"
    exported.write_text(message_json(relevo.planning.instance(plan.name)), encoding="utf-8")
    instance = read_instance(exported.read_bytes())
    assert len(instance.municipalities) == MUNICIPALITIES
    assert instance_sha256(instance) == plan.instance_sha256
    assert review_plan(instance, read_plan(message_json(plan).encode())) == ()


def test_every_stay_is_explained(relevo: Relevo, plan: Plan) -> None:
    explained = relevo.planning.explain(plan.name)
    assert len(explained.operations) == len(plan.operations)


def test_the_plan_beats_by_rank(plan: Plan) -> None:
    by_rank = next(baseline.value for baseline in plan.baselines if baseline.name == "by-rank")
    assert plan.certificate.value > by_rank
