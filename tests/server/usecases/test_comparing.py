"""Stored plans side by side."""

import pytest

from relevo_planner.instance import Operation
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.comparing import compare_plans
from relevo_server.usecases.ports import Ports, Query
from tests.server.jobs.staged import asked
from tests.server.planned import stored_plan
from tests.server.world import ACAPULCO


def pool_of(ports: Ports) -> str:
    with ports.records.read() as unit:
        return unit.find(Pool, Query())[0].name


def test_plans_stand_beside_each_other(ports: Ports) -> None:
    question = asked(ports)
    nobody = stored_plan(ports, question)
    served = stored_plan(ports, question, Operation(ACAPULCO, 0, 4, {pool_of(ports): 1}))
    contenders, found = compare_plans(ports, LOCAL, nobody, [served])
    assert [contender.label for contender in contenders] == [nobody, served]
    assert found.gainers == ((), (ACAPULCO,))
    assert found.same_question == (True, True)
    assert found.totals[1].value == pytest.approx(contenders[1].plan.certificate.value)
    assert found.totals[1].value > 0


def test_every_unknown_plan_is_named(ports: Ports) -> None:
    plan = stored_plan(ports, asked(ports))
    with pytest.raises(RelevoError) as refused:
        compare_plans(ports, LOCAL, "plans/x", [plan, "plans/y"])
    assert refused.value.reason is ErrorReason.NOT_FOUND
    assert [fault.field for fault in refused.value.faults] == ["plan", "others[1]"]


def test_nobody_compares_without_a_role(ports: Ports) -> None:
    with pytest.raises(RelevoError) as refused:
        compare_plans(ports, ANYBODY, "plans/x", ["plans/y"])
    assert refused.value.reason is ErrorReason.PERMISSION_DENIED
