"""Servicers of planning: proposals, plans, and the long-running operations between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from google.longrunning import operations_pb2

from relevo.v1 import instance_pb2, plan_outcome_pb2, plan_pb2, planning_service_pb2, planning_service_pb2_grpc
from relevo_planner.need.teams import NeedPolicy
from relevo_planner.policy import Policy
from relevo_server.domain.decision import Decision
from relevo_server.domain.operation import Operation
from relevo_server.domain.principal import LOCAL
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.rpc.queue import Queue
from relevo_server.rpc.watching import HEARTBEAT_SECONDS, Sight, watched
from relevo_server.usecases import operations, plans
from relevo_server.usecases.deciding import confirm_plan, reject_plan
from relevo_server.usecases.dossiers import gather_papers, seal
from relevo_server.usecases.explaining import explain_plan
from relevo_server.usecases.one_more_team import begin_one_more, end_one_more
from relevo_server.usecases.outcomes import get_plan_outcome
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import propose_plan
from relevo_server.usecases.publishing import publish_plan
from relevo_server.usecases.replanning import replan_plan
from relevo_server.usecases.trying import begin_trial, end_trial
from relevo_server.usecases.unserved import begin_changes, end_changes
from relevo_server.wire.decisions import confirmation_of, decision_message, publication_message
from relevo_server.wire.dossiers import payload_of
from relevo_server.wire.explanations import changes_response, explanation_response, language_of, pool_response
from relevo_server.wire.instance import instance_message
from relevo_server.wire.outcomes import asked_of, outcome_message
from relevo_server.wire.pages import page_of, write_of
from relevo_server.wire.policy import policy_numbers
from relevo_server.wire.proposals import (
    operation_message,
    question_of,
    replan_of,
    search_of,
    stored_plan_message,
    summary_message,
    watch_message,
)
from relevo_server.wire.trials import trial_of, trial_search_of, tried_message


class PlanningServicer(planning_service_pb2_grpc.PlanningServiceServicer):
    """Plans."""

    def __init__(self, ports: Ports, queue: Queue) -> None:
        self._ports = ports
        self._queue = queue
        self._sight = Sight(queue, lambda name: operations.get_operation(ports, LOCAL, name))

    def ProposePlan(self, request: planning_service_pb2.ProposePlanRequest, context: Any) -> operations_pb2.Operation:
        """See the proto."""
        reading = begin_reading()
        question, search = question_of(reading, request), search_of(reading, request)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        operation = propose_plan(self._ports, principal(), question, search, write=write)
        self._queue.wake()
        return operation_message(operation)

    def WatchPlan(
        self, request: planning_service_pb2.WatchPlanRequest, context: Any
    ) -> Iterator[planning_service_pb2.WatchPlanResponse]:
        """See the proto."""
        # Whether it is there, and for this caller; from then on all watchers of one operation look together.
        operations.get_operation(self._ports, principal(), request.operation)
        read: Callable[[], Operation] = lambda: self._sight.of(request.operation)  # noqa: E731
        seconds = request.heartbeat_seconds or HEARTBEAT_SECONDS
        for seen in watched(read, self._queue, context.is_active, request.after_sequence, seconds):
            yield watch_message(seen.operation, self._ports.clock.now(), is_heartbeat=seen.is_heartbeat)

    def GetPlan(self, request: planning_service_pb2.GetPlanRequest, context: Any) -> plan_pb2.Plan:
        """See the proto."""
        return stored_plan_message(plans.get_plan(self._ports, principal(), request.name))

    def ListPlans(
        self, request: planning_service_pb2.ListPlansRequest, context: Any
    ) -> planning_service_pb2.ListPlansResponse:
        """See the proto."""
        page = plans.list_plans(self._ports, principal(), page_of(request))
        return planning_service_pb2.ListPlansResponse(
            plans=map(summary_message, page.items), next_page_token=page.next_token
        )

    def GetPlanInstance(
        self, request: planning_service_pb2.GetPlanInstanceRequest, context: Any
    ) -> instance_pb2.Instance:
        """See the proto."""
        return instance_message(plans.get_plan_instance(self._ports, principal(), request.name))

    def ExplainPlan(
        self, request: planning_service_pb2.ExplainPlanRequest, context: Any
    ) -> planning_service_pb2.ExplainPlanResponse:
        """See the proto."""
        language = language_of(request.language_code)
        found = explain_plan(self._ports, principal(), request.name, request.municipality, language)
        return explanation_response(found)

    def ExplainPool(
        self, request: planning_service_pb2.ExplainPoolRequest, context: Any
    ) -> planning_service_pb2.ExplainPoolResponse:
        """See the proto."""
        pool, start = request.pool, request.start
        begun = begin_one_more(self._ports, principal(), request.name, pool, start)
        plan, _ = self._queue.solve_now(begun, context)
        return pool_response(end_one_more(begun, plan, pool, start, language_of(request.language_code)))

    def ExplainUnserved(
        self, request: planning_service_pb2.ExplainUnservedRequest, context: Any
    ) -> plan_pb2.UnservedExplanation:
        """See the proto."""
        seconds = request.time_limit_seconds
        begun = begin_changes(self._ports, principal(), request.name, request.municipality, seconds)
        found = self._queue.explain_now(begun, context)
        return changes_response(end_changes(begun, found, language_of(request.language_code)))

    def ConfirmPlan(self, request: planning_service_pb2.ConfirmPlanRequest, context: Any) -> plan_pb2.Plan:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        wish = confirmation_of(request)
        decision = confirm_plan(self._ports, principal(), request.name, wish, etag=request.etag, write=write)
        return self._decided(request.name, decision)

    def RejectPlan(self, request: planning_service_pb2.RejectPlanRequest, context: Any) -> plan_pb2.Plan:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        reasons = tuple(request.reasons)
        caller, etag = principal(), request.etag
        decision = reject_plan(self._ports, caller, request.name, request.office, reasons, etag=etag, write=write)
        return self._decided(request.name, decision)

    def PublishPlan(self, request: planning_service_pb2.PublishPlanRequest, context: Any) -> plan_pb2.Plan:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        publication = publish_plan(
            self._ports, principal(), request.name, request.office, etag=request.etag, write=write
        )
        message = stored_plan_message(plans.get_plan(self._ports, principal(), request.name))
        message.publication.CopyFrom(publication_message(publication))
        return message

    def ReplanPlan(self, request: planning_service_pb2.ReplanPlanRequest, context: Any) -> operations_pb2.Operation:
        """See the proto."""
        reading = begin_reading()
        wish, search = replan_of(reading, request), search_of(reading, request)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        operation = replan_plan(self._ports, principal(), request.name, wish, search, etag=request.etag, write=write)
        self._queue.wake()
        return operation_message(operation)

    def TryPlan(
        self, request: planning_service_pb2.TryPlanRequest, context: Any
    ) -> planning_service_pb2.TryPlanResponse:
        """See the proto."""
        reading, caller = begin_reading(), principal()
        trial, search = trial_of(reading, request), trial_search_of(reading, request)
        write = write_of(reading, request.request_id)
        begun = begin_trial(self._ports, caller, request.name, trial, search, etag=request.etag, write=write)
        if request.validate_only:
            return planning_service_pb2.TryPlanResponse()
        plan, findings = self._queue.solve_now(begun, context)
        return tried_message(end_trial(self._ports, caller, begun, plan, findings, is_kept=request.keep, write=write))

    def _decided(self, name: str, decision: Decision) -> plan_pb2.Plan:
        message = stored_plan_message(plans.get_plan(self._ports, principal(), name))
        message.decision.CopyFrom(decision_message(decision))
        return message

    def GetDossier(self, request: planning_service_pb2.GetDossierRequest, context: Any) -> planning_service_pb2.Dossier:
        """See the proto."""
        envelope = seal(self._ports, payload_of(gather_papers(self._ports, principal(), request.name)))
        return planning_service_pb2.Dossier(plan=request.name, key_id=envelope.key_id, envelope=envelope.to_json())

    def GetPlanOutcome(
        self, request: planning_service_pb2.GetPlanOutcomeRequest, context: Any
    ) -> plan_outcome_pb2.PlanOutcome:
        """See the proto."""
        return outcome_message(get_plan_outcome(self._ports, principal(), request.name, asked_of(request)))

    def GetDefaultPolicy(
        self, request: planning_service_pb2.GetDefaultPolicyRequest, context: Any
    ) -> planning_service_pb2.GetDefaultPolicyResponse:
        """See the proto."""
        return planning_service_pb2.GetDefaultPolicyResponse(
            numbers=policy_numbers(Policy()), need=policy_numbers(NeedPolicy())
        )
