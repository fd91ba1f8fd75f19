"""`relevo plan outcome`."""

from google.type.date_pb2 import Date

from relevo.v1.plan_outcome_pb2 import IncidenceOutcome, PlanOutcome, StayOutcome
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer


def test_it_says_what_was_seen_and_lists_the_stays(run: Run, fake: FakeServer) -> None:
    stay = StayOutcome(
        municipality="municipalities/12001",
        start_date=Date(year=2025, month=2, day=3),
        end_date=Date(year=2025, month=3, day=31),
        verdict=StayOutcome.VERDICT_NOT_MADE,
        planned_team_days=1512,
    )
    fake.answers["GetPlanOutcome"] = lambda request: PlanOutcome(
        plan=request.name,
        as_of_date=Date(year=2025, month=6, day=1),
        stays=[stay],
        incidence=IncidenceOutcome(untold=["municipalities/12061"]),
        sentences=["0 of 1 stays begun were kept"],
    )
    ran = run("plan", "outcome", "p1", "--dataset", "d1", "--crime", "secuestro", "--before", "6")
    assert ran.code == 0, ran.err
    (request,) = fake.requests("GetPlanOutcome")
    assert (request.name, list(request.datasets), list(request.crime_types)) == (
        "plans/p1",
        ["datasets/d1"],
        ["crimeTypes/secuestro"],
    )
    assert (request.before_months, request.after_months) == (6, 0)
    assert "plans/p1 as of 2025-06-01" in ran.out
    assert "0 of 1 stays begun were kept" in ran.out
    assert "not all months known yet: 12061" in ran.out
    rows = [line.split() for line in ran.out.splitlines()]
    assert ["12001", "2025-02-03", "2025-03-30", "not", "made", "1,512", "0", "none"] in rows
