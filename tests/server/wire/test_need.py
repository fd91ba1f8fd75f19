"""Coefficients of need as a caller says them."""

import pytest

from relevo.v1 import policy_pb2, pool_pb2
from relevo_planner.instance import Capability
from relevo_planner.need.teams import NeedPolicy, Workload
from relevo_server.domain.errors import InvalidArgument
from relevo_server.wire.need import SAID, need_policy_of
from relevo_server.wire.reading import Reading

Wire = policy_pb2.NeedPolicy


def test_unset_coefficients_take_their_defaults() -> None:
    assert need_policy_of(Reading(), "need", Wire()) == NeedPolicy()


def test_said_figures_replace_those_of_their_capability_alone() -> None:
    patrol = Wire.Workload(capability=pool_pb2.CAPABILITY_PATROL, officers_per_incident=40.0)
    training = Wire.Workload(
        capability=pool_pb2.CAPABILITY_POLICE_TRAINING, officers_per_incident=2.0, carried_share=0.0, team_officers=5
    )
    said = Wire(workloads=[patrol, training], steps=[1.0, 0.5], priority_exponent=0.0, greatest_priority=3.0)
    policy = need_policy_of(Reading(), "need", said)
    usual = NeedPolicy()
    before = usual.workloads[Capability.PATROL]
    assert policy.workloads == {
        **usual.workloads,
        Capability.PATROL: Workload(40.0, before.carried_share, before.team_officers, SAID),
        Capability.POLICE_TRAINING: Workload(2.0, 0.0, 5, SAID),
    }
    assert (policy.steps, policy.priority_exponent) == ((1.0, 0.5), 0.0)
    assert policy.priority_bounds == (usual.priority_bounds[0], 3.0)


def test_every_fault_of_form_is_named_at_once() -> None:
    patrol = Wire.Workload(capability=pool_pb2.CAPABILITY_PATROL)
    training = Wire.Workload(capability=pool_pb2.CAPABILITY_POLICE_TRAINING, officers_per_incident=2.0)
    reading = Reading()
    need_policy_of(reading, "need", Wire(workloads=[patrol, patrol, training, Wire.Workload()]))
    with pytest.raises(InvalidArgument) as caught:
        reading.refuse("the proposal")
    assert [fault.field for fault in caught.value.faults] == [
        "need.workloads[1].capability",
        "need.workloads[2].carried_share",
        "need.workloads[2].team_officers",
        "need.workloads[3].capability",
    ]
