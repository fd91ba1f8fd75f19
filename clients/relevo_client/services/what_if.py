"""What would be if: plans beside each other, scenarios, sweeps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from google.longrunning import operations_pb2

from relevo.v1 import frontier_pb2, instance_pb2, plan_comparison_pb2, plan_robustness_pb2, scenario_pb2, sweep_pb2
from relevo.v1 import what_if_service_pb2 as wire
from relevo.v1.what_if_service_pb2_grpc import WhatIfServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.errors import RelevoError
from relevo_client.names import resource
from relevo_client.operations import Operations

_LOOK_SECONDS = 1.0


class WhatIf:
    """WhatIfService."""

    def __init__(self, calls: Calls, operations: Operations) -> None:
        self._calls = calls
        self._operations = operations
        self._stub = WhatIfServiceStub(calls.channel)

    def compare(self, plan: str, others: Sequence[str]) -> plan_comparison_pb2.PlanComparison:
        """Return plans side by side, every difference taken against the first."""
        names = [resource("plans", other) for other in others]
        request = wire.ComparePlansRequest(plan=resource("plans", plan), others=names)
        return self._calls.unary(self._stub.ComparePlans, request)

    def robustness(self, plan: str, *, draws: int = 0, seed: int = 0) -> plan_robustness_pb2.PlanRobustness:
        """Return a plan under draws of need and assumed displacement; 0 draws: the usual number."""
        request = wire.AssessRobustnessRequest(name=resource("plans", plan), draws=draws, seed=seed)
        return self._calls.unary(self._stub.AssessRobustness, request)

    def create_scenario(
        self, scenario: scenario_pb2.Scenario, *, scenario_id: str = "", validate_only: bool = False
    ) -> scenario_pb2.Scenario:
        """Freeze a question with changes in it."""
        request = wire.CreateScenarioRequest(scenario=scenario, scenario_id=scenario_id, validate_only=validate_only)
        return self._calls.unary(self._stub.CreateScenario, request)

    def scenario(self, name: str) -> scenario_pb2.Scenario:
        """Return one scenario."""
        return self._calls.unary(self._stub.GetScenario, wire.GetScenarioRequest(name=resource("scenarios", name)))

    def scenarios(self) -> Iterator[scenario_pb2.Scenario]:
        """Yield scenarios, newest first."""

        def fetch(token: str) -> tuple[Iterator[scenario_pb2.Scenario], str]:
            page = self._calls.unary(self._stub.ListScenarios, wire.ListScenariosRequest(page_token=token))
            return iter(page.scenarios), page.next_page_token

        return pages.each(fetch)

    def scenario_instance(self, name: str) -> instance_pb2.Instance:
        """Return the frozen question of a scenario, its changes in it."""
        request = wire.GetScenarioInstanceRequest(name=resource("scenarios", name))
        return self._calls.unary(self._stub.GetScenarioInstance, request)

    def sweep(self, request: wire.SweepScenariosRequest) -> wire.SweepScenariosMetadata:
        """Have scenarios solved together on all cores; the answer names the sweep, `follow` waits for it."""
        return self._begun(self._calls.unary(self._stub.SweepScenarios, request))

    def sweep_frontier(self, request: wire.SweepFrontierRequest) -> wire.SweepScenariosMetadata:
        """Have a question solved under every tenure with every fairness; `frontier` reads what comes of it."""
        return self._begun(self._calls.unary(self._stub.SweepFrontier, request))

    def frontier(self, name: str, *, language: str = "") -> frontier_pb2.Frontier:
        """Return tenure against coverage against fairness, as far as a sweep is solved.

        Args:
            name: `sweeps/{id}`.
            language: of the sentences, `en` or `es`; empty: `en`.
        """
        request = wire.GetFrontierRequest(name=resource("sweeps", name), language_code=language)
        return self._calls.unary(self._stub.GetFrontier, request)

    def _begun(self, operation: operations_pb2.Operation) -> wire.SweepScenariosMetadata:
        metadata = wire.SweepScenariosMetadata()
        if not operation.metadata.Unpack(metadata):
            raise RelevoError("INTERNAL", f"{operation.name} is no sweep", reason="DEFECT")
        return metadata

    def sweep_so_far(self, name: str) -> sweep_pb2.Sweep:
        """Return a sweep, scenario by scenario as far as each has come."""
        return self._calls.unary(self._stub.GetSweep, wire.GetSweepRequest(name=resource("sweeps", name)))

    def sweeps(self) -> Iterator[sweep_pb2.Sweep]:
        """Yield sweeps, newest first, without their entries."""

        def fetch(token: str) -> tuple[Iterator[sweep_pb2.Sweep], str]:
            page = self._calls.unary(self._stub.ListSweeps, wire.ListSweepsRequest(page_token=token))
            return iter(page.sweeps), page.next_page_token

        return pages.each(fetch)

    def follow(
        self,
        name: str,
        on_progress: Callable[[sweep_pb2.Sweep], None] | None = None,
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> sweep_pb2.Sweep:
        """Wait for a sweep.

        Args:
            name: `sweeps/{id}`.
            on_progress: called after every look, the last one included.
            pause: waits some seconds between two looks.

        Raises:
            RelevoError: whatever the server or the network refuses.
        """
        while True:
            sweep = self.sweep_so_far(name)
            if on_progress is not None:
                on_progress(sweep)
            if sweep.ended == len(sweep.entries):
                return sweep
            pause(_LOOK_SECONDS)

    def cancel_sweep(self, name: str) -> None:
        """End a sweep early; what is solved stays, what is being solved keeps its best plan."""
        self._operations.cancel(self.sweep_so_far(name).operation)
