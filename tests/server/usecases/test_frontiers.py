"""A frontier is a sweep over tenures and fairness; what is solved is read as points and rates."""

from dataclasses import replace

import pytest

from relevo_planner.policy import Goal
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.frontiers import FrontierDraft, get_frontier, sweep_frontier
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal
from relevo_server.usecases.scenarios import get_scenario_instance
from relevo_server.usecases.sweeps import get_sweep
from relevo_server.wording import Language
from tests.planner.small import proposed
from tests.server.jobs.staged import asked
from tests.server.planned import stored_plan


def test_every_tenure_meets_every_fairness(ports: Ports) -> None:
    plan = stored_plan(ports, asked(ports))
    draft = FrontierDraft(plan, tenure_periods=(4, 6), epsilons=(0.0, 0.05))
    sweep_frontier(ports, LOCAL, draft, sweep_id="f")
    entries = get_sweep(ports, LOCAL, "sweeps/f").entries
    policies = [get_scenario_instance(ports, LOCAL, entry.scenario.name).policy for entry in entries]
    assert [(policy.tenure_periods, policy.fairness_epsilon) for policy in policies] == [
        (4, 0.0),
        (4, 0.05),
        (6, 0.0),
        (6, 0.05),
    ]
    assert all(Goal.FAIRNESS in policy.goals and max(policy.durations) == policy.tenure_periods for policy in policies)
    assert entries[1].scenario.title == "8 weeks of tenure, fairness may cost 5%"


def test_what_is_solved_is_read_and_the_rest_is_counted(ports: Ports) -> None:
    question = asked(ports)
    sweep_frontier(ports, LOCAL, FrontierDraft(question=question, tenure_periods=(2, 4), epsilons=(0.0,)), sweep_id="f")
    assert get_frontier(ports, LOCAL, "sweeps/f").missing == 2
    for count, entry in enumerate(get_sweep(ports, LOCAL, "sweeps/f").entries, start=1):
        work = begin_proposal(ports, entry.operation.name)
        complete_proposal(ports, entry.operation.name, 1, proposed(work.instance), ())
        so_far = get_frontier(ports, LOCAL, "sweeps/f")
        assert (len(so_far.frontier.points), so_far.missing) == (count, 2 - count)
    seen = get_frontier(ports, LOCAL, "sweeps/f")
    found = seen.frontier
    assert [point.tenure_weeks for point in found.points] == [4.0, 8.0]
    assert found.points[1].value >= found.points[0].value > 0
    (rate,), (english,) = found.rates, seen.sentences
    (spanish,) = get_frontier(ports, LOCAL, "sweeps/f", Language.SPANISH).sentences
    assert "From 4 to 8 weeks, where fairness may cost 0%: one more week of tenure covers" in english
    assert "De 4 a 8 semanas, donde la equidad puede costar 0%: una semana más de estancia cubre" in spanish
    for sentence in (english, spanish):
        assert f"{rate.value:,.2f}" in sentence
        assert f"{rate.least:+,.2f}" in sentence
        assert f"{rate.most:+,.2f}" in sentence


def test_the_usual_is_around_the_policy(ports: Ports) -> None:
    sweep_frontier(ports, LOCAL, FrontierDraft(stored_plan(ports, asked(ports))), sweep_id="f")
    assert len(get_sweep(ports, LOCAL, "sweeps/f").entries) == 16


def test_every_fault_is_named(ports: Ports) -> None:
    question = asked(ports)
    draft = FrontierDraft("plans/p", question, (0, 3), (2.0, float("nan")))
    with pytest.raises(RelevoError) as refused:
        sweep_frontier(ports, LOCAL, draft)
    assert {fault.field for fault in refused.value.faults} == {
        "base",
        "tenure_periods[0]",
        "fairness_epsilons[0]",
        "fairness_epsilons[1]",
    }
    with pytest.raises(RelevoError) as refused:
        sweep_frontier(ports, LOCAL, replace(draft, plan="", tenure_periods=(13,), epsilons=(0.0,)))
    assert refused.value.reason is ErrorReason.SCENARIO_INVALID, "stays without end"
    many = replace(draft, plan="", tenure_periods=tuple(range(1, 60)), epsilons=(0.0, 0.1))
    with pytest.raises(RelevoError, match="refused"):
        sweep_frontier(ports, LOCAL, many)
