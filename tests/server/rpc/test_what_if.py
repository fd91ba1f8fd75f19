"""Scenarios and sweeps over the wire: faults by path, and a long-running operation that tells n of m."""

import grpc
import pytest
from google.longrunning import operations_pb2, operations_pb2_grpc
from google.protobuf import json_format

from relevo.v1 import sweep_pb2, what_if_service_pb2, what_if_service_pb2_grpc
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.ports import Query
from relevo_server.usecases.proposing import begin_proposal, complete_proposal
from relevo_server.usecases.sweeps import get_sweep
from tests.server.jobs.staged import asked, empty_plan
from tests.server.planned import stored_plan
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told


@pytest.fixture
def plan(running: Running) -> str:
    return stored_plan(running.ports, asked(running.ports))


@pytest.fixture
def pool(running: Running, plan: str) -> str:
    with running.ports.records.read() as unit:
        return unit.find(Pool, Query())[0].name


@pytest.fixture
def stub(running: Running) -> what_if_service_pb2_grpc.WhatIfServiceStub:
    return what_if_service_pb2_grpc.WhatIfServiceStub(running.channel)


def scenario(plan: str, **changes: object) -> what_if_service_pb2.CreateScenarioRequest:
    said = {"scenario": {"plan": plan, "changes": changes}}
    return json_format.ParseDict(said, what_if_service_pb2.CreateScenarioRequest())


def test_a_scenario_is_read_as_it_was_written(
    running: Running, stub: what_if_service_pb2_grpc.WhatIfServiceStub, plan: str, pool: str
) -> None:
    changes = {
        "pool_sizes": [{"pool": pool, "teams": 3}],
        "floors": [{"municipality": "municipalities/12001", "teams": 1, "capability": "CAPABILITY_PATROL"}],
        "pins": [
            {
                "municipality": "municipalities/12001",
                "start": 1,
                "periods": 2,
                "teams": [{"pool": pool, "teams": 1}],
            }
        ],
        "exclusions": [{"reason": "flood", "municipality": "municipalities/02004", "window": {"end": 3}}],
        "weights": [{"municipality": "municipalities/02004", "fold": 1.5}],
        "withdrawals": [{"state": "states/12", "start": 4}],
        "policy": {"reserve_share": 0.2, "goals": ["GOAL_NEED"], "durations": [2, 3]},
    }
    stored = stub.CreateScenario(scenario(plan, **changes), metadata=running.known)
    read = stub.GetScenario(what_if_service_pb2.GetScenarioRequest(name=stored.name), metadata=running.known)
    assert read == stored
    assert json_format.MessageToDict(read.changes, preserving_proto_field_name=True) == changes
    assert len(read.sentences) == 9
    question = what_if_service_pb2.GetScenarioInstanceRequest(name=stored.name)
    instance = stub.GetScenarioInstance(question, metadata=running.known)
    assert [one.teams for one in instance.pools] == [3]
    assert instance.policy.reserve_share == 0.2


def test_every_change_that_does_not_fit_is_named_by_its_path(
    running: Running, stub: what_if_service_pb2_grpc.WhatIfServiceStub, plan: str
) -> None:
    request = scenario(
        plan,
        pool_sizes=[{"pool": "pools/none", "teams": 1}],
        closures=[{"region": "regions/none"}],
        policy={"period_days": 7},
    )
    found = told(lambda: stub.CreateScenario(request, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "SCENARIO_INVALID")
    assert set(found.fields) == {
        "scenario.changes.pool_sizes[0].pool",
        "scenario.changes.closures[0].region",
        "scenario.changes.policy.period_days",
    }


def test_the_operation_of_a_sweep_tells_n_of_m_and_ends_as_the_sweep(
    running: Running, stub: what_if_service_pb2_grpc.WhatIfServiceStub, plan: str, pool: str
) -> None:
    names = [
        stub.CreateScenario(scenario(plan, pool_sizes=[{"pool": pool, "teams": teams}]), metadata=running.known).name
        for teams in (1, 2)
    ]
    begun = stub.SweepScenarios(
        what_if_service_pb2.SweepScenariosRequest(scenarios=names, sweep_id="w"), metadata=running.known
    )
    operations = operations_pb2_grpc.OperationsStub(running.channel)  # type: ignore[no-untyped-call]

    def state() -> tuple[operations_pb2.Operation, tuple[int, int]]:
        request = operations_pb2.GetOperationRequest(name=begun.name)
        operation = operations.GetOperation(request, metadata=running.known)
        metadata = what_if_service_pb2.SweepScenariosMetadata()
        assert operation.metadata.Unpack(metadata)
        return operation, (metadata.ended, metadata.total)

    sweep = stub.GetSweep(what_if_service_pb2.GetSweepRequest(name="sweeps/w"), metadata=running.known)
    assert [entry.state for entry in sweep.entries] == [sweep_pb2.SweepEntry.STATE_QUEUED] * 2
    for count, entry in enumerate(get_sweep(running.ports, LOCAL, "sweeps/w").entries):
        operation, counts = state()
        assert (operation.done, counts) == (False, (count, 2))
        begin_proposal(running.ports, entry.operation.name)
        complete_proposal(running.ports, entry.operation.name, 1, empty_plan(value=0.5), ())
    operation, counts = state()
    assert (operation.done, counts) == (True, (2, 2))
    answer = sweep_pb2.Sweep()
    assert operation.response.Unpack(answer)
    assert [entry.certificate.gap for entry in answer.entries] == [0.5, 0.5]
    assert [entry.scenario for entry in answer.entries] == names
    listed = operations.ListOperations(operations_pb2.ListOperationsRequest(), metadata=running.known)
    assert begun.name in {operation.name for operation in listed.operations}
