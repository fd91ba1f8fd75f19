"""What becomes of a stay, and everything that stands against it, told at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.commitment import CommitmentDraft, CommitmentState, Side
from relevo_server.domain.deployment import Deployment, DeploymentDraft, DeploymentState, PoolTeams
from relevo_server.domain.errors import Aborted, ErrorReason, InvalidArgument, NotFound, PermissionDenied, RelevoError
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.waiver import WaiverDraft
from relevo_server.usecases.agreements import create_agreement, terminate_agreement
from relevo_server.usecases.audit import list_audit_events, verify_trail
from relevo_server.usecases.commitments import create_waiver, record_commitment
from relevo_server.usecases.deployments import create_deployment, get_deployment
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.stay_changes import (
    activate_deployment,
    cancel_deployment,
    extend_deployment,
    withdraw_deployment,
)
from relevo_server.usecases.writing import Write
from tests.server.world import (
    ACAPULCO,
    GUERRERO,
    TIJUANA,
    TIXTLA,
    TODAY,
    clock_of,
    held_meeting,
    live_agreement,
    patrol_pool,
)

WEEK = timedelta(days=7)
START, END = TODAY, TODAY + 4 * WEEK


def stay_from(ports: Ports, start: date, weeks: int = 4, teams: int = 2, place: str = ACAPULCO) -> Deployment:
    """Teams of a pool of five with a week's rest, under an agreement for 2025."""
    pool = patrol_pool(ports)
    draft = DeploymentDraft(
        *(place, live_agreement(ports).name, start, start + weeks * WEEK, (PoolTeams(pool.name, teams),))
    )
    return create_deployment(ports, LOCAL, draft)


@pytest.fixture
def stay(ports: Ports) -> Deployment:
    """Under way since today, for four weeks."""
    return stay_from(ports, START)


@pytest.fixture
def planned(ports: Ports) -> Deployment:
    """From next week on."""
    return stay_from(ports, START + WEEK)


def refused(step: Callable[[], object]) -> set[tuple[str, ErrorReason]]:
    with pytest.raises(RelevoError) as caught:
        step()
    return {(fault.field, fault.reason) for fault in caught.value.faults}


def numbers(stay: Deployment) -> tuple[int, ...]:
    return stay.teams[0].numbers


def test_an_extension_keeps_the_teams(ports: Ports, stay: Deployment) -> None:
    extended = extend_deployment(ports, LOCAL, stay.name, END + 2 * WEEK, etag=stay.etag)
    assert (extended.state, extended.end) == (DeploymentState.EXTENDED, END + 2 * WEEK)
    assert numbers(extended) == numbers(stay) == (1, 2)
    again = extend_deployment(ports, LOCAL, stay.name, END + 3 * WEEK)
    assert again.version == 3


def test_an_extension_stays_within_tenure_counted_with_history(ports: Ports, stay: Deployment) -> None:
    """84 days in all, the 28 of before included; and 98 days apart from what comes."""
    longest = START + timedelta(days=84)
    assert refused(lambda: extend_deployment(ports, LOCAL, stay.name, longest + timedelta(days=1))) == {
        ("end_date", ErrorReason.TENURE_EXCEEDED)
    }
    pool = patrol_pool(ports).name
    later = DeploymentDraft(
        *(ACAPULCO, stay.agreement, END + timedelta(days=98), END + timedelta(days=126), (PoolTeams(pool, 1),))
    )
    create_deployment(ports, LOCAL, later)
    assert refused(lambda: extend_deployment(ports, LOCAL, stay.name, END + WEEK)) == {
        ("end_date", ErrorReason.TENURE_EXCEEDED)
    }


def test_rotating_teams_do_not_make_it_permanent(ports: Ports, stay: Deployment) -> None:
    others = (PoolTeams(patrol_pool(ports).name, 1),)
    beside = DeploymentDraft(ACAPULCO, stay.agreement, END, END + timedelta(days=57), others)
    soon = replace(beside, start=END + timedelta(days=97), end=END + timedelta(days=104))
    for draft in (beside, soon):
        assert refused(lambda draft=draft: create_deployment(ports, LOCAL, draft)) == {  # type: ignore[misc]
            ("deployment.start_date", ErrorReason.TENURE_EXCEEDED)
        }
    create_deployment(ports, LOCAL, replace(beside, end=END + timedelta(days=56)))


