"""A pool changes from today on, and never so that a committed deployment loses its teams."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_server.domain.deployment import Deployment, DeploymentDraft, PoolTeams
from relevo_server.domain.errors import Aborted, ErrorReason, FailedPrecondition, InvalidArgument, PermissionDenied
from relevo_server.domain.pool import Capability, Pool, PoolDraft
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.force import get_pool
from relevo_server.usecases.pool_changes import update_pool
from relevo_server.usecases.ports import Ports
from tests.server.world import ACAPULCO, CENTRO, TIJUANA, TIXTLA, TODAY, clock_of, live_agreement, patrol_pool

DAY = timedelta(days=1)
DRAFT = PoolDraft("Agency", Capability.FORENSICS, 9, 12)


def change(ports: Ports, pool: Pool, etag: str = "", **new: object) -> Pool:
    return update_pool(ports, LOCAL, pool.name, replace(DRAFT, **new), frozenset(new), etag=etag)  # type: ignore[arg-type]


def place(ports: Ports, pool: Pool, where: str, teams: int, days: int, start: date = TODAY) -> Deployment:
    agreement = live_agreement(ports)
    stay = DeploymentDraft(where, agreement.name, start, start + days * DAY, (PoolTeams(pool.name, teams),))
    return create_deployment(ports, LOCAL, stay)


def refused(ports: Ports, pool: Pool, **new: object) -> tuple[str, str]:
    with pytest.raises(FailedPrecondition) as caught:
        change(ports, pool, **new)
    assert caught.value.reason is ErrorReason.POOL_COMMITTED
    assert get_pool(ports, LOCAL, pool.name) == pool
    (fault,) = caught.value.faults
    return fault.field, fault.why


def test_an_update_changes_what_its_mask_names(ports: Ports) -> None:
    pool = patrol_pool(ports, teams=5)
    changed = change(ports, pool, etag=pool.etag, officers_per_team=20, reach_regions=(CENTRO,))
    expected = replace(pool, officers_per_team=20, reach_regions=(CENTRO,), version=2)
    assert changed == get_pool(ports, LOCAL, pool.name) == expected
    assert changed.teams_since is None
    with pytest.raises(Aborted):
        change(ports, pool, etag=pool.etag, teams=4)
    with pytest.raises(PermissionDenied):
        update_pool(ports, ANYBODY, pool.name, DRAFT, frozenset({"teams"}))


def test_every_fault_is_named_and_nothing_changes(ports: Ports) -> None:
    pool = patrol_pool(ports)
    with pytest.raises(InvalidArgument) as caught:
        change(ports, pool, teams=0, rest_days=-1, fund="funds/none", reach_regions=("regions/none",))
    assert {fault.field for fault in caught.value.faults} == {
        *("pool.teams", "pool.rest_days", "pool.team_day_mxn", "pool.reach_regions[0]", "pool.fund")
    }
    assert get_pool(ports, LOCAL, pool.name) == pool


def test_teams_that_are_committed_are_not_taken_away(ports: Ports) -> None:
    pool = patrol_pool(ports, teams=5, rest_days=7)
    stays = [place(ports, pool, ACAPULCO, 2, 28), place(ports, pool, TIXTLA, 2, 14)]
    field, why = refused(ports, pool, teams=3)
    assert field == "pool.teams"
    assert all(stay.name in why for stay in stays)
    assert change(ports, pool, teams=4).teams == 4


def test_what_is_over_no_longer_binds(ports: Ports) -> None:
    """Also not in the database: the stay that is left is written again although five teams were out before."""
    pool = patrol_pool(ports, teams=5, rest_days=7)
    stay = place(ports, pool, ACAPULCO, 3, 60)
    place(ports, pool, TIXTLA, 2, 14)
    clock_of(ports).move(days=20)
    refused(ports, pool, teams=3)  # two of them still rest
    clock_of(ports).move(days=1)
    changed = change(ports, pool, teams=3)
    assert changed.teams_since == TODAY + 21 * DAY
    with ports.records.write("principals/a", "Withdraw") as unit:
        unit.update(stay.withdraw(TODAY + 40 * DAY))
    with pytest.raises(FailedPrecondition):
        place(ports, pool, TIJUANA, 1, 5, TODAY + 30 * DAY)


def test_the_database_holds_the_new_number_against_days_from_then_on(ports: Ports) -> None:
    pool = patrol_pool(ports, teams=5, rest_days=0)
    place(ports, pool, ACAPULCO, 2, 60)
    clock_of(ports).move(days=10)
    change(ports, pool, teams=2)
    other = replace(place(ports, patrol_pool(ports), TIJUANA, 1, 30), name="deployments/other", municipality=TIXTLA)
    with pytest.raises(FailedPrecondition, match="refuse"), ports.records.write("principals/a", "Place") as unit:
        unit.create([replace(other, teams=(PoolTeams(pool.name, 1),))])
    before = replace(other, end=TODAY + 10 * DAY, teams=(PoolTeams(pool.name, 3),))
    with ports.records.write("principals/a", "Place") as unit:
        unit.create([before])


def test_longer_rest_and_shorter_days_bind_too(ports: Ports) -> None:
    pool = patrol_pool(ports, teams=2, rest_days=0)
    first = place(ports, pool, ACAPULCO, 2, 14)
    second = place(ports, pool, TIXTLA, 1, 14, TODAY + 20 * DAY)
    field, why = refused(ports, pool, rest_days=10)
    assert field == "pool.rest_days"
    assert first.name in why
    assert second.name in why
    assert change(ports, pool, rest_days=6).rest_days == 6
    pool = get_pool(ports, LOCAL, pool.name)
    field, why = refused(ports, pool, available_until=TODAY + 30 * DAY)
    assert field == "pool.available_until"
    assert second.name in why
    assert first.name not in why
    field, why = refused(ports, pool, available_from=TODAY + 15 * DAY)
    assert first.name in why
    clock_of(ports).move(days=15)
    assert change(ports, pool, available_from=TODAY + 15 * DAY).available_from == TODAY + 15 * DAY
