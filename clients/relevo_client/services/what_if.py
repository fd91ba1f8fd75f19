"""What would be if: plans beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from relevo.v1 import plan_comparison_pb2
from relevo.v1 import what_if_service_pb2 as wire
from relevo.v1.what_if_service_pb2_grpc import WhatIfServiceStub
from relevo_client.calls import Calls
from relevo_client.names import resource


class WhatIf:
    """WhatIfService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = WhatIfServiceStub(calls.channel)

    def compare(self, plan: str, others: Sequence[str]) -> plan_comparison_pb2.PlanComparison:
        """Return plans side by side, every difference taken against the first."""
        names = [resource("plans", other) for other in others]
        request = wire.ComparePlansRequest(plan=resource("plans", plan), others=names)
        return self._calls.unary(self._stub.ComparePlans, request)
