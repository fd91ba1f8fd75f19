"""The numbers of a policy come with their unit and reason; stored versions are never changed."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from relevo_planner.policy import Policy
from relevo_server.domain.errors import ErrorReason, PermissionDenied, RelevoError
from relevo_server.domain.policy_version import PolicyDraft
from relevo_server.domain.principal import LOCAL, Principal
from relevo_server.domain.search import Search
from relevo_server.storage import SqlRecords
from relevo_server.usecases.frozen_json import to_json
from relevo_server.usecases.operations import list_operations
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.policies import (
    create_policy,
    get_default_policy,
    get_policy,
    list_policies,
    numbers_of,
    update_policy,
)
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.scenarios import ScenarioDraft, create_scenario
from tests.server.jobs.staged import asked, empty_plan


def test_every_number_has_its_unit_and_reason() -> None:
    numbers = get_default_policy(LOCAL)
    assert "tenure_periods" in {number.name for number in numbers}
    assert all(number.unit and number.reason for number in numbers)


def test_nobody_reads_without_a_role() -> None:
    with pytest.raises(PermissionDenied):
        get_default_policy(Principal("principals/nobody"))


def draft(**numbers: object) -> PolicyDraft:
    return PolicyDraft("Strict", "The law says so", to_json(replace(Policy(), **numbers)))  # type: ignore[arg-type]


def test_an_update_is_the_next_version_and_leaves_the_first_alone(ports: Ports) -> None:
    first = create_policy(ports, LOCAL, draft(reserve_share=0.2), policy_id="strict")
    second = update_policy(ports, LOCAL, "policies/strict", draft(reserve_share=0.3))
    assert (first.name, second.name) == ("policies/strict@1", "policies/strict@2")
    assert get_policy(ports, LOCAL, "policies/strict") == second
    assert get_policy(ports, LOCAL, "policies/strict@1") == first
    assert [numbers_of(version).reserve_share for version in (first, second)] == [0.2, 0.3]
    create_policy(ports, LOCAL, draft(), policy_id="other")
    page = list_policies(ports, LOCAL, PageRequest(filter='policy = "policies/strict"'))
    assert page.items == (first, second)


def test_versions_are_listed_by_number_not_by_text(ports: Ports) -> None:
    create_policy(ports, LOCAL, draft(), policy_id="strict")
    for _ in range(10):
        update_policy(ports, LOCAL, "policies/strict", draft())
    assert [version.number for version in list_policies(ports, LOCAL, PageRequest()).items] == list(range(1, 12))


@pytest.mark.parametrize("etag", ["", "0"])
def test_an_update_of_an_older_version_is_refused(ports: Ports, etag: str) -> None:
    create_policy(ports, LOCAL, draft(), policy_id="strict")
    update_policy(ports, LOCAL, "policies/strict", draft())
    with pytest.raises(RelevoError) as refused:
        update_policy(ports, LOCAL, "policies/strict@1", draft(), etag=etag)
    assert refused.value.reason is ErrorReason.STALE_ETAG


def test_every_contradiction_is_named_and_nothing_is_written(ports: Ports) -> None:
    with pytest.raises(RelevoError) as refused:
        create_policy(ports, LOCAL, draft(tenure_periods=3, complement_ratio=0.0))
    assert refused.value.reason is ErrorReason.POLICY_CONTRADICTORY
    assert [fault.field for fault in refused.value.faults] == ["policy.durations", "policy.complement_ratio"]
    with pytest.raises(RelevoError) as refused:
        create_policy(ports, LOCAL, PolicyDraft("", "", draft(period_days=10, fairness_epsilon=2.0).numbers))
    assert refused.value.reason is ErrorReason.INVALID_FIELDS
    assert {fault.field for fault in refused.value.faults} == {
        "policy_version.reason",
        "policy.period_days",
        "policy.fairness_epsilon",
    }
    assert list_policies(ports, LOCAL, PageRequest()).items == ()


def test_nothing_is_planned_under_numbers_that_contradict_each_other(ports: Ports) -> None:
    question = replace(asked(ports), policy=Policy(tenure_periods=3, reserve_share=1.0))
    for ask in (
        lambda: propose_plan(ports, LOCAL, question, Search()),
        lambda: create_scenario(ports, LOCAL, ScenarioDraft(question=question)),
    ):
        with pytest.raises(RelevoError) as refused:
            ask()
        assert refused.value.reason is ErrorReason.POLICY_CONTRADICTORY
        assert [fault.field for fault in refused.value.faults] == ["policy.durations", "policy.reserve_share"]
    assert list_operations(ports, LOCAL, PageRequest()).items == ()


@pytest.mark.parametrize("statement", ["UPDATE policies SET numbers = '{}'", "DELETE FROM policies"])
def test_the_database_itself_keeps_versions_as_they_are(ports: Ports, statement: str) -> None:
    create_policy(ports, LOCAL, draft())
    assert isinstance(ports.records, SqlRecords)
    with pytest.raises(IntegrityError, match="never changed"), ports.records._writing.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_plan_is_made_under_the_version_that_was_named(ports: Ports) -> None:
    question = asked(ports)
    create_policy(ports, LOCAL, draft(period_days=7, reserve_share=0.2), policy_id="strict")
    operation = propose_plan(ports, LOCAL, replace(question, policy_name="policies/strict"), Search())
    update_policy(ports, LOCAL, "policies/strict", draft(reserve_share=0.3))
    work = begin_proposal(ports, operation.name)
    assert (work.instance.policy.period_days, work.instance.policy.reserve_share) == (7, 0.2)
    summary = complete_proposal(ports, operation.name, 1, empty_plan(), ())
    assert summary.policy == "policies/strict@1"
    assert get_plan(ports, LOCAL, summary.name).summary.policy == "policies/strict@1"


def test_a_policy_and_numbers_beside_it_are_refused(ports: Ports) -> None:
    question = replace(asked(ports), policy_name="policies/none@3", policy=Policy(period_days=7))
    with pytest.raises(RelevoError) as refused:
        propose_plan(ports, LOCAL, question, Search())
    assert {fault.field for fault in refused.value.faults} == {"policy", "policy_name"}
