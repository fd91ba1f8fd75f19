"""A stored plan under draws from the posterior of its own ranking."""

import pytest

from relevo_planner.instance import Operation
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports, Query
from relevo_server.usecases.robustness import assess_robustness
from tests.server.jobs.staged import asked
from tests.server.planned import stored_plan
from tests.server.world import ACAPULCO


def served(ports: Ports) -> str:
    question = asked(ports)
    with ports.records.read() as unit:
        pool = unit.find(Pool, Query())[0].name
    return stored_plan(ports, question, Operation(ACAPULCO, 0, 4, {pool: 2}))


def test_the_interval_lies_around_what_was_planned(ports: Ports) -> None:
    plan = served(ports)
    found = assess_robustness(ports, LOCAL, plan, draws=400, seed=3)
    value = get_plan(ports, LOCAL, plan).plan.certificate.value
    none, quarter, half = found.outcomes
    assert (found.planned, found.draws, found.undrawn) == (value, 400, ())
    assert none.low < none.mean < value <= none.high + 1e-9, "two teams cover the most urgent part of any need"
    assert none.mean > quarter.mean > half.mean
    assert [outcome.displacement for outcome in found.outcomes] == [0.0, 0.25, 0.5]


def test_the_same_seed_gives_the_same_figures(ports: Ports) -> None:
    plan = served(ports)
    one, same, other = (assess_robustness(ports, LOCAL, plan, draws=50, seed=seed) for seed in (3, 3, 4))
    assert one == same
    assert one != other


def test_an_unknown_plan_is_told(ports: Ports) -> None:
    with pytest.raises(RelevoError) as refused:
        assess_robustness(ports, LOCAL, "plans/none")
    assert refused.value.reason is ErrorReason.NOT_FOUND
