"""64 clients extend, move and withdraw the same teams at once; every loser is told why."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.same_teams import contend, prepare
from benchmarks.same_teams_model import contradictions
from relevo_server.domain.deployment import Deployment
from tests.server.rpc.conftest import TOKEN, Running


@pytest.mark.timeout(600)  # a loaded machine takes its time
def test_nobody_is_booked_twice_and_nothing_is_lost(running: Running) -> None:
    scene = prepare(running.ports)
    attempts = contend(running.address, TOKEN, scene, clients=64, rounds=2, seed=1)
    won = [attempt for attempt in attempts if attempt.etag_after]
    lost = Counter(attempt.reason for attempt in attempts if attempt.reason)
    assert len(won) + sum(lost.values()) == len(attempts) == 128
    assert won
    assert len(lost) > 1
    assert contradictions(running.ports, scene, attempts) == []

    # The model itself finds what a faulty server would do: an update that nobody was told of, and one that was lost.
    assert contradictions(running.ports, scene, [attempt for attempt in attempts if attempt is not won[0]])
    with running.ports.records.write("principals/a", "Elsewhere") as unit:
        stored = unit.get(Deployment, scene.stays[0].name)
        assert stored is not None
        unit.update(replace(stored, end=stored.end - timedelta(days=1), version=stored.version + 1))
    assert contradictions(running.ports, scene, attempts)
