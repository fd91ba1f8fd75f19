"""What a meeting finds on the table."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_planner.instance import Operation as Stay
from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.commitment import CommitmentDraft, CommitmentState, Side
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.errors import NotFound
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.meeting import MeetingDraft
from relevo_server.domain.observation import ObservationDraft, ObservationSubject
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import RankingDraft, RankingMethod
from relevo_server.domain.search import Search
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.briefs import MeetingBrief, get_meeting_brief
from relevo_server.usecases.commitments import record_commitment
from relevo_server.usecases.deciding import reject_plan
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.meetings import create_meeting
from relevo_server.usecases.observations import file_observation
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.rankings import create_ranking, publish_ranking
from relevo_server.usecases.snapshot import Question
from tests.server.jobs.staged import empty_plan
from tests.server.world import (
    ACAPULCO,
    CENTRO,
    COUNTS,
    HOMICIDE,
    NOROESTE,
    TIJUANA,
    TIXTLA,
    TODAY,
    accepted_report,
    clock_of,
    held_meeting,
    import_text,
    live_agreement,
    patrol_pool,
    published_ranking,
)

WEEK = timedelta(days=7)


def brief(ports: Ports, region: str, after: timedelta) -> MeetingBrief:
    meeting = create_meeting(ports, LOCAL, MeetingDraft(region, "", TODAY + after))
    return get_meeting_brief(ports, LOCAL, meeting.name)


def test_a_brief_gathers_what_its_region_needs(ports: Ports) -> None:
    published_ranking(ports)
    changed = COUNTS.replace("12061,2,2,2", "12061,50,50,50")
    imported = import_text(ports, changed, crime_type=HOMICIDE, absent_means_default=AbsentMeans.UNKNOWN)
    assert imported.dataset is not None
    promise = CommitmentDraft(Side.LOCAL, "Recruit", TODAY + WEEK, commitment_id="c")
    agreed = AgreementDraft("", TODAY, TODAY + 20 * WEEK, (ACAPULCO, TIJUANA), commitments=(promise,))
    agreement = create_agreement(ports, LOCAL, held_meeting(ports), agreed)
    pool = patrol_pool(ports)
    accepted_report(ports, ACAPULCO, 100)
    for place, weeks in ((ACAPULCO, 8), (TIJUANA, 8)):
        teams = (PoolTeams(pool.name, 1),)
        create_deployment(ports, LOCAL, DeploymentDraft(place, agreement.name, TODAY, TODAY + weeks * WEEK, teams))
    file_observation(ports, LOCAL, ObservationDraft("Council", ObservationSubject.SPENDING, "Why?"))
    clock_of(ports).move(days=28)
    months = date(2024, 1, 1), date(2024, 4, 1)
    draft = RankingDraft("", RankingMethod.VOLUME, (imported.dataset.name,), (HOMICIDE,), *months)
    publish_ranking(ports, LOCAL, create_ranking(ports, LOCAL, draft).name)
    accepted_report(ports, ACAPULCO, 90, TODAY + 4 * WEEK)

    found = brief(ports, CENTRO, 5 * WEEK)
    moved = {movement.municipality: (movement.before, movement.now) for movement in found.movements}
    assert moved == {ACAPULCO: (2, 3), TIXTLA: (4, 2)}
    assert [(ending.stay.municipality, len(ending.open_local)) for ending in found.ending] == [(ACAPULCO, 1)]
    assert [item.promise for item in found.ending[0].hand_back.items] == ["Recruit"]
    assert [late.stay.municipality for late in found.late_hand_backs] == [ACAPULCO]
    assert [agreed.commitment.commitment_id for agreed in found.commitments] == ["c"]
    assert [(change.report.municipality, change.changes[0].after) for change in found.capacity] == [(ACAPULCO, 90)]
    assert [alarm.municipality for alarm in found.alarms] == [ACAPULCO]
    assert len(found.overdue_observations) == 1
    assert found.proposed == ()


def test_another_region_hears_its_own_matters_only(ports: Ports) -> None:
    published_ranking(ports)
    accepted_report(ports, ACAPULCO, 100)
    accepted_report(ports, ACAPULCO, 90)
    found = brief(ports, NOROESTE, WEEK)
    assert (found.movements, found.ending, found.commitments, found.capacity, found.alarms) == ((), (), (), (), ())
    assert found.overdue_observations == ()
    with pytest.raises(NotFound):
        get_meeting_brief(ports, LOCAL, "meetings/none")


def test_a_brief_compares_the_reports_of_a_year_not_of_all_times(ports: Ports) -> None:
    for ago, officers in ((420, 50), (370, 100), (0, 90)):
        accepted_report(ports, ACAPULCO, officers, TODAY - timedelta(days=ago))
        accepted_report(ports, TIXTLA, officers, TODAY - timedelta(days=max(ago, 395)))
        clock_of(ports).move(minutes=1)
    (change,) = brief(ports, CENTRO, WEEK).capacity
    assert (change.report.municipality, change.changes[0].before, change.changes[0].after) == (ACAPULCO, 100, 90)


def test_a_brief_tells_what_was_kept_and_what_was_broken(ports: Ports) -> None:
    states = (CommitmentState.KEPT, CommitmentState.BROKEN, CommitmentState.OPEN, CommitmentState.OPEN)
    due = (TODAY, TODAY, TODAY, TODAY + 9 * WEEK)
    promises = tuple(
        CommitmentDraft(side, "Recruit", day, commitment_id=f"c{number}")
        for number, (day, side) in enumerate(zip(due, (Side.LOCAL, Side.FEDERAL) * 2, strict=True))
    )
    agreed = AgreementDraft("", TODAY, TODAY + 20 * WEEK, (ACAPULCO,), commitments=promises)
    agreement = create_agreement(ports, LOCAL, held_meeting(ports), agreed)
    for number, state in enumerate(states[:2]):
        record_commitment(ports, LOCAL, agreement.name, f"c{number}", state, "Register")
    found = brief(ports, CENTRO, WEEK)
    told = {agreed.commitment.commitment_id: agreed.commitment for agreed in found.commitments}
    assert [told[f"c{number}"].state for number in range(4)] == list(states)
    assert [told[f"c{number}"].overdue(found.meeting.day) for number in range(4)] == [False, True, True, False]


def test_a_brief_shows_what_the_newest_open_plan_proposes_in_the_region(ports: Ports) -> None:
    question = Question(published_ranking(ports).name, TODAY + WEEK)
    patrol_pool(ports)
    live_agreement(ports)
    names = [proposed(ports, question, place) for place in (TIXTLA, ACAPULCO)]
    (stay,) = brief(ports, CENTRO, WEEK).proposed
    assert (stay.plan, stay.municipality) == (names[1], ACAPULCO)
    assert (stay.start, stay.end) == (TODAY + 3 * WEEK, TODAY + 7 * WEEK)
    (there,) = brief(ports, NOROESTE, WEEK).proposed
    assert there.municipality == TIJUANA
    reject_plan(ports, LOCAL, names[1], "Coordination of Centro", ("too late",))
    (before,) = brief(ports, CENTRO, WEEK).proposed
    assert (before.plan, before.municipality) == (names[0], TIXTLA)


def proposed(ports: Ports, question: Question, place: str) -> str:
    """A stored plan of a stay in ``place`` and of one in Tijuana; a later one is newer."""
    clock_of(ports).move(minutes=1)
    operation = propose_plan(ports, LOCAL, question, Search(time_limit_seconds=5.0))
    (pool,) = begin_proposal(ports, operation.name).instance.pools
    stays = tuple(Stay(there, 1, 2, {pool.name: 1}) for there in (place, TIJUANA))
    return complete_proposal(ports, operation.name, 1, replace(empty_plan(), operations=stays), ()).name


def test_rankings_of_different_things_show_no_movement(ports: Ports) -> None:
    published_ranking(ports)
    deaths = "crimeTypes/defuncion-por-homicidio"
    imported = import_text(
        ports, COUNTS.replace("2,2,2", "99,99,99"), crime_type=deaths, absent_means_default=AbsentMeans.UNKNOWN
    )
    assert imported.dataset is not None
    clock_of(ports).move(minutes=1)
    months = date(2024, 1, 1), date(2024, 4, 1)
    draft = RankingDraft("", RankingMethod.VOLUME, (imported.dataset.name,), (deaths,), *months)
    publish_ranking(ports, LOCAL, create_ranking(ports, LOCAL, draft).name)
    assert brief(ports, CENTRO, WEEK).movements == ()
    clock_of(ports).move(minutes=1)
    published_ranking(ports)  # as the first one: nothing has moved in between
    assert brief(ports, CENTRO, WEEK).movements == ()
