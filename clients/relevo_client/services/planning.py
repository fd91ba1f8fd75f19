"""Plans: asked for, watched, read, questioned."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.v1 import instance_pb2, plan_pb2, policy_pb2
from relevo.v1 import planning_service_pb2 as wire
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource
from relevo_client.operations import Operations, PendingPlan


class Planning:
    """PlanningService."""

    def __init__(self, calls: Calls, operations: Operations) -> None:
        self._calls = calls
        self._operations = operations
        self._stub = PlanningServiceStub(calls.channel)

    def propose(self, request: wire.ProposePlanRequest) -> PendingPlan:
        """Ask for a plan; the answer can be watched, cancelled and waited for."""
        operation = self._calls.unary(self._stub.ProposePlan, request)
        return PendingPlan(self._operations, operation)

    def pending(self, operation: str) -> PendingPlan:
        """Return a proposal that was asked for earlier, by the name of its operation."""
        return PendingPlan(self._operations, self._operations.get(operation))

    def get(self, name: str) -> plan_pb2.Plan:
        """Return one plan."""
        return self._calls.unary(self._stub.GetPlan, wire.GetPlanRequest(name=resource("plans", name)))

    def list(self) -> Iterator[plan_pb2.Plan]:
        """Yield plans, newest first, without their long parts."""

        def fetch(token: str) -> tuple[Iterator[plan_pb2.Plan], str]:
            page = self._calls.unary(self._stub.ListPlans, wire.ListPlansRequest(page_token=token))
            return iter(page.plans), page.next_page_token

        return pages.each(fetch)

    def instance(self, name: str) -> instance_pb2.Instance:
        """Return the frozen question behind a plan."""
        request = wire.GetPlanInstanceRequest(name=resource("plans", name))
        return self._calls.unary(self._stub.GetPlanInstance, request)

    def explain(self, name: str, *, municipality: str = "") -> wire.ExplainPlanResponse:
        """Return why each operation was chosen and why need stays open, for one municipality where it is given."""
        place = resource("municipalities", municipality) if municipality else ""
        request = wire.ExplainPlanRequest(name=resource("plans", name), municipality=place)
        return self._calls.unary(self._stub.ExplainPlan, request)

    def policy_numbers(self) -> tuple[policy_pb2.PolicyNumber, ...]:
        """Return every policy number with its default, unit and reason."""
        answer = self._calls.unary(self._stub.GetDefaultPolicy, wire.GetDefaultPolicyRequest())
        return tuple(answer.numbers)
