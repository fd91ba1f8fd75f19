"""Numbers of a ranking and of need: each with a unit and a reason, faults named at once."""

import pytest

from relevo_planner.instance import Capability
from relevo_planner.need.memory import MEMORY, UNLISTED
from relevo_planner.need.score_policy import ScorePolicy
from relevo_planner.need.teams import NeedPolicy


@pytest.mark.parametrize("policy", [ScorePolicy(), NeedPolicy()], ids=["score", "need"])
def test_every_number_has_its_unit_and_reason(policy: ScorePolicy | NeedPolicy) -> None:
    listed = policy.numbers()
    assert len({number.name for number in listed}) == len(listed)
    assert all(number.unit and number.reason for number in listed)


def test_no_coefficient_of_need_is_missing() -> None:
    policy = NeedPolicy()
    values = {number.name: number.value for number in policy.numbers()}
    for capability, workload in policy.workloads.items():
        assert values[f"{capability.value}.officers_per_incident"] == workload.officers_per_incident
        assert values[f"{capability.value}.carried_share"] == workload.carried_share
        assert values[f"{capability.value}.team_officers"] == workload.team_officers
    assert Capability.PATROL in policy.workloads
    assert len(values) == 3 * len(policy.workloads) + 3
    assert values["steps"] == policy.steps


def test_a_crime_type_is_remembered_by_the_table_unless_the_policy_says_otherwise() -> None:
    assert ScorePolicy().remembered("homicidio-doloso") == MEMORY["homicidio-doloso"]
    assert ScorePolicy().remembered("rapto") == UNLISTED
    given = ScorePolicy(half_life_months=6.0).remembered("rapto")
    assert (given.half_life_months, given.drift) == (6.0, UNLISTED.drift)


def test_every_fault_is_named() -> None:
    with pytest.raises(ValueError, match=r"call_share is 2.*blend_exponent is -1.*draws is 0.*drift is -0.1"):
        ScorePolicy(call_share=2.0, blend_exponent=-1.0, draws=0, drift=-0.1)
