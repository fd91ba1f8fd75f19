"""What changed between reports, and whether local effort fell after federal teams arrived."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_server.domain.capacity_report import CapacityReport, CapacityReportDraft
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.errors import InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.local_capacity import LocalCapacity, Training, TrainingModule
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.usecases.capacity import (
    accept_capacity_report,
    get_capacity_report,
    list_capacity_reports,
    submit_capacity_report,
)
from relevo_server.usecases.capacity_history import (
    FigureChange,
    check_local_effort,
    compare_capacity_report,
    stale_day,
)
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.stay_changes import activate_deployment
from tests.server.world import (
    ACAPULCO,
    BAJA_CALIFORNIA,
    GUERRERO,
    TODAY,
    accepted_report,
    clock_of,
    live_agreement,
    patrol_pool,
)

MONTH = timedelta(days=30)


def report(ports: Ports, officers: int | None, local: LocalCapacity) -> CapacityReport:
    draft = CapacityReportDraft(
        GUERRERO, ACAPULCO, ports.clock.now().date(), officers, officers_year_before=officers, local_capacity=local
    )
    return submit_capacity_report(ports, LOCAL, draft)


def test_everything_a_state_says_is_kept(ports: Ports) -> None:
    local = LocalCapacity(
        on_duty_officers=0, vehicles=12, trainings=(Training(TrainingModule.CRIME_SCENE, 10, 40, TODAY + MONTH),)
    )
    made = report(ports, 100, local)
    assert get_capacity_report(ports, LOCAL, made.name).local_capacity == local
    assert made.local_capacity.commanders is None
    assert stale_day(made) == TODAY + timedelta(days=91)


def test_wrong_figures_are_all_named(ports: Ports) -> None:
    twice = (Training(TrainingModule.EVIDENCE, -1, 5), Training(TrainingModule.EVIDENCE), Training(None))
    with pytest.raises(InvalidArgument) as caught:
        report(ports, 1, LocalCapacity(vehicles=-1, trainings=twice))
    path = "capacity_report.local_capacity"
    assert {fault.field for fault in caught.value.faults} == {
        f"{path}.vehicles",
        f"{path}.trainings",
        f"{path}.trainings[0].trained_officers",
        f"{path}.trainings[0].target_date",
        f"{path}.trainings[2].module",
    }
    assert list_capacity_reports(ports, LOCAL, PageRequest()).items == ()


def test_a_report_is_compared_with_the_accepted_one_before(ports: Ports) -> None:
    evidence = Training(TrainingModule.EVIDENCE, 10, 40, TODAY + 2 * MONTH)
    first = report(ports, 100, LocalCapacity(vehicles=10, trainings=(evidence,)))
    assert compare_capacity_report(ports, LOCAL, first.name) == (None, ())
    accept_capacity_report(ports, LOCAL, first.name)
    clock_of(ports).move(days=30)
    report(ports, 999, LocalCapacity())
    trained = (replace(evidence, trained_officers=25), Training(TrainingModule.TESTIMONY, 5))
    second = report(ports, 90, LocalCapacity(commanders=3, trainings=trained))
    before, changes = compare_capacity_report(ports, LOCAL, second.name)
    assert before is not None
    assert before.name == first.name
    assert set(changes) == {
        FigureChange("municipal_officers", 100, 90),
        FigureChange("officers_year_before", 100, 90),
        FigureChange("local_capacity.vehicles", 10, None),
        FigureChange("local_capacity.commanders", None, 3),
        FigureChange("local_capacity.trainings.evidence.trained_officers", 10, 25),
        FigureChange("local_capacity.trainings.testimony.trained_officers", None, 5),
    }
    with pytest.raises(NotFound):
        compare_capacity_report(ports, LOCAL, "capacityReports/none")


@pytest.mark.parametrize(("later", "alarmed"), [(99, True), (100, False), (None, False)])
def test_local_effort_that_falls_after_teams_arrive_raises_an_alarm(
    ports: Ports, later: int | None, alarmed: bool
) -> None:
    before = accepted_report(ports, ACAPULCO, 100)
    agreement, pool = live_agreement(ports), patrol_pool(ports)
    draft = DeploymentDraft(ACAPULCO, agreement.name, TODAY, TODAY + 2 * MONTH, (PoolTeams(pool.name, 1),))
    stay = create_deployment(ports, LOCAL, draft)
    assert check_local_effort(ports, LOCAL) == ()
    clock_of(ports).move(days=30)
    now = accepted_report(ports, ACAPULCO, later, TODAY + MONTH)
    alarms = check_local_effort(ports, LOCAL)
    told = [(alarm.deployment, alarm.before.name, alarm.now.name) for alarm in alarms]
    assert told == ([(stay.name, before.name, now.name)] if alarmed else [])
    assert check_local_effort(ports, LOCAL, TODAY + 3 * MONTH) == ()


def test_a_kind_of_officers_that_is_no_longer_said_is_not_read_as_gone(ports: Ports) -> None:
    def said(day: date, municipal: int, state: int | None) -> None:
        draft = CapacityReportDraft(GUERRERO, ACAPULCO, day, municipal, state)
        accept_capacity_report(ports, LOCAL, submit_capacity_report(ports, LOCAL, draft).name)

    said(TODAY, 100, 50)
    agreement, pool = live_agreement(ports), patrol_pool(ports)
    draft = DeploymentDraft(ACAPULCO, agreement.name, TODAY, TODAY + 2 * MONTH, (PoolTeams(pool.name, 1),))
    create_deployment(ports, LOCAL, draft)
    clock_of(ports).move(days=30)
    said(TODAY + MONTH, 100, None)
    assert check_local_effort(ports, LOCAL) == ()
    clock_of(ports).move(minutes=1)
    said(TODAY + MONTH, 100, 49)
    assert [(alarm.officers_before, alarm.officers_now) for alarm in check_local_effort(ports, LOCAL)] == [(150, 149)]


def test_teams_that_have_not_arrived_raise_no_alarm(ports: Ports) -> None:
    accepted_report(ports, ACAPULCO, 100)
    agreement, pool = live_agreement(ports), patrol_pool(ports)
    start = TODAY + timedelta(days=10)
    draft = DeploymentDraft(ACAPULCO, agreement.name, start, start + MONTH, (PoolTeams(pool.name, 1),))
    stay = create_deployment(ports, LOCAL, draft)
    clock_of(ports).move(days=15)
    accepted_report(ports, ACAPULCO, 90, start + timedelta(days=5))
    assert check_local_effort(ports, LOCAL) == ()
    activate_deployment(ports, LOCAL, stay.name, start)
    assert [alarm.deployment for alarm in check_local_effort(ports, LOCAL)] == [stay.name]


def test_a_state_is_alarmed_of_its_own_places_only(ports: Ports) -> None:
    accepted_report(ports, ACAPULCO, 100)
    agreement, pool = live_agreement(ports), patrol_pool(ports)
    draft = DeploymentDraft(ACAPULCO, agreement.name, TODAY, TODAY + 2 * MONTH, (PoolTeams(pool.name, 1),))
    create_deployment(ports, LOCAL, draft)
    clock_of(ports).move(days=30)
    report = accepted_report(ports, ACAPULCO, 90, TODAY + MONTH)
    own, other = (
        Principal("principals/s", frozenset({Role.STATE_REPORTER}), frozenset({state}))
        for state in (GUERRERO, BAJA_CALIFORNIA)
    )
    assert len(check_local_effort(ports, own)) == 1
    assert check_local_effort(ports, other) == ()
    assert compare_capacity_report(ports, own, report.name)[1]
    with pytest.raises(PermissionDenied):
        compare_capacity_report(ports, other, report.name)