def test_the_days_added_need_a_live_agreement(ports: Ports) -> None:
    draft = AgreementDraft("", START, END, states=(GUERRERO,))
    first = create_agreement(ports, LOCAL, held_meeting(ports), draft)
    next_one = create_agreement(ports, LOCAL, held_meeting(ports), replace(draft, start=END, end=END + 4 * WEEK))
    teams = (PoolTeams(patrol_pool(ports).name, 1),)
    stay = create_deployment(ports, LOCAL, DeploymentDraft(ACAPULCO, first.name, START, END, teams))
    uncovered = {("agreement", ErrorReason.NO_LIVE_AGREEMENT)}
    assert refused(lambda: extend_deployment(ports, LOCAL, stay.name, END + WEEK)) == uncovered
    extended = extend_deployment(ports, LOCAL, stay.name, END + WEEK, next_one.name)
    assert extended.agreement == next_one.name
    terminate_agreement(ports, LOCAL, next_one.name)
    assert refused(lambda: extend_deployment(ports, LOCAL, stay.name, END + 2 * WEEK)) == uncovered


def test_overdue_commitments_block_an_extension_until_kept_or_waived(ports: Ports) -> None:
    promises = tuple(
        CommitmentDraft(Side.LOCAL, "Recruit", TODAY + WEEK, commitment_id=own_id) for own_id in ("c1", "c2")
    )
    draft = AgreementDraft("", START, END + 20 * WEEK, states=(GUERRERO,), commitments=promises)
    agreement = create_agreement(ports, LOCAL, held_meeting(ports), draft)
    teams = (PoolTeams(patrol_pool(ports).name, 1),)
    stay = create_deployment(ports, LOCAL, DeploymentDraft(ACAPULCO, agreement.name, START, END, teams))
    extend_deployment(ports, LOCAL, stay.name, END + WEEK)
    clock_of(ports).move(days=8)
    record_commitment(ports, LOCAL, agreement.name, "c1", CommitmentState.KEPT, "Register")
    blocked = {("municipality", ErrorReason.COMMITMENT_OVERDUE)}
    assert refused(lambda: extend_deployment(ports, LOCAL, stay.name, END + 2 * WEEK)) == blocked
    renewal = DeploymentDraft(ACAPULCO, agreement.name, END + WEEK, END + 2 * WEEK, teams)
    assert refused(lambda: create_deployment(ports, LOCAL, renewal)) == {
        ("deployment.municipality", ErrorReason.COMMITMENT_OVERDUE)
    }
    waiver = WaiverDraft(ACAPULCO, "Secretariat", ("Courses begin in June",), TODAY, TODAY + 2 * WEEK)
    create_waiver(ports, LOCAL, waiver)
    assert extend_deployment(ports, LOCAL, stay.name, END + 2 * WEEK).end == END + 2 * WEEK


def test_the_loser_is_told_which_teams_and_days(ports: Ports, stay: Deployment) -> None:
    pool = stay.teams[0].pool
    draft = DeploymentDraft(TIJUANA, stay.agreement, END + WEEK, END + 5 * WEEK, (PoolTeams(pool, 4),))
    other = create_deployment(ports, LOCAL, draft)
    with pytest.raises(RelevoError) as caught:
        extend_deployment(ports, LOCAL, stay.name, END + timedelta(days=1))
    (fault,) = caught.value.faults
    assert (fault.field, fault.reason) == ("teams[0].teams", ErrorReason.STAY_OVERLAPS)
    busy = f"{pool} has 5 on {other.start}, 4 of them away or resting for {other.name}"
    assert fault.why == f"2 wanted from {END} to {END}, but {busy}"


def test_everything_that_is_wrong_is_told_at_once(ports: Ports, planned: Deployment) -> None:
    clock_of(ports).move(days=100)
    wrong = Write(request_id="x" * 65)
    step = {(planned.name, ErrorReason.STATE_FORBIDS), (planned.name, ErrorReason.STAY_ENDED)}
    before = get_deployment(ports, LOCAL, planned.name)
    assert refused(
        lambda: extend_deployment(ports, LOCAL, planned.name, date(2150, 1, 1), "a", write=wrong)
    ) == step | {
        ("request_id", ErrorReason.INVALID_FIELDS),
        ("end_date", ErrorReason.INVALID_FIELDS),
        ("agreement", ErrorReason.NOT_FOUND),
    }
    assert refused(lambda: withdraw_deployment(ports, LOCAL, planned.name, START, " ")) == step | {
        ("reason", ErrorReason.INVALID_FIELDS),
        ("end_date", ErrorReason.INVALID_FIELDS),
    }
    assert refused(lambda: cancel_deployment(ports, LOCAL, "deployments/none", "\x00")) == {
        ("reason", ErrorReason.INVALID_FIELDS),
        ("deployments/none", ErrorReason.NOT_FOUND),
    }
    assert get_deployment(ports, LOCAL, planned.name) == before


