"""Two coordinators, the same teams: twenty races over gRPC."""

import random
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.races import TEAMS, draw, run

RACES = 20


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_one_wins_and_the_other_is_told_the_teams_and_the_days(tmp_path: Path) -> None:
    won = Counter(run(RACES, 7, tmp_path))
    assert sum(won.values()) == RACES


@pytest.mark.parametrize("seed", range(50))
def test_every_drawn_race_is_one(seed: int) -> None:
    """The two want more teams than there are on a day that both serve or rest."""
    first, second = draw(random.Random(seed))
    assert first.teams + second.teams > TEAMS
    assert max(first.teams, second.teams) <= TEAMS
    rest = 1
    assert first.start < second.start + second.periods + rest
    assert second.start < first.start + first.periods + rest
    assert max(first.start + first.periods, second.start + second.periods) <= 4
