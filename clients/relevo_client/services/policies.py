"""Policies by name and version."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.v1 import policy_service_pb2 as wire
from relevo.v1.policy_service_pb2_grpc import PolicyServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Policies:
    """PolicyService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = PolicyServiceStub(calls.channel)

    def create(
        self, version: wire.PolicyVersion, *, policy_id: str = "", validate_only: bool = False
    ) -> wire.PolicyVersion:
        """Store the first version of a policy."""
        request = wire.CreatePolicyRequest(policy_version=version, policy_id=policy_id, validate_only=validate_only)
        return self._calls.unary(self._stub.CreatePolicy, request)

    def get(self, name: str) -> wire.PolicyVersion:
        """Return one version, `strict@2`, or the newest one of a policy, `strict`."""
        return self._calls.unary(self._stub.GetPolicy, wire.GetPolicyRequest(name=resource("policies", name)))

    def list(self, *, policy: str = "") -> Iterator[wire.PolicyVersion]:
        """Yield every version, of one policy where it is given."""
        condition = f'policy = "{resource("policies", policy)}"' if policy else ""

        def fetch(token: str) -> tuple[Iterator[wire.PolicyVersion], str]:
            request = wire.ListPoliciesRequest(page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListPolicies, request)
            return iter(page.policies), page.next_page_token

        return pages.each(fetch)

    def update(self, version: wire.PolicyVersion, *, validate_only: bool = False) -> wire.PolicyVersion:
        """Store the next version, whole; its name says which policy, its etag which version it follows."""
        wanted = wire.PolicyVersion()
        wanted.CopyFrom(version)
        wanted.name = resource("policies", version.name)
        request = wire.UpdatePolicyRequest(policy_version=wanted, validate_only=validate_only)
        return self._calls.unary(self._stub.UpdatePolicy, request)