def test_a_withdrawal_frees_the_teams_after_their_rest(ports: Ports, stay: Deployment) -> None:
    leave = START + WEEK
    gone = withdraw_deployment(ports, LOCAL, stay.name, leave, "Fire elsewhere", etag=stay.etag)
    assert (gone.state, gone.end, gone.reason) == (DeploymentState.WITHDRAWN, leave, "Fire elsewhere")
    pool = stay.teams[0].pool
    draft = DeploymentDraft(TIJUANA, stay.agreement, leave + WEEK, leave + 2 * WEEK, (PoolTeams(pool, 5),))
    create_deployment(ports, LOCAL, draft)
    with pytest.raises(InvalidArgument):
        withdraw_deployment(ports, LOCAL, stay_from(ports, TODAY, place=TIXTLA).name, START, "No")


def test_what_is_over_is_not_changed(ports: Ports, stay: Deployment) -> None:
    clock_of(ports).move(days=28)
    over = {(stay.name, ErrorReason.STAY_ENDED)}
    assert refused(lambda: extend_deployment(ports, LOCAL, stay.name, END + WEEK)) == over
    assert refused(lambda: withdraw_deployment(ports, LOCAL, stay.name, START + WEEK, "Late news")) == over


def test_a_cancelled_stay_is_as_if_it_never_was(ports: Ports, planned: Deployment) -> None:
    cancelled = cancel_deployment(ports, LOCAL, planned.name, "Not needed", etag=planned.etag)
    assert (cancelled.state, cancelled.counts) == (DeploymentState.CANCELLED, False)
    assert stay_from(ports, START + WEEK).span == planned.span


def test_stale_etags_retries_and_looks_before_leaps(ports: Ports, stay: Deployment) -> None:
    write = Write(request_id="r")
    extended = extend_deployment(ports, LOCAL, stay.name, END + WEEK, etag=stay.etag, write=write)
    assert extend_deployment(ports, LOCAL, stay.name, END + WEEK, etag=stay.etag, write=write) == extended
    look = Write(validate_only=True)
    withdraw_deployment(ports, LOCAL, stay.name, START + WEEK, "Why", write=look)
    assert get_deployment(ports, LOCAL, stay.name) == extended
    with pytest.raises(Aborted):
        withdraw_deployment(ports, LOCAL, stay.name, START + WEEK, "Why", etag=stay.etag)
    with pytest.raises(NotFound):
        activate_deployment(ports, LOCAL, "deployments/none")


def test_every_step_leaves_an_event_of_its_own(ports: Ports, planned: Deployment) -> None:
    clock_of(ports).move(days=7)
    activate_deployment(ports, LOCAL, planned.name)
    extend_deployment(ports, LOCAL, planned.name, planned.end + WEEK)
    withdraw_deployment(ports, LOCAL, planned.name, planned.end, "Done")
    page = list_audit_events(ports, LOCAL, PageRequest(filter=f'record = "{planned.name}"'))
    assert [event.method for event in page.items] == [
        *("CreateDeployment", "ActivateDeployment", "ExtendDeployment", "WithdrawDeployment")
    ]
    assert verify_trail(ports, LOCAL).broken == ""


def test_only_who_coordinates_does(ports: Ports, stay: Deployment) -> None:
    analyst = Principal("principals/analyst", frozenset({Role.ANALYST}))
    for step in (
        lambda: activate_deployment(ports, analyst, stay.name),
        lambda: extend_deployment(ports, analyst, stay.name, END + WEEK),
        lambda: withdraw_deployment(ports, analyst, stay.name, START + WEEK, "Why"),
        lambda: cancel_deployment(ports, analyst, stay.name, "Why"),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_on_the_evening_of_its_last_day_a_stay_is_still_going_on(ports: Ports, stay: Deployment) -> None:
    """In UTC it is tomorrow by then."""
    last_evening = datetime(END.year, END.month, END.day, 3, tzinfo=UTC)
    clock_of(ports).at = last_evening
    assert extend_deployment(ports, LOCAL, stay.name, END + WEEK).end == END + WEEK


def test_teams_do_not_arrive_under_an_agreement_that_was_terminated(ports: Ports, planned: Deployment) -> None:
    terminate_agreement(ports, LOCAL, planned.agreement)
    clock_of(ports).move(days=(planned.start - TODAY).days)
    with pytest.raises(RelevoError) as caught:
        activate_deployment(ports, LOCAL, planned.name)
    assert caught.value.reason is ErrorReason.NO_LIVE_AGREEMENT
    assert get_deployment(ports, LOCAL, planned.name) == planned
