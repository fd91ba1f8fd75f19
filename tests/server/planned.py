"""Plans in the records that no solver made: what a test wants to be in them is."""

from dataclasses import replace

from relevo_planner.canonical import instance_sha256
from relevo_planner.instance import Operation
from relevo_planner.plan import Certificate
from relevo_planner.review import plan_value
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.search import Search
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.snapshot import Question
from tests.server.jobs.staged import empty_plan


def stored_plan(ports: Ports, question: Question, *operations: Operation) -> str:
    """Store a plan of the given stays and return its name."""
    asked = propose_plan(ports, LOCAL, question, Search())
    work = begin_proposal(ports, asked.name)
    value = plan_value(work.instance, operations)
    plan = replace(
        empty_plan(),
        operations=operations,
        certificate=Certificate(value, value + 1.0),
        instance_sha256=instance_sha256(work.instance),
    )
    return complete_proposal(ports, asked.name, work.operation.attempt, plan, ()).name
