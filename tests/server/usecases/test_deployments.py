"""Pools, fusion centres and deployments: no stay without an agreement, no team in two places."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_server.domain.deployment import DeploymentDraft, DeploymentState, PoolTeams
from relevo_server.domain.errors import (
    Aborted,
    AlreadyExists,
    ErrorReason,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from relevo_server.domain.places import FusionCentre, FusionCentreStatus
from relevo_server.domain.pool import Capability, PoolDraft
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.usecases.deployments import create_deployment, get_deployment, list_deployments
from relevo_server.usecases.force import create_pool, get_pool, list_pools
from relevo_server.usecases.geography import get_region, set_fusion_centre
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.writing import Write
from tests.server.world import (
    ACAPULCO,
    BAJA_CALIFORNIA,
    CENTRO,
    TIJUANA,
    TIXTLA,
    TODAY,
    live_agreement,
    patrol_pool,
)

START, END = date(2025, 2, 1), date(2025, 3, 1)


@pytest.fixture
def draft(ports: Ports) -> DeploymentDraft:
    """Two of five teams with a week's rest, under an agreement for 2025."""
    pool = patrol_pool(ports)
    return DeploymentDraft(ACAPULCO, live_agreement(ports).name, START, END, (PoolTeams(pool.name, 2),))


def reasons(error: pytest.ExceptionInfo[FailedPrecondition]) -> set[tuple[str, ErrorReason]]:
    return {(fault.field, fault.reason) for fault in error.value.faults}


def test_teams_are_placed(ports: Ports, draft: DeploymentDraft) -> None:
    placed = create_deployment(ports, LOCAL, draft, deployment_id="acapulco")
    assert get_deployment(ports, LOCAL, "deployments/acapulco") == placed
    assert (placed.state, placed.last_day) == (DeploymentState.PLANNED, date(2025, 2, 28))
    under_way = create_deployment(ports, LOCAL, replace(draft, municipality=TIJUANA, start=TODAY))
    assert under_way.state is DeploymentState.ACTIVE
    page = list_deployments(ports, LOCAL, PageRequest())
    assert page.items == (under_way, placed)
    assert list_deployments(ports, LOCAL, PageRequest(filter=f'municipality = "{ACAPULCO}"')).items == (placed,)


def test_a_stay_never_goes_without_an_end(ports: Ports, draft: DeploymentDraft) -> None:
    for end in (None, START, date(2101, 1, 1)):
        with pytest.raises(InvalidArgument) as caught:
            create_deployment(ports, LOCAL, replace(draft, end=end))
        assert [fault.field for fault in caught.value.faults] == ["deployment.end_date"]
    assert list_deployments(ports, LOCAL, PageRequest()).items == ()


def test_days_before_the_epoch_are_refused(ports: Ports, draft: DeploymentDraft) -> None:
    with pytest.raises(InvalidArgument):
        create_deployment(ports, LOCAL, replace(draft, start=date.min, end=date.max))


@pytest.mark.parametrize(
    "changed",
    [{"start": date(2025, 12, 1), "end": date(2026, 2, 1)}, {"start": date(2024, 12, 31)}],
    ids=["past its end", "before its start"],
)
def test_the_agreement_covers_every_day(ports: Ports, draft: DeploymentDraft, changed: dict[str, date]) -> None:
    with pytest.raises(FailedPrecondition) as caught:
        create_deployment(ports, LOCAL, replace(draft, **changed))
    assert reasons(caught) == {("deployment.agreement", ErrorReason.NO_LIVE_AGREEMENT)}


def test_the_agreement_covers_the_place(ports: Ports, draft: DeploymentDraft) -> None:
    elsewhere = live_agreement(ports, states=(BAJA_CALIFORNIA,))
    with pytest.raises(FailedPrecondition) as caught:
        create_deployment(ports, LOCAL, replace(draft, agreement=elsewhere.name))
    assert reasons(caught) == {("deployment.agreement", ErrorReason.NO_LIVE_AGREEMENT)}


@pytest.mark.parametrize(("days", "overlaps"), [(-28, False), (-27, True), (0, True), (27, True), (28, False)], ids=str)
def test_two_stays_never_share_a_day_in_a_municipality(
    ports: Ports, draft: DeploymentDraft, days: int, overlaps: bool
) -> None:
    other = patrol_pool(ports)
    create_deployment(ports, LOCAL, draft)
    moved = replace(
        draft,
        start=START + timedelta(days=days),
        end=END + timedelta(days=days),
        teams=(PoolTeams(other.name, 1),),
    )
    if not overlaps:
        create_deployment(ports, LOCAL, moved)
        return
    with pytest.raises(FailedPrecondition) as caught:
        create_deployment(ports, LOCAL, moved)
    assert reasons(caught) == {("deployment.start_date", ErrorReason.STAY_OVERLAPS)}


