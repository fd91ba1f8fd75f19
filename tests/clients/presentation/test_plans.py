"""A plan as a person reads it."""

import math
from datetime import date

import pytest

from relevo.v1.plan_pb2 import Baseline, Plan, ReviewFinding
from relevo.v1.planning_service_pb2 import ExplainPlanResponse
from relevo_client.presentation.plans import text, view
from tests.clients import stories


def joined(plan: Plan | None = None) -> view.PlanView:
    return view.join(plan or stories.plan(), stories.instance(), stories.explained(), stories.pools())


def shown(capsys: pytest.CaptureFixture[str], seen: view.PlanView) -> str:
    text.show(seen)
    return capsys.readouterr().out


def test_stays_have_names_and_days_and_stand_by_rank() -> None:
    first, second = joined().stays
    assert (first.place, first.first_day, first.last_day) == ("Tijuana, BC", date(2026, 1, 5), date(2026, 3, 29))
    assert (first.officers, first.value, first.price_paid) == (248, 110.0, 40.0)
    assert (second.place, second.first_day, second.last_day) == (
        "Acapulco de Juárez, Gro.",
        date(2026, 4, 13),
        date(2026, 5, 10),
    )


def test_who_goes_where_when_and_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, joined())
    (line,) = [line for line in out.splitlines() if "Tijuana" in line]
    assert line.split() == ["1", "Tijuana,", "BC", "5", "Jan", "-", "29", "Mar", "2026", "12", "8", "2", "110.0"]
    assert "weeks patrol intell. covers" in " ".join(out.split())
    assert "12 weeks at a time, and never more than that in any 26 weeks" in " ".join(out.split())
    assert "illustrative" in out


def test_every_line_fits_a_hundred_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert max(len(line) for line in shown(capsys, joined()).splitlines()) <= 100


def test_unserved_municipalities_are_named_with_reason_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(shown(capsys, joined()).split())
    assert "Not served: 1 municipality" in out
    assert "Nobody knows how many officers it has: Centro, Tab. (rank 20)." in out
    assert "What would change it: an accepted report with its officers." in out
    assert "12 teams in 1 municipality: all teams are in use." in out


def test_certificate_and_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(shown(capsys, joined()).split())
    assert "Covers 120.0 weighted incidents" in out
    assert "more than 121.0" in out
    assert "the gap is 0.83 %" in out
    assert "Review: clean" in out
    assert "covers 100.0 in 1 municipality" in out
    assert "This plan covers 20.0 more (20.0 %)." in out


def test_a_plan_that_is_worse_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    plan = stories.plan()
    plan.baselines[0].value = 150
    assert "This plan covers 30.0 less (20.0 %)." in shown(capsys, joined(plan))


def test_a_bound_that_nobody_proved_is_not_shown_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    plan = stories.plan()
    plan.certificate.bound = plan.certificate.gap = math.inf
    out = shown(capsys, joined(plan))
    assert "inf" not in out
    assert "was not proven" in out


def test_findings_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    plan = stories.plan()
    plan.review_findings.append(ReviewFinding(rule="tenure", message="Tijuana: 7 periods"))
    out = shown(capsys, joined(plan))
    assert "Review: tenure: Tijuana: 7 periods" in out
    assert "clean" not in out


def test_a_plan_without_stays_and_without_baselines(capsys: pytest.CaptureFixture[str]) -> None:
    plan = stories.plan()
    del plan.operations[:]
    del plan.baselines[:]
    plan.baselines.append(Baseline(name="by rank", value=0))
    seen = view.join(plan, stories.instance(), ExplainPlanResponse(), [])
    out = shown(capsys, seen)
    assert "Nobody is sent anywhere." in out
    assert "spreadsheet" not in out
    assert "illustrative" not in out


def test_why_tells_the_pools_and_how_many_officers(capsys: pytest.CaptureFixture[str]) -> None:
    question = stories.instance()
    question.municipalities[0].verified_officers = 3933
    seen = view.join(stories.plan(), question, stories.explained(), stories.pools())
    text.show_why(list(seen.stays))
    out = " ".join(capsys.readouterr().out.split())
    assert "Teams: 8 of Patrol, 2 of Cells; 248 federal officers, beside 3,933 local ones. It has the most need." in out
    assert "Teams: 1 of Patrol; 30 federal officers. Teams were free by then." in out


def test_next_steps_can_be_typed() -> None:
    assert text.next_steps(joined()) == [
        "relevo plan explain p1",
        "relevo plan explain p1 --municipality 27004",
        "relevo plan instance p1 --output question.json",
        "relevo plan confirm p1 --office OFFICE",
    ]


def test_a_need_that_nobody_knows_is_shown_as_unknown_and_asks_for_no_team(capsys: pytest.CaptureFixture[str]) -> None:
    explained = stories.explained()
    for place in ("municipalities/02004", "municipalities/27004"):
        explained.shortfalls.add(
            municipality=place, reason="PLAN_REASON_NEED_UNKNOWN", capability="CAPABILITY_EMERGENCY_CALL_SUPPORT"
        )
    seen = view.join(stories.plan(), stories.instance(), explained, stories.pools())
    assert [one.municipality for one in seen.unserved] == ["municipalities/27004"]
    out = " ".join(shown(capsys, seen).split())
    assert "Need of emergency call support: unknown in 2 municipalities" in out
    assert "relevo emergency-line set" in out
    assert "0 teams" not in out
    text.show_why_not(seen)
    explained_whole = " ".join(capsys.readouterr().out.split())
    assert explained_whole.count("unknown in 2 municipalities") == 1
    text.show_why_not(seen, "municipalities/27004")
    assert "Need of emergency call support: unknown." in capsys.readouterr().out
