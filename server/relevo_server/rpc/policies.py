"""Servicer of stored policies: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import policy_service_pb2, policy_service_pb2_grpc
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import policies
from relevo_server.usecases.ports import Ports
from relevo_server.wire.masks import paths_of
from relevo_server.wire.pages import page_of, write_of
from relevo_server.wire.policy_versions import AMENDABLE, policy_draft_of, policy_version_message


class PolicyServicer(policy_service_pb2_grpc.PolicyServiceServicer):
    """Policies by name and version."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreatePolicy(
        self, request: policy_service_pb2.CreatePolicyRequest, context: Any
    ) -> policy_service_pb2.PolicyVersion:
        """See the proto."""
        reading = begin_reading()
        draft = policy_draft_of(reading, request.policy_version)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        version = policies.create_policy(self._ports, principal(), draft, policy_id=request.policy_id, write=write)
        return policy_version_message(version)

    def GetPolicy(self, request: policy_service_pb2.GetPolicyRequest, context: Any) -> policy_service_pb2.PolicyVersion:
        """See the proto."""
        return policy_version_message(policies.get_policy(self._ports, principal(), request.name))

    def ListPolicies(
        self, request: policy_service_pb2.ListPoliciesRequest, context: Any
    ) -> policy_service_pb2.ListPoliciesResponse:
        """See the proto."""
        page = policies.list_policies(self._ports, principal(), page_of(request))
        return policy_service_pb2.ListPoliciesResponse(
            policies=map(policy_version_message, page.items), next_page_token=page.next_token
        )

    def UpdatePolicy(
        self, request: policy_service_pb2.UpdatePolicyRequest, context: Any
    ) -> policy_service_pb2.PolicyVersion:
        """See the proto."""
        reading, wanted = begin_reading(), request.policy_version
        draft = policy_draft_of(reading, wanted)
        paths = paths_of(reading, request.update_mask, wanted, AMENDABLE)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        caller, etag = principal(), wanted.etag
        version = policies.update_policy(self._ports, caller, wanted.name, draft, paths, etag=etag, write=write)
        return policy_version_message(version)