@pytest.mark.parametrize(("days", "free"), [(-35, True), (-34, False), (0, False), (34, False), (35, True)], ids=str)
def test_teams_serve_and_rest_before_they_go_again(ports: Ports, draft: DeploymentDraft, days: int, free: bool) -> None:
    create_deployment(ports, LOCAL, replace(draft, start=START + timedelta(days=60), end=END + timedelta(days=60)))
    moved = replace(
        draft,
        municipality=TIJUANA,
        start=START + timedelta(days=60 + days),
        end=END + timedelta(days=60 + days),
        teams=(PoolTeams(draft.teams[0].pool, 4),),
    )
    if free:
        create_deployment(ports, LOCAL, moved)
        return
    with pytest.raises(FailedPrecondition) as caught:
        create_deployment(ports, LOCAL, moved)
    assert reasons(caught) == {("deployment.teams[0].teams", ErrorReason.STAY_OVERLAPS)}
    assert "4 wanted from" in caught.value.faults[0].why


def test_a_pool_sends_only_whom_it_has_and_when(ports: Ports, draft: DeploymentDraft) -> None:
    late = patrol_pool(ports, available_from=date(2025, 2, 2))
    with pytest.raises(FailedPrecondition) as caught:
        create_deployment(ports, LOCAL, replace(draft, teams=(PoolTeams(late.name, 6),)))
    assert reasons(caught) == {
        ("deployment.teams[0].pool", ErrorReason.STAY_OVERLAPS),
        ("deployment.teams[0].teams", ErrorReason.STAY_OVERLAPS),
    }


def test_unknown_names_are_all_told(ports: Ports) -> None:
    unknown = DeploymentDraft(
        "municipalities/12002", "meetings/m/agreements/a", START, END, (PoolTeams("pools/none", 1),), "plans/none"
    )
    with pytest.raises(NotFound) as caught:
        create_deployment(ports, LOCAL, unknown)
    assert [fault.field for fault in caught.value.faults] == [
        "deployment.municipality",
        "deployment.agreement",
        "deployment.plan",
        "deployment.teams[0].pool",
    ]


def test_a_retry_places_no_team_twice(ports: Ports, draft: DeploymentDraft) -> None:
    first = create_deployment(ports, LOCAL, draft, write=Write("r"))
    assert create_deployment(ports, LOCAL, draft, write=Write("r")) == first
    create_deployment(ports, LOCAL, replace(draft, municipality=TIXTLA), write=Write(validate_only=True))
    assert len(list_deployments(ports, LOCAL, PageRequest()).items) == 1


def test_pools_are_added_and_listed_by_name(ports: Ports) -> None:
    draft = PoolDraft("Agency", Capability.FORENSICS, 2, 4, base_region=CENTRO, reach_regions=(CENTRO,))
    second = create_pool(ports, LOCAL, draft, pool_id="b")
    first = create_pool(ports, LOCAL, draft, pool_id="a")
    assert get_pool(ports, LOCAL, "pools/b") == second
    assert list_pools(ports, LOCAL, PageRequest()).items == (first, second)
    with pytest.raises(AlreadyExists):
        create_pool(ports, LOCAL, draft, pool_id="a")
    with pytest.raises(NotFound) as caught:
        create_pool(ports, LOCAL, replace(draft, base_region="regions/x", reach_regions=("regions/y",)))
    assert {fault.field for fault in caught.value.faults} == {"pool.base_region", "pool.reach_regions[0]"}


def test_only_who_may_place_and_keep_does(ports: Ports, draft: DeploymentDraft) -> None:
    analyst = Principal("principals/analyst", frozenset({Role.ANALYST}))
    for call in (
        lambda: create_deployment(ports, analyst, draft),
        lambda: create_pool(ports, analyst, PoolDraft("A", Capability.PATROL, 1, 1)),
        lambda: set_fusion_centre(ports, analyst, CENTRO, None),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_a_fusion_centre_is_set_as_it_was_read(ports: Ports) -> None:
    operating = FusionCentre(FusionCentreStatus.OPERATING, date(2024, 6, 1))
    before = get_region(ports, LOCAL, CENTRO)
    changed = set_fusion_centre(ports, LOCAL, CENTRO, operating, etag=before.etag)
    assert get_region(ports, LOCAL, CENTRO) == changed
    assert changed.fusion_centre == operating
    with pytest.raises(Aborted):
        set_fusion_centre(ports, LOCAL, CENTRO, operating, etag=before.etag)
    with pytest.raises(InvalidArgument):
        set_fusion_centre(ports, LOCAL, CENTRO, None)
    with pytest.raises(NotFound):
        set_fusion_centre(ports, LOCAL, "regions/none", operating)
