"""The records become a planning question: nothing stretched, nothing unknown read as zero."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_planner.canonical import instance_sha256
from relevo_planner.instance import Capability, Instance, Municipality, ReportStatus, Window
from relevo_planner.validate import validate
from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.capacity_report import CapacityReportDraft
from relevo_server.domain.commitment import CommitmentDraft, Side
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.places import FusionCentre, FusionCentreStatus, Point
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import Ranking
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.capacity import return_capacity_report, submit_capacity_report
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.geography import set_fusion_centre
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.snapshot import Question, read_instance, snapshot_of
from tests.server.world import (
    ACAPULCO,
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
