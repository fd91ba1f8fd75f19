"""Servicer of what would be if: convert, call, convert."""

from __future__ import annotations

from typing import Any

from google.longrunning import operations_pb2

from relevo.v1 import (
    frontier_pb2,
    instance_pb2,
    plan_comparison_pb2,
    plan_robustness_pb2,
    scenario_pb2,
    sweep_pb2,
    what_if_service_pb2,
    what_if_service_pb2_grpc,
)
from relevo_server.domain.operation import Operation
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.rpc.queue import Queue
from relevo_server.usecases import scenarios, sweeps
from relevo_server.usecases.comparing import compare_plans
from relevo_server.usecases.frontiers import get_frontier, sweep_frontier
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.robustness import USUAL_DRAWS, assess_robustness
from relevo_server.wire import scenarios as wire
from relevo_server.wire.comparisons import comparison_message
from relevo_server.wire.explanations import language_of
from relevo_server.wire.frontiers import frontier_draft_of, frontier_message
from relevo_server.wire.instance import instance_message
from relevo_server.wire.pages import page_of, write_of
from relevo_server.wire.robustness import robustness_message


class WhatIfServicer(what_if_service_pb2_grpc.WhatIfServiceServicer):
    """What would be if."""

    def __init__(self, ports: Ports, queue: Queue) -> None:
        self._ports = ports
        self._queue = queue

    def ComparePlans(
        self, request: what_if_service_pb2.ComparePlansRequest, context: Any
    ) -> plan_comparison_pb2.PlanComparison:
        """See the proto."""
        return comparison_message(*compare_plans(self._ports, principal(), request.plan, request.others))

    def CreateScenario(self, request: what_if_service_pb2.CreateScenarioRequest, context: Any) -> scenario_pb2.Scenario:
        """See the proto."""
        reading = begin_reading()
        draft, own_id = wire.scenario_draft_of(reading, request.scenario), request.scenario_id
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        scenario = scenarios.create_scenario(self._ports, principal(), draft, scenario_id=own_id, write=write)
        return wire.scenario_message(scenario)

    def GetScenario(self, request: what_if_service_pb2.GetScenarioRequest, context: Any) -> scenario_pb2.Scenario:
        """See the proto."""
        return wire.scenario_message(scenarios.get_scenario(self._ports, principal(), request.name))

    def ListScenarios(
        self, request: what_if_service_pb2.ListScenariosRequest, context: Any
    ) -> what_if_service_pb2.ListScenariosResponse:
        """See the proto."""
        page = scenarios.list_scenarios(self._ports, principal(), page_of(request))
        return what_if_service_pb2.ListScenariosResponse(
            scenarios=map(wire.scenario_message, page.items), next_page_token=page.next_token
        )

    def GetScenarioInstance(
        self, request: what_if_service_pb2.GetScenarioInstanceRequest, context: Any
    ) -> instance_pb2.Instance:
        """See the proto."""
        return instance_message(scenarios.get_scenario_instance(self._ports, principal(), request.name))

    def SweepScenarios(
        self, request: what_if_service_pb2.SweepScenariosRequest, context: Any
    ) -> operations_pb2.Operation:
        """See the proto."""
        reading = begin_reading()
        search = wire.search_of(reading, request)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        operation = sweeps.sweep_scenarios(
            self._ports,
            principal(),
            request.scenarios,
            search,
            title=request.title,
            sweep_id=request.sweep_id,
            write=write,
        )
        return self._begun(operation, is_look=request.validate_only)

    def GetSweep(self, request: what_if_service_pb2.GetSweepRequest, context: Any) -> sweep_pb2.Sweep:
        """See the proto."""
        return wire.sweep_message(sweeps.get_sweep(self._ports, principal(), request.name))

    def ListSweeps(
        self, request: what_if_service_pb2.ListSweepsRequest, context: Any
    ) -> what_if_service_pb2.ListSweepsResponse:
        """See the proto."""
        page = sweeps.list_sweeps(self._ports, principal(), page_of(request))
        return what_if_service_pb2.ListSweepsResponse(
            sweeps=map(wire.sweep_summary_message, page.items), next_page_token=page.next_token
        )

    def SweepFrontier(
        self, request: what_if_service_pb2.SweepFrontierRequest, context: Any
    ) -> operations_pb2.Operation:
        """See the proto."""
        reading = begin_reading()
        draft = frontier_draft_of(reading, request)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        operation = sweep_frontier(self._ports, principal(), draft, sweep_id=request.sweep_id, write=write)
        return self._begun(operation, is_look=request.validate_only)

    def GetFrontier(self, request: what_if_service_pb2.GetFrontierRequest, context: Any) -> frontier_pb2.Frontier:
        """See the proto."""
        language = language_of(request.language_code)
        return frontier_message(request.name, get_frontier(self._ports, principal(), request.name, language))

    def AssessRobustness(
        self, request: what_if_service_pb2.AssessRobustnessRequest, context: Any
    ) -> plan_robustness_pb2.PlanRobustness:
        """See the proto."""
        draws = request.draws or USUAL_DRAWS
        found = assess_robustness(self._ports, principal(), request.name, draws=draws, seed=request.seed)
        return robustness_message(request.name, request.seed, found)

    def _begun(self, operation: Operation, *, is_look: bool) -> operations_pb2.Operation:
        """Return a sweep's operation as it begins; one that was only looked at is kept nowhere."""
        if is_look:
            return operations_pb2.Operation(name=operation.name)
        self._queue.wake()
        return wire.sweep_operation_message(operation, sweeps.sweep_of(self._ports, principal(), operation))
