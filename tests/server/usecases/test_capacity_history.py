"""What changed between reports, and whether local effort fell after federal teams arrived."""

from datetime import timedelta

import pytest

from relevo_server.domain.capacity_report import CapacityReport, CapacityReportDraft
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.errors import InvalidArgument, NotFound
from relevo_server.domain.local_capacity import LocalCapacity, Training, TrainingModule
from relevo_server.domain.principal import LOCAL
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
from tests.server.world import ACAPULCO, GUERRERO, TODAY, accepted_report, clock_of, live_agreement, patrol_pool

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
    first = report(ports, 100, LocalCapacity(vehicles=10))
    assert compare_capacity_report(ports, LOCAL, first.name) == (None, ())
    accept_capacity_report(ports, LOCAL, first.name)
    clock_of(ports).move(days=30)
    report(ports, 999, LocalCapacity())
    second = report(ports, 90, LocalCapacity(commanders=3))
    before, changes = compare_capacity_report(ports, LOCAL, second.name)
    assert before is not None
    assert before.name == first.name
    assert set(changes) == {
        FigureChange("municipal_officers", 100, 90),
        FigureChange("officers_year_before", 100, 90),
        FigureChange("local_capacity.vehicles", 10, None),
        FigureChange("local_capacity.commanders", None, 3),
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
