"""Scenarios are frozen with their changes in them, begin with a plan or the records, and name every fault."""

from dataclasses import replace

import pytest

from relevo_planner.instance import Floor
from relevo_planner.policy import Policy
from relevo_planner.scenario import Changes, PoolSize, Weight, Withdrawal
from relevo_planner.what_if import apply_changes
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.plan import Snapshot
from relevo_server.domain.policy_version import PolicyDraft
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.frozen_json import from_json, to_json
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan_instance, list_plans
from relevo_server.usecases.policies import create_policy
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.scenarios import (
    ScenarioDraft,
    create_scenario,
    get_scenario,
    get_scenario_instance,
    list_scenarios,
)
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.writing import Write
from tests.server.jobs.staged import asked
from tests.server.planned import stored_plan
from tests.server.world import ACAPULCO, GUERRERO, patrol_pool


@pytest.fixture
def question(ports: Ports) -> Question:
    return asked(ports)


def test_a_scenario_of_a_plan_is_its_question_with_the_changes_in_it(ports: Ports, question: Question) -> None:
    plan = stored_plan(ports, question)
    patrol_pool(ports, teams=9)
    changes = Changes(weights=(Weight(ACAPULCO, 2.0),), withdrawals=(Withdrawal(GUERRERO, 3),))
    scenario = create_scenario(ports, LOCAL, ScenarioDraft("T", plan, changes=changes), scenario_id="s")
    before = get_plan_instance(ports, LOCAL, plan)
    assert get_scenario_instance(ports, LOCAL, "scenarios/s") == apply_changes(before, changes)
    assert get_scenario(ports, LOCAL, "scenarios/s") == scenario
    assert from_json(Changes, scenario.changes) == changes
    assert len(scenario.sentences) == 2
    assert (scenario.plan, scenario.ranking) == (plan, question.ranking)


def test_a_scenario_of_the_records_reads_them_as_they_are(ports: Ports, question: Question) -> None:
    create_policy(ports, LOCAL, PolicyDraft("", "Why", to_json(Policy(reserve_share=0.3))), policy_id="strict")
    patrol_pool(ports, teams=9)
    draft = ScenarioDraft(question=replace(question, policy_name="policies/strict"))
    scenario = create_scenario(ports, LOCAL, draft)
    instance = get_scenario_instance(ports, LOCAL, scenario.name)
    assert sorted(pool.teams for pool in instance.pools) == [5, 9]
    assert instance.policy.reserve_share == 0.3
    assert (scenario.plan, scenario.policy, scenario.sentences) == ("", "policies/strict@1", ())
    changed = replace(draft, changes=Changes(policy={"reserve_share": 0.5}))
    assert create_scenario(ports, LOCAL, changed).policy == "", "numbers of its own are no named policy"


def test_every_change_that_does_not_fit_is_named_and_nothing_is_written(ports: Ports, question: Question) -> None:
    plan = stored_plan(ports, question)
    changes = Changes(pool_sizes=(PoolSize("pools/none", 1),), floors=(Floor("municipalities/99999", 1),))
    changes = replace(changes, weights=(Weight("municipalities/99998", 1.0),))
    with pytest.raises(RelevoError) as refused:
        create_scenario(ports, LOCAL, ScenarioDraft(plan=plan, changes=changes))
    assert refused.value.reason is ErrorReason.SCENARIO_INVALID
    assert [fault.field for fault in refused.value.faults] == [
        "scenario.changes.pool_sizes[0].pool",
        "scenario.changes.weights[0].municipality",
    ]
    assert list_scenarios(ports, LOCAL, PageRequest()).items == ()


def test_it_begins_with_one_thing(ports: Ports, question: Question) -> None:
    for draft in (ScenarioDraft(), ScenarioDraft(plan="plans/p", question=question)):
        with pytest.raises(RelevoError) as refused:
            create_scenario(ports, LOCAL, draft)
        assert [fault.field for fault in refused.value.faults] == ["scenario.base"]


def test_a_look_leaves_nothing_behind(ports: Ports, question: Question) -> None:
    draft = ScenarioDraft(question=question)
    looked = create_scenario(ports, LOCAL, draft, write=Write(validate_only=True))
    assert list_scenarios(ports, LOCAL, PageRequest()).items == ()
    with ports.records.read() as unit:
        assert unit.get(Snapshot, looked.snapshot) is None
    assert list_plans(ports, LOCAL, PageRequest()).items == ()
