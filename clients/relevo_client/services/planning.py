"""Plans: asked for, watched, read, questioned."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from relevo.v1 import instance_pb2, plan_outcome_pb2, plan_pb2, policy_pb2
from relevo.v1 import planning_service_pb2 as wire
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from relevo_client import pages
from relevo_client.calls import BROKEN, STREAM_SECONDS, Calls
from relevo_client.errors import RelevoError
from relevo_client.names import resource
from relevo_client.operations import Operations, PendingPlan

_RECONNECT_SECONDS = 1.0


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

    def replan(self, name: str, request: wire.ReplanPlanRequest | None = None) -> PendingPlan:
        """Plan again from a plan at hand; the answer can be watched, cancelled and waited for."""
        wanted = request or wire.ReplanPlanRequest()
        wanted.name = resource("plans", name)
        return PendingPlan(self._operations, self._calls.unary(self._stub.ReplanPlan, wanted))

    def try_out(self, name: str, request: wire.TryPlanRequest) -> wire.TryPlanResponse:
        """See within seconds what a change makes of a plan; nothing is stored unless asked."""
        request.name = resource("plans", name)
        return self._calls.unary(self._stub.TryPlan, request)

    def publish(self, name: str, office: str, *, etag: str = "", validate_only: bool = False) -> plan_pb2.Plan:
        """Make a plan known: plans after it can stay close to it."""
        request = wire.PublishPlanRequest(
            name=resource("plans", name), office=office, etag=etag, validate_only=validate_only
        )
        return self._calls.unary(self._stub.PublishPlan, request)

    def pending(self, operation: str) -> PendingPlan:
        """Return a proposal that was asked for earlier, by the name of its operation."""
        return PendingPlan(self._operations, self._operations.get(operation))

    def watch(
        self,
        operation: str,
        *,
        heartbeat_seconds: float = 0.0,
        stream_seconds: float = STREAM_SECONDS,
        most_failures: int = 30,
        pause: Callable[[float], None] = time.sleep,
    ) -> Iterator[wire.WatchPlanResponse]:
        """Yield how far a proposal has come, until it has ended; heartbeats are swallowed.

        A broken stream is taken up again behind the last answer, also at a server that was started anew.

        Args:
            operation: its name, `operations/{id}`.
            heartbeat_seconds: longest silence of the server; 0: its usual one.
            stream_seconds: after so long a stream is asked for anew, whatever has become of its server.
            most_failures: times in a row that the stream may break without an answer in between.
            pause: waits some seconds between two attempts.

        Raises:
            RelevoError: what the server refuses; UNAVAILABLE where it stays away.
        """
        name, seen, failed = resource("operations", operation), 0, 0
        most_seconds = max(stream_seconds, 3 * heartbeat_seconds)
        while True:
            request = wire.WatchPlanRequest(operation=name, after_sequence=seen, heartbeat_seconds=heartbeat_seconds)
            try:
                for answer in self._calls.stream(self._stub.WatchPlan, request, most_seconds):
                    seen, failed = answer.sequence, 0
                    if not answer.heartbeat:
                        yield answer
                    if answer.done:
                        return
            except RelevoError as error:
                if error.code not in BROKEN or failed >= most_failures:
                    raise
            failed += 1
            pause(_RECONNECT_SECONDS)

    def newest_operation(self) -> str:
        """Return the name of the newest proposal's operation.

        Raises:
            RelevoError: NOT_FOUND, where there is none.
        """
        for operation in self._operations.newest(1, method="ProposePlan"):
            return operation.name
        raise RelevoError("NOT_FOUND", "nothing was proposed yet: relevo plan propose")

    def cancel(self, operation: str) -> None:
        """End a proposal early; the best plan so far is kept."""
        self._operations.cancel(resource("operations", operation))

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

    def outcome(
        self,
        name: str,
        datasets: Sequence[str] = (),
        *,
        crime_types: Sequence[str] = (),
        before: int = 0,
        after: int = 0,
    ) -> plan_outcome_pb2.PlanOutcome:
        """Return what happened against what was planned.

        Args:
            name: of the plan.
            datasets: which together report every month once; none: only stays are told.
            crime_types: added up; none: those of the plan's ranking.
            before: months before the first teams came; 0: 12.
            after: months from then on; 0: 6.
        """
        request = wire.GetPlanOutcomeRequest(
            name=resource("plans", name),
            datasets=[resource("datasets", one) for one in datasets],
            crime_types=[resource("crimeTypes", one) for one in crime_types],
            before_months=before,
            after_months=after,
        )
        return self._calls.unary(self._stub.GetPlanOutcome, request)

    def dossier(self, name: str) -> wire.Dossier:
        """Return a plan with all that it stands on in one signed file."""
        return self._calls.unary(self._stub.GetDossier, wire.GetDossierRequest(name=resource("plans", name)))

    def explain(self, name: str, *, municipality: str = "", language: str = "") -> wire.ExplainPlanResponse:
        """Return why each operation was chosen and why need stays open, for one municipality where it is given.

        Args:
            name: of the plan.
            municipality: only this one; empty: all.
            language: of the sentences, `en` or `es`; empty: `en`.
        """
        place = resource("municipalities", municipality) if municipality else ""
        request = wire.ExplainPlanRequest(name=resource("plans", name), municipality=place, language_code=language)
        return self._calls.unary(self._stub.ExplainPlan, request)

    def explain_pool(self, name: str, pool: str, *, start: int = 0, language: str = "") -> wire.ExplainPoolResponse:
        """Return what one more team of a pool from a period on would add: solved again within seconds."""
        request = wire.ExplainPoolRequest(
            name=resource("plans", name), pool=resource("pools", pool), start=start, language_code=language
        )
        return self._calls.unary(self._stub.ExplainPool, request)

    def explain_unserved(
        self, name: str, municipality: str, *, language: str = "", time_limit_seconds: float = 0.0
    ) -> plan_pb2.UnservedExplanation:
        """Return the smallest changes that would select a municipality that a plan does not serve, each solved again.

        Args:
            name: of the plan.
            municipality: that it does not serve.
            language: of the sentences, `en` or `es`; empty: `en`.
            time_limit_seconds: most seconds of solving; 0: 20.
        """
        request = wire.ExplainUnservedRequest(
            name=resource("plans", name),
            municipality=resource("municipalities", municipality),
            language_code=language,
            time_limit_seconds=time_limit_seconds,
        )
        return self._calls.unary(self._stub.ExplainUnserved, request)

    def confirm(self, name: str, request: wire.ConfirmPlanRequest) -> plan_pb2.Plan:
        """Turn operations of a proposal into deployments, all of them or none.

        Args:
            name: of the plan.
            request: office, operations and overrides; its name is set here.
        """
        wanted = wire.ConfirmPlanRequest()
        wanted.CopyFrom(request)
        wanted.name = resource("plans", name)
        return self._calls.unary(self._stub.ConfirmPlan, wanted)

    def reject(
        self, name: str, office: str, reasons: Sequence[str], *, etag: str = "", validate_only: bool = False
    ) -> plan_pb2.Plan:
        """Say that a proposal is not followed, and why."""
        request = wire.RejectPlanRequest(
            name=resource("plans", name), office=office, reasons=reasons, etag=etag, validate_only=validate_only
        )
        return self._calls.unary(self._stub.RejectPlan, request)

    def policy_numbers(self) -> tuple[policy_pb2.PolicyNumber, ...]:
        """Return every policy number with its default, unit and reason."""
        answer = self._calls.unary(self._stub.GetDefaultPolicy, wire.GetDefaultPolicyRequest())
        return (*answer.numbers, *answer.need)
