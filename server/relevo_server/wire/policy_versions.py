"""Stored policies."""

from __future__ import annotations

from relevo.v1 import policy_service_pb2
from relevo_planner.policy import Policy
from relevo_server.domain.policy_version import PolicyDraft, PolicyVersion
from relevo_server.usecases.frozen_json import to_json
from relevo_server.usecases.policies import numbers_of
from relevo_server.wire.policy import policy_message, policy_of
from relevo_server.wire.reading import Reading

AMENDABLE = {"title": "title", "reason": "reason", "policy": "numbers"}
"""What the next version can say anew."""


def policy_version_message(version: PolicyVersion) -> policy_service_pb2.PolicyVersion:
    """Return the wire form of a stored policy, every number written out."""
    message = policy_service_pb2.PolicyVersion(
        name=version.name,
        title=version.title,
        reason=version.reason,
        policy=policy_message(numbers_of(version)),
        version=version.number,
        principal=version.principal,
        etag=version.etag,
    )
    message.create_time.FromDatetime(version.created)
    return message


def policy_draft_of(reading: Reading, message: policy_service_pb2.PolicyVersion) -> PolicyDraft:
    """Return what a caller says of a policy."""
    numbers = policy_of(reading, "policy_version.policy", message.policy)
    # A number that JSON does not know was noted: the draft is refused before anybody reads it.
    return PolicyDraft(message.title, message.reason, to_json(numbers if not reading.faults else Policy()))
