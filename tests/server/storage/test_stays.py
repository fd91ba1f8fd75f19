"""The database itself keeps stays apart, whatever code writes them."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relevo_server.domain.deployment import Deployment, DeploymentState, PoolTeams
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.storage import SqlRecords
from relevo_server.usecases.ports import Records
from tests.server.storage.each_kind import DEPLOYMENT, UNKNOWN_PLACE

ELSEWHERE = replace(DEPLOYMENT, name="deployments/e", municipality=UNKNOWN_PLACE.name)


def place(records: Records, stay: Deployment) -> None:
    with records.write("principals/a", "Place") as unit:
        unit.create([stay])


def move(records: Records, stay: Deployment) -> None:
    with records.write("principals/a", "Move") as unit:
        unit.update(stay)


def refused(records: Records, stay: Deployment) -> None:
    with pytest.raises(RelevoError, match="refuse the stay") as caught:
        place(records, stay)
    assert caught.value.reason is ErrorReason.STAY_OVERLAPS
    with records.read() as unit:
        assert unit.get(Deployment, stay.name) is None


def test_two_stays_never_share_a_day_in_a_municipality(full: Records) -> None:
    refused(full, replace(DEPLOYMENT, name="deployments/e", teams=(PoolTeams("pools/p", 1),)))


def test_the_day_after_the_last_is_free(full: Records) -> None:
    end = DEPLOYMENT.end
    place(full, replace(DEPLOYMENT, name="deployments/e", start=end, end=end + timedelta(days=7)))


def test_a_cancelled_stay_takes_no_days(full: Records) -> None:
    move(full, DEPLOYMENT.cancel())
    place(full, replace(DEPLOYMENT, name="deployments/e"))


def test_teams_are_never_in_two_places(full: Records) -> None:
    place(full, replace(ELSEWHERE, teams=(PoolTeams("pools/p", 3),)))
    later = replace(ELSEWHERE, name="deployments/f", start=ELSEWHERE.end, end=ELSEWHERE.end + timedelta(days=7))
    place(full, replace(later, teams=(PoolTeams("pools/p", 5),)))


def test_more_teams_than_the_pool_has_are_refused(full: Records) -> None:
    refused(full, replace(ELSEWHERE, teams=(PoolTeams("pools/p", 4),)))


def test_teams_of_a_later_stay_count_on_its_days(full: Records) -> None:
    start = DEPLOYMENT.start - timedelta(days=7)
    refused(
        full,
        replace(ELSEWHERE, start=start, end=DEPLOYMENT.start + timedelta(days=1), teams=(PoolTeams("pools/p", 4),)),
    )


def test_moving_the_end_into_another_stay_is_refused(full: Records) -> None:
    end = DEPLOYMENT.end
    place(full, replace(DEPLOYMENT, name="deployments/e", start=end, end=end + timedelta(days=7)))
    active = DEPLOYMENT.activate(DEPLOYMENT.start, DEPLOYMENT.teams)
    move(full, active)
    with pytest.raises(RelevoError, match="refuse the stay"):
        move(full, active.extend(end + timedelta(days=1)))
    with full.read() as unit:
        assert unit.get(Deployment, DEPLOYMENT.name) == active


def there(name: str, place: str, numbers: tuple[int, ...]) -> Deployment:
    teams = (PoolTeams("pools/p", len(numbers), numbers),)
    return replace(DEPLOYMENT, name=name, municipality=place, teams=teams, state=DeploymentState.ACTIVE)


def test_a_named_team_is_never_in_two_places(full: Records) -> None:
    move(full, DEPLOYMENT.activate(DEPLOYMENT.start, (PoolTeams("pools/p", 2, (1, 2)),)))
    refused(full, there("deployments/e", UNKNOWN_PLACE.name, (3, 2)))
    place(full, there("deployments/e", UNKNOWN_PLACE.name, (3, 4)))
    after = replace(there("deployments/f", UNKNOWN_PLACE.name, (2, 3)), start=DEPLOYMENT.end)
    place(full, replace(after, end=after.start + timedelta(days=7)))


def test_a_wish_of_a_planned_stay_holds_no_team(full: Records) -> None:
    move(full, DEPLOYMENT.activate(DEPLOYMENT.start, (PoolTeams("pools/p", 2, (1, 2)),)))
    wish = replace(there("deployments/e", UNKNOWN_PLACE.name, (1, 2)), state=DeploymentState.PLANNED)
    place(full, wish)
    with pytest.raises(RelevoError, match="refuse the stay") as caught:
        move(full, wish.activate(wish.start, wish.teams))
    assert "2 of pools/p" in caught.value.faults[0].why
    move(full, wish.activate(wish.start, (PoolTeams("pools/p", 2, (3, 5)),)))


IN_PLACE = (
    "UPDATE deployments SET start_date = '{day}' WHERE name = 'deployments/e'",
    "UPDATE deployments SET state = 'active' WHERE name = 'deployments/e'",
    "UPDATE deployment_teams SET teams = 4 WHERE deployment = 'deployments/e'",
    "UPDATE deployment_team_numbers SET number = 2 WHERE deployment = 'deployments/e' AND number = 3",
)


@pytest.mark.parametrize(
    ("before", "statement"),
    [
        ({"start": DEPLOYMENT.end, "teams": 4}, IN_PLACE[0]),
        ({"state": DeploymentState.CANCELLED, "teams": 4}, IN_PLACE[1]),
        ({"teams": 3}, IN_PLACE[2]),
        ({"teams": 2, "numbers": (3, 4)}, IN_PLACE[3]),
        ({"teams": 2, "numbers": (1, 2), "state": DeploymentState.PLANNED}, IN_PLACE[1]),
    ],
    ids=["its days", "its state", "how many", "which team", "a wish come true"],
)
def test_a_change_in_place_takes_no_team_from_elsewhere(
    full: SqlRecords, tmp_path: Path, before: dict[str, Any], statement: str
) -> None:
    """Whoever writes to the database, and however."""
    move(full, DEPLOYMENT.activate(DEPLOYMENT.start, (PoolTeams("pools/p", 2, (1, 2)),)))
    start, count = before.get("start", DEPLOYMENT.start), before["teams"]
    stay = replace(
        ELSEWHERE,
        start=start,
        end=start + timedelta(days=7),
        state=before.get("state", DeploymentState.ACTIVE),
        teams=(PoolTeams("pools/p", count, before.get("numbers", ())),),
    )
    place(full, stay)
    with closing(sqlite3.connect(tmp_path / "relevo.db")) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="stay overlaps: teams"):
            connection.execute(statement.format(day=DEPLOYMENT.start))
        connection.execute("UPDATE deployments SET reason = 'none' WHERE name = 'deployments/e'")
