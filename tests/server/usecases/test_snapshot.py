"""The records become a planning question: nothing stretched, nothing unknown read as zero."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_planner.canonical import instance_sha256
from relevo_planner.compile import build_options
from relevo_planner.instance import Capability, Fund, Instance, Municipality, ReportStatus, Window
from relevo_planner.plan import Reason
from relevo_planner.validate import validate
from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.capacity_report import CapacityReportDraft
from relevo_server.domain.commitment import CommitmentDraft, Side
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.emergency_calls import EmergencyCallService, EmergencyCallStatus
from relevo_server.domain.fund import Beneficiary, FundDraft, FundKind, ProjectDraft
from relevo_server.domain.places import FusionCentre, FusionCentreStatus, Point
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import Ranking
from relevo_server.domain.spending import SpendDraft
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.capacity import return_capacity_report, submit_capacity_report
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.emergency_calls import set_emergency_call_service
from relevo_server.usecases.funds import create_fund
from relevo_server.usecases.geography import set_fusion_centre
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.projects import create_project
from relevo_server.usecases.snapshot import Question, read_instance, snapshot_of
from relevo_server.usecases.spending import create_spend_record
from tests.server.world import (
    ACAPULCO,
    BAJA_CALIFORNIA,
    CENTRO,
    GUERRERO,
    MEXICALI,
    NOROESTE,
    TIJUANA,
    TIXTLA,
    TODAY,
    accepted_report,
    clock_of,
    held_meeting,
    live_agreement,
    patrol_pool,
    published_ranking,
)

FIRST = date(2025, 2, 3)


@pytest.fixture
def ranking(ports: Ports) -> Ranking:
    """Tijuana, Acapulco, Mexicali, Tixtla."""
    return published_ranking(ports)


def ask(ports: Ports, ranking: Ranking, first: int = 4) -> Instance:
    question = Question(ranking.name, FIRST, first)
    with ports.records.read() as unit:
        instance, _ = read_instance(unit, question, ranking, clock_of(ports).at.date())
    validate(instance)
    return instance


def place(instance: Instance, name: str) -> Municipality:
    return next(municipality for municipality in instance.municipalities if municipality.name == name)


def test_the_first_of_the_ranking_take_part(ports: Ports, ranking: Ranking) -> None:
    instance = ask(ports, ranking, first=2)
    assert [(it.name, it.rank) for it in instance.municipalities] == [(TIJUANA, 1), (ACAPULCO, 2)]
    assert [region.name for region in instance.regions] == [CENTRO, NOROESTE]
    tijuana = place(instance, TIJUANA)
    assert (tijuana.state, tijuana.region, tijuana.latitude) == ("states/02", NOROESTE, 32.532)


def test_need_comes_from_incidence_and_verified_force(ports: Ports, ranking: Ranking) -> None:
    before = place(ask(ports, ranking), TIJUANA)
    # 330 incidents in 91 days are 50.8 a fortnight; each keeps 30 officers of patrol busy; a team has 30.
    assert len(before.gains[Capability.PATROL]) == 51
    accepted_report(ports, TIJUANA, 6000)
    after = place(ask(ports, ranking), TIJUANA)
    # A twentieth of 6,000 officers carries 300 of 1,523 officers' work.
    assert len(after.gains[Capability.PATROL]) == 41
    assert after.period_weights == before.period_weights
    assert len(after.period_weights) == 13
    # Tijuana's rate lies above that of all ranked places together, Acapulco's below.
    assert after.period_weights[0] > 1 > place(ask(ports, ranking), ACAPULCO).period_weights[0]


def test_only_an_accepted_report_verifies_strength(ports: Ports, ranking: Ranking) -> None:
    # The census counts 2,332 officers in Acapulco; nobody accepted them.
    missing = place(ask(ports, ranking), ACAPULCO)
    assert (missing.verified_officers, missing.standing.report) == (None, ReportStatus.MISSING)
    draft = CapacityReportDraft(GUERRERO, ACAPULCO, TODAY, 2000, 300, officers_year_before=2500)
    report = submit_capacity_report(ports, LOCAL, draft)
    submitted = place(ask(ports, ranking), ACAPULCO)
    assert (submitted.verified_officers, submitted.standing.report) == (None, ReportStatus.SUBMITTED)
    return_capacity_report(ports, LOCAL, report.name, ("again",))
    assert place(ask(ports, ranking), ACAPULCO).standing.report is ReportStatus.RETURNED
    accepted_report(ports, ACAPULCO, 1000)
    clock_of(ports).move(days=1)
    # A newer submission does not silence the accepted one.
    submit_capacity_report(ports, LOCAL, draft)
    accepted = place(ask(ports, ranking), ACAPULCO)
    assert (accepted.verified_officers, accepted.standing.report) == (1000, ReportStatus.ACCEPTED)
    assert (accepted.standing.report_age_days, accepted.standing.effort_ratio) == (19, 1.0)


def test_agreements_count_only_their_whole_periods(ports: Ports, ranking: Ranking) -> None:
    live_agreement(ports, FIRST + timedelta(days=1), FIRST + timedelta(days=69), (GUERRERO,))
    live_agreement(ports, TODAY, FIRST + timedelta(days=13), (GUERRERO,))
    instance = ask(ports, ranking)
    assert place(instance, ACAPULCO).standing.agreements == (Window(1, 4),)
    assert place(instance, TIJUANA).standing.agreements == ()


def test_overdue_commitments_of_the_local_side_count(ports: Ports, ranking: Ranking) -> None:
    promises = (CommitmentDraft(Side.LOCAL, "Recruit", TODAY), CommitmentDraft(Side.FEDERAL, "Send", TODAY))
    draft = AgreementDraft("", TODAY, TODAY + timedelta(days=365), (ACAPULCO,), commitments=promises)
    create_agreement(ports, LOCAL, held_meeting(ports), draft)
    assert place(ask(ports, ranking), ACAPULCO).standing.overdue_commitments == 0
    clock_of(ports).move(days=1)
    assert place(ask(ports, ranking), ACAPULCO).standing.overdue_commitments == 1
    assert place(ask(ports, ranking), TIXTLA).standing.overdue_commitments == 0


def test_pools_and_fusion_centres_shrink_to_whole_periods(ports: Ports, ranking: Ranking) -> None:
    day = timedelta(days=1)
    always = patrol_pool(ports, rest_days=15, reach_km=300.0, base_point=Point(19.4, -99.1))
    some = patrol_pool(ports, available_from=FIRST + day, available_until=FIRST + 42 * day)
    never = patrol_pool(ports, available_from=FIRST + day, available_until=FIRST + 27 * day)
    centre = FusionCentre(FusionCentreStatus.OPERATING, FIRST + 14 * day)
    set_fusion_centre(ports, LOCAL, CENTRO, centre)
    set_fusion_centre(ports, LOCAL, NOROESTE, FusionCentre(FusionCentreStatus.PLANNED, FIRST))
    instance = ask(ports, ranking)
    pools = {pool.name: pool for pool in instance.pools}
    assert (pools[always.name].available, pools[always.name].rest_periods) == (None, 2)
    assert (pools[always.name].reach_km, pools[always.name].latitude) == (300.0, 19.4)
    assert pools[some.name].available == Window(1, 3)
    assert pools[never.name].available == Window(13, 14)
    assert {region.name: region.fusion_centre for region in instance.regions} == {CENTRO: Window(1, 13), NOROESTE: None}


def test_stays_count_with_every_period_that_they_touch(ports: Ports, ranking: Ranking) -> None:
    pool = patrol_pool(ports)
    agreement = live_agreement(ports, date(2024, 6, 1))
    stay = DeploymentDraft(
        TIXTLA, agreement.name, FIRST - timedelta(days=15), FIRST + timedelta(days=15), (PoolTeams(pool.name, 2),)
    )
    placed = create_deployment(ports, LOCAL, stay)
    instance = ask(ports, ranking, first=2)
    (own,) = instance.stays
    assert (own.name, own.start, own.end, own.teams) == (placed.name, -2, 2, {pool.name: 2})
    # Not among the first, but its teams and its presence count.
    tixtla = place(instance, TIXTLA)
    assert (tixtla.rank, dict(tixtla.gains)) == (4, {})
    assert [it.name for it in instance.municipalities] == [TIJUANA, ACAPULCO, TIXTLA]


def test_stays_long_past_are_left_out(ports: Ports, ranking: Ranking) -> None:
    pool = patrol_pool(ports)
    agreement = live_agreement(ports, date(2020, 1, 1))
    old = DeploymentDraft(MEXICALI, agreement.name, date(2022, 1, 1), date(2022, 2, 1), (PoolTeams(pool.name, 1),))
    create_deployment(ports, LOCAL, old)
    assert ask(ports, ranking).stays == ()


def test_the_same_records_give_the_same_question(ports: Ports, ranking: Ranking) -> None:
    pool = patrol_pool(ports)
    question = Question(ranking.name, FIRST)
    with ports.records.read() as unit:
        first = read_instance(unit, question, ranking, TODAY)
        again = read_instance(unit, question, ranking, TODAY)
    assert first == again
    instance, provenance = first
    snapshot = snapshot_of(instance, provenance)
    assert snapshot.name == f"snapshots/{instance_sha256(instance)}"
    assert (pool.name, 1) in provenance
    assert (ranking.name, 2) in provenance
    changed = replace(question, periods=12)
    with ports.records.read() as unit:
        assert snapshot_of(*read_instance(unit, changed, ranking, TODAY)).name != snapshot.name


def said(ports: Ports, state: str, status: EmergencyCallStatus, since: date = TODAY) -> None:
    name = f"{state}/emergencyCallService"
    set_emergency_call_service(ports, LOCAL, EmergencyCallService(name, status, since))


def test_emergency_call_teams_are_needed_where_911_is_not_in_service(ports: Ports, ranking: Ranking) -> None:
    calls = Capability.EMERGENCY_CALL_SUPPORT
    said(ports, GUERRERO, EmergencyCallStatus.NOT_IN_SERVICE)
    instance = ask(ports, ranking)
    without, unknown = place(instance, ACAPULCO), place(instance, TIJUANA)
    # 90 incidents in 91 days are 13.8 a fortnight, each keeps one officer at the desk busy, a team has four.
    assert (len(without.gains[calls]), without.unknown_need) == (4, ())
    # Nobody said anything of Baja California: that is unknown, neither need nor none.
    assert (calls in unknown.gains, unknown.unknown_need) == (False, (calls,))
    said(ports, BAJA_CALIFORNIA, EmergencyCallStatus.IN_SERVICE)
    served = place(ask(ports, ranking), TIJUANA)
    assert (calls in served.gains, served.unknown_need) == (False, ())
    assert Capability.PATROL in served.gains


def test_911_counts_as_it_stands_on_the_first_day(ports: Ports, ranking: Ranking) -> None:
    calls = Capability.EMERGENCY_CALL_SUPPORT
    said(ports, GUERRERO, EmergencyCallStatus.IN_SERVICE, FIRST + timedelta(days=1))
    assert calls in place(ask(ports, ranking), ACAPULCO).gains
    said(ports, GUERRERO, EmergencyCallStatus.IN_SERVICE, FIRST)
    assert calls not in place(ask(ports, ranking), ACAPULCO).gains
    said(ports, GUERRERO, EmergencyCallStatus.NOT_IN_SERVICE, FIRST + timedelta(days=1))
    assert calls not in place(ask(ports, ranking), ACAPULCO).gains


def test_a_fund_gives_what_was_not_spent_before_and_only_on_its_own_days(ports: Ports, ranking: Ranking) -> None:
    day = timedelta(days=1)
    until = FIRST + 42 * day
    draft = FundDraft("Programme", FundKind.FEDERAL_PROGRAMME, 1_000_000, date(2025, 1, 1), until)
    fund = create_fund(ports, LOCAL, draft)
    create_fund(ports, LOCAL, draft)  # pays nobody
    paid = patrol_pool(ports, fund=fund.name, team_day_mxn=2_000)
    free = patrol_pool(ports)
    before = ask(ports, ranking)
    assert before.funds == (Fund(fund.name, 1_000_000.0),)
    pools = {pool.name: pool for pool in before.pools}
    assert (pools[paid.name].fund, pools[paid.name].cost_mxn_per_period) == (fund.name, 28_000.0)
    assert (pools[paid.name].available, pools[free.name].available) == (Window(0, 3), None)
    assert (pools[free.name].fund, pools[free.name].cost_mxn_per_period) == ("", 0.0)
    project = create_project(ports, LOCAL, fund.name, ProjectDraft("Radios", (Beneficiary(ACAPULCO, "Town hall"),)))
    spent = create_spend_record(ports, LOCAL, project.name, SpendDraft(400_000, date(2025, 1, 1), ACAPULCO))
    correction = SpendDraft(-100_000, corrects=spent.name, reason="Twice")
    create_spend_record(ports, LOCAL, project.name, correction)
    clock_of(ports).move(days=20)
    # The month of the first day has begun when the plan does.
    create_spend_record(ports, LOCAL, project.name, SpendDraft(50_000, date(2025, 2, 1), ACAPULCO))
    (left,) = ask(ports, ranking).funds
    assert left.ceiling_mxn == 650_000.0


def test_the_budget_rule_reads_the_ceiling_of_the_records(ports: Ports, ranking: Ranking) -> None:
    draft = FundDraft("Programme", FundKind.INTERNATIONAL_COOPERATION, 59_999, date(2025, 1, 1), date(2026, 1, 1))
    fund = create_fund(ports, LOCAL, draft)
    patrol_pool(ports, fund=fund.name, team_day_mxn=1_000)
    live_agreement(ports)
    accepted_report(ports, ACAPULCO, 1000)
    (row,) = (row for row in build_options(ask(ports, ranking)).rows if row.reason is Reason.BUDGET)
    assert (row.label, row.limit) == (fund.name, 59_999.0)
