"""Records on which every method of the coordination has something to answer; two of each where there is a list."""

from datetime import date, timedelta
from pathlib import Path

from relevo_planner.policy import Policy
from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.audit import KEPT_DAYS
from relevo_server.domain.capacity_report import CapacityReportDraft
from relevo_server.domain.commitment import CommitmentDraft, Side
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.emergency_calls import EmergencyCallService, EmergencyCallStatus
from relevo_server.domain.fund import Beneficiary, FundDraft, FundKind, ProjectDraft
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.meeting import MeetingDraft
from relevo_server.domain.observation import ObservationDraft, ObservationSubject
from relevo_server.domain.policy_version import PolicyDraft
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import RankingDraft, RankingMethod
from relevo_server.domain.search import Search
from relevo_server.domain.spending import SpendDraft
from relevo_server.domain.waiver import WaiverDraft
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.audit_pruning import export_events
from relevo_server.usecases.capacity import submit_capacity_report
from relevo_server.usecases.commitments import create_waiver
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.emergency_calls import set_emergency_call_service
from relevo_server.usecases.frozen_json import to_json
from relevo_server.usecases.funds import create_fund
from relevo_server.usecases.meetings import create_meeting
from relevo_server.usecases.observations import file_observation
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.policies import create_policy
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.projects import create_project
from relevo_server.usecases.rankings import create_ranking, publish_ranking
from relevo_server.usecases.scenarios import ScenarioDraft, create_scenario
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.spending import create_spend_record
from relevo_server.usecases.sweeps import sweep_scenarios
from tests.server.usecases.test_deciding import proposed
from tests.server.world import (
    ACAPULCO,
    CENTRO,
    COUNTS,
    GUERRERO,
    HOMICIDE,
    MEXICALI,
    TIJUANA,
    TIXTLA,
    TODAY,
    accepted_report,
    clock_of,
    held_meeting,
    import_below,
    import_text,
    open_ports,
    patrol_pool,
    published_ranking,
    settle,
)

Names = dict[str, str]
WEEKS = timedelta(days=28)


def fill(path: Path) -> Names:
    """Write the records and return the names that rows ask for."""
    ports = open_ports(path)
    names = {"municipality": ACAPULCO, "region": CENTRO, "body": "bodies/navy", "boundary": f"{ACAPULCO}/boundary"}
    names |= _old_events(ports)
    import_below(ports)
    names |= _sources(ports) | _coordination(ports) | _money(ports)
    for state in ("02", "12"):
        names["calls"] = f"states/{state}/emergencyCallService"
        said = EmergencyCallService(names["calls"], EmergencyCallStatus.NOT_IN_SERVICE, TODAY)
        set_emergency_call_service(ports, LOCAL, said)
    for place in (TIXTLA, ACAPULCO):
        report = submit_capacity_report(ports, LOCAL, CapacityReportDraft(GUERRERO, place, TODAY, 100))
        waiver = create_waiver(ports, LOCAL, WaiverDraft(place, "Office", ("Why",), TODAY, TODAY + WEEKS))
        question = ObservationDraft("Council", ObservationSubject.RANKINGS, "Why?")
        observation = file_observation(ports, LOCAL, question)
        names |= {"report": report.name, "waiver": waiver.name, "observation": observation.name}
    names |= _plans(ports, names["published"])
    return names | _what_if(ports, names["plan"])


def _plans(ports: Ports, ranking: str) -> Names:
    accepted_report(ports, ACAPULCO, 2_000)
    question = Question(ranking, date(2025, 2, 3))
    first, second = (proposed(ports, question, (ACAPULCO, start, 4, 1)) for start in (0, 1))
    operation = get_plan(ports, LOCAL, second).summary.operation
    return {"other_plan": first, "plan": second, "operation": operation}


def _old_events(ports: Ports) -> Names:
    """Places that were imported so long ago that the trail need not tell of it any longer."""
    clock = clock_of(ports)
    clock.move(days=-KEPT_DAYS)
    settle(ports)
    clock.move(days=KEPT_DAYS)
    (first,) = export_events(ports, LOCAL, 0, 1)
    return {"first_event": first.sha256, "first_export": first.export_sha256}


def _sources(ports: Ports) -> Names:
    published = published_ranking(ports).name
    other = import_text(
        ports, COUNTS.replace("30,30,30", "30,30,31"), crime_type=HOMICIDE, absent_means_default=AbsentMeans.UNKNOWN
    )
    assert other.dataset is not None
    months = date(2024, 1, 1), date(2024, 4, 1)
    draft = RankingDraft("", RankingMethod.VOLUME, (other.dataset.name,), (HOMICIDE,), *months)
    publish_ranking(ports, LOCAL, create_ranking(ports, LOCAL, draft).name)
    return {
        "published": published,
        "dataset": other.dataset.name,
        "draft": create_ranking(ports, LOCAL, draft).name,
    }


def _what_if(ports: Ports, plan: str) -> Names:
    names = {}
    for own_id in ("lenient", "strict"):
        draft = PolicyDraft("", "The law says so", to_json(Policy()))
        names["policy"] = create_policy(ports, LOCAL, draft, policy_id=own_id).name
        scenario = create_scenario(ports, LOCAL, ScenarioDraft(plan=plan), scenario_id=own_id)
        names["scenario"] = scenario.name
        sweep_scenarios(ports, LOCAL, [scenario.name], Search(), sweep_id=own_id)
        names["sweep"] = f"sweeps/{own_id}"
    return names


def _money(ports: Ports) -> Names:
    names = {}
    place, month = (Beneficiary(ACAPULCO, "Town hall"),), TODAY.replace(day=1)
    for number in (1, 2):
        draft = FundDraft("Programme", FundKind.FEDERAL_PROGRAMME, 1_000, month, date(2026, 1, 1))
        names["fund"] = create_fund(ports, LOCAL, draft, fund_id=f"f{number}").name
    for number in (1, 2):
        names["project"] = create_project(ports, LOCAL, names["fund"], ProjectDraft("Radios", place)).name
        spent = SpendDraft(number, month, ACAPULCO)
        names["spend"] = create_spend_record(ports, LOCAL, names["project"], spent).name
    return names


def _coordination(ports: Ports) -> Names:
    held_meeting(ports)
    names = {
        "held": held_meeting(ports),
        "convened": create_meeting(ports, LOCAL, MeetingDraft(CENTRO, "", TODAY)).name,
    }
    promises = tuple(CommitmentDraft(side, "Help", TODAY + WEEKS) for side in (Side.LOCAL, Side.FEDERAL))
    covered = AgreementDraft("", TODAY, date(2026, 1, 1), states=("states/02", "states/12"), commitments=promises)
    for place in (TIJUANA, TIXTLA):
        names["agreement"] = create_agreement(ports, LOCAL, names["held"], covered).name
        names["pool"] = patrol_pool(ports).name
        teams = (PoolTeams(names["pool"], 1),)
        stay = DeploymentDraft(place, names["agreement"], TODAY, TODAY + WEEKS, teams)
        names["deployment"] = create_deployment(ports, LOCAL, stay).name
    # Due to begin today, and nobody has told yet that the teams have arrived.
    clock_of(ports).move(days=-1)
    teams = (PoolTeams(names["pool"], 1),)
    stay = DeploymentDraft(MEXICALI, names["agreement"], TODAY, TODAY + WEEKS, teams)
    names["planned"] = create_deployment(ports, LOCAL, stay).name
    clock_of(ports).move(days=1)
    return names
