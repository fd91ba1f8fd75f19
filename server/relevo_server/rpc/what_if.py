"""Servicer of what would be if: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import plan_comparison_pb2, what_if_service_pb2, what_if_service_pb2_grpc
from relevo_server.rpc.caller import principal
from relevo_server.usecases.comparing import compare_plans
from relevo_server.usecases.ports import Ports
from relevo_server.wire.comparisons import comparison_message


class WhatIfServicer(what_if_service_pb2_grpc.WhatIfServiceServicer):
    """What would be if."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def ComparePlans(
        self, request: what_if_service_pb2.ComparePlansRequest, context: Any
    ) -> plan_comparison_pb2.PlanComparison:
        """See the proto."""
        return comparison_message(*compare_plans(self._ports, principal(), request.plan, request.others))
