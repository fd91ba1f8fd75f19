"""The hand-back of a stay: its municipality's own promises and accepted reports, and a warning in time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.capacity_report import CapacityReportDraft
from relevo_server.domain.commitment import CommitmentDraft, CommitmentKind, CommitmentState, Side
from relevo_server.domain.deployment import Deployment, DeploymentDraft, PoolTeams
from relevo_server.domain.errors import InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.hand_back import HandBack, Progress
from relevo_server.domain.local_capacity import LocalCapacity, Training, TrainingModule
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.agreements import create_agreement, terminate_agreement
from relevo_server.usecases.capacity import accept_capacity_report, submit_capacity_report
from relevo_server.usecases.commitments import record_commitment
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.hand_backs import get_hand_back, late_hand_backs
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.stay_changes import extend_deployment
from tests.server.world import (
    ACAPULCO,
    GUERRERO,
    SHEET,
    TIXTLA,
    TODAY,
    clock_of,
    held_meeting,
    import_text,
    patrol_pool,
)

DUE = TODAY + timedelta(days=80)
PROMISES = tuple(
    CommitmentDraft(Side.LOCAL, words, DUE, commitment_id=own_id, kind=kind, amount=amount)
    for own_id, words, kind, amount in (
        ("all", "Keep 120 officers", CommitmentKind.OFFICERS, 120),
        ("more", "Recruit 40", CommitmentKind.RECRUITMENT, 40),
        ("proof", "Certify 20", CommitmentKind.CERTIFICATION, 20),
        ("walks", "Patrol the market", CommitmentKind.PATROLS, None),
    )
)


def stay_of(ports: Ports, places: tuple[str, ...] = (ACAPULCO,)) -> Deployment:
    federal = CommitmentDraft(Side.FEDERAL, "Send teams", DUE)
    draft = AgreementDraft("", TODAY, DUE, places, commitments=(*PROMISES, federal))
    agreement = create_agreement(ports, LOCAL, held_meeting(ports), draft)
    teams = (PoolTeams(patrol_pool(ports).name, 1),)
    return create_deployment(ports, LOCAL, DeploymentDraft(ACAPULCO, agreement.name, TODAY, DUE, teams))


def report(ports: Ports, officers: int | None, certified: int | None, trained: int = 10) -> None:
    """An accepted report of today."""
    training = Training(TrainingModule.EVIDENCE, trained, 50, DUE)
    day = clock_of(ports).now().date()
    draft = CapacityReportDraft(GUERRERO, ACAPULCO, day, officers, certified_officers=certified)
    draft = replace(draft, local_capacity=LocalCapacity(trainings=(training,)))
    accept_capacity_report(ports, LOCAL, submit_capacity_report(ports, LOCAL, draft).name)


def told(found: HandBack) -> dict[str, Progress]:
    return {item.commitment.rpartition("/")[2] or item.figure: item.progress for item in found.items}


def test_what_nobody_has_reported_since_is_unknown(ports: Ports) -> None:
    report(ports, 100, 30)
    stay = stay_of(ports)
    clock_of(ports).move(days=40)
    found = get_hand_back(ports, LOCAL, stay.name)
    assert told(found) == {
        "all": Progress.UNKNOWN,
        "more": Progress.UNKNOWN,
        "proof": Progress.UNKNOWN,
        "walks": Progress.NOT_MEASURED,
        "trained_officers.evidence": Progress.UNKNOWN,
    }
    assert not found.is_off_track


def test_figures_tell_what_is_off_track_in_time(ports: Ports) -> None:
    report(ports, 100, 30)
    stay = stay_of(ports)
    clock_of(ports).move(days=40)
    report(ports, 120, 33, trained=26)
    found = get_hand_back(ports, LOCAL, stay.name)
    assert told(found) == {
        "all": Progress.REACHED,
        "more": Progress.ON_TRACK,
        "proof": Progress.OFF_TRACK,
        "walks": Progress.NOT_MEASURED,
        "trained_officers.evidence": Progress.ON_TRACK,
    }
    proof = next(item for item in found.items if item.commitment.endswith("proof"))
    assert (proof.baseline, proof.target, proof.current, proof.expected) == (30, 50, 33, 40.0)
    with ports.records.read() as unit:
        today = clock_of(ports).now().date()
        assert [late.stay.name for late in late_hand_backs(unit, today, [ACAPULCO])] == [stay.name]
        assert late_hand_backs(unit, today, [TIXTLA]) == ()


def test_what_is_recorded_outweighs_figures(ports: Ports) -> None:
    stay = stay_of(ports)
    for own_id, state, evidence in (
        ("proof", CommitmentState.KEPT, "Register"),
        ("all", CommitmentState.BROKEN, ""),
    ):
        record_commitment(ports, LOCAL, stay.agreement, own_id, state, evidence)
    progress = told(get_hand_back(ports, LOCAL, stay.name))
    assert (progress["proof"], progress["all"]) == (Progress.REACHED, Progress.OFF_TRACK)
    assert told(get_hand_back(ports, LOCAL, stay.name, DUE + timedelta(days=1)))["walks"] is Progress.OFF_TRACK


def test_an_unknown_beginning_gives_no_target(ports: Ports) -> None:
    stay = stay_of(ports)
    clock_of(ports).move(days=40)
    report(ports, 110, None)
    found = get_hand_back(ports, LOCAL, stay.name)
    more = next(item for item in found.items if item.commitment.endswith("more"))
    assert (more.target, more.baseline, more.progress) == (None, None, Progress.UNKNOWN)
    assert told(found)["proof"] is Progress.UNKNOWN


def test_old_figures_are_unknown(ports: Ports) -> None:
    report(ports, 100, 30)
    stay = stay_of(ports)
    clock_of(ports).move(days=1)
    report(ports, 101, 30)
    later = TODAY + timedelta(days=92)
    assert told(get_hand_back(ports, LOCAL, stay.name, later))["more"] is Progress.UNKNOWN


def test_what_several_promise_together_is_not_held_against_one(ports: Ports) -> None:
    report(ports, 100, 30)
    stay = stay_of(ports, (ACAPULCO, TIXTLA))
    clock_of(ports).move(days=40)
    report(ports, 100, 30)
    assert told(get_hand_back(ports, LOCAL, stay.name))["more"] is Progress.NOT_MEASURED


def test_who_may_ask_for_what(ports: Ports) -> None:
    with pytest.raises(NotFound):
        get_hand_back(ports, LOCAL, "deployments/none")
    with pytest.raises(InvalidArgument):
        get_hand_back(ports, LOCAL, "deployments/none", DUE.replace(year=1969))
    with pytest.raises(PermissionDenied):
        get_hand_back(ports, ANYBODY, "deployments/none")


def test_a_kind_of_officers_that_is_no_longer_said_is_unknown_and_not_off_track(ports: Ports) -> None:
    def said(municipal: int, state: int | None) -> None:
        day = clock_of(ports).now().date()
        draft = CapacityReportDraft(GUERRERO, ACAPULCO, day, municipal, state)
        accept_capacity_report(ports, LOCAL, submit_capacity_report(ports, LOCAL, draft).name)

    said(60, 40)
    stay = stay_of(ports)
    clock_of(ports).move(days=40)
    said(60, None)
    progress = told(get_hand_back(ports, LOCAL, stay.name))
    assert (progress["all"], progress["more"]) == (Progress.UNKNOWN, Progress.UNKNOWN)
    clock_of(ports).move(days=1)
    said(120, None)  # at least so many, which is enough
    assert told(get_hand_back(ports, LOCAL, stay.name))["all"] is Progress.REACHED
    clock_of(ports).move(days=1)
    said(60, 40)
    assert told(get_hand_back(ports, LOCAL, stay.name))["more"] is Progress.OFF_TRACK


def test_a_stay_that_was_extended_under_another_agreement_keeps_what_was_promised_for_it(ports: Ports) -> None:
    stay = stay_of(ports)
    days = DUE - timedelta(days=10), DUE + timedelta(days=60)
    walks = CommitmentDraft(Side.LOCAL, "Patrol the port", DUE, commitment_id="port")
    draft = AgreementDraft("", *days, (ACAPULCO,), commitments=(walks,))
    other = create_agreement(ports, LOCAL, held_meeting(ports), draft)
    create_agreement(ports, LOCAL, held_meeting(ports), replace(draft, municipalities=(TIXTLA,)))
    extended = extend_deployment(ports, LOCAL, stay.name, stay.end + timedelta(days=4), other.name)
    assert extended.agreement == other.name
    assert set(told(get_hand_back(ports, LOCAL, stay.name))) == {"all", "more", "proof", "walks", "port"}
    terminate_agreement(ports, LOCAL, other.name)  # what the stay stands on is told all the same
    assert "port" in told(get_hand_back(ports, LOCAL, stay.name))
    terminate_agreement(ports, LOCAL, stay.agreement)
    assert set(told(get_hand_back(ports, LOCAL, stay.name))) == {"port"}


@pytest.mark.parametrize(
    ("office", "progress"),
    [
        ("Town hall of Acapulco de Juárez", Progress.UNKNOWN),
        ("ACAPULCO DE JUÁREZ", Progress.UNKNOWN),
        ("Town hall of Acapulco de Juárezburg", Progress.NOT_MEASURED),
        ("Town hall of Nuevo Acapulco de Juárez", Progress.NOT_MEASURED),
        ("", Progress.NOT_MEASURED),
    ],
)
def test_an_office_names_a_place_by_its_whole_name(empty_ports: Ports, office: str, progress: Progress) -> None:
    import_text(empty_ports, SHEET + "12099,Nuevo Acapulco de Juárez,Guerrero,Centro,17.55,-99.5,300000,\n")
    promise = replace(PROMISES[0], office=office)
    places = (ACAPULCO, "municipalities/12099")
    agreed = AgreementDraft("", TODAY, DUE, places, commitments=(promise,))
    agreement = create_agreement(empty_ports, LOCAL, held_meeting(empty_ports), agreed)
    teams = (PoolTeams(patrol_pool(empty_ports).name, 1),)
    stay = create_deployment(empty_ports, LOCAL, DeploymentDraft(ACAPULCO, agreement.name, TODAY, DUE, teams))
    assert told(get_hand_back(empty_ports, LOCAL, stay.name)) == {"all": progress}
